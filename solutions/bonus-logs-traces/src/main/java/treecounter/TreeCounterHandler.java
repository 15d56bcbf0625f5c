package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import treecounter.forest.Answer;
import treecounter.forest.ForestClient;
import treecounter.tracing.Model;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TreeCounterHandler.class);
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
    private final ExecutorService calls = Context.taskWrapping(Executors.newCachedThreadPool());
    private final ForestClient forest;

    TreeCounterHandler(ForestClient forest) {
        this.forest = forest;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/treecounter" -> answer(exchange, "/treecounter", treeCounter(exchange));
            case "/metrics" -> metrics.handle(exchange);
            default -> answer(exchange, "other", Answer.notFound());
        }
    }

    /** Every answer but the metrics goes out here. */
    private static void answer(HttpExchange exchange, String endpoint, Answer answer)
            throws IOException {
        REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();
        answer.send(exchange);
    }

    private Answer treeCounter(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        Future<Map<String, Long>> recent = calls.submit(this::recentTrees);
        long trees;
        long start = System.nanoTime();
        try {
            trees = inSpan("GET /v1/trees/count", SpanKind.CLIENT, () -> asking().countTrees());
            FOREST_REQUESTS.labels("ok").inc();
        } catch (HttpTimeoutException e) {
            FOREST_REQUESTS.labels("timeout").inc();
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no count");
            return Answer.page(503, "No count", "The forest did not answer in time. Try again.");
        } catch (IOException e) {
            FOREST_REQUESTS.labels("error").inc();
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no count");
            return Answer.page(503, "No count", "The forest failed. Try again.");
        } finally {
            FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);
        }
        String text = "trees planted" + forecast(recent);
        return Answer.page(200, String.format(Locale.ROOT, "%,d", trees), text);
    }

    /** How many more there will be soon; nothing where nobody knows. */
    private static String forecast(Future<Map<String, Long>> recent) {
        try {
            Map<String, Long> trees = recent.get();
            long more = inSpan("forecast", SpanKind.INTERNAL, () -> forecast(trees));
            return ", and %d more within a minute".formatted(more);
        } catch (ExecutionException e) {
            LOG.atWarn().addKeyValue("reason", e.getCause().getMessage()).log("no forecast");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    private static long forecast(Map<String, Long> trees) {
        Map<String, Double> weighed =
                inSpan("preprocess", SpanKind.INTERNAL, () -> preprocess(trees));
        return inSpan("predict", SpanKind.INTERNAL, () -> Model.predict(weighed));
    }

    private static Map<String, Double> preprocess(Map<String, Long> trees) {
        Map<String, Double> perSecond =
                inSpan("normalise", SpanKind.INTERNAL, () -> Model.normalise(trees));
        return inSpan("weigh", SpanKind.INTERNAL, () -> Model.weigh(perSecond));
    }

    private Map<String, Long> recentTrees() throws IOException {
        return inSpan(
                "GET /v1/trees/recent",
                SpanKind.CLIENT,
                () -> asking().recentTrees(ForestClient.DEADLINE));
    }

    /** The forest, told which span asks. */
    private ForestClient asking() {
        Map<String, String> headers = new HashMap<>();
        GlobalOpenTelemetry.getPropagators()
                .getTextMapPropagator()
                .inject(Context.current(), headers, Map::put);
        return forest.with(headers);
    }

    private static <T, E extends Exception> T inSpan(String name, SpanKind kind, Work<T, E> work)
            throws E {
        Span span =
                GlobalOpenTelemetry.getTracer("treecounter")
                        .spanBuilder(name)
                        .setSpanKind(kind)
                        .startSpan();
        try (Scope current = span.makeCurrent()) {
            return work.result();
        } catch (Throwable e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private interface Work<T, E extends Exception> {
        T result() throws E;
    }
}
