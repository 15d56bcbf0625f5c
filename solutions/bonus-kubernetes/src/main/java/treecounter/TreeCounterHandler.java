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
import java.util.Map;
import treecounter.forest.Answer;
import treecounter.forest.ForestClient;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
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
            case "/healthz" -> health(exchange).send(exchange);
            default -> answer(exchange, "other", Answer.notFound());
        }
    }

    /** Every answer but the metrics and the health goes out here. */
    private static void answer(HttpExchange exchange, String endpoint, Answer answer)
            throws IOException {
        REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();
        answer.send(exchange);
    }

    /** Whether this process serves. Whether the forest does is another question. */
    private static Answer health(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        return new Answer(200, "text/plain; charset=utf-8", "ok\n", Map.of());
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
}
