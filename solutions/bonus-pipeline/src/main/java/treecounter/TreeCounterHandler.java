package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import treecounter.forest.Answer;
import treecounter.pipeline.Failure;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.Fruits;
import treecounter.pipeline.MessageQueue;

/** Answers every request of the frontend; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    private static final Counter HELLO =
            Counter.build()
                    .name("hello_total")
                    .help("Greetings that the queue has taken.")
                    .register();
    private static final Gauge ALL_FRUITS =
            Gauge.build()
                    .name("all_fruits")
                    .help("Fruits of the last minute, as last told to somebody.")
                    .register();
    private static final Gauge RECENT_FRUITS =
            Gauge.build()
                    .name("recent_fruits")
                    .help("Fruits of the last minute by kind, as last told to somebody.")
                    .labelNames("fruit")
                    .register();
    private static final Histogram LATENCY =
            Histogram.build()
                    .name("http_latency_seconds")
                    .help("Seconds from a request to the end of its answer.")
                    .labelNames("method", "endpoint")
                    .register();
    private static final Counter ERRORS =
            Counter.build()
                    .name("errors_total")
                    .help("What the frontend could not do, by where and how it went wrong.")
                    .labelNames("where", "error")
                    .register();

    private static final Histogram PUBLISH =
            Histogram.build()
                    .name("mq_publish_seconds")
                    .help("Seconds until the broker had confirmed a message.")
                    .register();
    private static final Counter CACHE_REQUESTS =
            Counter.build()
                    .name("cache_requests_total")
                    .help("Questions to the cache, by what came of them.")
                    .labelNames("result")
                    .register();

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
    private static final List<String> ENDPOINTS = List.of("/hello", "/fruit");
    private static final int MOST_BYTES = 4096;

    static {
        for (String place : Failure.PLACES) {
            Failure.ERRORS.forEach(error -> ERRORS.labels(place, error));
        }
        List.of("hit", "miss", "failed").forEach(CACHE_REQUESTS::labels);
    }

    private final HttpHandler metrics = new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
    private final MessageQueue queue;
    private final FruitTable table;
    private final FruitCache cache;

    TreeCounterHandler(MessageQueue queue, FruitTable table, FruitCache cache) {
        this.queue = queue;
        this.table = table;
        this.cache = cache;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/metrics")) {
            metrics.handle(exchange);
            return;
        }
        String method = knownOrOther(exchange.getRequestMethod(), METHODS);
        String endpoint = knownOrOther(exchange.getRequestURI().getPath(), ENDPOINTS);
        try (Histogram.Timer timer = LATENCY.labels(method, endpoint).startTimer()) {
            answer(exchange, endpoint).send(exchange);
        }
    }

    private static String knownOrOther(String value, List<String> known) {
        return known.contains(value) ? value : "other";
    }

    private Answer answer(HttpExchange exchange, String endpoint) throws IOException {
        try {
            return switch (endpoint) {
                case "/hello" -> hello(exchange);
                case "/fruit" -> fruit(exchange);
                default -> Answer.notFound("/fruit");
            };
        } catch (Failure e) {
            ERRORS.labels(e.where(), e.error()).inc();
            return Answer.page(503, "Not now", "The " + e.where() + " failed. Try again.");
        }
    }

    private Answer hello(HttpExchange exchange) throws Failure {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET")) {
            return Answer.methodNotAllowed("GET");
        }
        publish("hello", "{}");
        HELLO.inc();
        return Answer.page(200, "Hello", "Somebody will read this.");
    }

    private Answer fruit(HttpExchange exchange) throws IOException, Failure {
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> tell(exchange);
            case "POST" -> take(exchange);
            default -> Answer.methodNotAllowed("GET, HEAD, POST");
        };
    }

    /** What is wrong is refused before anything is put on the queue. */
    private Answer take(HttpExchange exchange) throws IOException, Failure {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        Fruits fruits;
        try {
            fruits = Fruits.parse(new String(body, StandardCharsets.UTF_8));
        } catch (Failure e) {
            return Answer.page(400, "No fruits", e.getMessage());
        }
        publish("fruit", fruits.toJson());
        return Answer.json(202, fruits.toJson());
    }

    private void publish(String kind, String body) throws Failure {
        try (Histogram.Timer timer = PUBLISH.startTimer()) {
            queue.publish(kind, body);
        }
    }

    private Answer tell(HttpExchange exchange) throws Failure {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String name = query.startsWith("name=") ? query.substring("name=".length()) : "all";
        Map<String, Integer> fruits = lastMinute();
        int all = fruits.values().stream().mapToInt(Integer::intValue).sum();
        ALL_FRUITS.set(all);
        RECENT_FRUITS.clear();
        fruits.forEach(
                (fruit, quantity) ->
                        RECENT_FRUITS.labels(knownOrOther(fruit, Fruits.KNOWN)).inc(quantity));
        int quantity = name.equals("all") ? all : fruits.getOrDefault(name, 0);
        return Answer.json(200, "{\"quantity\": %d}".formatted(quantity));
    }

    private Map<String, Integer> lastMinute() throws Failure {
        try {
            Optional<Map<String, Integer>> kept = cache.get();
            if (kept.isPresent()) {
                CACHE_REQUESTS.labels("hit").inc();
                return kept.get();
            }
            CACHE_REQUESTS.labels("miss").inc();
            Map<String, Integer> fruits = table.lastMinute();
            cache.put(fruits);
            return fruits;
        } catch (Failure e) {
            if (!e.where().equals("cache")) {
                throw e;
            }
            CACHE_REQUESTS.labels("failed").inc();
            // Without the cache it takes longer, and is as right.
            ERRORS.labels(e.where(), e.error()).inc();
            return table.lastMinute();
        }
    }
}
