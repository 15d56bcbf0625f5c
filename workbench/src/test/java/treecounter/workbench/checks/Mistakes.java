package treecounter.workbench.checks;

import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.Lesson;

/** The catalogue of typical mistakes, by lesson. */
final class Mistakes {
    private static final String APP = "src/main/java/treecounter/TreeCounterApp.java";
    private static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String READING = "reading.properties";
    private static final String CASE = "case \"/metrics\" -> metrics.handle(exchange);";
    private static final String COUNT =
            "REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();";
    private static final String WAIT =
            "FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);";
    private static final String OK = "FOREST_REQUESTS.labels(\"ok\").inc();";
    private static final String CHILDREN =
            "for (String status : List.of(\"200\", \"405\", \"503\")) {";
    private static final String TIMER =
            "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {";
    private static final String TIMED =
            """
            try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                        handler.handle(exchange);
                    }\
            """;
    private static final String MOUNTED = "new LatencyHandler(new TreeCounterHandler(forest))";

    private Mistakes() {}

    static Stream<Mistake> all() {
        return Stream.of(exposing(), customMetrics(), prometheusGrafana(), histograms())
                .flatMap(List::stream);
    }

    private static Mistake mistake(
            Lesson lesson,
            String words,
            String file,
            String find,
            String replace,
            String check,
            String hint) {
        return new Mistake(lesson, words, List.of(new Edit(file, find, replace)), check, hint);
    }

