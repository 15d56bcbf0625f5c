package treecounter.workbench.lessons.modelserving;

import java.util.Arrays;
import java.util.List;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.WrittenRule;

/**
 * The PromQL exercises: two apps, of which the second was restarted 20 s ago, with a newer model.
 * What guests wrote changed all the time. And the rule that watches for such a change.
 */
final class ModelServingQueries {
    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> RESTART = List.of(580);
    private static final List<String> SENTIMENTS = List.of("negative", "neutral", "positive");

    /** The second app has a newer model already. */
    private static final double[][] LEARNED = {{0.2, 0.3, 0.5}, {0.25, 0.3, 0.45}};

    private static final String THERE = "it is there as soon as a review is";
    private static final String GROWS = "both sides grow by the same factor";
    private static final String BOTH = "both sides are divided by as many series";
    private static final String ONE_EACH = "one series of each app is negative";
    private static final String ONE = "it is one number already";

    static final Exercise SHARE =
            new Exercise("01-negative-share", predictions())
                    .gives(0.366676033)
                    .over(calm(), ", and nobody is dissatisfied")
                    .gives(0)
                    .equivalent("increase for rate", GROWS)
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(rate(predictions_total{sentiment=\"negative\"}[5m]))",
                            "this grows with the traffic too. Divide by the rate of all"
                                    + " predictions.");

    static final Exercise DISTANCE =
            new Exercise("02-distance", predictions())
                    .gives(0.176125059, "instance", "app-1:8001")
                    .gives(0.102900552, "instance", "app-2:8001")
                    .over(calm(), ", and nobody is dissatisfied")
                    .gives(-0.2, "instance", "app-1:8001")
                    .equivalent("on one side: min keeps", ONE_EACH)
                    .equivalent("on one side: max keeps", ONE_EACH)
                    .equivalent("on one side: avg is the mean", ONE_EACH)
                    .equivalent("a sum hides that one", "what an app counts starts anew together")
                    .equivalent("an average of ratios", "each app has one ratio")
                    .equivalent("increase for rate", GROWS)
                    .mistake(
                            "sum(rate(predictions_total{sentiment=\"negative\"}[5m])) /"
                                    + " sum(rate(predictions_total[5m])) -"
                                    + " max(model_training_share{sentiment=\"negative\"})",
                            "the apps are put together, and not every one has the same model. Sum"
                                    + " by (job, instance).")
                    .mistake(
                            "sum by (job, instance)"
                                + " (rate(predictions_total{sentiment=\"negative\"}[5m])) / sum by"
                                + " (job, instance) (rate(predictions_total[5m]))",
                            "this is the share itself. Subtract the one in training.");

    static final Exercise CONFIDENCE =
            new Exercise("03-confidence", confidence())
                    .gives(0.723652272)
                    .equivalent("increase for rate", GROWS)
                    .equivalent("avg is the mean", BOTH)
                    .equivalent("> 0 leaves out", "the likeliest has a third at least")
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "histogram_quantile(0.5, sum by (le)"
                                    + " (rate(prediction_confidence_bucket[5m])))",
                            "this is the median, as well as the buckets can tell. The mean is sum"
                                    + " by count.");

    static final Exercise UNKNOWN =
            new Exercise("04-unknown-words", words())
                    .gives(0.109759323)
                    .over(allKnown(), ", and every word is known")
                    .gives(0)
                    .equivalent("increase for rate", GROWS)
                    .equivalent("avg is the mean", BOTH)
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(rate(unknown_words_total[5m])) /"
                                    + " sum(rate(review_length_words_count[5m]))",
                            "these are unknown words in a review. All words are the sum of the"
                                    + " lengths.");

