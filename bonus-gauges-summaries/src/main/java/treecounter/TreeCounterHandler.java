package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import treecounter.forest.Answer;
import treecounter.forest.ForestClient;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    // TODO 5.7: make a registry of your own, and register every metric with it too.
    private static final Counter REQUESTS =
            Counter.build()
                    .name("requests_total")
                    .help("Requests answered, by status and endpoint.")
                    .labelNames("status", "endpoint")
                    .register();
    private static final Counter FOREST_REQUESTS =
            Counter.build()
                    .name("forest_requests_total")
                    .help("Calls to the forest, by how they ended.")
                    .labelNames("status")
                    .register();
    private static final Counter FOREST_WAIT_SECONDS =
            Counter.build()
                    .name("forest_wait_seconds_total")
                    .help("Seconds spent waiting for the forest.")
                    .register();

    // TODO 5.1: declare the gauge trees_planted.
    // TODO 5.3: declare the gauge trees_recent with the label species.
    // TODO 5.5: declare the summary answer_bytes.
    // TODO 5.6: declare the summary forest_call_seconds with the quantiles 0.5 and 0.95.
    static {
        for (String status : List.of("200", "405", "503")) {
            REQUESTS.labels(status, "/treecounter");
        }
        REQUESTS.labels("404", "other");
        for (String status : List.of("ok", "error", "timeout")) {
            FOREST_REQUESTS.labels(status);
        }
    }

    private final HttpHandler metrics = new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
    private final ForestClient forest;

    TreeCounterHandler(ForestClient forest) {
        this.forest = forest;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/treecounter" -> answer(exchange, "/treecounter", treeCounter(exchange));
            case "/metrics" -> metrics.handle(exchange);
            // TODO 5.7: answer GET /metrics/app with the metrics of your registry.
            default -> answer(exchange, "other", Answer.notFound());
        }
    }

    /** Every answer but the metrics goes out here. */
    private static void answer(HttpExchange exchange, String endpoint, Answer answer)
            throws IOException {
        // TODO 5.5: observe how many bytes the answer has.
        REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();
        answer.send(exchange);
    }

    private Answer treeCounter(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        long start = System.nanoTime();
        try {
            long trees = forest.countTrees();
            FOREST_REQUESTS.labels("ok").inc();
            // TODO 5.1: set trees_planted to what the forest said.
            // TODO 5.3: set trees_recent to what the forest says of the last minute.
            return Answer.page(200, String.format(Locale.ROOT, "%,d", trees), "trees planted");
        } catch (HttpTimeoutException e) {
            FOREST_REQUESTS.labels("timeout").inc();
            return Answer.page(503, "No count", "The forest did not answer in time. Try again.");
        } catch (IOException e) {
            FOREST_REQUESTS.labels("error").inc();
            return Answer.page(503, "No count", "The forest failed. Try again.");
        } finally {
            // TODO 5.6: observe the seconds that the call took.
            FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);
        }
    }
}
