package treecounter.workbench.lessons.goldensignals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 6, written otherwise. */
final class GoldenSignalsVariantsTest extends VariantsTest {
    private static final String FILTER = "src/main/java/treecounter/RequestFilter.java";
    private static final String FILE = "distributions.properties";
    private static final String TIMED =
            "try (Histogram.Timer timer = DURATION.labels(method, endpoint).startTimer()) {\n";
    private static final String BUSY =
            """
                    THREADS_BUSY.setChild(
                            new Gauge.Child() {
                                @Override
                                public double get() {
                                    return threads.getActiveCount();
                                }
                            });
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("nanoseconds, divided")
                        .with(FILTER, TIMED, "long start = System.nanoTime();\n        try {\n")
                        .with(
                                FILTER,
                                "            BYTES.labels",
                                "            DURATION.labels(method, endpoint)"
                                        + ".observe((System.nanoTime() - start) / 1e9);\n"
                                        + "            BYTES.labels"),
                variant("the scrape's own thread is not counted")
                        .with(
                                APP,
                                "return threads.getActiveCount();",
                                "return threads.getActiveCount() - 1;"),
                variant("the threads are looked at before each scrape, by a collector")
                        .with(
                                APP,
                                BUSY,
                                """
                                        new io.prometheus.client.Collector() {
                                            @Override
                                            public java.util.List<MetricFamilySamples> collect() {
                                                THREADS_BUSY.set(threads.getActiveCount());
                                                return java.util.List.of();
                                            }
                                        }.register();
                                """)
                        .with(
                                APP,
                                "    private static final Gauge THREADS_BUSY =\n"
                                        + "            Gauge.build()",
                                "    private static final Gauge THREADS_BUSY =\n"
                                        + "            Gauge.build().unit(\"\")"),
                variant("finer buckets, by hand")
                        .with(
                                HANDLER,
                                ".linearBuckets(0.04, 0.04, 30)",
                                ".buckets(java.util.stream.IntStream.rangeClosed(1, 60)"
                                        + ".mapToDouble(i -> i / 50.0).toArray())"),
                variant("twenty buckets, the fewest")
                        .with(HANDLER, ".linearBuckets(4, 4, 30)", ".linearBuckets(6, 6, 20)"),
                variant("buckets beyond the range")
                        .with(HANDLER, ".linearBuckets(4, 4, 30)", ".linearBuckets(5, 5, 40)"),
                variant("three decimals, and the forest's own words for a 503")
                        .with(HANDLER, "\"%.2f\"", "\"%.3f\"")
                        .with(
                                HANDLER,
                                "\"No number\", \"The forest failed. Try again.\"",
                                "\"503\", e.getMessage()"),
                variant("each status class has a child, of every method")
                        .with(
                                FILTER,
                                "                REQUESTS.labels(\"GET\", endpoint, status);",
                                "                METHODS.forEach(m -> REQUESTS.labels(m, endpoint,"
                                        + " status));"),
                variant("the filter comes first, the handler later")
                        .with(
                                APP,
                                "server.createContext(\"/\", new Guard(new"
                                        + " TreeCounterHandler(forest)));\n"
                                        + "        all.getFilters().add(new RequestFilter());",
                                "server.createContext(\"/\");\n"
                                        + "        all.getFilters().add(new RequestFilter());\n"
                                        + "        all.setHandler(new Guard(new"
                                        + " TreeCounterHandler(forest)));"),
                variant("an answer in other words")
                        .with(
                                FILE,
                                "value=log-normal median=12.4 sigma=0.65",
                                "value = LogNormal, sigma = 0.62, median = 12.9")
                        .with(
                                FILE,
                                "delay=two humps first=0.3 second=0.66",
                                "delay: Two-Humps first=0.64 second=0.32"),
                variant("another seed, with its own truth")
                        .with(FILE, "seed=3", "seed=7")
                        .with(
                                FILE,
                                "value=log-normal median=12.4 sigma=0.65",
                                "value=uniform least=37 most=94")
                        .with(
                                FILE,
                                "delay=two humps first=0.3 second=0.66",
                                "delay=exponential mean=0.105"));
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        Map<Exercise, List<String>> right = new LinkedHashMap<>();
        right.put(
                GoldenSignalsQueries.TRAFFIC,
                List.of(
                        "sum by (endpoint) (rate(http_requests_total{endpoint=\"/random\"}[5m]))",
                        "sum(increase(http_requests_total{endpoint=\"/random\"}[5m])) / 300"));
        right.put(
                GoldenSignalsQueries.ERRORS,
                List.of(
                        "sum(rate(http_requests_total{endpoint=\"/random\",status=~\"5.*\"}[5m]))"
                                + " / ignoring (status) sum(rate("
                                + "http_requests_total{endpoint=\"/random\"}[300s]))",
                        "1 - sum(rate(http_requests_total{endpoint=\"/random\",status!~\"5..\"}[5m]))"
                            + " / sum(rate(http_requests_total{endpoint=\"/random\"}[5m]))"));
        right.put(
                GoldenSignalsQueries.LATENCY,
                List.of(
                        "histogram_quantile(0.95, sum by (le, endpoint) (rate("
                            + "http_request_duration_seconds_bucket{endpoint=\"/random\"}[5m])))",
                        "histogram_quantile(0.95, sum without (instance, job, method, endpoint)"
                                + " (rate(http_request_duration_seconds_bucket"
                                + "{endpoint=~\"/random\"}[5m])))"));
        right.put(
                GoldenSignalsQueries.SATURATION,
                List.of(
                        "sum by (instance) (request_threads_busy)"
                                + " / sum by (instance) (request_threads_max)",
                        "request_threads_busy / on (instance) request_threads_max"));
        right.put(
                GoldenSignalsQueries.INCREASE,
                List.of(
                        "sum(rate(http_requests_total{endpoint=\"/random\"}[5m])) * 300",
                        "sum by (endpoint) (increase("
                                + "http_requests_total{endpoint=\"/random\"}[5m]))"));
        return right;
    }
}