    private static List<Mistake> exposing() {
        Lesson lesson = Lesson.EXPOSING;
        return List.of(
                mistake(
                        lesson,
                        "the case is missing",
                        HANDLER,
                        CASE,
                        "",
                        "1.1",
                        "a case must use it"),
                mistake(
                                lesson,
                                "nothing is done yet",
                                HANDLER,
                                CASE,
                                "// TODO 1.1: answer GET /metrics with an"
                                        + " HTTPServer.HTTPMetricHandler.",
                                "1.1",
                                "add a case for the path /metrics")
                        .also(
                                HANDLER,
                                "private final HttpHandler metrics = new"
                                        + " HTTPMetricHandler(CollectorRegistry.defaultRegistry);",
                                ""),
                mistake(
                        lesson,
                        "the server is never started",
                        APP,
                        "server.start();",
                        "",
                        "1.1",
                        "server.start()"),
                mistake(
                        lesson,
                        "the answer does not end",
                        HANDLER,
                        CASE,
                        """
                        case "/metrics" -> {
                            exchange.sendResponseHeaders(200, 0);
                            while (true) {
                                exchange.getResponseBody().write('x');
                                exchange.getResponseBody().flush();
                            }
                        }\
                        """,
                        "1.1",
                        "must answer the exchange"),
                mistake(
                        lesson,
                        "a letter of the path is missing",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"/metric\"",
                        "1.1",
                        "to the letter"),
                mistake(
                        lesson,
                        "the path has a slash too many",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"/metrics/\"",
                        "1.1",
                        "to the letter"),
                mistake(
                                lesson,
                                "the handler is mounted on a path of its own, with all below it",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "every path that begins like it")
                        .also(
                                APP,
                                "server.start();",
                                """
                                server.createContext(
                                                "/metrics",
                                                new io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler(
                                                        io.prometheus.client.CollectorRegistry.defaultRegistry));
                                        server.start();\
                                """),
                mistake(
                                lesson,
                                "a second server is started",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "a port of its own")
                        .also(
                                APP,
                                "server.start();",
                                """
                                try {
                                            new io.prometheus.client.exporter.HTTPServer("127.0.0.1", 0, true);
                                        } catch (java.io.IOException e) {
                                            throw new java.io.UncheckedIOException(e);
                                        }
                                        server.start();\
                                """),
                mistake(
                        lesson,
                        "metrics at every path that is not known",
                        HANDLER,
                        "default -> answer(exchange, \"other\", Answer.notFound());",
                        "default -> metrics.handle(exchange);",
                        "1.1",
                        "The default stays 404"),
                mistake(
                        lesson,
                        "the page of the trees gives way to the metrics",
                        HANDLER,
                        "case \"/treecounter\" -> answer(exchange, \"/treecounter\","
                                + " treeCounter(exchange));",
                        "case \"/treecounter\" -> metrics.handle(exchange);",
                        "1.1",
                        "leave the other cases"),
                mistake(
                        lesson,
                        "metrics as a page for people",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> answer(exchange, \"/metrics\", Answer.page(200,"
                                + " \"metrics\", \"\"));",
                        "1.1",
                        "without answer()"),
                mistake(
                        lesson,
                        "a text of one's own",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> new Answer(200, \"text/plain\", \"up: yes\","
                                + " java.util.Map.of()).send(exchange);",
                        "1.1",
                        "leave the whole answer to HTTPServer.HTTPMetricHandler"),
                mistake(
                        lesson,
                        "the case answers nothing",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> {}",
                        "1.1",
                        "every case must answer"),
                mistake(
                        lesson,
                        "the case throws",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> throw new UnsupportedOperationException(\"later\");",
                        "1.1",
                        "TreeCounterHandler.java, line 26: the exception says"),
                mistake(
                        lesson,
                        "DefaultExports registered twice",
                        APP,
                        "DefaultExports.initialize();",
                        """
                        DefaultExports.initialize();
                                DefaultExports.register(io.prometheus.client.CollectorRegistry.defaultRegistry);\
                        """,
                        "1.1",
                        "registered twice"),
                mistake(
                        lesson,
                        "DefaultExports missing",
                        APP,
                        "DefaultExports.initialize();",
                        "// TODO 1.2: register the metrics of the JVM with DefaultExports.",
                        "1.2",
                        "call DefaultExports.initialize()"),
                mistake(
                        lesson,
                        "a registry of one's own is shown",
                        HANDLER,
                        "CollectorRegistry.defaultRegistry)",
                        "new CollectorRegistry())",
                        "1.2",
                        "a registry of its own"),
                mistake(
                        lesson,
                        "an empty text of one's own",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> new Answer(200, \"text/plain\", \"\","
                                + " java.util.Map.of()).send(exchange);",
                        "1.2",
                        "Is it called"),
                mistake(
                        lesson,
                        "DefaultExports where nobody calls it",
                        APP,
                        "    public static void main(String[] args) throws IOException {\n"
                                + "        DefaultExports.initialize();",
                        "    static void metrics() {\n"
                                + "        DefaultExports.initialize();\n"
                                + "    }\n\n"
                                + "    public static void main(String[] args) throws IOException {",
                        "1.2",
                        "Is it called"),
                mistake(
                        lesson,
                        "a question is open",
                        READING,
                        "thread.series=7",
                        "thread.series=",
                        "1.3",
                        "thread.series: count the lines"),
                mistake(
                        lesson,
                        "the type is misread",
                        READING,
                        "cpu.type=counter",
                        "cpu.type=gauge",
                        "1.3",
                        "the line # TYPE process_cpu_seconds_total"),
                mistake(
                        lesson,
                        "the label is given with its name",
                        READING,
                        "heap.area=heap",
                        "heap.area=area=\"heap\"",
                        "1.3",
                        "between the quotes"),
                mistake(
                        lesson,
                        "threads are counted for series",
                        READING,
                        "thread.series=7",
                        "thread.series=23",
                        "1.3",
                        "not the threads"));
    }

    private static List<Mistake> customMetrics() {
        Lesson lesson = Lesson.CUSTOM_METRICS;
        return List.of(
                mistake(
                                lesson,
                                "requests are counted as they come",
                                HANDLER,
                                "switch (exchange.getRequestURI().getPath()) {",
                                "REQUESTS.labels(\"200\", \"/treecounter\").inc();\n"
                                        + "        switch (exchange.getRequestURI().getPath()) {",
                                "2.2",
                                "counts requests as they come, scrapes too")
                        .also(HANDLER, COUNT, ""),
                mistake(
                        lesson,
                        "a letter of the name is missing",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"request_total\")",
                        "2.1",
                        "the name request_total is not quite requests_total"),
                mistake(
                        lesson,
                        "a gauge for a counter",
                        HANDLER,
                        "private static final Counter REQUESTS =\n            Counter.build()",
                        "private static final io.prometheus.client.Gauge REQUESTS =\n"
                                + "            io.prometheus.client.Gauge.build()",
                        "2.1",
                        "requests_total is a counter. Use Counter.build()"),
                mistake(
                        lesson,
                        "made, but not registered",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")\n                    .register();",
                        ".labelNames(\"status\", \"endpoint\")\n                    .create();",
                        "2.1",
                        "End with register()"),
                mistake(
                        lesson,
                        "registered where nobody looks",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")\n                    .register();",
                        ".labelNames(\"status\", \"endpoint\")\n"
                                + "                    .register(new CollectorRegistry());",
                        "2.1",
                        "in a registry of its own"),
                mistake(
                        lesson,
                        "no help text",
                        HANDLER,
                        ".help(\"Requests answered, by status and endpoint.\")",
                        "",
                        "2.1",
                        "Say in help(...) what it counts"),
                mistake(
                        lesson,
                        "an empty help text",
                        HANDLER,
                        "\"Requests answered, by status and endpoint.\"",
                        "\" \"",
                        "2.1",
                        "say in help(...) what it counts"),
                mistake(
                        lesson,
                        "a hyphen in the name",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"requests-total\")",
                        "2.1",
                        "letters, digits and _ only"),
                mistake(
                        lesson,
                        "two metrics of one name",
                        HANDLER,
                        ".name(\"forest_requests_total\")",
                        ".name(\"requests_total\")",
                        "2.1",
                        "registered already"),
                mistake(
                                lesson,
                                "the metric is made per request",
                                HANDLER,
                                COUNT,
                                """
                                Counter.build()
                                                .name("requests_total")
                                                .help("Requests answered, by status and endpoint.")
                                                .labelNames("status", "endpoint")
                                                .register()
                                                .labels(String.valueOf(answer.status()), endpoint)
                                                .inc();\
                                """,
                                "2.1",
                                "it is made per request")
                        .also(
                                HANDLER,
                                """
                                private static final Counter REQUESTS =
                                            Counter.build()
                                                    .name("requests_total")
                                                    .help("Requests answered, by status and endpoint.")
                                                    .labelNames("status", "endpoint")
                                                    .register();
                                """,
                                ""),
                mistake(lesson, "nothing is counted", HANDLER, COUNT, "", "2.2", "Count them here"),
                mistake(
                        lesson,
                        "a label has another name",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"code\", \"endpoint\")",
                        "2.2",
                        "its labels are status and endpoint, to the letter"),
                mistake(
                                lesson,
                                "a label too many",
                                HANDLER,
                                ".labelNames(\"status\", \"endpoint\")",
                                ".labelNames(\"status\", \"endpoint\", \"method\")",
                                "2.2",
                                "and no other")
                        .also(
                                HANDLER,
                                COUNT,
                                "REQUESTS.labels(String.valueOf(answer.status()), endpoint,"
                                        + " exchange.getRequestMethod()).inc();"),
                mistake(
                        lesson,
                        "labels in the wrong order",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(endpoint, String.valueOf(answer.status())).inc();",
                        "2.2",
                        "in the order of labelNames(...)"),
                mistake(
                        lesson,
                        "label names in the wrong order",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"endpoint\", \"status\")",
                        "2.2",
                        "in the order of labelNames(...)"),
                mistake(
                        lesson,
                        "a value is missing",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(endpoint).inc();",
                        "2.2",
                        "one value for each name"),
                mistake(
                        lesson,
                        "counted without saying which child",
                        HANDLER,
                        COUNT,
                        "REQUESTS.inc();",
                        "2.2",
                        "Say which child"),
                mistake(
                        lesson,
                        "the exception is swallowed",
                        HANDLER,
                        COUNT,
                        """
                        try {
                                    REQUESTS.labels(endpoint).inc();
                                } catch (RuntimeException e) {
                                    // It worked before.
                                }\
                        """,
                        "2.2",
                        "an exception is swallowed"),
                mistake(
                        lesson,
                        "the failure of the forest is swallowed",
                        HANDLER,
                        "return Answer.page(503, \"No count\", \"The forest failed. Try again.\");",
                        "return Answer.page(200, \"0\", \"trees planted\");",
                        "2.2",
                        "a failing forest is swallowed"),
                mistake(
                        lesson,
                        "the raw path as label value",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(answer.status()),"
                                + " exchange.getRequestURI().getPath()).inc();",
                        "2.2",
                        "every path anybody types becomes a series"),
                mistake(
                        lesson,
                        "the query string in the label",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(answer.status()),"
                                + " endpoint.equals(\"other\") ? endpoint :"
                                + " exchange.getRequestURI().toString()).inc();",
                        "2.2",
                        "a query string is not part of an endpoint"),
                mistake(
                        lesson,
                        "another value for the endpoint",
                        HANDLER,
                        "\"other\", Answer.notFound()",
                        "\"404\", Answer.notFound()",
                        "2.2",
                        "the values of endpoint are /treecounter and other"),
                mistake(
                        lesson,
                        "the status is always 200",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(\"200\", endpoint).inc();",
                        "2.2",
                        "the label status is always 200"),
                mistake(
                        lesson,
                        "counted before the status is known",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(exchange.getResponseCode()),"
                                + " endpoint).inc();",
                        "2.2",
                        "the status is not known yet"),
                mistake(
                        lesson,
                        "the status as words",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(answer.status() == 200 ? \"ok\" : \"failed\","
                                + " endpoint).inc();",
                        "2.2",
                        "the values of status are the numbers"),
                mistake(
                        lesson,
                        "counted twice",
                        HANDLER,
                        COUNT,
                        COUNT + "\n        " + COUNT,
                        "2.2",
                        "every answer is counted twice"),
                mistake(
                        lesson,
                        "one case is counted twice",
                        HANDLER,
                        "return Answer.methodNotAllowed(\"GET, HEAD\");",
                        "REQUESTS.labels(\"405\", \"/treecounter\").inc();\n"
                                + "            return Answer.methodNotAllowed(\"GET, HEAD\");",
                        "2.2",
                        "status 405 are counted more than once"),
                mistake(
                        lesson,
                        "on success only",
                        HANDLER,
                        COUNT,
                        "if (answer.status() == 200) {\n            " + COUNT + "\n        }",
                        "2.2",
                        "only what went well is counted"),
                mistake(
                                lesson,
                                "in one branch only",
                                HANDLER,
                                COUNT,
                                "",
                                "2.2",
                                "only the answers of endpoint /treecounter")
                        .also(
                                HANDLER,
                                "case \"/treecounter\" -> answer(exchange, \"/treecounter\","
                                        + " treeCounter(exchange));",
                                """
                                case "/treecounter" -> {
                                                Answer trees = treeCounter(exchange);
                                                REQUESTS.labels(String.valueOf(trees.status()), "/treecounter").inc();
                                                answer(exchange, "/treecounter", trees);
                                            }\
                                """),
                mistake(
                        lesson,
                        "HEAD is not counted",
                        HANDLER,
                        COUNT,
                        "if (!exchange.getRequestMethod().equals(\"HEAD\")) {\n            "
                                + COUNT
                                + "\n        }",
                        "2.2",
                        "status 200 are not counted each time"),
                mistake(
                        lesson,
                        "scrapes are counted",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> {\n"
                                + "                REQUESTS.labels(\"200\", \"/metrics\").inc();\n"
                                + "                metrics.handle(exchange);\n"
                                + "            }",
                        "2.2",
                        "scrapes are counted"),
                mistake(
                        lesson,
                        "scrapes are counted as other",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> {\n"
                                + "                REQUESTS.labels(\"200\", \"other\").inc();\n"
                                + "                metrics.handle(exchange);\n"
                                + "            }",
                        "2.2",
                        "scrapes are counted"),
                mistake(
                        lesson,
                        "the second counter has another name",
                        HANDLER,
                        ".name(\"forest_requests_total\")",
                        ".name(\"forest_calls_total\")",
                        "2.3",
                        "the name forest_calls_total is not quite forest_requests_total"),
                mistake(
                        lesson,
                        "the label of the second counter has another name",
                        HANDLER,
                        ".labelNames(\"status\")",
                        ".labelNames(\"result\")",
                        "2.3",
                        "it has the one label status"),
                mistake(
                        lesson,
                        "another value for ok",
                        HANDLER,
                        OK,
                        "FOREST_REQUESTS.labels(\"200\").inc();",
                        "2.3",
                        "the values of status are ok, error and timeout"),
                mistake(
                                lesson,
                                "calls are counted for requests that make none",
                                HANDLER,
                                "String method = exchange.getRequestMethod();",
                                OK + "\n        String method = exchange.getRequestMethod();",
                                "2.3",
                                "count next to the call")
                        .also(
                                HANDLER,
                                "long trees = forest.countTrees();\n            " + OK,
                                "long trees = forest.countTrees();"),
                mistake(
                        lesson,
                        "a call is counted twice",
                        HANDLER,
                        OK,
                        OK + "\n            " + OK,
                        "2.3",
                        "counted twice"),
                mistake(
                        lesson,
                        "ok before the call has gone well",
                        HANDLER,
                        "long trees = forest.countTrees();\n            " + OK,
                        OK + "\n            long trees = forest.countTrees();",
                        "2.3",
                        "ok is counted before the call has gone well"),
                mistake(
                        lesson,
                        "failures are not counted",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"error\").inc();",
                        "",
                        "2.3",
                        "The one as error is not counted"),
                mistake(
                        lesson,
                        "a timeout is counted as an error",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"timeout\").inc();",
                        "FOREST_REQUESTS.labels(\"error\").inc();",
                        "2.3",
                        "this call is counted as error"),
                mistake(
                        lesson,
                        "timeouts are not counted",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"timeout\").inc();",
                        "",
                        "2.3",
                        "The one as timeout is not counted"),
                mistake(
                        lesson,
                        "milliseconds in the name",
                        HANDLER,
                        ".name(\"forest_wait_seconds_total\")",
                        ".name(\"forest_wait_milliseconds_total\")",
                        "2.4",
                        "speaks of milliseconds"),
                mistake(lesson, "no wait is added", HANDLER, WAIT, "", "2.4", "nothing is added"),
                mistake(
                        lesson,
                        "milliseconds",
                        HANDLER,
                        WAIT,
                        WAIT.replace("1e9", "1e6"),
                        "2.4",
                        "these are milliseconds"),
                mistake(
                        lesson,
                        "nanoseconds",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(System.nanoTime() - start);",
                        "2.4",
                        "these are nanoseconds"),
                mistake(
                        lesson,
                        "whole seconds",
                        HANDLER,
                        WAIT,
                        WAIT.replace("1e9", "1_000_000_000"),
                        "2.4",
                        "whole numbers"),
                mistake(
                        lesson,
                        "one for each call",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc();",
                        "2.4",
                        "inc() adds 1"),
                mistake(
                                lesson,
                                "the clock is stopped too early",
                                HANDLER,
                                "long start = System.nanoTime();\n        try {",
                                "long start = System.nanoTime();\n        "
                                        + WAIT
                                        + "\n        try {",
                                "2.4",
                                "before the call has ended")
                        .also(HANDLER, " finally {\n            " + WAIT + "\n        }", ""),
                mistake(
                        lesson,
                        "the wait is added twice",
                        HANDLER,
                        WAIT,
                        WAIT + "\n            " + WAIT,
                        "2.4",
                        "more is added than the call took"),
                mistake(
                                lesson,
                                "the wait of a failure is not added",
                                HANDLER,
                                OK,
                                OK + "\n            " + WAIT,
                                "2.4",
                                "finally block")
                        .also(HANDLER, " finally {\n            " + WAIT + "\n        }", ""));
    }

    private static List<Mistake> prometheusGrafana() {
        Lesson lesson = Lesson.PROMETHEUS_GRAFANA;
        return List.of(
                mistake(
                        lesson,
                        "a child is missing",
                        HANDLER,
                        CHILDREN,
                        CHILDREN.replace(", \"503\"", ""),
                        "3.1",
                        "once for each child"),
                mistake(
                        lesson,
                        "the children of the forest are missing",
                        HANDLER,
                        "FOREST_REQUESTS.labels(status);",
                        "",
                        "3.1",
                        "once for each child"),
                mistake(
                        lesson,
                        "the children are counted",
                        HANDLER,
                        "REQUESTS.labels(\"404\", \"other\");",
                        "REQUESTS.labels(\"404\", \"other\").inc();",
                        "3.1",
                        "inc() counts something that has not happened"),
                mistake(
                        lesson,
                        "the children in the wrong order",
                        HANDLER,
                        "REQUESTS.labels(status, \"/treecounter\");",
                        "REQUESTS.labels(\"/treecounter\", status);",
                        "3.1",
                        "in the order of labelNames(...)"),
                query("no query yet", "01-rate", "# rate?", "3.2", "write the query"),
                query("the total", "01-rate", "requests_total", "3.2", "since the start"),
                query(
                        "a letter of the name is missing",
                        "01-rate",
                        "rate(request_total[1m])",
                        "3.2",
                        "nothing matches"),
                query(
                        "increase for rate",
                        "01-rate",
                        "increase(requests_total[1m])",
                        "3.2",
                        "increase for rate"),
                query(
                        "a range too short",
                        "01-rate",
                        "rate(requests_total[5s])",
                        "3.2",
                        "a range this short never holds two"),
                query("no range", "01-rate", "rate(requests_total)", "3.2", "need a range"),
                query(
                        "a range alone",
                        "01-rate",
                        "requests_total[1m]",
                        "3.2",
                        "a range alone is no result"),
                query(
                        "a parenthesis is open",
                        "01-rate",
                        "rate(requests_total[1m]",
                        "3.2",
                        "something is not closed"),
                query(
                        "rate of a sum",
                        "02-by-status",
                        "rate(sum by (status) (requests_total)[1m:5s])",
                        "3.3",
                        "a sum hides that one app was restarted"),
                query(
                        "rate of a sum, as one first writes it",
                        "02-by-status",
                        "rate(sum by (status) (requests_total)[1m])",
                        "3.3",
                        "First rate, then sum"),
                query(
                        "the label is lost",
                        "02-by-status",
                        "sum(rate(requests_total[1m]))",
                        "3.3",
                        "the label status is lost"),
                query(
                        "by without parentheses",
                        "02-by-status",
                        "sum by status (rate(requests_total[1m]))",
                        "3.3",
                        "in parentheses"),
                query(
                        "rate for increase",
                        "03-increase",
                        "sum(rate(requests_total[5m]))",
                        "3.4",
                        "rate for increase"),
                query(
                        "the share is inverted",
                        "04-error-ratio",
                        """
                        sum(rate(requests_total{endpoint="/treecounter"}[5m]))
                          / sum(rate(requests_total{endpoint="/treecounter", status="503"}[5m]))\
                        """,
                        "3.5",
                        "the share is inverted"),
                query(
                        "a label without quotes",
                        "04-error-ratio",
                        "sum(rate(requests_total{status=503}[5m]))",
                        "3.5",
                        "stands in quotes"),
                query(
                        "labels on one side only",
                        "04-error-ratio",
                        """
                        sum by (status) (rate(requests_total{status="503"}[5m]))
                          / sum(rate(requests_total{endpoint="/treecounter"}[5m]))\
                        """,
                        "3.5",
                        "a 'by' on one side only"),
                query(
                        "the wait is not summed",
                        "05-forest-wait",
                        "rate(forest_wait_seconds_total[5m]) / rate(forest_requests_total[5m])",
                        "3.6",
                        "Sum both"),
                mistake(
                        lesson,
                        "the dashboard has no query",
                        "dashboard.json",
                        "",
                        "{\"panels\": [{\"title\": \"Requests\"}]}",
                        "3.7",
                        "its panels have no query yet"),
                mistake(
                        lesson,
                        "half a dashboard",
                        "dashboard.json",
                        "",
                        "{\"panels\": [",
                        "3.7",
                        "save all of it"),
                mistake(
                        lesson,
                        "the panel loses the label",
                        "dashboard.json",
                        "",
                        panel("sum(rate(requests_total[$__rate_interval]))"),
                        "3.7",
                        "the label status is lost"),
                mistake(
                        lesson,
                        "the panel shows totals",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (requests_total)"),
                        "3.7",
                        "these are totals since the start"),
                query(
                        "rate of a gauge",
                        "11-heap",
                        "rate(jvm_memory_bytes_used{area=\"heap\"}[5m])",
                        "3.13",
                        "rate of a gauge"));
    }

    private static Mistake query(
            String words, String exercise, String query, String check, String hint) {
        Lesson lesson = check.startsWith("3") ? Lesson.PROMETHEUS_GRAFANA : Lesson.HISTOGRAMS;
        String file = "queries/%s.promql".formatted(exercise);
        return mistake(lesson, words, file, "", query + "\n", check, hint);
    }

    private static String panel(String query) {
        return "{\"panels\": [{\"targets\": [{\"expr\": \"%s\"}]}]}".formatted(query);
    }

    private static List<Mistake> histograms() {
        Lesson lesson = Lesson.HISTOGRAMS;
        return List.of(
                mistake(
                                lesson,
                                "a summary for a histogram",
                                LATENCY,
                                "private static final Histogram LATENCY =\n"
                                        + "            Histogram.build()",
                                "private static final io.prometheus.client.Summary LATENCY =\n"
                                        + "            io.prometheus.client.Summary.build()",
                                "4.1",
                                "request_latency_seconds is a histogram. Use Histogram.build()")
                        .also(LATENCY, "Histogram.Timer", "io.prometheus.client.Summary.Timer"),
                mistake(
                        lesson,
                        "milliseconds in the name",
                        LATENCY,
                        "request_latency_seconds",
                        "request_latency_ms",
                        "4.1",
                        "speaks of milliseconds"),
                mistake(
                        lesson,
                        "no unit in the name",
                        LATENCY,
                        "request_latency_seconds",
                        "request_latency",
                        "4.1",
                        "the name request_latency is not quite request_latency_seconds"),
                mistake(
                        lesson,
                        "the handler is not mounted",
                        APP,
                        MOUNTED,
                        "new TreeCounterHandler(forest)",
                        "4.1",
                        "In TreeCounterApp.main put a LatencyHandler around"),
                mistake(
                        lesson,
                        "nothing is observed",
                        LATENCY,
                        TIMED,
                        "handler.handle(exchange);",
                        "4.2",
                        "nothing is observed. Start a timer"),
                mistake(
                        lesson,
                        "the timer is never stopped",
                        LATENCY,
                        TIMED,
                        "LATENCY.labels(endpoint).startTimer();\n        handler.handle(exchange);",
                        "4.2",
                        "never stopped"),
                mistake(
                        lesson,
                        "the timer is stopped too early",
                        LATENCY,
                        TIMED,
                        "LATENCY.labels(endpoint).startTimer().observeDuration();\n"
                                + "        handler.handle(exchange);",
                        "4.2",
                        "stopped before the handler has worked"),
                mistake(
                        lesson,
                        "milliseconds",
                        LATENCY,
                        TIMED,
                        """
                        long start = System.currentTimeMillis();
                                try {
                                    handler.handle(exchange);
                                } finally {
                                    LATENCY.labels(endpoint).observe(System.currentTimeMillis() - start);
                                }\
                        """,
                        "4.2",
                        "these are milliseconds"),
                mistake(
                        lesson,
                        "nanoseconds",
                        LATENCY,
                        TIMED,
                        """
                        long start = System.nanoTime();
                                try {
                                    handler.handle(exchange);
                                } finally {
                                    LATENCY.labels(endpoint).observe(System.nanoTime() - start);
                                }\
                        """,
                        "4.2",
                        "these are nanoseconds"),
                mistake(
                        lesson,
                        "observed twice",
                        LATENCY,
                        "            handler.handle(exchange);\n        }\n    }",
                        "            handler.handle(exchange);\n"
                                + "            timer.observeDuration();\n"
                                + "        }\n"
                                + "    }",
                        "4.2",
                        "a request is observed twice"),
                mistake(
                        lesson,
                        "the label has no value",
                        LATENCY,
                        TIMER,
                        "try (Histogram.Timer timer = LATENCY.startTimer()) {",
                        "4.2",
                        "Say which child"),
                mistake(
                        lesson,
                        "a label has another name",
                        LATENCY,
                        ".labelNames(\"endpoint\")",
                        ".labelNames(\"path\")",
                        "4.2",
                        "it has the one label endpoint"),
                mistake(
                        lesson,
                        "scrapes are observed",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (path.isEmpty()) {",
                        "4.2",
                        "scrapes are observed too"),
                mistake(
                        lesson,
                        "only scrapes are observed",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (!path.equals(\"/metrics\")) {",
                        "4.2",
                        "scrapes are observed, and pages are not"),
                mistake(
                        lesson,
                        "the histogram on the wrong endpoint",
                        LATENCY,
                        "path.equals(\"/treecounter\") ? path : \"other\"",
                        "path.equals(\"/treecounter\") ? \"other\" : path",
                        "4.2",
                        "at the wrong endpoint"),
                mistake(
                        lesson,
                        "the raw path as label value",
                        LATENCY,
                        "LATENCY.labels(endpoint)",
                        "LATENCY.labels(path)",
                        "4.2",
                        "every path anybody types becomes series"),
                mistake(
                        lesson,
                        "one endpoint only",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (!path.equals(\"/treecounter\")) {",
                        "4.2",
                        "not one of them only"),
                mistake(
                        lesson,
                        "buckets of milliseconds",
                        LATENCY,
                        ".labelNames(\"endpoint\")",
                        ".labelNames(\"endpoint\").buckets(5, 10, 25, 50, 100, 250, 500, 1000)",
                        "4.2",
                        "without buckets(...) it has the default"),
                mistake(
                        lesson,
                        "not observed on failure",
                        LATENCY,
                        TIMED,
                        "Histogram.Timer timer = LATENCY.labels(endpoint).startTimer();\n"
                                + "        handler.handle(exchange);\n"
                                + "        timer.observeDuration();",
                        "4.3",
                        "A finally block is never skipped"),
                query(
                        "the label is lost",
                        "01-average-latency",
                        "sum(rate(request_latency_seconds_sum[5m]))"
                                + " / sum(rate(request_latency_seconds_count[5m]))",
                        "4.4",
                        "the label endpoint is lost"),
                query(
                        "quantile without le",
                        "02-p95",
                        "histogram_quantile(0.95,"
                                + " sum by (endpoint) (rate(request_latency_seconds_bucket[5m])))",
                        "4.5",
                        "needs the label le"),
                query(
                        "quantile in percent",
                        "02-p95",
                        "histogram_quantile(95, sum by (le, endpoint)"
                                + " (rate(request_latency_seconds_bucket[5m])))",
                        "4.5",
                        "95 % is 0.95"),
                query(
                        "quantile of totals",
                        "02-p95",
                        "histogram_quantile(0.95,"
                                + " sum by (le, endpoint) (request_latency_seconds_bucket))",
                        "4.5",
                        "Take the rate of the buckets"));
    }
}
