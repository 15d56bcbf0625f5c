package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 6. */
final class GoldenSignalsMistakesTest extends MistakesTest {
    private static final String FILTER = "src/main/java/treecounter/RequestFilter.java";
    private static final String FILE = "distributions.properties";
    private static final String MOUNTED = "        all.getFilters().add(new RequestFilter());\n";
    private static final String COUNTED = "REQUESTS.labels(method, endpoint, status).inc();";
    private static final String TIMED =
            "try (Histogram.Timer timer = DURATION.labels(method, endpoint).startTimer()) {";
    private static final String STREAMS = "        exchange.setStreams(null, body);\n";
    private static final String SENT = "BYTES.labels(method, endpoint).observe(body.bytes());";
    private static final String FAILED =
            "return Answer.page(503, \"No number\", \"The forest failed. Try again.\");";
    private static final String BUSY = "return threads.getActiveCount();";
    private static final String OBSERVED =
            "RANDOM_DELAY.observe((System.nanoTime() - start) / 1e9);\n"
                    + "            RANDOM_VALUE.observe(value);\n";
    private static final String VALUE = "value=log-normal median=12.4 sigma=0.65";
    private static final String DELAY = "delay=two humps first=0.3 second=0.66";

    /** A filter that is not there, or a page, is missed by several checks. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp() || mistake.check().matches("6\\.[23567]");
    }

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
                        "the filter is mounted nowhere",
                        APP,
                        MOUNTED,
                        "",
                        "6.1",
                        "nobody loads this class yet"),
                mistake(
                        "the filter is made, and not added",
                        APP,
                        MOUNTED,
                        "        new RequestFilter();\n",
                        "6.1",
                        "nobody calls the filter"),
                mistake(
                                "the chain is not followed",
                                FILTER,
                                "Timer()) {\n            chain.doFilter(exchange);",
                                "Timer()) {\n            timer.hashCode();",
                                "6.1",
                                "chain.doFilter(exchange) passes a request on")
                        .also(
                                FILTER,
                                "        if (path.equals(\"/metrics\")) {\n"
                                        + "            chain.doFilter(exchange);",
                                "        if (path.equals(\"/metrics\")) {\n"
                                        + "            java.util.Objects.requireNonNull(chain)"
                                        + ".doFilter( exchange);"),
                mistake(
                        "labels in another order",
                        FILTER,
                        COUNTED,
                        "REQUESTS.labels(endpoint, method, status).inc();",
                        "6.1",
                        "in the order of labelNames(...)"),
                mistake(
                        "names of labels in another order",
                        FILTER,
                        ".labelNames(\"method\", \"endpoint\")\n"
                                + "                    .register();\n"
                                + "    private static final Summary",
                        ".labelNames(\"endpoint\", \"method\")\n"
                                + "                    .register();\n"
                                + "    private static final Summary",
                        "6.2",
                        "names where http_request_duration_seconds is declared"),
                mistake(
                        "more names of labels than values",
                        FILTER,
                        ".labelNames(\"method\", \"endpoint\")\n"
                                + "                    .register();\n"
                                + "    private static final Summary",
                        ".labelNames(\"method\", \"endpoint\", \"status\")\n"
                                + "                    .register();\n"
                                + "    private static final Summary",
                        "6.1",
                        "does labels(...) take as many values"),
                mistake(
                        "two values for three labels",
                        FILTER,
                        COUNTED,
                        "REQUESTS.labels(method, endpoint).inc();",
                        "6.1",
                        "An exception in a filter is printed nowhere"),
                mistake(
                        "nothing is counted",
                        FILTER,
                        COUNTED,
                        "",
                        "6.1",
                        "nothing is recorded in http_requests_total"),
                mistake(
                        "the raw path as label value",
                        FILTER,
                        "knownOrOther(path, ENDPOINTS)",
                        "path",
                        "6.1",
                        "every path anybody types becomes series"),
                mistake(
                        "the raw method as label value",
                        FILTER,
                        "knownOrOther(exchange.getRequestMethod(), METHODS)",
                        "exchange.getRequestMethod()",
                        "6.1",
                        "every method anybody types becomes series"),
                mistake(
                        "scrapes are counted",
                        FILTER,
                        "if (path.equals(\"/metrics\")) {",
                        "if (path.isEmpty()) {",
                        "6.1",
                        "scrapes are in it too"),
                mistake(
                                "the status is read before there is one",
                                FILTER,
                                "        exchange.setStreams(null, body);\n",
                                "        exchange.setStreams(null, body);\n"
                                        + "        String status ="
                                        + " String.valueOf(exchange.getResponseCode());\n",
                                "6.1",
                                "After chain.doFilter there is")
                        .also(
                                FILTER,
                                "            String status ="
                                        + " String.valueOf(exchange.getResponseCode());\n"
                                        + "            REQUESTS",
                                "            REQUESTS"),
                mistake(
                        "a gauge for a counter",
                        FILTER,
                        "    private static final Counter REQUESTS =\n            Counter.build()",
                        "    private static final io.prometheus.client.Gauge REQUESTS =\n"
                                + "            io.prometheus.client.Gauge.build()",
                        "6.1",
                        "http_requests_total is a counter"),
                mistake(
                        "counted twice",
                        FILTER,
                        COUNTED,
                        COUNTED + "\n            " + COUNTED,
                        "6.1",
                        "a request is counted twice"),
                mistake(
                        "milliseconds",
                        FILTER,
                        TIMED + "\n            chain.doFilter(exchange);",
                        "long start = System.currentTimeMillis();\n        try {\n"
                                + "            chain.doFilter(exchange);\n"
                                + "            DURATION.labels(method, endpoint)"
                                + ".observe(System.currentTimeMillis() - start);",
                        "6.2",
                        "these are milliseconds"),
                mistake(
                        "the status of another answer",
                        FILTER,
                        COUNTED,
                        "REQUESTS.labels(method, endpoint, \"299\").inc();",
                        "6.1",
                        "counted with another status than its own"),
                mistake(
                        "a status that is a number of its own",
                        FILTER,
                        "String.valueOf(exchange.getResponseCode())",
                        "\"-1\"",
                        "6.1",
                        "counted with another status than its own"),
                mistake(
                        "bytes by the raw path",
                        FILTER,
                        SENT,
                        "BYTES.labels(method, path).observe(body.bytes());",
                        "6.3",
                        "every path anybody types becomes series"),
                mistake(
                        "bytes by the raw method",
                        FILTER,
                        SENT,
                        "BYTES.labels(exchange.getRequestMethod(),"
                                + " endpoint).observe(body.bytes());",
                        "6.3",
                        "every method anybody types becomes series"),
                mistake(
                        "the timer is never stopped",
                        FILTER,
                        TIMED + "\n",
                        "DURATION.labels(method, endpoint).startTimer();\n        try {\n",
                        "6.2",
                        "started and never stopped"),
                mistake(
                        "only scrapes are passed on",
                        FILTER,
                        "Timer()) {\n            chain.doFilter(exchange);",
                        "Timer()) {\n            timer.hashCode();",
                        "6.1",
                        "nobody answers a request that it does not pass on"),
                mistake(
                        "the time of nothing",
                        FILTER,
                        TIMED + "\n",
                        "DURATION.labels(method, endpoint).startTimer().observeDuration();\n"
                                + "        try {\n",
                        "6.2",
                        "stopped before chain.doFilter has ended"),
                mistake(
                        "only good requests are observed",
                        FILTER,
                        TIMED + "\n            chain.doFilter(exchange);",
                        "Histogram.Timer timer = DURATION.labels(method, endpoint).startTimer();\n"
                                + "        try {\n            chain.doFilter(exchange);\n"
                                + "            if (exchange.getResponseCode() < 500) {\n"
                                + "                timer.observeDuration();\n            }",
                        "6.2",
                        "a request that ends in 500 is not observed"),
                mistake(
                        "nobody writes to the counted body",
                        FILTER,
                        STREAMS,
                        "",
                        "6.3",
                        "nobody writes to the CountedBody"),
                mistake(
                        "the declared length",
                        FILTER,
                        SENT,
                        "String declared = exchange.getResponseHeaders()"
                                + ".getFirst(\"Content-Length\");\n"
                                + "            BYTES.labels(method, endpoint)"
                                + ".observe(declared == null ? 0 : Long.parseLong(declared));",
                        "6.3",
                        "HEAD declares a length and sends no body"),
                mistake(
                        "the declared length, but for HEAD",
                        FILTER,
                        SENT,
                        "String declared = exchange.getResponseHeaders()"
                                + ".getFirst(\"Content-Length\");\n"
                                + "            boolean none ="
                                + " declared == null || method.equals(\"HEAD\");\n"
                                + "            BYTES.labels(method, endpoint)"
                                + ".observe(none ? 0 : Long.parseLong(declared));",
                        "6.3",
                        "whose length nobody declares"),
                mistake(
                        "bytes without labels",
                        FILTER,
                        ".help(\"Bytes of the bodies sent.\")\n"
                                + "                    .labelNames(\"method\", \"endpoint\")",
                        ".help(\"Bytes of the bodies sent.\")",
                        "6.3",
                        "its labels are endpoint, method"),
                mistake(
                        "bytes are not observed",
                        FILTER,
                        SENT,
                        "BYTES.labels(method, endpoint);",
                        "6.3",
                        "no line that does is come to"),
                mistake(
                        "one byte for each answer",
                        FILTER,
                        SENT,
                        "BYTES.labels(method, endpoint).observe(1);",
                        "6.3",
                        "observe bytes() of the body"),
                mistake(
                        "two labels of one name",
                        FILTER,
                        "of its answer.\")\n"
                                + "                    .labelNames(\"method\", \"endpoint\")",
                        "of its answer.\")\n                    .labelNames(\"endpoint\","
                                + " \"endpoint\")",
                        "6.2",
                        "its labels are endpoint, method"),
                mistake(
                                "the counted body comes too late",
                                FILTER,
                                STREAMS,
                                "",
                                "6.3",
                                "setStreams(...) comes after chain.doFilter")
                        .also(FILTER, SENT, SENT + "\n    " + STREAMS.stripTrailing()),
                mistake(
                        "bytes observed twice",
                        FILTER,
                        SENT,
                        SENT + "\n            " + SENT,
                        "6.3",
                        "more is observed than is sent"),
                mistake(
                                "bytes read before there are any",
                                FILTER,
                                STREAMS,
                                STREAMS + "        " + SENT + "\n",
                                "6.3",
                                "before chain.doFilter has written any")
                        .also(FILTER, "            " + SENT + "\n        }", "        }"),
                mistake(
                        "a number of one's own",
                        HANDLER,
                        "forest.randomValue()",
                        "Math.random() + forest.countTrees() * 0",
                        "6.4",
                        "nobody asks the forest"),
                mistake(
                        "no case for the random number",
                        HANDLER,
                        "case \"/random\" -> page(exchange, this::random);",
                        "case \"/random/\" -> page(exchange, this::random);",
                        "6.4",
                        "no case of the switch brings /random"),
                mistake(
                        "the page of the random number throws",
                        HANDLER,
                        "\"%.2f\", value",
                        "\"%d\", value",
                        "6.4",
                        "TreeCounterHandler.java, line 98: the exception says"),
                mistake(
                        "the number does not reach the page",
                        HANDLER,
                        "String.format(Locale.ROOT, \"%.2f\", value)",
                        "\"Random\"",
                        "6.4",
                        "Put the number into the page"),
                mistake(
                        "a failure behind a 200",
                        HANDLER,
                        FAILED,
                        FAILED.replace("503", "200"),
                        "6.5",
                        "the failure hides behind a 200"),
                mistake(
                        "the client is blamed",
                        HANDLER,
                        FAILED,
                        FAILED.replace("503", "404"),
                        "6.5",
                        "a status of 4.. says that the client is at fault"),
                mistake(
                        "the exception is not caught",
                        HANDLER,
                        FAILED,
                        "throw new java.io.UncheckedIOException(e);",
                        "6.5",
                        "the Guard answers for a bug"),
                mistake(
                        "no series before the first error",
                        FILTER,
                        "Set.of(\"200\", \"500\", \"503\")",
                        "Set.of(\"200\")",
                        "6.5",
                        "no data until the first error"),
                mistake(
                                "the busy threads are set once",
                                APP,
                                "        THREADS_MAX.set(",
                                "        THREADS_BUSY.set(threads.getActiveCount());\n"
                                        + "        THREADS_MAX.set(",
                                "6.6",
                                "a value that is set once")
                        .also(
                                APP,
                                """
                                        THREADS_BUSY.setChild(
                                                new Gauge.Child() {
                                                    @Override
                                                    public double get() {
                                                        return threads.getActiveCount();
                                                    }
                                                });
                                """,
                                ""),
                mistake(
                        "threads that there are",
                        APP,
                        BUSY,
                        "return threads.getPoolSize();",
                        "6.6",
                        "not those that are busy"),
                mistake(
                        "the size of another pool",
                        APP,
                        "threads.getMaximumPoolSize()",
                        "RequestThreads.MOST",
                        "6.6",
                        "getMaximumPoolSize() of the threads"),
                mistake(
                        "the default buckets",
                        HANDLER,
                        "                    .linearBuckets(0.04, 0.04, 30)\n",
                        "",
                        "6.7",
                        "random_delay_seconds: too coarse"),
                mistake(
                        "buckets for a part of the range",
                        HANDLER,
                        ".linearBuckets(4, 4, 30)",
                        ".linearBuckets(1, 1, 30)",
                        "6.7",
                        "covers count times width"),
                mistake(
                        "the delay in milliseconds",
                        HANDLER,
                        "RANDOM_DELAY.observe((System.nanoTime() - start) / 1e9);",
                        "RANDOM_DELAY.observe((System.nanoTime() - start) / 1e6);",
                        "6.7",
                        "these are milliseconds"),
                mistake(
                        "failures are observed",
                        HANDLER,
                        FAILED,
                        "RANDOM_DELAY.observe((System.nanoTime() - start) / 1e9);\n            "
                                + FAILED,
                        "6.7",
                        "a call that failed has no number"),
                mistake(
                        "the number is not observed",
                        HANDLER,
                        OBSERVED,
                        OBSERVED.replaceFirst("(?s)\n.*", "\n"),
                        "6.7",
                        "nothing is observed in random_value"),
                mistake("no answer yet", FILE, VALUE, "value=", "6.8", "write one behind value="),
                mistake(
                        "another shape",
                        FILE,
                        VALUE,
                        "value=exponential mean=15",
                        "6.8",
                        "highest in its first bucket"),
                mistake(
                        "one hump seen where there are two",
                        FILE,
                        DELAY,
                        "delay=log-normal median=0.35 sigma=0.5",
                        "6.8",
                        "has one hump"),
                mistake(
                        "the mean for the median",
                        FILE,
                        VALUE,
                        "value=log-normal median=15.4 sigma=0.65",
                        "6.8",
                        "median is the quantile 0.5"),
                mistake(
                        "a parameter is missing",
                        FILE,
                        DELAY,
                        "delay=two humps first=0.3",
                        "6.8",
                        "second is missing"),
                mistake(
                        "milliseconds in the answer",
                        FILE,
                        DELAY,
                        "delay=two humps first=309 second=655",
                        "6.8",
                        "these are milliseconds"),
                mistake(
                        "the truth of another seed",
                        FILE,
                        "seed=3",
                        "seed=7",
                        "6.8",
                        "Is it so here?"),
                query(
                        "all endpoints",
                        "01-traffic",
                        "sum(rate(http_requests_total[5m]))",
                        "6.9",
                        "nothing selects by endpoint"),
                query(
                        "the client's fault counted as ours",
                        "02-errors",
                        "sum(rate(http_requests_total{endpoint=\"/random\",status=~\"[45]..\"}[5m]))"
                            + " / sum(rate(http_requests_total{endpoint=\"/random\"}[5m]))",
                        "6.10",
                        "a 405 is in it"),
                query(
                        "a pattern compared as text",
                        "02-errors",
                        "sum(rate(http_requests_total{endpoint=\"/random\",status=\"5..\"}[5m]))"
                                + " / sum(rate(http_requests_total{endpoint=\"/random\"}[5m]))",
                        "6.10",
                        "a pattern needs =~"),
                query(
                        "the average for a quantile",
                        "03-latency",
                        "sum(rate(http_request_duration_seconds_sum{endpoint=\"/random\"}[5m]))"
                                + " / sum(rate("
                                + "http_request_duration_seconds_count{endpoint=\"/random\"}[5m]))",
                        "6.11",
                        "this is the average"),
                query(
                        "all apps in one",
                        "04-saturation",
                        "sum(request_threads_busy) / sum(request_threads_max)",
                        "6.12",
                        "one full app hides"),
                query(
                        "delta of a counter",
                        "05-increase",
                        "sum(delta(http_requests_total{endpoint=\"/random\"}[5m]))",
                        "6.13",
                        "delta is for gauges"),
                mistake(
                        "quantiles of sizes",
                        FILTER,
                        ".help(\"Bytes of the bodies sent.\")",
                        ".help(\"Bytes of the bodies sent.\").quantile(0.5, 0.05)",
                        "6.3",
                        "it needs no quantiles"),
                mistake(
                        "all decimals",
                        HANDLER,
                        "String.format(Locale.ROOT, \"%.2f\", value)",
                        "String.valueOf(value)",
                        "6.4",
                        "with two decimals"),
                mistake(
                        "an error from the start",
                        FILTER,
                        "REQUESTS.labels(\"GET\", endpoint, status);",
                        "REQUESTS.labels(\"GET\", endpoint, status).inc();",
                        "6.5",
                        "inc() counts an error"),
                mistake(
                        "no 200 from the start",
                        FILTER,
                        "\"200\", ",
                        "",
                        "6.5",
                        "those that go well too"),
                mistake(
                        "children in another order",
                        FILTER,
                        "REQUESTS.labels(\"GET\", endpoint, status);",
                        "REQUESTS.labels(endpoint, \"GET\", status);",
                        "6.5",
                        "this child is made instead"),
                mistake(
                        "a bug for a failure",
                        HANDLER,
                        "Answer.page(503, \"No number\"",
                        "Answer.page(500, \"No number\"",
                        "6.5",
                        "That another one"),
                mistake(
                        "the queue for the threads",
                        APP,
                        "threads.getActiveCount()",
                        "threads.getQueue().size()",
                        "6.6",
                        "the gauge asks, and is told 0"),
                mistake(
                        "the filter at one path",
                        APP,
                        "HttpContext all = server.createContext(\"/\", new Guard(new"
                                + " TreeCounterHandler(forest)));",
                        "server.createContext(\"/\", new Guard(new TreeCounterHandler(forest)));\n"
                            + "        HttpContext all = server.createContext(\"/treecounter\", new"
                            + " Guard(new TreeCounterHandler(forest)));",
                        "6.1",
                        "Is the filter added to the context"));
    }
}
