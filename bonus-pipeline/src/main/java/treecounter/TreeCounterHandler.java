package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
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
    // TODO 8.2: declare the counter hello_total.
    // TODO 8.3: declare the gauge all_fruits.
    // TODO 8.4: declare the gauge recent_fruits with the label fruit.
    // TODO 8.5: declare the histogram http_latency_seconds with the labels method and endpoint.
    // TODO 8.8: declare the counter errors_total with the labels where and error, and its children.
    // TODO 8.9: declare the histogram mq_publish_seconds.
    // TODO 8.13: declare the counter cache_requests_total with the label result, and its children.

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
    private static final List<String> ENDPOINTS = List.of("/hello", "/fruit");
    private static final int MOST_BYTES = 4096;

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
        // TODO 8.5: observe how long the answer takes, by method and endpoint.
        answer(exchange, endpoint).send(exchange);
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
            // TODO 8.8: count the failure.
            return Answer.page(503, "Not now", "The " + e.where() + " failed. Try again.");
        }
    }

    private Answer hello(HttpExchange exchange) throws Failure {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET")) {
            return Answer.methodNotAllowed("GET");
        }
        publish("hello", "{}");
        // TODO 8.2: count the greeting, now that the queue has taken it.
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
        // TODO 8.9: observe how long the broker takes to confirm the message.
        queue.publish(kind, body);
    }

    private Answer tell(HttpExchange exchange) throws Failure {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String name = query.startsWith("name=") ? query.substring("name=".length()) : "all";
        Map<String, Integer> fruits = lastMinute();
        int all = fruits.values().stream().mapToInt(Integer::intValue).sum();
        // TODO 8.3: set all_fruits.
        // TODO 8.4: let recent_fruits say how many there are of each fruit, and of no other.
        int quantity = name.equals("all") ? all : fruits.getOrDefault(name, 0);
        return Answer.json(200, "{\"quantity\": %d}".formatted(quantity));
    }

    private Map<String, Integer> lastMinute() throws Failure {
        try {
            // TODO 8.13: count what comes of the question: hit or miss, and below failed.
            Optional<Map<String, Integer>> kept = cache.get();
            if (kept.isPresent()) {
                return kept.get();
            }
            Map<String, Integer> fruits = table.lastMinute();
            cache.put(fruits);
            return fruits;
        } catch (Failure e) {
            if (!e.where().equals("cache")) {
                throw e;
            }
            // Without the cache it takes longer, and is as right.
            // TODO 8.8: count the failure here too.
            return table.lastMinute();
        }
    }
}