    static final Exercise BEFORE =
            new Exercise("05-before", predictions())
                    .gives(0.154263128)
                    .over(calm(), ", and nobody is dissatisfied")
                    .gives(0)
                    .equivalent("increase for rate", GROWS)
                    .equivalent("sum is one too many", ONE)
                    .equivalent("avg is one too many", ONE)
                    .equivalent("max is one too many", ONE)
                    .equivalent("min is one too many", ONE)
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(rate(predictions_total{sentiment=\"negative\"}[1m])) /"
                                    + " sum(rate(predictions_total[1m])) -"
                                    + " sum(rate(predictions_total{sentiment=\"negative\"}[5m])) /"
                                    + " sum(rate(predictions_total[5m]))",
                            "this compares with a longer range. offset 5m looks from five minutes"
                                    + " ago.")
                    .mistake(
                            "sum(rate(predictions_total{sentiment=\"negative\"}[1m])) /"
                                + " sum(rate(predictions_total[1m])) -"
                                + " sum(rate(predictions_total{sentiment=\"negative\"}[1m] offset"
                                + " 5m)) / sum(rate(predictions_total[1m]))",
                            "in the share of the time before, one of the two rates is that of now:"
                                    + " offset stands behind each range.");

    static final Exercise ACCURACY =
            new Exercise("06-accuracy", judged())
                    .gives(0.628437725)
                    .equivalent("increase for rate", GROWS)
                    .equivalent("avg is the mean", BOTH)
                    .equivalent("> 0 leaves out", "some predictions are right")
                    .equivalent("vector(0)", "it is there as soon as somebody judges")
                    .mistake(
                            "avg(rate(predictions_right_total[5m]) /"
                                    + " rate(predictions_judged_total[5m]))",
                            "a sentiment that is seldom told counts as much as one that is told"
                                    + " often. Sum first, divide then.")
                    .mistake(
                            "sum(rate(predictions_right_total[5m])) /"
                                    + " sum(rate(predictions_total[5m]))",
                            "most guests never judge, and who did not judge has not said that it"
                                    + " was wrong. Divide by the judged ones.");

    private static final String CLASS = "predictions_total{sentiment=\"negative\"}";

    static final RuleExercise DRIFT =
            new RuleExercise("rules/drift.yaml", "SentimentDrifted")
                    .tells("$value")
                    .over(
                            "from minute 5 to 12 twice as many of the reviews are negative",
                            learned(
                                    both(
                                            both(Course.every(5), "negative", "5m 2, 7m 4, 5m 2"),
                                            "positive",
                                            "5m 8, 7m 6, 5m 8"),
                                    "17m 0.2"))
                    .fires("7m30s", "12m30s", "20s", "severity", "minor")
                    .over(
                            "the model learned in winter, and from minute 5 to 12 it is summer",
                            learned(
                                    both(
                                            both(Course.every(5), "negative", "5m 5, 7m 3, 5m 5"),
                                            "positive",
                                            "5m 5, 7m 7, 5m 5"),
                                    "17m 0.5"))
                    .fires("7m30s", "12m30s", "20s", "severity", "minor")
                    .over(
                            "on a fine day three times as many guests write, as content as ever;"
                                    + " and for ten seconds all grumble",
                            learned(
                                    both(
                                            both(
                                                    Course.every(5),
                                                    "negative",
                                                    "4m 2, 4m 6, 3m 2, 10s 10, 4m 2"),
                                            "positive",
                                            "4m 8, 4m 24, 3m 8, 10s 0, 4m 8"),
                                    "15m10s 0.2"))
                    .over(
                            "nobody writes at night",
                            learned(
                                    both(
                                            both(Course.every(5), "negative", "4m 2, 6m 0, 2m 2"),
                                            "positive",
                                            "4m 8, 6m 0, 2m 8"),
                                    "12m 0.2"))
                    .wrong(
                            "the rate of one class",
                            "the rate of a class grows with the traffic too. Divide it by the rate"
                                    + " of all predictions.",
                            drift("2m", "sum(rate(" + CLASS + "[1m])) > 5"))
                    .wrong(
                            "only upwards",
                            "a share can fall too. abs(...) around the difference, and the bound"
                                    + " behind it, take both directions.",
                            drift("2m", "(" + distance("[1m]") + ") > 0.1"))
                    .wrong(
                            "only downwards",
                            "a share can rise too. abs(...) around the difference takes both"
                                    + " directions.",
                            drift("2m", "-(" + distance("[1m]") + ") > 0.1"))
                    .wrong(
                            "what both apps learned together",
                            "what two apps learned, in one sum, is twice the share. max(...) takes"
                                    + " one.",
                            drift(
                                    "2m",
                                    "abs(" + distance("[1m]").replace("max(", "sum(") + ") > 0.1"))
                    .wrong(
                            "the largest share of all",
                            "the share of every sentiment is looked at, and the largest is not that"
                                    + " of negative. Select it.",
                            drift(
                                    "2m",
                                    "abs("
                                            + distance("[1m]")
                                                    .replace("{sentiment=\"negative\"})", ")")
                                            + ") > 0.1"))
                    .wrong(
                            "no for",
                            "without for a burst of ten seconds is told.",
                            drift("", "abs(" + distance("[1m]") + ") > 0.1"))
                    .wrong(
                            "a fixed share",
                            "another model learned from other reviews. Compare with"
                                    + " model_training_share.",
                            drift(
                                    "2m",
                                    "abs(sum(rate("
                                            + CLASS
                                            + "[1m])) / sum(rate(predictions_total[1m])) - 0.2) >"
                                            + " 0.1"))
                    .wrong(
                            "counters compared",
                            "this is the share since the apps started. Divide rates of the last"
                                    + " minute.",
                            drift(
                                    "2m",
                                    "abs(sum("
                                            + CLASS
                                            + ") / sum(predictions_total) -"
                                            + " max(model_training_share{sentiment=\"negative\"}))"
                                            + " > 0.1"))
                    .wrong(
                            "ten hundred percent",
                            "a share goes from 0 to 1: a tenth is 0.1.",
                            drift("2m", "abs(" + distance("[1m]") + ") > 10"))
                    .wrong(
                            "labels that do not pair",
                            "sum(...) has no labels and model_training_share has, so no pair is"
                                    + " found. max(...) takes them away.",
                            drift(
                                    "2m",
                                    "abs(sum(rate("
                                            + CLASS
                                            + "[1m])) / sum(rate(predictions_total[1m])) -"
                                            + " model_training_share{sentiment=\"negative\"}) >"
                                            + " 0.1"))
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*>=?\\s*[1-9]\\d*\\s*"),
                            "a share goes from 0 to 1: a tenth is 0.1.")
                    .whenSilent(
                            rule ->
                                    rule.expr().contains("model_training_share")
                                            && !rule.expr().contains("max"),
                            "sum(...) has no labels and model_training_share has, so no pair is"
                                    + " found. max(...) takes them away.");

    private ModelServingQueries() {}

    static List<Exercise> all() {
        return List.of(SHARE, DISTANCE, CONFIDENCE, UNKNOWN, BEFORE, ACCURACY);
    }

    private static String distance(String range) {
        return "sum(rate("
                + CLASS
                + range
                + ")) / sum(rate(predictions_total"
                + range
                + ")) - max(model_training_share{sentiment=\"negative\"})";
    }

    private static WrittenRule drift(String held, String expr) {
        return WrittenRule.alert("SentimentDrifted", "minor", held, expr);
    }

    /** Predictions of two apps together, so many a second. */
    private static Course both(Course course, String sentiment, String phases) {
        String name =
                "predictions_total{job=\"treecounter\",instance=\"app-%d:8001\",sentiment=\"%s\"}";
        return course.counter(name.formatted(1, sentiment), phases)
                .counter(name.formatted(2, sentiment), phases);
    }

    private static Course learned(Course course, String phases) {
        String name =
                "model_training_share{job=\"treecounter\",instance=\"app-%d:8001\",sentiment=\"%s\"}";
        // Of the others one is more, as it is in what the model learned from.
        String others = phases.replaceAll(" .*", " 0.48");
        return course.gauge(name.formatted(1, "negative"), phases)
                .gauge(name.formatted(2, "negative"), phases)
                .gauge(name.formatted(1, "positive"), others)
                .gauge(name.formatted(2, "positive"), others);
    }

    private static MadeSeries predictions() {
        MadeSeries series = new MadeSeries();
        predictions(series, NEVER, 1, "negative", 0.4, 1.4, 0.7, 2);
        predictions(series, NEVER, 1, "neutral", 1, 0.6, 1.5, 0.9);
        predictions(series, NEVER, 1, "positive", 2, 1.3, 2.6, 1.5);
        predictions(series, RESTART, 2, "negative", 0.2, 0.9, 0.5, 1.2);
        predictions(series, RESTART, 2, "neutral", 0.5, 0.8, 0.3, 0.6);
        predictions(series, RESTART, 2, "positive", 1.4, 0.7, 1.9, 0.8);
        return shares(series);
    }

    private static MadeSeries calm() {
        MadeSeries series = new MadeSeries();
        predictions(series, NEVER, 1, "negative", 0, 0, 0, 0);
        predictions(series, NEVER, 1, "neutral", 1, 0.6, 1.5, 0.9);
        predictions(series, NEVER, 1, "positive", 2, 1.1, 2.6, 1.3);
        return shares(series);
    }

    private static void predictions(
            MadeSeries series, List<Integer> restarts, int app, String sentiment, double... rates) {
        series.restarted(restarts, of("predictions_total", app, sentiment), rates);
    }

    private static MadeSeries shares(MadeSeries series) {
        for (int app = 1; app <= 2; app++) {
            for (int i = 0; i < SENTIMENTS.size(); i++) {
                series.gauge(
                        of("model_training_share", app, SENTIMENTS.get(i)), 0, LEARNED[app - 1][i]);
            }
        }
        return series;
    }

    private static MadeSeries confidence() {
        List<String> bounds = List.of("0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "+Inf");
        List<Double> typical = List.of(0.37, 0.46, 0.55, 0.66, 0.74, 0.86, 0.93, 0.98);
        double[][] first = {
            {0, 0.1, 0.1, 0.2, 0.4, 0.8, 1, 1.2},
            {0.1, 0.4, 0.6, 0.4, 0.6, 0.4, 0.3, 0.2},
            {0.05, 0.2, 0.3, 0.5, 0.2, 0.7, 0.4, 0.6},
            {0.2, 0.5, 0.4, 0.6, 0.3, 0.2, 0.4, 0.1}
        };
        double[][] second = {
            {0, 0, 0.2, 0.1, 0.3, 0.5, 0.9, 1},
            {0.05, 0.3, 0.2, 0.5, 0.1, 0.6, 0.2, 0.4},
            {0.1, 0.1, 0.4, 0.2, 0.5, 0.3, 0.2, 0.5},
            {0.1, 0.2, 0.3, 0.1, 0.4, 0.2, 0.3, 0.2}
        };
        MadeSeries series = new MadeSeries();
        series.histogram(NEVER, "prediction_confidence", of(1), bounds, typical, first);
        return series.histogram(RESTART, "prediction_confidence", of(2), bounds, typical, second);
    }

    private static MadeSeries words() {
        return lengths()
                .counter("unknown_words_total{%s}".formatted(of(1)), 0.3, 4, 2, 6)
                .restarted(RESTART, "unknown_words_total{%s}".formatted(of(2)), 0.2, 3, 5, 1.5);
    }

    private static MadeSeries allKnown() {
        return lengths()
                .counter("unknown_words_total{%s}".formatted(of(1)), 0, 0, 0, 0)
                .restarted(RESTART, "unknown_words_total{%s}".formatted(of(2)), 0, 0, 0, 0);
    }

    private static MadeSeries lengths() {
        return new MadeSeries()
                .counter("review_length_words_count{%s}".formatted(of(1)), 2, 1.4, 2.5, 1.1)
                .counter("review_length_words_sum{%s}".formatted(of(1)), 40, 30, 55, 22)
                .restarted(
                        RESTART, "review_length_words_count{%s}".formatted(of(2)), 1, 1.7, 0.6, 2)
                .restarted(RESTART, "review_length_words_sum{%s}".formatted(of(2)), 18, 33, 14, 45);
    }

    private static MadeSeries judged() {
        MadeSeries series = new MadeSeries();
        judged(series, NEVER, 1, "negative", new double[] {0.2, 0.5, 0.3, 0.6}, 0.6);
        judged(series, NEVER, 1, "neutral", new double[] {0.3, 0.2, 0.5, 0.3}, 0.8);
        judged(series, NEVER, 1, "positive", new double[] {0.8, 0.5, 0.9, 0.4}, 0.9);
        judged(series, RESTART, 2, "negative", new double[] {0.1, 0.3, 0.2, 0.5}, 0.5);
        judged(series, RESTART, 2, "neutral", new double[] {0.2, 0.4, 0.1, 0.2}, 0.7);
        judged(series, RESTART, 2, "positive", new double[] {0.6, 0.4, 0.7, 0.3}, 0.95);
        return series;
    }

    /** Of which a share is right, and less and less. */
    private static void judged(
            MadeSeries series,
            List<Integer> restarts,
            int app,
            String sentiment,
            double[] rates,
            double right) {
        double[] rightOnes = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            rightOnes[i] = rates[i] * (right - 0.1 * i);
        }
        double[] all = Arrays.stream(rates).map(rate -> 4 * rate + 1).toArray();
        series.restarted(restarts, of("predictions_total", app, sentiment), all);
        series.restarted(restarts, of("predictions_judged_total", app, sentiment), rates);
        series.restarted(restarts, of("predictions_right_total", app, sentiment), rightOnes);
    }

    private static String of(String name, int app, String sentiment) {
        return "%s{%s,sentiment=\"%s\"}".formatted(name, of(app), sentiment);
    }

    private static String of(int app) {
        return "job=\"treecounter\",instance=\"app-%d:8001\"".formatted(app);
    }
}
