package treecounter.workbench.lessons.gaugessummaries;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 5, written otherwise. */
final class GaugesSummariesVariantsTest extends VariantsTest {
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String COLLECTOR = "src/main/java/treecounter/RecentTreesCollector.java";
    private static final String TIMED =
            """
                    IN_PROGRESS.inc();
                    try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                        handler.handle(exchange);
                    } finally {
                        IN_PROGRESS.dec();
                    }
            """;
    private static final String CALL =
            """
                        double seconds = (System.nanoTime() - start) / 1e9;
                        FOREST_WAIT_SECONDS.inc(seconds);
                        FOREST_CALL_SECONDS.observe(seconds);
            """;
    private static final String LISTS =
            """
                    List.of(REQUESTS, FOREST_REQUESTS, FOREST_WAIT_SECONDS).forEach(OWN::register);
                    List.of(TREES_PLANTED, ANSWER_BYTES, FOREST_CALL_SECONDS).forEach(OWN::register);
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("in progress in a try of its own, the timer inside")
                        .with(
                                LATENCY,
                                TIMED,
                                """
                                        IN_PROGRESS.inc();
                                        try {
                                            try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
                                                handler.handle(exchange);
                                            }
                                        } finally {
                                            IN_PROGRESS.dec();
                                        }
                                """),
                variant("in progress counted by an AtomicInteger, and set")
                        .with(
                                LATENCY,
                                "IN_PROGRESS.inc();",
                                "IN_PROGRESS.set(NOW.incrementAndGet());")
                        .with(
                                LATENCY,
                                "IN_PROGRESS.dec();",
                                "IN_PROGRESS.set(NOW.decrementAndGet());")
                        .with(
                                LATENCY,
                                "    private static final Gauge IN_PROGRESS =",
                                "    private static final java.util.concurrent.atomic.AtomicInteger"
                                    + " NOW = new java.util.concurrent.atomic.AtomicInteger();\n"
                                    + "    private static final Gauge IN_PROGRESS ="),
                variant("every path below /metrics passes unmeasured")
                        .with(
                                LATENCY,
                                "path.equals(\"/metrics\") || path.equals(\"/metrics/app\")",
                                "java.util.Set.of(\"/metrics\", \"/metrics/app\").contains(path)"),
                variant("the trees unknown at first, and when the forest fails")
                        .with(
                                HANDLER,
                                "        for (String status : List.of(\"200\"",
                                "        TREES_PLANTED.set(Double.NaN);\n"
                                        + "        for (String status : List.of(\"200\"")
                        .with(
                                HANDLER,
                                "FOREST_REQUESTS.labels(\"error\").inc();",
                                "FOREST_REQUESTS.labels(\"error\").inc();\n"
                                        + "            TREES_PLANTED.set(Double.NaN);"),
                variant("samples made by hand")
                        .alone()
                        .with(
                                COLLECTOR,
                                "        GaugeMetricFamily trees = trees();\n",
                                "        java.util.List<MetricFamilySamples.Sample> samples = new"
                                        + " java.util.ArrayList<>();\n")
                        .with(
                                COLLECTOR,
                                "trees.addMetric(List.of(species), number)",
                                "samples.add(new MetricFamilySamples.Sample(\"trees_recent\","
                                        + " List.of(\"species\"), List.of(species), number))")
                        .with(
                                COLLECTOR,
                                "return List.of(trees, up(1));",
                                "return List.of(new MetricFamilySamples(\"trees_recent\","
                                        + " Type.GAUGE, \"Trees.\", samples), up(1));"),
                variant("an empty family of a dead forest")
                        .with(COLLECTOR, "return List.of(up(0));", "return List.of(trees, up(0));"),
                variant("another deadline, described by name")
                        .with(COLLECTOR, "Duration.ofSeconds(1)", "Duration.ofMillis(1500)")
                        .with(
                                COLLECTOR,
                                "return List.of(trees(), up(0));",
                                "return List.of(trees(), new GaugeMetricFamily(\"trees_recent_up\","
                                        + " \"Up.\", List.of()));"),
                variant("the collector caches for no longer than a scrape takes")
                        .with(
                                COLLECTOR,
                                "forest.recentTrees(DEADLINE)",
                                "java.util.Map.copyOf(forest.recentTrees(DEADLINE))"),
                variant("a SimpleTimer for both")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "io.prometheus.client.SimpleTimer timer = new"
                                        + " io.prometheus.client.SimpleTimer();")
                        .with(
                                HANDLER,
                                CALL,
                                CALL.replace(
                                        "(System.nanoTime() - start) / 1e9",
                                        "timer.elapsedSeconds()")),
                variant("a Summary.Timer")
                        .with(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "long start = System.nanoTime();\n"
                                        + "        Summary.Timer call ="
                                        + " FOREST_CALL_SECONDS.startTimer();")
                        .with(
                                HANDLER,
                                "FOREST_CALL_SECONDS.observe(seconds);",
                                "call.observeDuration();"),
                variant("a third quantile, and another window")
                        .with(
                                HANDLER,
                                ".maxAgeSeconds(60)",
                                ".quantile(0.99, 0.001).maxAgeSeconds(300).ageBuckets(10)")
                        .with("types.properties", "summary.series=4", "summary.series=5"),
                variant("each metric registered where it is declared")
                        .with(HANDLER, LISTS, "")
                        .with(
                                HANDLER,
                                ".help(\"Requests answered, by status and endpoint.\")\n"
                                    + "                    .labelNames(\"status\", \"endpoint\")\n"
                                    + "                    .register();",
                                ".help(\"Requests answered, by status and endpoint.\")\n"
                                    + "                    .labelNames(\"status\", \"endpoint\")\n"
                                    + "                    .register()\n"
                                    + "                    .register(OWN);")
                        .with(
                                HANDLER,
                                "        REQUESTS.labels(\"404\", \"other\");",
                                "        REQUESTS.labels(\"404\", \"other\");\n"
                                        + "        List.of(FOREST_REQUESTS,"
                                        + " FOREST_WAIT_SECONDS).forEach(OWN::register);\n"
                                        + "        OWN.register(TREES_PLANTED);\n"
                                        + "        OWN.register(ANSWER_BYTES);\n"
                                        + "        OWN.register(FOREST_CALL_SECONDS);"),
                variant("the table in capitals and quotes")
                        .with("types.properties", "counter.falls=no", "counter.falls = No ")
                        .with("types.properties", "gauge.use=a", "gauge.use: \"A\""));
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        Map<Exercise, List<String>> right = new LinkedHashMap<>();
        right.put(
                GaugesSummariesQueries.SERIES,
                List.of(
                        "count by (job) ({job=\"treecounter\"})",
                        "sum(count by (__name__) ({job=\"treecounter\"}))",
                        "count({job=\"treecounter\", __name__=~\".+\"})"));
        right.put(
                GaugesSummariesQueries.PLANTED,
                List.of(
                        "max by (job) (trees_planted)",
                        "topk(1, trees_planted)",
                        "max(trees_planted{job=\"treecounter\"})"));
        right.put(
                GaugesSummariesQueries.BY_LABELS,
                List.of(
                        "sum by (status, endpoint) (rate(requests_total[5m]))",
                        "sum without (instance, job) (rate(requests_total[5m]))",
                        "sum(increase(requests_total[5m])) by (endpoint, status) / 300"));
        right.put(
                GaugesSummariesQueries.AVERAGE_IN_PROGRESS,
                List.of(
                        "sum_over_time(requests_in_progress[5m])"
                                + " / count_over_time(requests_in_progress[5m])",
                        "avg by (instance) (avg_over_time(requests_in_progress[5m]))"));
        right.put(
                GaugesSummariesQueries.P95,
                List.of(
                        "histogram_quantile(0.95, sum(rate(request_latency_seconds_bucket"
                                + "{endpoint=\"/treecounter\"}[5m])) by (le))",
                        "histogram_quantile(0.95, sum without (instance)"
                                + " (rate(request_latency_seconds_bucket"
                                + "{endpoint=\"/treecounter\"}[5m])))"));
        right.put(
                GaugesSummariesQueries.LATELY,
                List.of(
                        "sum by (instance) (delta(trees_planted[5m]))",
                        "delta(trees_planted{job=\"treecounter\"}[300s])"));
        right.put(
                GaugesSummariesQueries.IN_PROGRESS,
                List.of(
                        "sum by (job) (requests_in_progress)",
                        "sum without (instance) (requests_in_progress)"));
        right.put(
                GaugesSummariesQueries.SPECIES,
                List.of(
                        "count without (species) (trees_recent)",
                        "count(trees_recent) by (instance)"));
        right.put(
                GaugesSummariesQueries.SLOPE,
                List.of("sum by (instance) (deriv(trees_planted[5m]))"));
        return right;
    }
}
