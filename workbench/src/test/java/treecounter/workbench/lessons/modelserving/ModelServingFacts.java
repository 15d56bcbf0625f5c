package treecounter.workbench.lessons.modelserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;

/** What the tests know of lesson 10. */
final class ModelServingFacts extends Facts {
    private static final String GLAD = "The lake was lovely and the guide was friendly.";
    private static final String SAD = "The path was muddy. Such a broken bench.";
    private static final String STRANGE = "Xyzzy plugh.";
    private static final int GLAD_ONES = 6;
    private static final int SAD_ONES = 3;
    private static final int WORDS = 9 * GLAD_ONES + 8 * SAD_ONES + 2;

    @Override
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        for (String number : List.of("1", "2", "3", "4", "5", "6", "9", "16", "17", "19")) {
            failures.put("10." + number, "TreeCounterHandler: declare it");
        }
        failures.put("10.7", "ModelMetrics.java: declare it");
        failures.put("10.8", "ModelMetrics.java: declare it");
        failures.put("10.10", "queries/01-negative-share.promql: write the query");
        failures.put("10.11", "queries/02-distance.promql: write the query");
        failures.put("10.12", "queries/03-confidence.promql: write the query");
        failures.put("10.13", "queries/04-unknown-words.promql: write the query");
        failures.put("10.14", "queries/05-before.promql: write the query");
        failures.put("10.15", "rules/drift.yaml");
        failures.put("10.18", "queries/06-accuracy.promql: write the query");
        return failures;
    }

    @Override
    public List<String> stays() {
        return List.of();
    }

    /** There is no week before in a stack that has just begun. */
    @Override
    public Set<String> empty() {
        return Set.of("05-before");
    }

    @Override
    public void warmUp(Live live) throws Exception {
        reviews(live, 1, 1);
        live.await("predictions_judged_total", all -> all.size() == 2);
        reviews(live, GLAD_ONES - 1, SAD_ONES - 1);
        live.post("/predict", review(STRANGE), 200);
        live.post("/predict", "{}", 400);
        live.await(
                "prediction_requests_total", all -> all.get(0).value() == GLAD_ONES + SAD_ONES + 2);
    }

    /** Each of them judged, the glad ones as right. */
    private static void reviews(Live live, int glad, int sad) throws Exception {
        for (int i = 0; i < glad; i++) {
            live.post("/predict", review(GLAD), 200);
            live.post("/truth", judged(GLAD, "positive"), 200);
        }
        for (int i = 0; i < sad; i++) {
            live.post("/predict", review(SAD), 200);
            live.post("/truth", judged(SAD, "neutral"), 200);
        }
    }

    private static String review(String text) {
        return "{\"review\": \"%s\"}".formatted(text);
    }

    private static String judged(String text, String truth) {
        return "{\"review\": \"%s\", \"sentiment\": \"%s\"}".formatted(text, truth);
    }

    @Override
    public void metricsAgree(Live live) throws Exception {
        assertThat(live.by("predictions_total", "sentiment"))
                .containsEntry("positive", (double) GLAD_ONES)
                .containsEntry("negative", (double) SAD_ONES);
        assertThat(live.by("predictions_judged_total", "sentiment"))
                .isEqualTo(Map.of("positive", (double) GLAD_ONES, "negative", (double) SAD_ONES));
        assertThat(live.by("predictions_right_total", "sentiment"))
                .isEqualTo(Map.of("positive", (double) GLAD_ONES, "negative", 0.0));
        assertThat(live.by("fallback_predictions_total", "reason"))
                .isEqualTo(Map.of("unsure", 1.0, "failed", 0.0));
        assertThat(live.value("review_length_words_sum")).isEqualTo(WORDS);
        assertThat(live.value("unknown_words_total")).isEqualTo(2);
        assertThat(live.value("prediction_error_total")).isZero();
        assertThat(live.value("model_info")).isEqualTo(1);
        assertThat(live.value("sum(model_training_share)")).isCloseTo(1, within(1e-9));
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        switch (name) {
            case "01-negative-share" -> assertThat(live.value(query)).isBetween(0.1, 0.5);
            case "02-distance" -> assertThat(live.value(query)).isBetween(-0.15, 0.3);
            case "03-confidence" -> assertThat(live.value(query)).isBetween(0.7, 0.95);
            case "04-unknown-words" -> assertThat(live.value(query)).isBetween(0.001, 0.1);
            case "05-before" -> assertThat(live.ask(query)).isEmpty();
            case "06-accuracy" -> assertThat(live.value(query)).isBetween(0.5, 0.9);
            default -> super.queryAgrees(name, query, live);
        }
    }
}
