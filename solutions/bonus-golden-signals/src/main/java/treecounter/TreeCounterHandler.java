package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import treecounter.forest.Answer;
import treecounter.forest.ForestClient;
import treecounter.forest.Leaves;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    private static final Counter FOREST_REQUESTS =
            Counter.build()
                    .name("forest_requests_total")
                    .help("Calls to the forest for its trees, by how they ended.")
                    .labelNames("status")
                    .register();
    private static final Counter FOREST_WAIT_SECONDS =
            Counter.build()
                    .name("forest_wait_seconds_total")
                    .help("Seconds spent waiting for the forest to count.")
                    .register();
    private static final Histogram RANDOM_VALUE =
            Histogram.build()
                    .name("random_value")
                    .help("The forest's random numbers.")
                    .linearBuckets(4, 4, 30)
                    .register();
    private static final Histogram RANDOM_DELAY =
            Histogram.build()
                    .name("random_delay_seconds")
                    .help("Seconds that the forest took for a random number.")
                    .linearBuckets(0.04, 0.04, 30)
                    .register();

    static {
        for (String status : List.of("ok", "error", "timeout")) {
            FOREST_REQUESTS.labels(status);
        }
    }

    private final HttpHandler metrics = new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
    private final HttpHandler leaves = new Leaves();
    private final ForestClient forest;

    TreeCounterHandler(ForestClient forest) {
        this.forest = forest;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/treecounter" -> page(exchange, this::treeCounter);
            case "/random" -> page(exchange, this::random);
            case "/leaves" -> leaves.handle(exchange);
            case "/metrics" -> metrics.handle(exchange);
            default -> Answer.notFound().send(exchange);
        }
    }

    private static void page(HttpExchange exchange, Supplier<Answer> page) throws IOException {
        String method = exchange.getRequestMethod();
        boolean read = method.equals("GET") || method.equals("HEAD");
        (read ? page.get() : Answer.methodNotAllowed("GET, HEAD")).send(exchange);
    }

    private Answer treeCounter() {
        long start = System.nanoTime();
        try {
            long trees = forest.countTrees();
            FOREST_REQUESTS.labels("ok").inc();
            return Answer.page(200, String.format(Locale.ROOT, "%,d", trees), "trees planted");
        } catch (HttpTimeoutException e) {
            FOREST_REQUESTS.labels("timeout").inc();
            return Answer.page(503, "No count", "The forest did not answer in time. Try again.");
        } catch (IOException e) {
            FOREST_REQUESTS.labels("error").inc();
            return Answer.page(503, "No count", "The forest failed. Try again.");
        } finally {
            FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);
        }
    }

    private Answer random() {
        long start = System.nanoTime();
        try {
            double value = forest.randomValue();
            RANDOM_DELAY.observe((System.nanoTime() - start) / 1e9);
            RANDOM_VALUE.observe(value);
            return Answer.page(200, String.format(Locale.ROOT, "%.2f", value), "a random number");
        } catch (IOException e) {
            return Answer.page(503, "No number", "The forest failed. Try again.");
        }
    }
}
