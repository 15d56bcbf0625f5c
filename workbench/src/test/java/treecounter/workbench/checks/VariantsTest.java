package treecounter.workbench.checks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;

/** What is right passes, however it is written: a false failure is worse than a missed mistake. */
@Execution(ExecutionMode.CONCURRENT)
class VariantsTest {
    private static final String APP = "src/main/java/treecounter/TreeCounterApp.java";
    private static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String CASE = "case \"/metrics\" -> metrics.handle(exchange);";
    private static final String FIELD =
            "private final HttpHandler metrics = new"
                    + " HTTPMetricHandler(CollectorRegistry.defaultRegistry);";
    private static final String COUNT =
            "REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();";
    private static final String COUNT_AND_SEND = COUNT + "\n        answer.send(exchange);";
    private static final String WAIT =
            "FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);";
    private static final String REQUESTS =
            """
            private static final Counter REQUESTS =
                        Counter.build()
                                .name("requests_total")
                                .help("Requests answered, by status and endpoint.")
                                .labelNames("status", "endpoint")
                                .register();\
            """;
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

    @ParameterizedTest
    @MethodSource("variants")
    void itPasses(Variant variant, @TempDir Path directory) {
        Module copy = ModuleCopy.of(Workshop.here().solution(variant.lesson()), directory);
        variant.in(copy);
        Passes.all(copy);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void theQueryPasses(Exercise exercise, String query) {
        exercise.judge(query); // Throws a Finding, or is skipped without promtool.
    }

    static Stream<Variant> variants() {
        return Stream.of(exposing(), customMetrics(), prometheusGrafana(), histograms())
                .flatMap(List::stream);
    }

    private static List<Variant> exposing() {
        Lesson lesson = Lesson.EXPOSING;
        return List.of(
                Variant.of(lesson, "a handler made for each scrape")
                        .with(HANDLER, FIELD, "")
                        .with(
                                HANDLER,
                                CASE,
                                """
                                case "/metrics" -> {
                                                HttpHandler metrics =
                                                        new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
                                                metrics.handle(exchange);
                                            }\
                                """),
                Variant.of(lesson, "a context of its own that compares the path")
                        .with(HANDLER, CASE, "")
                        .with(
                                APP,
                                "server.start();",
                                """
                                com.sun.net.httpserver.HttpHandler metrics =
                                                new io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler(
                                                        io.prometheus.client.CollectorRegistry.defaultRegistry);
                                        server.createContext(
                                                "/metrics",
                                                exchange -> {
                                                    if (exchange.getRequestURI().getPath().equals("/metrics")) {
                                                        metrics.handle(exchange);
                                                    } else {
                                                        treecounter.forest.Answer.notFound().send(exchange);
                                                    }
                                                });
                                        server.start();\
                                """),
                Variant.of(lesson, "if instead of switch")
                        .with(
                                HANDLER,
                                "switch (exchange.getRequestURI().getPath()) {",
                                """
                                if (exchange.getRequestURI().getPath().equals("/metrics")) {
                                            metrics.handle(exchange);
                                            return;
                                        }
                                        switch (exchange.getRequestURI().getPath()) {\
                                """)
                        .with(HANDLER, CASE, ""),
                Variant.of(lesson, "DefaultExports registered by name")
                        .with(
                                APP,
                                "DefaultExports.initialize();",
                                "DefaultExports.register("
                                    + "io.prometheus.client.CollectorRegistry.defaultRegistry);"),
                Variant.of(lesson, "DefaultExports after the start")
                        .with(APP, "DefaultExports.initialize();", "")
                        .with(
                                APP,
                                "server.start();",
                                "server.start();\n        DefaultExports.initialize();"),
                Variant.of(lesson, "a registry of its own, in both places")
                        .with(
                                APP,
                                "DefaultExports.initialize();",
                                "DefaultExports.register(TreeCounterHandler.REGISTRY);")
                        .with(
                                HANDLER,
                                FIELD,
                                """
                                static final CollectorRegistry REGISTRY = new CollectorRegistry();
                                    private final HttpHandler metrics = new HTTPMetricHandler(REGISTRY);\
                                """),
                Variant.of(lesson, "answers with quotes and capitals")
                        .with("reading.properties", "cpu.type=counter", "cpu.type = Counter ")
                        .with("reading.properties", "heap.area=heap", "heap.area: \"heap\""));
    }

    private static List<Variant> customMetrics() {
        Lesson lesson = Lesson.CUSTOM_METRICS;
        return List.of(
                Variant.of(lesson, "counted after the answer, also when that fails")
                        .with(
                                HANDLER,
                                COUNT_AND_SEND,
                                """
                                try {
                                            answer.send(exchange);
                                        } finally {
                                            REQUESTS.labels(Integer.toString(answer.status()), endpoint).inc();
                                        }\
                                """),
                Variant.of(lesson, "children kept in fields")
                        .with(
                                HANDLER,
                                FIELD,
                                "private static final Counter.Child OK ="
                                        + " FOREST_REQUESTS.labels(\"ok\");\n"
                                        + "    "
                                        + FIELD)
                        .with(HANDLER, "FOREST_REQUESTS.labels(\"ok\").inc();", "OK.inc();"),
                Variant.of(lesson, "the short form of the builder, a name without its ending")
                        .with(
                                HANDLER,
                                REQUESTS,
                                """
                                private static final Counter REQUESTS =
                                            Counter.build("requests", "Requests.")
                                                    .labelNames("status", "endpoint")
                                                    .register();\
                                """),
                Variant.of(lesson, "a field of the object")
                        .with(
                                HANDLER,
                                REQUESTS,
                                REQUESTS.replace(
                                        "private static final Counter REQUESTS",
                                        "private final Counter requests"))
                        .with(HANDLER, COUNT, COUNT.replace("REQUESTS", "requests"))
                        .with(HANDLER, "private static void answer(", "private void answer("),
                Variant.of(lesson, "metrics in a class of their own")
                        .with(
                                "src/main/java/treecounter/Metrics.java",
                                "",
                                """
                                package treecounter;

                                import io.prometheus.client.Counter;

                                final class Metrics {
                                    static final Counter REQUESTS =
                                            Counter.build("requests_total", "Requests.")
                                                    .labelNames("status", "endpoint")
                                                    .register();

                                    private Metrics() {}
                                }
                                """)
                        .with(
                                HANDLER,
                                REQUESTS,
                                "private static final Counter REQUESTS = Metrics.REQUESTS;"),
                Variant.of(lesson, "counted in a filter, after the answer")
                        .with(HANDLER, REQUESTS, REQUESTS.replace("private ", ""))
                        .with(HANDLER, COUNT, "")
                        .with(
                                APP,
                                MOUNTED,
                                """
                                server.createContext("/", new Guard(new TreeCounterHandler(forest)))
                                                .getFilters()
                                                .add(
                                                        com.sun.net.httpserver.Filter.afterHandler(
                                                                "counts", TreeCounterApp::count));\
                                """)
                        .with(
                                APP,
                                "    public static void main(",
                                """
                                private static void count(com.sun.net.httpserver.HttpExchange exchange) {
                                    String path = exchange.getRequestURI().getPath();
                                    if (!path.equals("/metrics")) {
                                        String endpoint = path.equals("/treecounter") ? path : "other";
                                        String status = String.valueOf(exchange.getResponseCode());
                                        TreeCounterHandler.REQUESTS.labels(status, endpoint).inc();
                                    }
                                }

                                public static void main(\
                                """),
                Variant.of(lesson, "how a call ended in a variable, counted at the end")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "long start = System.nanoTime();\n"
                                        + "        String status = \"error\";")
                        .with(HANDLER, "FOREST_REQUESTS.labels(\"ok\").inc();", "status = \"ok\";")
                        .with(
                                HANDLER,
                                "FOREST_REQUESTS.labels(\"timeout\").inc();",
                                "status = \"timeout\";")
                        .with(HANDLER, "FOREST_REQUESTS.labels(\"error\").inc();", "")
                        .with(
                                HANDLER,
                                WAIT,
                                WAIT + "\n            FOREST_REQUESTS.labels(status).inc();"),
                Variant.of(lesson, "a SimpleTimer for the wait")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "io.prometheus.client.SimpleTimer timer = new"
                                        + " io.prometheus.client.SimpleTimer();")
                        .with(HANDLER, WAIT, "FOREST_WAIT_SECONDS.inc(timer.elapsedSeconds());"),
                Variant.of(lesson, "milliseconds, divided")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "long start = System.currentTimeMillis();")
                        .with(
                                HANDLER,
                                WAIT,
                                "FOREST_WAIT_SECONDS.inc((System.currentTimeMillis() - start) /"
                                        + " 1000.0);"),
                Variant.of(lesson, "always OpenMetrics")
                        .with(
                                HANDLER,
                                FIELD,
                                """
                                private final HttpHandler metrics = TreeCounterHandler::openMetrics;

                                    private static void openMetrics(HttpExchange exchange) throws IOException {
                                        java.io.StringWriter page = new java.io.StringWriter();
                                        io.prometheus.client.exporter.common.TextFormat.writeOpenMetrics100(
                                                page, CollectorRegistry.defaultRegistry.metricFamilySamples());
                                        byte[] bytes = page.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                                        exchange.getResponseHeaders()
                                                .set(
                                                        "Content-Type",
                                                        io.prometheus.client.exporter.common.TextFormat
                                                                .CONTENT_TYPE_OPENMETRICS_100);
                                        try (exchange) {
                                            exchange.sendResponseHeaders(200, bytes.length);
                                            exchange.getResponseBody().write(bytes);
                                        }
                                    }\
                                """),
                Variant.of(lesson, "a registry of its own for all")
                        .with(
                                APP,
                                "DefaultExports.initialize();",
                                "DefaultExports.register(TreeCounterHandler.REGISTRY);")
                        .with(
                                HANDLER,
                                REQUESTS,
                                "static final CollectorRegistry REGISTRY = new"
                                        + " CollectorRegistry();\n"
                                        + "    "
                                        + REQUESTS.replace("register()", "register(REGISTRY)"))
                        .with(
                                HANDLER,
                                "new HTTPMetricHandler(CollectorRegistry.defaultRegistry)",
                                "new HTTPMetricHandler(REGISTRY)")
                        .with(
                                HANDLER,
                                ".labelNames(\"status\")\n                    .register()",
                                ".labelNames(\"status\")\n                    .register(REGISTRY)")
                        .with(
                                HANDLER,
                                ".help(\"Seconds spent waiting for the forest.\")\n"
                                        + "                    .register()",
                                ".help(\"Seconds spent waiting for the forest.\")\n"
                                        + "                    .register(REGISTRY)"));
    }

    private static List<Variant> prometheusGrafana() {
        Lesson lesson = Lesson.PROMETHEUS_GRAFANA;
        return List.of(
                Variant.of(lesson, "more children than can be")
                        .with(
                                HANDLER,
                                "REQUESTS.labels(\"404\", \"other\");",
                                """
                                for (String endpoint : List.of("/treecounter", "other")) {
                                            for (String status : List.of("200", "404", "405", "500", "503")) {
                                                REQUESTS.labels(status, endpoint);
                                            }
                                        }\
                                """),
                Variant.of(lesson, "children made by the constructor, counted 0")
                        .with(HANDLER, "REQUESTS.labels(\"404\", \"other\");", "")
                        .with(
                                HANDLER,
                                "this.forest = forest;",
                                "this.forest = forest;\n"
                                        + "        REQUESTS.labels(\"404\", \"other\").inc(0);"),
                Variant.of(lesson, "a dashboard of the new format, with rows and variables")
                        .with(
                                "dashboard.json",
                                "",
                                """
                                {"spec": {"elements": {"panel-1": {"spec": {"data": {"spec": {"queries": [
                                  {"spec": {"query": {"spec": {"expr":
                                    "sum by (status) (rate(requests_total{instance=~\\"$instance\\"}[$__rate_interval]))"
                                  }}}},
                                  {"spec": {"query": {"spec": {"expr": "up{job=~\\"${job:regex}\\"}"}}}}
                                ]}}}}}}}
                                """));
    }

    private static List<Variant> histograms() {
        Lesson lesson = Lesson.HISTOGRAMS;
        return List.of(
                Variant.of(lesson, "a finally block")
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
                Variant.of(lesson, "nanoseconds, divided")
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
                Variant.of(lesson, "timed as a Runnable, its exception wrapped")
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
                Variant.of(lesson, "the default buckets written out, children up front")
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
                Variant.of(lesson, "a filter instead of a handler")
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

    static Stream<Arguments> queries() {
        return Stream.of(
                        of(
                                Exercises.RATE,
                                "irate(requests_total[1m])",
                                "increase(requests_total[1m]) / 60",
                                "rate ( requests_total { job = 'treecounter' } [60s] )",
                                "rate(requests_total[1m]) # per second"),
                        of(
                                Exercises.BY_STATUS,
                                "sum(rate(requests_total[1m])) by (status)",
                                "sum without (job, instance, endpoint) (rate(requests_total[1m]))",
                                "sum by (job, status) (rate(requests_total[1m]))",
                                "sum by (status) (increase(requests_total[1m])) / 60"),
                        of(
                                Exercises.INCREASE,
                                "sum(rate(requests_total[5m])) * 300",
                                "sum by (job) (increase(requests_total[5m]))",
                                "sum(sum by (instance) (increase(requests_total[300s])))"),
                        of(
                                Exercises.ERROR_RATIO,
                                "1 - sum(rate(requests_total{endpoint=\"/treecounter\",status!=\"503\"}[5m]))"
                                    + " / sum(rate(requests_total{endpoint=\"/treecounter\"}[5m]))",
                                "sum by (endpoint)"
                                    + " (rate(requests_total{endpoint=\"/treecounter\",status=~\"5..\"}[5m]))"
                                    + " / sum by (endpoint)"
                                    + " (rate(requests_total{endpoint=\"/treecounter\"}[5m]))",
                                "sum(increase(requests_total{endpoint!=\"other\",status=\"503\"}[5m]))"
                                    + " / sum(increase(requests_total{endpoint!=\"other\"}[5m]))",
                                "sum without (instance, job)"
                                        + " (rate(requests_total{status=\"503\"}[5m])) / ignoring"
                                        + " (status) group_left sum without (instance, job, status)"
                                        + " (rate(requests_total{endpoint=\"/treecounter\"}[5m]))"),
                        of(
                                Exercises.FOREST_WAIT,
                                "sum(increase(forest_wait_seconds_total[5m]))"
                                        + " / sum(increase(forest_requests_total[5m]))",
                                "sum by (job) (rate(forest_wait_seconds_total[5m]))"
                                        + " / sum by (job) (rate(forest_requests_total[5m]))"),
                        of(
                                Exercises.BUSIEST,
                                "topk(1, sum(rate(requests_total[5m])) by (endpoint))",
                                "topk(1, sum without (job, instance, status)"
                                        + " (rate(requests_total[5m])))"),
                        of(
                                Exercises.SERIES,
                                "count({job!=\"\"}) by (job)",
                                "count by (job) ({__name__!=\"\"})",
                                "sum by (job) (count by (job, instance) ({__name__=~\".+\"}))"),
                        of(
                                Exercises.ABSENT,
                                "absent(up{job=\"treecounter\"} > 0)",
                                "absent(sum(up{job=\"treecounter\"}) > 0)",
                                "vector(1) unless on () (up{job=\"treecounter\"} == 1)"),
                        of(
                                Exercises.OFFSET,
                                "sum(rate(requests_total[1m]) - rate(requests_total[1m] offset"
                                        + " 5m))",
                                "sum by (job) (rate(requests_total[1m]))"
                                        + " - sum by (job) (rate(requests_total[1m] offset 5m))",
                                "sum(rate(requests_total[1m])) - sum(rate(requests_total[1m] offset"
                                        + " 300s))"),
                        of(
                                Exercises.RESTARTS,
                                "max without (status, endpoint) (resets(requests_total[10m]))",
                                "max by (instance) (changes(process_start_time_seconds[10m]))",
                                "changes(process_start_time_seconds[10m])"),
                        of(
                                Exercises.HEAP,
                                "max by (instance)"
                                    + " (max_over_time(jvm_memory_bytes_used{area=\"heap\"}[5m]))",
                                "max_over_time(jvm_memory_bytes_used{area!=\"nonheap\"}[5m])"),
                        of(
                                Exercises.AVERAGE_LATENCY,
                                "sum(increase(request_latency_seconds_sum[5m])) by (endpoint) /"
                                        + " sum(increase(request_latency_seconds_count[5m])) by"
                                        + " (endpoint)",
                                "sum without (instance) (rate(request_latency_seconds_sum[5m])) /"
                                        + " sum without (instance)"
                                        + " (rate(request_latency_seconds_count[5m]))"),
                        of(
                                Exercises.QUANTILE,
                                "histogram_quantile(95 / 100,"
                                    + " sum(rate(request_latency_seconds_bucket[5m])) by (endpoint,"
                                    + " le))",
                                "histogram_quantile(0.95, sum without (instance)"
                                        + " (increase(request_latency_seconds_bucket[5m])))"),
                        of(
                                Exercises.UNDER_HALF,
                                "sum(rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=\"0.5\"}[5m]))"
                                    + " / sum(rate(request_latency_seconds_bucket"
                                    + "{endpoint=\"/treecounter\",le=\"+Inf\"}[5m]))",
                                "sum by (endpoint)"
                                    + " (rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=\"0.5\"}[5m]))"
                                    + " / sum by (endpoint)"
                                    + " (rate(request_latency_seconds_count[5m]))"))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> of(Exercise exercise, String... queries) {
        return Stream.of(queries).map(query -> Arguments.of(exercise, query));
    }
}
