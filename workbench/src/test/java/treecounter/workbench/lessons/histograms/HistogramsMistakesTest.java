package treecounter.workbench.lessons.histograms;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 4. */
final class HistogramsMistakesTest extends MistakesTest {
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String TIMER =
            "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {";
    private static final String TIMED =
            """
            try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                        handler.handle(exchange);
                    }\
            """;
    private static final String MOUNTED = "new LatencyHandler(new TreeCounterHandler(forest))";

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
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
                        "milliseconds in the name",
                        LATENCY,
                        "request_latency_seconds",
                        "request_latency_ms",
                        "4.1",
                        "speaks of milliseconds"),
                mistake(
                                "another name, in a class that nobody loads",
                                LATENCY,
                                "request_latency_seconds",
                                "request_latency",
                                "4.1",
                                "the name request_latency is not quite request_latency_seconds. And"
                                        + " nobody loads this class yet")
                        .also(APP, MOUNTED, "new TreeCounterHandler(forest)"),
                mistake(
                        "the Guard within",
                        APP,
                        "new Guard(" + MOUNTED + ")",
                        "new LatencyHandler(new Guard(new TreeCounterHandler(forest)))",
                        "4.1",
                        "The Guard stands around all others"),
                mistake(
                        "a context of another path",
                        APP,
                        "createContext(\"/\",",
                        "createContext(\"/treecounter\",",
                        "4.1",
                        "no context of the server takes this path"),
                mistake(
                        "a context without a handler",
                        APP,
                        "createContext(\"/\", new Guard(" + MOUNTED + "))",
                        "createContext(\"/\")",
                        "4.1",
                        "the context has no handler"),
                mistake(
                        "the server is started before its context is there",
                        APP,
                        "server.createContext(",
                        "server.start();\n"
                            + "       "
                            + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);\n"
                            + "        server.createContext(",
                        "4.1",
                        "started before it has its context"),
                mistake(
                        "a context without a slash",
                        APP,
                        "createContext(\"/\",",
                        "createContext(\"trees\",",
                        "4.1",
                        "the path of a context begins with a slash"),
                mistake(
                                "the Guard is forgotten, and the handler throws",
                                LATENCY,
                                ".labelNames(\"endpoint\")",
                                "",
                                "4.2",
                                "no Guard stands around it")
                        .also(APP, "new Guard(" + MOUNTED + ")", MOUNTED),
                mistake(
                                "a handler without a Guard throws when the answer is sent",
                                LATENCY,
                                TIMED,
                                """
                                try {
                                            handler.handle(exchange);
                                        } finally {
                                            LATENCY.observe(0.1);
                                        }\
                                """,
                                "4.2",
                                "Let the Guard stand outermost")
                        .also(APP, "new Guard(" + MOUNTED + ")", MOUNTED),
                mistake(
                        "no unit in the name",
                        LATENCY,
                        "request_latency_seconds",
                        "request_latency",
                        "4.1",
                        "the name request_latency is not quite request_latency_seconds"),
                mistake(
                        "the handler is not mounted",
                        APP,
                        MOUNTED,
                        "new TreeCounterHandler(forest)",
                        "4.1",
                        "In TreeCounterApp.main put a LatencyHandler around"),
                mistake(
                        "nothing is observed",
                        LATENCY,
                        TIMED,
                        "handler.handle(exchange);",
                        "4.2",
                        "nothing is observed. Start a timer"),
                mistake(
                        "the timer is never stopped",
                        LATENCY,
                        TIMED,
                        "LATENCY.labels(endpoint).startTimer();\n        handler.handle(exchange);",
                        "4.2",
                        "never stopped"),
                mistake(
                        "the timer is stopped too early",
                        LATENCY,
                        TIMED,
                        "LATENCY.labels(endpoint).startTimer().observeDuration();\n"
                                + "        handler.handle(exchange);",
                        "4.2",
                        "stopped before the handler has ended"),
                mistake(
                        "the timer is started too late",
                        LATENCY,
                        TIMED,
                        "handler.handle(exchange);\n"
                            + "        LATENCY.labels(endpoint).startTimer().observeDuration();",
                        "4.2",
                        "or started after it"),
                mistake(
                        "whole seconds",
                        LATENCY,
                        TIMED,
                        """
                        long start = System.nanoTime();
                                try {
                                    handler.handle(exchange);
                                } finally {
                                    LATENCY.labels(endpoint).observe((System.nanoTime() - start) / 1_000_000_000);
                                }\
                        """,
                        "4.2",
                        "whole numbers divided drop the fraction"),
                mistake(
                        "the time of the clock",
                        LATENCY,
                        TIMED,
                        """
                        try {
                                    handler.handle(exchange);
                                } finally {
                                    LATENCY.labels(endpoint).observe(System.currentTimeMillis() / 1e3);
                                }\
                        """,
                        "4.2",
                        "this is what the clock says"),
                mistake(
                        "the starter's line is left below",
                        LATENCY,
                        TIMED,
                        TIMED + "\n        handler.handle(exchange);",
                        "4.2",
                        "called more than once for a request"),
                mistake(
                        "the starter's line is left above",
                        LATENCY,
                        TIMED,
                        "handler.handle(exchange);\n        " + TIMED,
                        "4.2",
                        "called more than once for a request"),
                mistake(
                        "the handler is not called any more",
                        LATENCY,
                        TIMED,
                        "LATENCY.labels(endpoint).startTimer().observeDuration();",
                        "4.2",
                        "LatencyHandler: each exchange has to be handed on"),
                mistake(
                        "the starter's handler is left beside it",
                        APP,
                        "server.createContext(\"/\",",
                        "server.createContext(\"/\", new Guard(new TreeCounterHandler(forest)));\n"
                                + "        server.createContext(\"/\",",
                        Runtime.version().feature() < 18 ? "4.2" : "4.1",
                        "Take the old line away"),
                mistake(
                        "always the same endpoint",
                        LATENCY,
                        "LATENCY.labels(endpoint)",
                        "LATENCY.labels(\"/treecounter\")",
                        "4.2",
                        "the label endpoint is always /treecounter"),
                mistake(
                        "an exception that stays here",
                        LATENCY,
                        TIMED,
                        """
                        try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                                    handler.handle(exchange);
                                } catch (IOException e) {
                                    System.err.println(e);
                                }\
                        """,
                        "4.3",
                        "keeps it from the Guard"),
                mistake(
                        "a failure is observed twice",
                        LATENCY,
                        TIMED,
                        """
                        try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                                    handler.handle(exchange);
                                } catch (IOException e) {
                                    LATENCY.labels(endpoint).observe(0);
                                    throw e;
                                }\
                        """,
                        "4.3",
                        "is observed twice"),
                mistake(
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
                        "the label has no value",
                        LATENCY,
                        TIMER,
                        "try (Histogram.Timer timer = LATENCY.startTimer()) {",
                        "4.2",
                        "Say which child"),
                mistake(
                        "a label has another name",
                        LATENCY,
                        ".labelNames(\"endpoint\")",
                        ".labelNames(\"path\")",
                        "4.2",
                        "it has the one label endpoint"),
                mistake(
                        "scrapes are observed",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (path.isEmpty()) {",
                        "4.2",
                        "scrapes are observed too"),
                mistake(
                        "only scrapes are observed",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (!path.equals(\"/metrics\")) {",
                        "4.2",
                        "scrapes are observed, and pages are not"),
                mistake(
                        "the histogram on the wrong endpoint",
                        LATENCY,
                        "path.equals(\"/treecounter\") ? path : \"other\"",
                        "path.equals(\"/treecounter\") ? \"other\" : path",
                        "4.2",
                        "at the wrong endpoint"),
                mistake(
                        "the raw path as label value",
                        LATENCY,
                        "LATENCY.labels(endpoint)",
                        "LATENCY.labels(path)",
                        "4.2",
                        "every path anybody types becomes series"),
                mistake(
                        "one endpoint only",
                        LATENCY,
                        "if (path.equals(\"/metrics\")) {",
                        "if (!path.equals(\"/treecounter\")) {",
                        "4.2",
                        "not one of them only"),
                mistake(
                        "buckets of milliseconds",
                        LATENCY,
                        ".labelNames(\"endpoint\")",
                        ".labelNames(\"endpoint\").buckets(5, 10, 25, 50, 100, 250, 500, 1000)",
                        "4.2",
                        "without buckets(...) it has the default"),
                mistake(
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
                        "these are totals since the start"),
                mistake(
                        "a counter's ending",
                        LATENCY,
                        "\"request_latency_seconds\"",
                        "\"request_latency_seconds_total\"",
                        "4.1",
                        "is not quite request_latency_seconds"),
                mistake(
                        "made, and mounted nowhere",
                        APP,
                        "server.createContext(\"/\", new Guard(" + MOUNTED + "));",
                        "new LatencyHandler(new TreeCounterHandler(forest));\n"
                                + "        server.createContext(\"/\", new Guard(new"
                                + " TreeCounterHandler(forest)));",
                        "4.2",
                        "is made, and no context has it"),
                mistake(
                        "one around the other",
                        APP,
                        MOUNTED,
                        "new LatencyHandler(" + MOUNTED + ")",
                        "4.2",
                        "stands around another"),
                mistake(
                        "mounted for the trees only",
                        APP,
                        "server.createContext(\"/\", new Guard(" + MOUNTED + "));",
                        "server.createContext(\"/\", new Guard(new TreeCounterHandler(forest)));\n"
                                + "        server.createContext(\"/treecounter\", new Guard("
                                + MOUNTED
                                + "));",
                        "4.2",
                        "the context of /treecounter alone"),
                mistake(
                        "stopped where it throws only",
                        LATENCY,
                        TIMED,
                        """
                        Histogram.Timer timer = LATENCY.labels(endpoint).startTimer();
                        try {
                            handler.handle(exchange);
                        } catch (IOException e) {
                            timer.observeDuration();
                            throw e;
                        }\
                        """,
                        "4.2",
                        "where all goes well nothing stops it"),
                mistake(
                        "handle calls itself",
                        LATENCY,
                        TIMED,
                        TIMED.replace("handler.handle(", "handle("),
                        "4.2",
                        "handle calls itself"),
                mistake(
                                "a timer for all time",
                                LATENCY,
                                TIMED,
                                "try { handler.handle(exchange); } finally {"
                                        + " timer.observeDuration(); }",
                                "4.2",
                                "which all requests share")
                        .also(
                                LATENCY,
                                "    private final HttpHandler handler;\n",
                                "    private final HttpHandler handler;\n"
                                        + "    private final Histogram.Timer timer ="
                                        + " LATENCY.labels(\"/treecounter\").startTimer();\n"),
                mistake(
                                "one timer for all requests",
                                LATENCY,
                                TIMED,
                                "timer = LATENCY.labels(endpoint).startTimer();\n"
                                        + "        try { handler.handle(exchange); } finally {"
                                        + " timer.observeDuration(); }",
                                "4.2",
                                "which all requests share")
                        .also(
                                LATENCY,
                                "    private final HttpHandler handler;\n",
                                "    private final HttpHandler handler;\n"
                                        + "    private Histogram.Timer timer;\n"));
    }
}
