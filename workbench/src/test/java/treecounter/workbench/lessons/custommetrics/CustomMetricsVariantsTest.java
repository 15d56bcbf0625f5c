package treecounter.workbench.lessons.custommetrics;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;

/** What is right in lesson 2, written otherwise. */
final class CustomMetricsVariantsTest extends VariantsTest {
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

    @Override
    public List<Variant> all() {
        return List.of(
                variant("counted after the answer, also when that fails")
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
                variant("children kept in fields")
                        .with(
                                HANDLER,
                                FIELD,
                                "private static final Counter.Child OK ="
                                        + " FOREST_REQUESTS.labels(\"ok\");\n"
                                        + "    "
                                        + FIELD)
                        .with(HANDLER, "FOREST_REQUESTS.labels(\"ok\").inc();", "OK.inc();"),
                variant("the short form of the builder, a name without its ending")
                        .with(
                                HANDLER,
                                REQUESTS,
                                """
                                private static final Counter REQUESTS =
                                            Counter.build("requests", "Requests.")
                                                    .labelNames("status", "endpoint")
                                                    .register();\
                                """),
                variant("a field of the object")
                        .with(
                                HANDLER,
                                REQUESTS,
                                REQUESTS.replace(
                                        "private static final Counter REQUESTS",
                                        "private final Counter requests"))
                        .with(HANDLER, COUNT, COUNT.replace("REQUESTS", "requests"))
                        .with(HANDLER, "private static void answer(", "private void answer("),
                variant("metrics in a class of their own")
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
                variant("counted in a filter, after the answer")
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
                variant("how a call ended in a variable, counted at the end")
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
                variant("a SimpleTimer for the wait")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "io.prometheus.client.SimpleTimer timer = new"
                                        + " io.prometheus.client.SimpleTimer();")
                        .with(HANDLER, WAIT, "FOREST_WAIT_SECONDS.inc(timer.elapsedSeconds());"),
                variant("milliseconds, divided")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "long start = System.currentTimeMillis();")
                        .with(
                                HANDLER,
                                WAIT,
                                "FOREST_WAIT_SECONDS.inc((System.currentTimeMillis() - start) /"
                                        + " 1000.0);"),
                variant("always OpenMetrics")
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
                variant("a registry of its own for all")
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
}
