package treecounter.workbench.lessons.modelserving;

import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 10, written otherwise. */
final class ModelServingVariantsTest extends VariantsTest {
    private static final String SHOW = "src/main/java/treecounter/ModelMetrics.java";
    private static final String RULES = "rules/drift.yaml";

    private static final String CAUGHT =
            """
                    } catch (ModelFailure | RuntimeException e) {
                        ERRORS.inc();
                        FALLBACKS.labels("failed").inc();
                        return RuleOfThumb.predict(words);
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("nanoseconds, divided")
                        .with(
                                HANDLER,
                                "        try (Histogram.Timer timer = LATENCY.startTimer()) {\n",
                                "        long start = System.nanoTime();\n        try {\n")
                        .with(
                                HANDLER,
                                "            IN_PROGRESS.dec();\n",
                                "            IN_PROGRESS.dec();\n"
                                    + "            LATENCY.observe((System.nanoTime() - start) /"
                                    + " 1e9);\n"),
                variant("two ways to fail, caught apart")
                        .with(
                                HANDLER,
                                CAUGHT,
                                CAUGHT.replace("ModelFailure | RuntimeException", "ModelFailure")
                                        + CAUGHT.replace(
                                                "ModelFailure | RuntimeException",
                                                "RuntimeException")),
                variant("a request is counted at the end, whatever happens")
                        .with(HANDLER, "        REQUESTS.inc();\n", "")
                        .with(
                                HANDLER,
                                "case \"/predict\" -> predict(exchange).send(exchange);",
                                "case \"/predict\" -> {\n"
                                        + "                try {\n"
                                        + "                    predict(exchange).send(exchange);\n"
                                        + "                } finally {\n"
                                        + "                    REQUESTS.inc();\n"
                                        + "                }\n"
                                        + "            }"),
                variant("the model is described by a gauge of 1")
                        .with(
                                SHOW,
                                "    private static final Info MODEL =\n"
                                        + "            Info.build().name(\"model\")"
                                        + ".help(\"The model that is served.\").register();\n",
                                "    private static final Gauge MODEL =\n"
                                        + "            Gauge.build().name(\"model_info\")"
                                        + ".help(\"The model that is served.\")"
                                        + ".labelNames(\"version\", \"trained\").register();\n")
                        .with(SHOW, "import io.prometheus.client.Info;\n", "")
                        .with(
                                SHOW,
                                "        MODEL.info(\"version\", facts.version(), \"trained\","
                                        + " facts.trained().toString());\n",
                                "        MODEL.clear();\n"
                                        + "        MODEL.labels(facts.version(),"
                                        + " facts.trained().toString()).set(1);\n"),
                variant("the sentiments are there at 0")
                        .with(
                                HANDLER,
                                "        List.of(\"failed\","
                                        + " \"unsure\").forEach(FALLBACKS::labels);\n",
                                "        List.of(\"failed\","
                                        + " \"unsure\").forEach(FALLBACKS::labels);\n"
                                        + "        List.of(\"negative\", \"neutral\","
                                        + " \"positive\").forEach(PREDICTIONS::labels);\n"),
                variant("only what is right is counted under its sentiment")
                        .with(
                                HANDLER,
                                "            RIGHT.labels(told.get()).inc(right ? 1 : 0);\n",
                                "            if (right) {\n"
                                        + "                RIGHT.labels(told.get()).inc();\n"
                                        + "            }\n"),
                variant("other buckets, the gauge set, the body limited twice")
                        .with(
                                HANDLER,
                                "                    .buckets(0.4, 0.5, 0.6, 0.7, 0.8, 0.9,"
                                        + " 0.95)\n",
                                "                    .linearBuckets(0.35, 0.05, 13)\n")
                        .with(
                                HANDLER,
                                "            IN_PROGRESS.dec();\n",
                                "            IN_PROGRESS.inc(-1);\n"),
                variant("a rule without abs, in two halves")
                        .with(RULES, "          abs(\n", "          (\n")
                        .with(RULES, "          ) > 0.1\n", "          ) ^ 2 > 0.01\n"));
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        return Map.of(
                ModelServingQueries.SHARE,
                List.of(
                        "1 - sum(rate(predictions_total{sentiment!=\"negative\"}[5m])) /"
                                + " sum(rate(predictions_total[5m]))"),
                ModelServingQueries.DISTANCE,
                List.of(
                        "sum by (instance) (rate(predictions_total{sentiment=\"negative\"}[5m])) /"
                                + " sum by (instance) (rate(predictions_total[5m])) - on (instance)"
                                + " model_training_share{sentiment=\"negative\"}"),
                ModelServingQueries.ACCURACY,
                List.of(
                        "sum(increase(predictions_right_total[5m])) /"
                                + " sum(increase(predictions_judged_total[5m]))"));
    }
}
