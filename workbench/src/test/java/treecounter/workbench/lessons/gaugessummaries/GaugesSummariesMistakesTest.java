package treecounter.workbench.lessons.gaugessummaries;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 5. */
final class GaugesSummariesMistakesTest extends MistakesTest {
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String COLLECTOR = "src/main/java/treecounter/RecentTreesCollector.java";
    private static final String PASS =
            "if (path.equals(\"/metrics\") || path.equals(\"/metrics/app\")) {";
    private static final String FINALLY = "        } finally {\n            IN_PROGRESS.dec();\n";
    private static final String ASKED = "        GaugeMetricFamily trees = trees();\n";
    private static final String CATCH = "return List.of(up(0));";
    private static final String DESCRIBED = "return List.of(trees(), up(0));";
    private static final String SUM =
            "ANSWER_BYTES.observe(answer.body().getBytes(StandardCharsets.UTF_8).length);";
    private static final String CALL = "FOREST_CALL_SECONDS.observe(seconds);";
    private static final String REGISTERED =
            "new RecentTreesCollector(forest).register().register(TreeCounterHandler.OWN);";

    /** The gauge of step 5.3, declared. */
    private static final String GAUGE =
            """
            private static final Gauge TREES_RECENT =
                        Gauge.build("trees_recent", "Trees.").labelNames("species").register();
                private static final Gauge TREES_PLANTED =\
            """;

    private static final String PLANTED = "private static final Gauge TREES_PLANTED =";
    private static final String SET = "TREES_PLANTED.set(trees);";

    /** The same, set by each page. */
    private static final String SET_BOTH =
            SET
                    + "\n            forest.recentTrees(java.time.Duration.ofSeconds(1))"
                    + ".forEach((species, number) -> TREES_RECENT.labels(species).set(number));";

