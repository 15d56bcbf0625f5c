package treecounter.workbench.lessons.custommetrics;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 2. */
final class CustomMetricsMistakesTest extends MistakesTest {
    private static final String CASE = "case \"/metrics\" -> metrics.handle(exchange);";
    private static final String COUNT =
            "REQUESTS.labels(String.valueOf(answer.status()), endpoint).inc();";
    private static final String WAIT =
            "FOREST_WAIT_SECONDS.inc((System.nanoTime() - start) / 1e9);";
    private static final String OK = "FOREST_REQUESTS.labels(\"ok\").inc();";

    /** A counter that is not there is missed by the checks after it too. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp() || mistake.check().matches("2\\.[234]");
    }

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
                                "requests are counted as they come",
                                HANDLER,
                                "switch (exchange.getRequestURI().getPath()) {",
                                "REQUESTS.labels(\"200\", \"/treecounter\").inc();\n"
                                        + "        switch (exchange.getRequestURI().getPath()) {",
                                "2.2",
                                "counts requests as they come, scrapes too")
                        .also(HANDLER, COUNT, ""),
                mistake(
                        "a letter of the name is missing",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"request_total\")",
                        "2.1",
                        "the name request_total is not quite requests_total"),
                mistake(
                        "a gauge for a counter",
                        HANDLER,
                        "private static final Counter REQUESTS =\n            Counter.build()",
                        "private static final io.prometheus.client.Gauge REQUESTS =\n"
                                + "            io.prometheus.client.Gauge.build()",
                        "2.1",
                        "requests_total is a counter. Use Counter.build()"),
                mistake(
                        "made, but not registered",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")\n                    .register();",
                        ".labelNames(\"status\", \"endpoint\")\n                    .create();",
                        "2.1",
                        "End with register()"),
                mistake(
                        "registered where nobody looks",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")\n                    .register();",
                        ".labelNames(\"status\", \"endpoint\")\n"
                                + "                    .register(new CollectorRegistry());",
                        "2.1",
                        "in a registry of its own"),
                mistake(
                        "no help text",
                        HANDLER,
                        ".help(\"Requests answered, by status and endpoint.\")",
                        "",
                        "2.1",
                        "Say in help(...) what it counts"),
                mistake(
                        "an empty help text",
                        HANDLER,
                        "\"Requests answered, by status and endpoint.\"",
                        "\" \"",
                        "2.1",
                        "say in help(...) what it counts"),
                mistake(
                        "a hyphen in the name",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"requests-total\")",
                        "2.1",
                        "letters, digits and _ only"),
                mistake(
                        "two metrics of one name",
                        HANDLER,
                        ".name(\"forest_requests_total\")",
                        ".name(\"requests_total\")",
                        "2.1",
                        "Another field has the same name(...)"),
                mistake(
                        "an s too many before the ending that the library adds",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"requests_totals\")",
                        "2.1",
                        "the name requests_totals is not quite requests_total"),
                mistake(
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
                mistake("nothing is counted", HANDLER, COUNT, "", "2.2", "Count them here"),
                mistake(
                        "a child is made and not counted",
                        HANDLER,
                        COUNT,
                        COUNT.replace(".inc()", ""),
                        "2.2",
                        "labels(...) alone makes it"),
                mistake(
                                "another counter is counted",
                                HANDLER,
                                COUNT,
                                "FOREST_WAIT_SECONDS.inc();",
                                "2.2",
                                "forest_wait_seconds_total grows, and requests_total does not")
                        .alone(),
                mistake(
                        "the endpoint is always the same",
                        HANDLER,
                        COUNT,
                        COUNT.replace("endpoint", "\"/treecounter\""),
                        "2.2",
                        "the label endpoint is always /treecounter"),
                mistake(
                        "both labels are always the same",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(\"200\", \"other\").inc();",
                        "2.2",
                        "both labels always have the same values"),
                mistake(
                        "the endpoint for both labels",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(endpoint, endpoint).inc();",
                        "2.2",
                        "status has the value of an endpoint"),
                mistake(
                        "twice as many at once",
                        HANDLER,
                        COUNT,
                        COUNT.replace("inc()", "inc(2)"),
                        "2.2",
                        "or an inc(2)"),
                mistake(
                        "a label has another name",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"code\", \"endpoint\")",
                        "2.2",
                        "its labels are status and endpoint, to the letter"),
                mistake(
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
                        "labels in the wrong order",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(endpoint, String.valueOf(answer.status())).inc();",
                        "2.2",
                        "in the order of labelNames(...)"),
                mistake(
                        "label names in the wrong order",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"endpoint\", \"status\")",
                        "2.2",
                        "than the names where requests_total is declared"),
                mistake(
                        "nothing is counted up",
                        HANDLER,
                        COUNT,
                        COUNT.replace("inc()", "inc(0)"),
                        "2.2",
                        "inc(0) adds nothing"),
                mistake(
                        "always the same status, which is none",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(\"-1\", endpoint).inc();",
                        "2.2",
                        "the values of status are the numbers"),
                mistake(
                                "a value is missing",
                                HANDLER,
                                COUNT,
                                "REQUESTS.labels(endpoint).inc();",
                                "2.2",
                                "one value for each name")
                        .alone(),
                mistake(
                                "counted without saying which child",
                                HANDLER,
                                COUNT,
                                "REQUESTS.inc();",
                                "2.2",
                                "Say which child")
                        .alone(),
                mistake(
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
                        "the failure of the forest is swallowed",
                        HANDLER,
                        "return Answer.page(503, \"No count\", \"The forest failed. Try again.\");",
                        "return Answer.page(200, \"0\", \"trees planted\");",
                        "2.2",
                        "a failing forest is swallowed"),
                mistake(
                        "the raw path as label value",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(answer.status()),"
                                + " exchange.getRequestURI().getPath()).inc();",
                        "2.2",
                        "every path anybody types becomes a series"),
                mistake(
                        "the query string in the label",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(answer.status()),"
                                + " endpoint.equals(\"other\") ? endpoint :"
                                + " exchange.getRequestURI().toString()).inc();",
                        "2.2",
                        "a query string is not part of an endpoint"),
                mistake(
                        "another value for the endpoint",
                        HANDLER,
                        "\"other\", Answer.notFound()",
                        "\"404\", Answer.notFound()",
                        "2.2",
                        "the values of endpoint are /treecounter and other"),
                mistake(
                        "the status is always 200",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(\"200\", endpoint).inc();",
                        "2.2",
                        "the label status is always 200"),
                mistake(
                        "counted before the status is known",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(exchange.getResponseCode()),"
                                + " endpoint).inc();",
                        "2.2",
                        "the status is not known yet"),
                mistake(
                        "the status as words",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(answer.status() == 200 ? \"ok\" : \"failed\","
                                + " endpoint).inc();",
                        "2.2",
                        "the values of status are the numbers"),
                mistake(
                        "counted twice",
                        HANDLER,
                        COUNT,
                        COUNT + "\n        " + COUNT,
                        "2.2",
                        "every answer is counted twice"),
                mistake(
                        "one case is counted twice",
                        HANDLER,
                        "return Answer.methodNotAllowed(\"GET, HEAD\");",
                        "REQUESTS.labels(\"405\", \"/treecounter\").inc();\n"
                                + "            return Answer.methodNotAllowed(\"GET, HEAD\");",
                        "2.2",
                        "status 405 are counted more than once"),
                mistake(
                                "each page is a 200",
                                HANDLER,
                                COUNT,
                                "",
                                "2.2",
                                "failures are counted too, and as 200")
                        .also(
                                HANDLER,
                                "case \"/treecounter\" -> answer(exchange, \"/treecounter\","
                                        + " treeCounter(exchange));",
                                "case \"/treecounter\" -> {\n"
                                        + "                REQUESTS.labels(\"200\","
                                        + " \"/treecounter\").inc();\n"
                                        + "                answer(exchange, \"/treecounter\","
                                        + " treeCounter(exchange));\n"
                                        + "            }"),
                mistake(
                        "on success only",
                        HANDLER,
                        COUNT,
                        "if (answer.status() == 200) {\n            " + COUNT + "\n        }",
                        "2.2",
                        "only what went well is counted"),
                mistake(
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
                        "HEAD is not counted",
                        HANDLER,
                        COUNT,
                        "if (!exchange.getRequestMethod().equals(\"HEAD\")) {\n            "
                                + COUNT
                                + "\n        }",
                        "2.2",
                        "status 200 are not counted each time"),
                mistake(
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
                        "the second counter has another name",
                        HANDLER,
                        ".name(\"forest_requests_total\")",
                        ".name(\"forest_calls_total\")",
                        "2.3",
                        "the name forest_calls_total is not quite forest_requests_total"),
                mistake(
                        "the label of the second counter has another name",
                        HANDLER,
                        ".labelNames(\"status\")",
                        ".labelNames(\"result\")",
                        "2.3",
                        "it has the one label status"),
                mistake(
                        "another value for ok",
                        HANDLER,
                        OK,
                        "FOREST_REQUESTS.labels(\"200\").inc();",
                        "2.3",
                        "the values of status are ok, error and timeout"),
                mistake(
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
                        "a call is counted twice",
                        HANDLER,
                        OK,
                        OK + "\n            " + OK,
                        "2.3",
                        "counted twice"),
                mistake(
                        "ok before the call has gone well",
                        HANDLER,
                        "long trees = forest.countTrees();\n            " + OK,
                        OK + "\n            long trees = forest.countTrees();",
                        "2.3",
                        "also where the call fails: before the call has gone well, or in a"
                                + " finally"),
                mistake(
                                "ok in a finally block",
                                HANDLER,
                                WAIT,
                                WAIT + "\n            " + OK,
                                "2.3",
                                "in a finally block, which a failure passes too, or before")
                        .also(
                                HANDLER,
                                "long trees = forest.countTrees();\n            " + OK,
                                "long trees = forest.countTrees();"),
                mistake(
                        "a child of the calls is made and not counted",
                        HANDLER,
                        OK,
                        "FOREST_REQUESTS.labels(\"ok\");",
                        "2.3",
                        "labels(...) alone makes it"),
                mistake(
                        "a call that went well is counted as an error",
                        HANDLER,
                        OK,
                        OK.replace("ok", "error"),
                        "2.3",
                        "this call went well and is counted as error"),
                mistake(
                        "scrapes are counted as calls",
                        HANDLER,
                        CASE,
                        "case \"/metrics\" -> {\n"
                                + "                FOREST_REQUESTS.labels(\"ok\").inc();\n"
                                + "                metrics.handle(exchange);\n"
                                + "            }",
                        "2.3",
                        "scrapes are counted too"),
                mistake(
                                "scrapes are counted in place of calls",
                                HANDLER,
                                CASE,
                                "case \"/metrics\" -> {\n                "
                                        + OK
                                        + "\n                metrics.handle(exchange);\n"
                                        + "            }",
                                "2.3",
                                "scrapes are counted too")
                        .also(
                                HANDLER,
                                "long trees = forest.countTrees();\n            " + OK,
                                "long trees = forest.countTrees();"),
                mistake(
                        "failures are not counted",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"error\").inc();",
                        "",
                        "2.3",
                        "The one as error is not counted"),
                mistake(
                        "a timeout is counted as an error",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"timeout\").inc();",
                        "FOREST_REQUESTS.labels(\"error\").inc();",
                        "2.3",
                        "this call is counted as error"),
                mistake(
                        "timeouts are not counted",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"timeout\").inc();",
                        "",
                        "2.3",
                        "The one as timeout is not counted"),
                mistake(
                        "milliseconds in the name",
                        HANDLER,
                        ".name(\"forest_wait_seconds_total\")",
                        ".name(\"forest_wait_milliseconds_total\")",
                        "2.4",
                        "speaks of milliseconds"),
                mistake(
                        "no wait is added",
                        HANDLER,
                        WAIT,
                        "",
                        "2.4",
                        "no line that adds it is passed"),
                mistake(
                        "milliseconds",
                        HANDLER,
                        WAIT,
                        WAIT.replace("1e9", "1e6"),
                        "2.4",
                        "these are milliseconds"),
                mistake(
                        "nanoseconds",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(System.nanoTime() - start);",
                        "2.4",
                        "these are nanoseconds"),
                mistake(
                        "whole seconds",
                        HANDLER,
                        WAIT,
                        WAIT.replace("1e9", "1_000_000_000"),
                        "2.4",
                        "whole numbers"),
                mistake(
                        "rounded seconds",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(Math.round((System.nanoTime() - start) / 1e9));",
                        "2.4",
                        "rounded to whole seconds"),
                mistake(
                        "seconds rounded up",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(Math.ceil((System.nanoTime() - start) / 1e9));",
                        "2.4",
                        "the seconds are rounded up"),
                mistake(
                        "one for each call",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc();",
                        "2.4",
                        "inc() adds 1"),
                mistake(
                        "the time of the clock",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(System.currentTimeMillis() / 1e3);",
                        "2.4",
                        "this is what the clock says"),
                mistake(
                        "the seconds of the day",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(java.time.LocalTime.now().toSecondOfDay());",
                        "2.4",
                        "this is what the clock says"),
                mistake(
                        "the parentheses are missing",
                        HANDLER,
                        WAIT,
                        "FOREST_WAIT_SECONDS.inc(System.nanoTime() - start / 1e9);",
                        "2.4",
                        "Subtract, in parentheses"),
                mistake(
                                "the wrong way round",
                                HANDLER,
                                WAIT,
                                "FOREST_WAIT_SECONDS.inc((start - System.nanoTime()) / 1e9);",
                                "2.2",
                                "subtract the earlier one from the later one")
                        .alone(),
                mistake(
                                "the whole of handle is timed",
                                HANDLER,
                                "switch (exchange.getRequestURI().getPath()) {",
                                "long start = System.nanoTime();\n"
                                        + "        try {\n"
                                        + "            answerIt(exchange);\n"
                                        + "        } finally {\n            "
                                        + WAIT
                                        + "\n        }\n    }\n\n"
                                        + "    private void answerIt(HttpExchange exchange) throws"
                                        + " IOException {\n"
                                        + "        switch (exchange.getRequestURI().getPath()) {",
                                "2.4",
                                "more than the call is measured")
                        .also(
                                HANDLER,
                                "        long start = System.nanoTime();\n        try {\n"
                                        + "            long trees",
                                "        try {\n            long trees")
                        .also(
                                HANDLER,
                                " finally {\n            " + WAIT + "\n        }\n    }\n}",
                                "\n    }\n}"),
                mistake(
                                "the wait is added only to failures",
                                HANDLER,
                                "FOREST_REQUESTS.labels(\"error\").inc();",
                                "FOREST_REQUESTS.labels(\"error\").inc();\n            " + WAIT,
                                "2.4",
                                "only a call that fails adds its seconds")
                        .also(HANDLER, " finally {\n            " + WAIT + "\n        }", ""),
                mistake(
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
                        "the wait is added twice",
                        HANDLER,
                        WAIT,
                        WAIT + "\n            " + WAIT,
                        "2.4",
                        "more is added than the call took"),
                mistake(
                                "the wait of a failure is not added",
                                HANDLER,
                                OK,
                                OK + "\n            " + WAIT,
                                "2.4",
                                "finally block")
                        .also(HANDLER, " finally {\n            " + WAIT + "\n        }", ""),
                mistake(
                        "the name of another lesson",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".name(\"http_requests_total\")",
                        "2.1",
                        "the name http_requests_total is not quite requests_total"),
                mistake(
                        "a namespace before the name",
                        HANDLER,
                        ".name(\"requests_total\")",
                        ".namespace(\"treecounter\").name(\"requests_total\")",
                        "2.1",
                        "put their text before the name"),
                mistake(
                        "help text for a name",
                        HANDLER,
                        ".name(\"requests_total\")\n"
                                + "                    .help(\"Requests answered, by status and"
                                + " endpoint.\")",
                        ".name(\"Requests answered, by status and endpoint.\")\n"
                                + "                    .help(\"requests_total\")",
                        "2.1",
                        "This looks like the help text"),
                mistake(
                        "two labels in one text",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"status, endpoint\")",
                        "2.1",
                        "Two names are two texts"),
                mistake(
                        "values for names of labels",
                        HANDLER,
                        ".labelNames(\"status\", \"endpoint\")",
                        ".labelNames(\"200\", \"/treecounter\")",
                        "2.1",
                        "values come in labels(...)"),
                mistake(
                        "names for values of labels",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(\"status\", \"endpoint\").inc();",
                        "2.2",
                        "these are the names of the labels"),
                mistake(
                        "the status is added",
                        HANDLER,
                        COUNT,
                        "REQUESTS.labels(String.valueOf(answer.status()),"
                                + " endpoint).inc(answer.status());",
                        "2.2",
                        "which is the status here"),
                mistake(
                                "calls among the requests",
                                HANDLER,
                                OK,
                                "REQUESTS.labels(\"ok\", \"forest\").inc();",
                                "2.2",
                                "a call to the forest is counted in requests_total")
                        .alone(),
                mistake(
                                "counted in place of sending",
                                HANDLER,
                                "        answer.send(exchange);\n",
                                "",
                                "2.2",
                                "nobody sends the answer any more")
                        .alone(),
                mistake(
                                "a failed page counts a call too",
                                HANDLER,
                                COUNT,
                                COUNT
                                        + "\n"
                                        + "        if (answer.status() == 503)"
                                        + " FOREST_REQUESTS.labels(\"error\").inc();",
                                "2.3",
                                "also in answer")
                        .alone(),
                mistake(
                                "the forest is asked twice",
                                HANDLER,
                                "trees = forest.countTrees();",
                                "trees = forest.countTrees() * 0 + forest.countTrees();",
                                "2.3",
                                "is called more than once")
                        .alone(),
                mistake(
                                "a label nobody asked for",
                                HANDLER,
                                ".help(\"Seconds spent waiting for the forest.\")",
                                ".help(\"Seconds spent waiting for the"
                                        + " forest.\").labelNames(\"status\")",
                                "2.4",
                                "nobody asks for it apart")
                        .also(
                                HANDLER,
                                "FOREST_WAIT_SECONDS.inc",
                                "FOREST_WAIT_SECONDS.labels(\"ok\").inc")
                        .alone(),
                mistake(
                                "the wait of a timeout is not added",
                                HANDLER,
                                OK,
                                OK + "\n            " + WAIT,
                                "2.4",
                                "where a call times out")
                        .also(
                                HANDLER,
                                "FOREST_REQUESTS.labels(\"error\").inc();",
                                "FOREST_REQUESTS.labels(\"error\").inc();\n            " + WAIT)
                        .also(HANDLER, " finally {\n            " + WAIT + "\n        }", "")
                        .alone(),
                mistake(
                                "one start for all requests",
                                HANDLER,
                                "long start = System.nanoTime();",
                                "start = System.nanoTime();",
                                "2.4",
                                "which all requests share")
                        .also(
                                HANDLER,
                                "    private Answer treeCounter(",
                                "    private long start;\n\n    private Answer treeCounter(")
                        .alone());
    }
}
