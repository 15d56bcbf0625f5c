package treecounter.workbench.lessons.histograms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 4, written otherwise. */
final class HistogramsVariantsTest extends VariantsTest {
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String MOUNTED =
            "server.createContext(\"/\", new Guard(new TreeCounterHandler(forest)));";
    private static final String MOUNTED_LATENCY =
            "server.createContext(\"/\","
                    + " new Guard(new LatencyHandler(new TreeCounterHandler(forest))));";
    private static final String TIMED =
            """
            try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                        handler.handle(exchange);
                    }\
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("a finally block")
                        .with(
                                LATENCY,
                                TIMED,
                                """
                                Histogram.Timer timer = LATENCY.labels(endpoint).startTimer();
                                        try {
                                            handler.handle(exchange);
                                        } finally {
                                            timer.observeDuration();
                                        }\
                                """),
                variant("nanoseconds, divided")
                        .with(
                                LATENCY,
                                TIMED,
                                """
                                long start = System.nanoTime();
                                        try {
                                            handler.handle(exchange);
                                        } finally {
                                            LATENCY.labels(endpoint).observe((System.nanoTime() - start) / 1e9);
                                        }\
                                """),
                variant("timed as a Runnable, its exception wrapped")
                        .with(
                                LATENCY,
                                TIMED,
                                """
                                LATENCY.labels(endpoint)
                                                .time(
                                                        () -> {
                                                            try {
                                                                handler.handle(exchange);
                                                            } catch (IOException e) {
                                                                throw new java.io.UncheckedIOException(e);
                                                            }
                                                        });\
                                """),
                variant("the default buckets written out, children up front")
                        .with(
                                LATENCY,
                                ".labelNames(\"endpoint\")",
                                ".labelNames(\"endpoint\")\n"
                                    + "                    .buckets(.005, .01, .025, .05, .075, .1,"
                                    + " .25, .5, .75, 1, 2.5, 5, 7.5, 10)")
                        .with(
                                LATENCY,
                                "this.handler = handler;",
                                "this.handler = handler;\n        LATENCY.labels(\"other\");\n"
                                        + "        LATENCY.labels(\"/treecounter\");"),
                variant("a filter instead of a handler")
                        .with(
                                LATENCY,
                                "",
                                """
                                package treecounter;

                                import com.sun.net.httpserver.Filter;
                                import com.sun.net.httpserver.HttpExchange;
                                import io.prometheus.client.Histogram;
                                import java.io.IOException;

                                final class LatencyHandler extends Filter {
                                    private static final Histogram LATENCY =
                                            Histogram.build("request_latency_seconds", "Seconds.")
                                                    .labelNames("endpoint")
                                                    .register();

                                    @Override
                                    public String description() {
                                        return "measures";
                                    }

                                    @Override
                                    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                                        String path = exchange.getRequestURI().getPath();
                                        if (path.equals("/metrics")) {
                                            chain.doFilter(exchange);
                                            return;
                                        }
                                        String endpoint = path.equals("/treecounter") ? path : "other";
                                        try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                                            chain.doFilter(exchange);
                                        }
                                    }
                                }
                                """)
                        .with(
                                APP,
                                MOUNTED_LATENCY,
                                MOUNTED.replace(";", ".getFilters().add(new LatencyHandler());")));
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        Map<Exercise, List<String>> right = new LinkedHashMap<>();
        right.put(
                HistogramsQueries.AVERAGE_LATENCY,
                List.of(
                        "sum(increase(request_latency_seconds_sum[5m])) by (endpoint) /"
                                + " sum(increase(request_latency_seconds_count[5m])) by"
                                + " (endpoint)",
                        "sum without (instance) (rate(request_latency_seconds_sum[5m])) /"
                                + " sum without (instance)"
                                + " (rate(request_latency_seconds_count[5m]))"));
        right.put(
                HistogramsQueries.QUANTILE,
                List.of(
                        "histogram_quantile(95 / 100,"
                                + " sum(rate(request_latency_seconds_bucket[5m])) by (endpoint,"
                                + " le))",
                        "histogram_quantile(0.95, sum without (instance)"
                                + " (increase(request_latency_seconds_bucket[5m])))"));
        right.put(
                HistogramsQueries.UNDER_HALF,
                List.of(
                        "sum(rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=\"0.5\"}[5m]))"
                            + " / sum(rate(request_latency_seconds_bucket"
                            + "{endpoint=\"/treecounter\",le=\"+Inf\"}[5m]))",
                        "sum by (endpoint)"
                            + " (rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=\"0.5\"}[5m]))"
                            + " / sum by (endpoint) (rate(request_latency_seconds_count[5m]))"));
        return right;
    }
}