    /** Where one family is wrong, the page of the collector or of the registry may be too. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp() || mistake.check().matches("5\\.[4567]");
    }

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
                        "quantiles of ten minutes",
                        HANDLER,
                        "                    .maxAgeSeconds(60)\n",
                        "",
                        "5.6",
                        "how far the quantiles look back"),
                mistake(
                                "a counter for what somebody else counts",
                                HANDLER,
                                "private static final Gauge TREES_PLANTED =\n"
                                        + "            Gauge.build()",
                                "private static final Counter TREES_PLANTED =\n"
                                        + "            Counter.build()",
                                "5.1",
                                "trees_planted is a gauge: Gauge.build()")
                        .also(HANDLER, SET, "TREES_PLANTED.inc(trees);"),
                mistake(
                        "the trees are added up",
                        HANDLER,
                        SET,
                        "TREES_PLANTED.inc(trees);",
                        "5.1",
                        "inc adds to what is there"),
                mistake("the trees are never set", HANDLER, SET, "", "5.1", "Set the gauge to it"),
                mistake(
                        "half the trees",
                        HANDLER,
                        SET,
                        "TREES_PLANTED.set(trees / 2);",
                        "5.1",
                        "another number than the forest said"),
                mistake(
                        "a gauge that never falls",
                        HANDLER,
                        SET,
                        "TREES_PLANTED.set(Math.max(trees, TREES_PLANTED.get()));",
                        "5.1",
                        "also to one that is lower"),
                mistake(
                        "no trees when the forest fails",
                        HANDLER,
                        "FOREST_REQUESTS.labels(\"error\").inc();",
                        "FOREST_REQUESTS.labels(\"error\").inc();\n"
                                + "            TREES_PLANTED.set(0);",
                        "5.1",
                        "a failed call says nothing of trees"),
                mistake(
                        "a summary with the name of a counter",
                        HANDLER,
                        "\"forest_call_seconds\"",
                        "\"forest_wait_seconds\"",
                        "5.1",
                        "the name forest_wait_seconds is taken by a Counter"),
                mistake(
                                "the gauge beside the collector",
                                HANDLER,
                                PLANTED,
                                GAUGE,
                                "5.1",
                                "the name trees_recent is taken by a RecentTreesCollector")
                        .also(HANDLER, SET, SET_BOTH),
                mistake(
                        "down only when all goes well",
                        LATENCY,
                        FINALLY,
                        "            IN_PROGRESS.dec();\n",
                        "5.2",
                        "A finally block is never skipped"),
                mistake("it never goes down", LATENCY, FINALLY, "", "5.2", "never down"),
                mistake(
                        "a 404 never goes down",
                        LATENCY,
                        "            IN_PROGRESS.dec();",
                        "            if (!endpoint.equals(\"other\")) {\n"
                                + "                IN_PROGRESS.dec();\n"
                                + "            }",
                        "5.2",
                        "not go down after every request"),
                mistake(
                        "nothing goes up",
                        LATENCY,
                        "IN_PROGRESS.inc();",
                        "",
                        "5.2",
                        "more goes down"),
                mistake(
                                "up and down before the answer",
                                LATENCY,
                                "IN_PROGRESS.inc();",
                                "IN_PROGRESS.inc();\n"
                                        + "        IN_PROGRESS.dec();\n"
                                        + "        IN_PROGRESS.inc(0);",
                                "5.2",
                                "down again before the answer")
                        .also(LATENCY, "        } finally {\n            IN_PROGRESS.dec();\n", ""),
                mistake(
                                "scrapes are in progress too",
                                LATENCY,
                                "        IN_PROGRESS.inc();\n",
                                "",
                                "5.2",
                                "the scrape that asks counts itself")
                        .also(
                                LATENCY,
                                PASS
                                        + "\n"
                                        + "            handler.handle(exchange);\n"
                                        + "            return;",
                                "IN_PROGRESS.inc();\n        "
                                        + PASS
                                        + "\n            try {\n"
                                        + "                handler.handle(exchange);\n"
                                        + "            } finally {\n"
                                        + "                IN_PROGRESS.dec();\n"
                                        + "            }\n            return;"),
                mistake(
                        "a 404 goes down twice",
                        LATENCY,
                        FINALLY,
                        FINALLY
                                + "            if (endpoint.equals(\"other\")) {\n"
                                + "                IN_PROGRESS.dec();\n            }\n",
                        "5.2",
                        "more goes down than up"),
                mistake(
                                "pages only",
                                LATENCY,
                                "        IN_PROGRESS.inc();\n",
                                "        IN_PROGRESS.inc(endpoint.equals(\"other\") ? 0 : 1);\n",
                                "5.2",
                                "a 404 too")
                        .also(
                                LATENCY,
                                "IN_PROGRESS.dec();",
                                "IN_PROGRESS.dec(endpoint.equals(\"other\") ? 0 : 1);"),
                mistake(
                                "each goes up twice",
                                LATENCY,
                                "IN_PROGRESS.inc();",
                                "IN_PROGRESS.inc(2);",
                                "5.2",
                                "each request goes up twice")
                        .also(LATENCY, "IN_PROGRESS.dec();", "IN_PROGRESS.dec(2);"),
                mistake(
                        "another label",
                        COLLECTOR,
                        "List.of(\"species\")",
                        "List.of(\"tree\")",
                        "5.3",
                        "the one label species"),
                mistake(
                        "a collector that nobody registers",
                        APP,
                        REGISTERED,
                        "",
                        "5.3",
                        "make a RecentTreesCollector, and register it"),
                mistake(
                                "registered again whenever its own page is asked for",
                                HANDLER,
                                "case \"/metrics/app\" -> ownMetrics.handle(exchange);",
                                "case \"/metrics/app\" -> {\n"
                                        + "                CollectorRegistry all = OWN;\n"
                                        + "                if (SCRAPED.getAndSet(true)) {\n"
                                        + "                    all.register(ANSWER_BYTES);\n"
                                        + "                }\n"
                                        + "                ownMetrics.handle(exchange);\n"
                                        + "            }",
                                "5.7",
                                "this line has run before")
                        .also(
                                HANDLER,
                                "    static final CollectorRegistry OWN =",
                                "    private static final java.util.concurrent.atomic.AtomicBoolean"
                                        + " SCRAPED =\n"
                                        + "            new"
                                        + " java.util.concurrent.atomic.AtomicBoolean();\n\n"
                                        + "    static final CollectorRegistry OWN ="),
                mistake(
                        "one metric in both lists",
                        HANDLER,
                        "List.of(TREES_PLANTED, ANSWER_BYTES, FOREST_CALL_SECONDS)",
                        "List.of(REQUESTS, TREES_PLANTED, ANSWER_BYTES, FOREST_CALL_SECONDS)",
                        "5.1",
                        "or register() is called twice"),
                mistake(
                        "the names of families are no names",
                        COLLECTOR,
                        "new GaugeMetricFamily(\"trees_recent_up\", help, value)",
                        "new GaugeMetricFamily(help, \"trees_recent_up\", value)",
                        "5.1",
                        "a family takes it first"),
                mistake(
                        "a letter of the family's name is missing",
                        COLLECTOR,
                        "\"trees_recent\"",
                        "\"trees_recen\"",
                        "5.3",
                        "the name trees_recen is not quite trees_recent"),
                mistake(
                        "the family has another label",
                        COLLECTOR,
                        "List.of(\"species\")",
                        "List.of(\"tree\")",
                        "5.3",
                        "RecentTreesCollector.java, collect: trees_recent has the one label"),
                mistake(
                        "described twice",
                        COLLECTOR,
                        "return List.of(trees(), up(0));",
                        "return List.of(trees(), trees(), up(0));",
                        "5.1",
                        "names a family twice"),
                mistake(
                        "no help text of a family",
                        COLLECTOR,
                        "\"Trees planted in the last minute, by species.\"",
                        "\"\"",
                        "5.4",
                        "says in its second argument"),
                mistake(
                        "a family without samples",
                        COLLECTOR,
                        "return List.of(trees, up(1));",
                        "return List.of(trees(), up(1));",
                        "5.3",
                        "the family that is returned has no samples"),
                mistake(
                        "every species is one tree",
                        COLLECTOR,
                        "trees.addMetric(List.of(species), number)",
                        "trees.addMetric(List.of(species), 1)",
                        "5.3",
                        "these are other numbers than the forest says"),
                mistake(
                        "every sample twice",
                        COLLECTOR,
                        "trees.addMetric(List.of(species), number)",
                        "trees.addMetric(List.of(species), number)"
                                + ".addMetric(List.of(species), number)",
                        "5.4",
                        "one addMetric for each species"),
                mistake(
                        "a family twice",
                        COLLECTOR,
                        "return List.of(trees, up(1));",
                        "return List.of(trees, up(1), up(1));",
                        "5.4",
                        "each family once"),
                mistake(
                        "a family twice where the forest fails",
                        COLLECTOR,
                        CATCH,
                        "return List.of(up(0), up(0));",
                        "5.4",
                        "each family once"),
                mistake(
                        "as dead as ever",
                        COLLECTOR,
                        "return List.of(trees, up(1));",
                        "return List.of(up(0));",
                        "5.3",
                        "Is trees_recent_up 1 where it answers"),
                mistake(
                        "nothing but up of a forest that answers",
                        COLLECTOR,
                        "return List.of(trees, up(1));",
                        "return List.of(up(1));",
                        "5.3",
                        "return trees_recent too"),
                mistake(
                                "the collector does not say what it collects",
                                COLLECTOR,
                                " implements Collector.Describable",
                                "",
                                "5.4",
                                "With Collector.Describable it calls describe()")
                        .also(
                                COLLECTOR,
                                "    @Override\n    public List<MetricFamilySamples> describe",
                                "    public List<MetricFamilySamples> describe"),
                mistake(
                        "describe asks the forest",
                        COLLECTOR,
                        DESCRIBED,
                        "return collect();",
                        "5.4",
                        "With Collector.Describable it calls describe()"),
                mistake(
                                "the gauge beside a collector that names nothing",
                                COLLECTOR,
                                DESCRIBED,
                                "return List.of();",
                                "5.4",
                                "the gauge of step 5.3 is still there")
                        .also(HANDLER, PLANTED, GAUGE)
                        .also(HANDLER, SET, SET_BOTH),
                mistake(
                                "a gauge only, set by each page",
                                HANDLER,
                                PLANTED,
                                GAUGE,
                                "5.4",
                                "nobody has registered a RecentTreesCollector")
                        .alone()
                        .also(HANDLER, SET, SET_BOTH)
                        .also(APP, REGISTERED, ""),
                mistake(
                        "no word of whether the forest told",
                        COLLECTOR,
                        "return List.of(trees, up(1));",
                        "return List.of(trees);",
                        "5.4",
                        "return a second family"),
                mistake(
                                "what was asked before is kept",
                                COLLECTOR,
                                ASKED,
                                "        GaugeMetricFamily trees = kept;\n",
                                "5.4",
                                "a family made anew each time")
                        .also(
                                COLLECTOR,
                                "    private final ForestClient forest;\n",
                                "    private final ForestClient forest;\n"
                                        + "    private final GaugeMetricFamily kept = trees();\n"),
                mistake(
                                "a dead forest breaks the scrape",
                                COLLECTOR,
                                CATCH,
                                "throw new java.io.UncheckedIOException(e);",
                                "5.4",
                                "breaks the whole scrape")
                        .alone(),
                mistake(
                                "the old numbers of a dead forest",
                                COLLECTOR,
                                CATCH,
                                "return List.of(last, up(0));",
                                "5.4",
                                "Old numbers, or 0, would be a lie")
                        .also(
                                COLLECTOR,
                                "return List.of(trees, up(1));",
                                "last = trees;\n            return List.of(trees, up(1));")
                        .also(
                                COLLECTOR,
                                "    private final ForestClient forest;\n",
                                "    private final ForestClient forest;\n"
                                    + "    private volatile GaugeMetricFamily last = trees();\n"),
                mistake(
                        "up although the forest is dead",
                        COLLECTOR,
                        CATCH,
                        "return List.of(up(1));",
                        "5.4",
                        "say in trees_recent_up"),
                mistake(
                        "one scrape waits for the other",
                        COLLECTOR,
                        "public List<MetricFamilySamples> collect()",
                        "public synchronized List<MetricFamilySamples> collect()",
                        "5.4",
                        "Nothing here needs a lock"),
                mistake("sizes are not observed", HANDLER, SUM, "", "5.5", "Observe the size here"),
                mistake(
                        "answers counted, not their bytes",
                        HANDLER,
                        SUM,
                        "ANSWER_BYTES.observe(1);",
                        "5.5",
                        "how many bytes answer.body() has"),
                mistake(
                        "a quantile of sizes",
                        HANDLER,
                        ".help(\"Bytes of the page of each answer.\")",
                        ".help(\"Bytes of the page of each answer.\").quantile(0.5, 0.05)",
                        "5.5",
                        "it needs no quantiles"),
                mistake(
                        "a histogram for a summary",
                        HANDLER,
                        "private static final Summary ANSWER_BYTES =\n            Summary.build()",
                        "private static final io.prometheus.client.Histogram ANSWER_BYTES =\n"
                                + "            io.prometheus.client.Histogram.build()",
                        "5.5",
                        "answer_bytes is a summary"),
                mistake(
                                "only calls that went well",
                                HANDLER,
                                "            " + CALL + "\n",
                                "",
                                "5.6",
                                "observe every call, however it ended")
                        .also(
                                HANDLER,
                                SET,
                                SET
                                        + "\n"
                                        + "           "
                                        + " FOREST_CALL_SECONDS.observe((System.nanoTime() - start)"
                                        + " / 1e9);"),
                mistake(
                        "calls in milliseconds",
                        HANDLER,
                        CALL,
                        "FOREST_CALL_SECONDS.observe(seconds * 1000);",
                        "5.6",
                        "these are milliseconds"),
                mistake(
                                "one quantile is missing",
                                HANDLER,
                                "                    .quantile(0.95, 0.01)\n",
                                "",
                                "5.6",
                                "95 % is 0.95")
                        .alone(),
                mistake(
                        "no page of its own",
                        HANDLER,
                        "case \"/metrics/app\" -> ownMetrics.handle(exchange);",
                        "",
                        "5.7",
                        "add a case /metrics/app"),
                mistake(
                        "the default registry on both pages",
                        HANDLER,
                        "new HTTPMetricHandler(OWN)",
                        "new HTTPMetricHandler(CollectorRegistry.defaultRegistry)",
                        "5.7",
                        "Give it one of its own"),
                mistake(
                        "registered with its own registry alone",
                        APP,
                        ".register().register(TreeCounterHandler.OWN)",
                        ".register(TreeCounterHandler.OWN)",
                        "5.3",
                        "register() without an argument"),
                mistake(
                        "the collector is not on its own page",
                        APP,
                        ".register().register(TreeCounterHandler.OWN)",
                        ".register()",
                        "5.7",
                        "TreeCounterApp.main: not yet registered"),
                mistake(
                        "the timed handler's metrics are not on its own page",
                        LATENCY,
                        "List.of(LATENCY, IN_PROGRESS).forEach(TreeCounterHandler.OWN::register);",
                        "",
                        "5.7",
                        "LatencyHandler: not yet registered"),
                mistake(
                        "the new page is timed",
                        LATENCY,
                        PASS,
                        "if (path.equals(\"/metrics\")) {",
                        "5.7",
                        "/metrics alone passes through unmeasured"),
                mistake(
                        "every path that begins like a scrape passes",
                        LATENCY,
                        PASS,
                        "if (path.startsWith(\"/metrics\")) {",
                        "5.7",
                        "compared in a part"),
                mistake(
                        "registered again with each request, before it goes down",
                        LATENCY,
                        FINALLY,
                        FINALLY.replace(
                                "IN_PROGRESS.dec();",
                                "TreeCounterHandler.OWN.register(IN_PROGRESS);\n"
                                        + "            IN_PROGRESS.dec();"),
                        "5.2",
                        "this line has run before"),
                mistake(
                        "registered again with each request, when all is done",
                        LATENCY,
                        FINALLY,
                        FINALLY + "            TreeCounterHandler.OWN.register(IN_PROGRESS);\n",
                        "5.7",
                        "this line has run before"),
                mistake(
                                "scrapes go up and never down",
                                LATENCY,
                                "        IN_PROGRESS.inc();\n",
                                "",
                                "5.2",
                                "each scrape goes up and never down")
                        .also(LATENCY, PASS, "IN_PROGRESS.inc();\n        " + PASS),
                mistake(
                        "every page below /metrics",
                        HANDLER,
                        "            default ->",
                        "            case \"/metrics/appx\" -> ownMetrics.handle(exchange);\n"
                                + "            default ->",
                        "5.7",
                        "matches the exact path"),
                mistake(
                        "a quantile never falls",
                        "types.properties",
                        "summary.falls=yes",
                        "summary.falls=no",
                        "5.8",
                        "but a quantile of the last minute?"),
                mistake(
                        "the buckets are forgotten",
                        "types.properties",
                        "histogram.series=17",
                        "histogram.series=2",
                        "5.8",
                        "buckets, and two more"),
                mistake(
                        "a summary over all apps",
                        "types.properties",
                        "histogram.use=c",
                        "histogram.use=d",
                        "5.8",
                        "only buckets of several apps"),
                query(
                        "a job without count",
                        "01-series",
                        "{job=\"treecounter\"}",
                        "5.9",
                        "is asked for: count"),
                query(
                        "the trees of two apps added up",
                        "02-planted",
                        "sum(trees_planted)",
                        "5.10",
                        "a sum counts them twice"),
                query(
                        "max over time for max",
                        "02-planted",
                        "max_over_time(trees_planted[5m])",
                        "5.10",
                        "max compares series"),
                query(
                        "one label of two",
                        "03-by-endpoint-and-status",
                        "sum by (status) (rate(requests_total[5m]))",
                        "5.11",
                        "the label endpoint is lost"),
                query(
                        "the rate of a gauge",
                        "04-average-in-progress",
                        "rate(requests_in_progress[5m])",
                        "5.12",
                        "rate of a gauge"),
                query(
                        "avg for avg_over_time",
                        "04-average-in-progress",
                        "avg(requests_in_progress)",
                        "5.12",
                        "avg_over_time one series over time"),
                query(
                        "the average of quantiles",
                        "05-p95-of-both",
                        "avg(forest_call_seconds{quantile=\"0.95\"})",
                        "5.13",
                        "quantiles of two apps have no average"),
                query(
                        "increase of a gauge",
                        "06-planted-lately",
                        "increase(trees_planted[5m])",
                        "5.14",
                        "increase of a gauge"),
                query(
                        "the busiest for all",
                        "07-in-progress",
                        "max(requests_in_progress)",
                        "5.15",
                        "add up"),
                query(
                        "trees for species",
                        "08-species",
                        "sum by (instance) (trees_recent)",
                        "5.16",
                        "count counts the species"),
                query(
                        "the rate for the slope",
                        "09-trees-per-second",
                        "rate(trees_planted[5m])",
                        "5.17",
                        "rate of a gauge: a gauge may fall"),
                mistake(
                                "the trees by a label",
                                HANDLER,
                                "TREES_PLANTED.set(trees);",
                                "TREES_PLANTED.labels(\"ok\").set(trees);",
                                "5.1",
                                "nobody asks for it apart")
                        .also(
                                HANDLER,
                                "\"trees_planted\")",
                                "\"trees_planted\").labelNames(\"status\")"),
                mistake(
                        "a gauge with the ending of a counter",
                        HANDLER,
                        "\"trees_planted\"",
                        "\"trees_planted_total\"",
                        "5.1",
                        "is not quite trees_planted"),
                mistake(
                        "the JVM in the registry of the app",
                        APP,
                        "DefaultExports.initialize();\n",
                        "DefaultExports.initialize();\n"
                                + "        DefaultExports.register(TreeCounterHandler.OWN);\n",
                        "5.7",
                        "puts the JVM's metrics into your registry"),
                mistake(
                        "a registry that nobody registers with",
                        HANDLER,
                        "new HTTPMetricHandler(OWN)",
                        "new HTTPMetricHandler(new CollectorRegistry())",
                        "5.7",
                        "Is it the same one"),
                mistake(
                        "a scrape counted by hand",
                        HANDLER,
                        "case \"/metrics/app\" -> ownMetrics.handle(exchange);",
                        "case \"/metrics/app\" -> {\n"
                                + "                REQUESTS.labels(\"200\", \"other\").inc();\n"
                                + "                ownMetrics.handle(exchange);\n"
                                + "            }",
                        "5.7",
                        "this scrape is counted in requests_total"),
                mistake(
                        "bytes of another encoding",
                        HANDLER,
                        "StandardCharsets.UTF_8).length",
                        "StandardCharsets.UTF_16LE).length",
                        "5.5",
                        "these are twice as many bytes"));
    }
}
