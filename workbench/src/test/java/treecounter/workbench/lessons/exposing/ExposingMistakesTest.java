package treecounter.workbench.lessons.exposing;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 1. */
final class ExposingMistakesTest extends MistakesTest {
    private static final String READING = "reading.properties";
    private static final String SWITCH = "switch (exchange.getRequestURI().getPath()) {";
    private static final String OWN_IF =
            """

                metrics.handle(exchange);
                return;
            }
            """
                    + "        "
                    + SWITCH;
    private static final String CASE = "case \"/metrics\" -> metrics.handle(exchange);";

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake("the case is missing", HANDLER, CASE, "", "1.1", "A case must use it"),
                mistake(
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
                                "metrics, and a 404 after them",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "has its answer already")
                        .also(
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestURI().getPath().equals(\"/metrics\")) {"
                                        + OWN_IF.replace("    return;\n", "")),
                mistake(
                        "the server is never started",
                        APP,
                        "server.start();",
                        "",
                        "1.1",
                        "server.start()"),
                mistake(
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
                        "the path has no slash",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"metrics\"",
                        "1.1",
                        "begins with a slash"),
                mistake(
                                "the beginning of the path is compared",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "compared by its beginning only")
                        .also(
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestURI().getPath().startsWith(\"/metrics\")) {"
                                        + OWN_IF),
                mistake(
                                "the end of the path is compared",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "compared in a part")
                        .also(
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestURI().getPath().endsWith(\"/metrics\")) {"
                                        + OWN_IF),
                mistake(
                        "a letter of the path is missing",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"/metric\"",
                        "1.1",
                        "to the letter"),
                mistake(
                        "the path has a slash too many",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"/metrics/\"",
                        "1.1",
                        "to the letter"),
                mistake(
                                "the handler is mounted on a path of its own, with all below it",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "every path that begins like its own")
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
                mistake("a second server is started", HANDLER, CASE, "", "1.1", "a port of its own")
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
                        "metrics at every path that is not known",
                        HANDLER,
                        "default -> answer(exchange, \"other\", Answer.notFound());",
                        "default -> metrics.handle(exchange);",
                        "1.1",
                        "The default stays 404"),
                mistake(
                        "the page of the trees gives way to the metrics",
                        HANDLER,
                        "case \"/treecounter\" -> answer(exchange, \"/treecounter\","
                                + " treeCounter(exchange));",
                        "case \"/treecounter\" -> metrics.handle(exchange);",
                        "1.1",
                        "only /metrics comes to the HTTPMetricHandler"),
                mistake(
                                "a condition that every path meets",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "other paths come to the HTTPMetricHandler too")
                        .also(
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestMethod().equals(\"GET\")) {" + OWN_IF),
                mistake(
                                "the query for the path",
                                HANDLER,
                                CASE,
                                "",
                                "1.1",
                                "getQuery() has nothing to give here")
                        .also(
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestURI().getQuery().equals(\"/metrics\")) {"
                                        + OWN_IF),
                mistake(
                        "the case of another path",
                        HANDLER,
                        "case \"/metrics\"",
                        "case \"\"",
                        "1.1",
                        "that of the path \"/metrics\""),
                mistake(
                        "other cases are changed",
                        HANDLER,
                        "answer(exchange, \"/treecounter\", treeCounter(exchange));",
                        "answer(exchange, \"/treecounter\", Answer.notFound());",
                        "1.1",
                        "leave the other cases"),
                mistake(
                        "metrics as a page for people",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> answer(exchange, \"/metrics\", Answer.page(200,"
                                + " \"metrics\", \"\"));",
                        "1.1",
                        "without answer()"),
                mistake(
                        "a text of one's own",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> new Answer(200, \"text/plain\", \"up: yes\","
                                + " java.util.Map.of()).send(exchange);",
                        "1.1",
                        "leave the whole answer to HTTPServer.HTTPMetricHandler"),
                mistake(
                        "the case answers nothing",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> {}",
                        "1.1",
                        "every case must answer"),
                mistake(
                        "the case throws",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> throw new UnsupportedOperationException(\"later\");",
                        "1.1",
                        "TreeCounterHandler.java, line 26: the exception says"),
                mistake(
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
                                "DefaultExports registered at each scrape",
                                HANDLER,
                                CASE,
                                """
                                case "/metrics" -> {
                                                io.prometheus.client.hotspot.DefaultExports.register(
                                                        CollectorRegistry.defaultRegistry);
                                                metrics.handle(exchange);
                                            }\
                                """,
                                "1.2",
                                "by this one each time it runs")
                        .also(APP, "DefaultExports.initialize();", ""),
                mistake(
                        "DefaultExports with a registry of its own",
                        APP,
                        "DefaultExports.initialize();",
                        "DefaultExports.register(new io.prometheus.client.CollectorRegistry());",
                        "1.2",
                        "with a registry that nobody shows"),
                mistake(
                        "DefaultExports missing",
                        APP,
                        "DefaultExports.initialize();",
                        "// TODO 1.2: register the metrics of the JVM with DefaultExports.",
                        "1.2",
                        "call DefaultExports.initialize()"),
                mistake(
                        "a registry of one's own is shown",
                        HANDLER,
                        "CollectorRegistry.defaultRegistry)",
                        "new CollectorRegistry())",
                        "1.2",
                        "a registry of its own"),
                mistake(
                        "an empty text of one's own",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> new Answer(200, \"text/plain\", \"\","
                                + " java.util.Map.of()).send(exchange);",
                        "1.2",
                        "Is it called"),
                mistake(
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
                        "a question is open",
                        READING,
                        "thread.series=7",
                        "thread.series=",
                        "1.3",
                        "thread.series: count the lines"),
                mistake(
                        "the type is misread",
                        READING,
                        "cpu.type=counter",
                        "cpu.type=gauge",
                        "1.3",
                        "the line # TYPE process_cpu_seconds_total"),
                mistake(
                        "the label is given with its name",
                        READING,
                        "heap.area=heap",
                        "heap.area=area=\"heap\"",
                        "1.3",
                        "between the quotes"),
                mistake(
                        "threads are counted for series",
                        READING,
                        "thread.series=7",
                        "thread.series=23",
                        "1.3",
                        "not the threads"),
                mistake(
                        "metrics at the root too",
                        HANDLER,
                        "case \"/metrics\" ->",
                        "case \"/metrics\", \"/\" ->",
                        "1.1",
                        "and / does not"),
                mistake(
                                "a text compared by ==",
                                HANDLER,
                                SWITCH,
                                "if (exchange.getRequestURI().getPath() == \"/metrics\") {"
                                        + OWN_IF,
                                "1.1",
                                "Texts are compared by equals")
                        .also(HANDLER, "            " + CASE + "\n", ""),
                mistake(
                                "a second server on the same port",
                                APP,
                                "DefaultExports.initialize();\n",
                                "DefaultExports.initialize();\n"
                                    + "        new"
                                    + " io.prometheus.client.exporter.HTTPServer(ServerAddress.fromEnvironment(),"
                                    + " io.prometheus.client.CollectorRegistry.defaultRegistry);\n",
                                "1.1",
                                "a second server wants the port")
                        .also(HANDLER, CASE, ""),
                mistake(
                        "the handler is never made",
                        HANDLER,
                        "private final HttpHandler metrics = new"
                                + " HTTPMetricHandler(CollectorRegistry.defaultRegistry);",
                        "private HttpHandler metrics;",
                        "1.1",
                        "the field metrics has no value"),
                mistake(
                        "a handler without a registry",
                        HANDLER,
                        "HTTPMetricHandler(CollectorRegistry.defaultRegistry)",
                        "HTTPMetricHandler(null)",
                        "1.1",
                        "was made without a registry"),
                mistake(
                        "handle calls itself",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> handle(exchange);",
                        "1.1",
                        "this calls itself, again and again"),
                mistake(
                                "the JVM's metrics come with the first page",
                                APP,
                                "        DefaultExports.initialize();\n",
                                "",
                                "1.2",
                                "waits for a request where it stands")
                        .also(
                                HANDLER,
                                "    private Answer treeCounter(HttpExchange exchange) {\n",
                                "    private Answer treeCounter(HttpExchange exchange) {\n"
                                    + "       "
                                    + " io.prometheus.client.hotspot.DefaultExports.initialize();\n"),
                mistake(
                        "the registry is emptied",
                        APP,
                        "DefaultExports.initialize();\n",
                        "DefaultExports.initialize();\n"
                            + "       "
                            + " io.prometheus.client.CollectorRegistry.defaultRegistry.clear();\n",
                        "1.2",
                        "clear() takes all out"),
                mistake(
                        "the answer stands on the next line",
                        READING,
                        "cpu.type=counter",
                        "cpu.type=\ncounter",
                        "1.3",
                        "Write it behind cpu.type=, on the same line"),
                mistake(
                        "the whole line for an answer",
                        READING,
                        "cpu.type=counter",
                        "cpu.type=# TYPE process_cpu_seconds_total counter",
                        "1.3",
                        "one word is the answer"),
                mistake(
                        "a number in words",
                        READING,
                        "thread.series=7",
                        "thread.series=seven",
                        "1.3",
                        "a number in digits"));
    }
}
