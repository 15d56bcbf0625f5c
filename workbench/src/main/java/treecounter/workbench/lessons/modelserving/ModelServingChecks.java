package treecounter.workbench.lessons.modelserving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Causes;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Delta;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Measured;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.promql.RuleGrading;

/** Bonus: a model that is served, what any service tells, and what only a model has to tell. */
@LessonChecks
public class ModelServingChecks {
    private static final String REQUESTS = "prediction_requests_total";
    private static final String ERRORS = "prediction_error_total";
    private static final String LATENCY = "prediction_latency_seconds";
    private static final String LENGTH = "review_length_words";
    private static final String PREDICTIONS = "predictions_total";
    private static final String CONFIDENCE = "prediction_confidence";
    private static final String INFO = "model_info";
    private static final String TRAINED = "model_trained_timestamp_seconds";
    private static final String SHARE = "model_training_share";
    private static final String UNKNOWN = "unknown_words_total";
    private static final String FALLBACKS = "fallback_predictions_total";
    private static final String JUDGED = "predictions_judged_total";
    private static final String RIGHT = "predictions_right_total";
    private static final String IN_PROGRESS = "predictions_in_progress";
    private static final String MOST = "predictions_in_progress_max";
    private static final String MEMORY = "model_memory_bytes";

    private static final String GOOD = "The lake was lovely and the guide was friendly.";
    private static final int GOOD_WORDS = 9;
    private static final String BAD = "The path was muddy. Such a broken bench.";
    private static final int BAD_WORDS = 8;
    private static final String STRANGE = "Xyzzy plugh.";

    /** A word twice, a blank too many, and no word that the model knows. */
    private static final String STRANGER = "Xyzzy  plugh xyzzy.";

    private static final int STRANGER_WORDS = 3;

    /** The model is sure of it, and does not know a word. */
    private static final String SURE_AND_NEW = GOOD + " Xyzzy.";

    /** So sure is the bench's model, which learned from a fixed seed. */
    private static final String HALF_SURE = "The path was long.";

    private static final String LESS_SURE = "The lake was muddy and the guide was friendly.";
    private static final String LONG = "The path is long. ".repeat(65);
    private static final int LONG_WORDS = 260;

    /** It takes the bench's slow model a quarter of a second. */
    private static final String LONGER = "The path is long. ".repeat(300);

    private static final int LONGER_WORDS = 1_200;
    private static final String NO_REVIEW = "{\"text\": \"none\"}";
    private static final int TOO_MANY = 20_000;

    private static final long PAUSE_MILLIS = 100;
    private static final long LONG_PAUSE_MILLIS = 900;
    private static final int SLOW_WORDS = 200;
    private static final double SLOW_SECONDS = SLOW_WORDS * BenchRoom.MICROS_PER_WORD / 1e6;
    private static final Pattern REASONS_MADE =
            Pattern.compile(
                    "\"failed\", \"unsure\"\\)\\s*\\.forEach\\(\\w+::labels\\)"
                            + "|(?s)\\.labels\\(\"failed\"\\);.*\\.labels\\(\"unsure\"\\);");
    private static final int HELD_WORDS = 700;
    private static final int HELD = 3;

    /** Most predictions of the workshop's model take less. */
    private static final double QUICK = 0.001;

    private static final int FEWEST_BOUNDS = 4;

    private static final String HANDLER = "TreeCounterHandler";
    private static final String PREDICT = HANDLER + ".predict: ";
    private static final String TRUTH = HANDLER + ".truth: ";
    private static final String SHOW = "ModelMetrics.java, show: ";

    /** A number of places, however many. */
    private static final Pattern FIXED = Pattern.compile("new String\\[");

    /** What leaves out the end of something. */
    private static final Pattern CUT = Pattern.compile("\\.(limit|subList|substring|copyOf)\\(");

    /** What has each of some words once. */
    private static final Pattern ONCE =
            Pattern.compile("\\bHashSet|TreeSet|Set\\.|toSet\\(|distinct\\(");

    private static final String OTHER_FACTS =
            """
            {"version": "other", "trained": "2026-01-02T03:04:05Z", "seed": 1, "rows": 100,
             "accuracy": 0.5, "seconds": 1, "shares": {"bad": 0.25, "good": 0.75}}
            """;

    private static final Pattern CATCHES =
            Pattern.compile("catch \\([^)]*\\b(Runtime)?Exception\\b");

    private static final Predicate<Difference> REVIEW_IS_LABEL =
            it -> it.someValue(text -> text.contains(" "));

    private static final String REVIEW_AS_LABEL =
            "what a guest wrote is the label: series without end, and personal data in each. The"
                    + " sentiment is one of three.";

    private static final Causes ASKED =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT + "nothing is counted: inc() is not come to.")
                    .when(
                            it -> it.isTimes(2),
                            PREDICT + "a request is counted twice. Once is enough, at the start.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            Difference::growsWithScrapes,
                            HANDLER
                                    + ": scrapes are counted too, so inc() stands where each"
                                    + " request comes by. A request for a prediction is one of"
                                    + " /predict.")
                    .otherwise(PREDICT + "count each request once.");

    private static final Causes REFUSED_TOO =
            new Causes()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT
                                    + "what is refused was asked for too, and is not counted. Who"
                                    + " counts good answers only does not see a client that sends"
                                    + " nothing else. Count before anything can return or throw.")
                    .when(
                            it -> it.surplus() < 0,
                            PREDICT
                                    + "some of what is refused is not counted. Count at the very"
                                    + " start, before the method is looked at and the body is"
                                    + " read.")
                    .otherwise(PREDICT + "one of these is counted twice.");

    private static final Causes OTHERS =
            new Causes()
                    .otherwise(
                            HANDLER
                                    + ".handle: other paths are counted too. A request for a"
                                    + " prediction is one of /predict.");

    private static final Causes WENT_WELL =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "what went well is counted too. finally is come to in any"
                                    + " case; what failed, catch sees.");

    private static final Causes NOT_FAILED =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "what the client got wrong is counted as a failure. Nothing"
                                    + " was predicted, so no prediction failed.");

    private static final Causes BUG =
            new Causes()
                    .when(
                            it -> it.found().isEmpty() && CATCHES.matcher(it.code()).find(),
                            PREDICT
                                    + "RuntimeException is caught, and still that of a long review"
                                    + " is not: words(review) throws it. Does it stand within the"
                                    + " try?")
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT
                                    + "the prediction fails with an exception that is no"
                                    + " ModelFailure, and is not counted. Catch RuntimeException"
                                    + " too, count, and throw it on.")
                    .otherwise(PREDICT + "one prediction failed. Count it once.");

    private static final Causes MENDED =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "the long review got its prediction, and is counted as a"
                                    + " failure.");

    private static final Causes SPOILED =
            new Causes()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT
                                    + "without a model the prediction fails, whatever is answered"
                                    + " then: 503, or what a rule of thumb says. Count where"
                                    + " ModelFailure is caught, not by the status.")
                    .otherwise(PREDICT + "one prediction failed. Count it once.");

    private static final Causes OBSERVED =
            new Causes()
                    .when(
                            it -> it.found().isEmpty() && it.code().contains(".startTimer()"),
                            PREDICT
                                    + "the timer is started and never stopped. try (Histogram.Timer"
                                    + " timer = ...) stops it.")
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT + "nothing is observed: no line that does is come to.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.surplus() > 0,
                            PREDICT
                                    + "one review was predicted and one refused, and more than one"
                                    + " time is observed. Start the timer after the body is read,"
                                    + " and stop it once.")
                    .otherwise(PREDICT + "observe each prediction once.");

    private static final Causes LENGTHS =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT + "nothing is observed: no line that does is come to.")
                    .whenOtherLabels(HANDLER + ": ")
                    .otherwise(PREDICT + "observe each review once, and only what is one.");

    private static final Causes BY_SENTIMENT =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT + "nothing is counted: no line that does is come to.")
                    .when(REVIEW_IS_LABEL, PREDICT + REVIEW_AS_LABEL)
                    .when(
                            it -> it.someValue(text -> text.matches("[\\d.]+")),
                            PREDICT
                                    + "a probability is the label: each number makes a series of"
                                    + " its own. The label is the sentiment.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.someValue(text -> !text.equals(text.toLowerCase(Locale.ROOT))),
                            PREDICT
                                    + "this is another spelling than the prediction's own, so it is"
                                    + " another series.")
                    .when(
                            it -> it.sum() != Math.rint(it.sum()),
                            PREDICT + "what is added is no count. inc() alone adds one.")
                    .when(
                            it -> it.values("sentiment").size() < it.expected().size(),
                            PREDICT
                                    + "all are counted under one sentiment. The prediction knows"
                                    + " its own.")
                    .when(
                            it -> it.surplus() > 0,
                            PREDICT + "more is counted than was predicted. One for each.")
                    .otherwise(PREDICT + "count each prediction once, under the sentiment it has.");

    private static final Causes SURE =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT + "nothing is observed: no line that does is come to.")
                    .whenOtherLabels(HANDLER + ": ")
                    .otherwise(PREDICT + "observe each prediction of the model once.");

    private static final Causes STRANGE_WORDS =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT
                                    + "nothing is added. model.unknown(words) says how many words"
                                    + " of a review the model does not know.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.sum() != Math.rint(it.sum()),
                            PREDICT
                                    + "a share of the words is added. Add how many: the share is a"
                                    + " question for later.")
                    .when(
                            it -> it.sum() == 2,
                            PREDICT
                                    + "reviews with unknown words are counted. Count the words:"
                                    + " inc(...) takes how many.")
                    .when(
                            it -> it.sum() == STRANGER_WORDS && ONCE.matcher(it.code()).find(),
                            PREDICT + "a word that comes twice is counted once. A list has both.")
                    .when(
                            it -> it.sum() == STRANGER_WORDS,
                            PREDICT
                                    + "unknown words in a review that the model is sure of are left"
                                    + " out. They tell the most: it does not know what it missed.")
                    .when(
                            it -> it.surplus() > 0,
                            PREDICT + "known words are in it, or some are counted twice.")
                    .otherwise(PREDICT + "add model.unknown(words) of each review.");

    private static final Causes APART =
            new Causes()
                    .when(
                            it -> it.found().isEmpty(),
                            PREDICT
                                    + "the rule of thumb has answered and nothing is counted. Who"
                                    + " does not count it believes for ever that a model answers.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.missing().isEmpty() && it.values("reason").size() > 1,
                            PREDICT
                                    + "one answer is counted under both reasons. It has one: the"
                                    + " model failed, or it was unsure.")
                    .when(
                            it -> !it.values("reason").equals(values(it)),
                            PREDICT
                                    + "the reason is failed where there is no model, and unsure"
                                    + " where it is less than 0.5 sure.")
                    .otherwise(PREDICT + "count each answer of the rule of thumb once.");

    private static final Causes NONE_APART =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "the model was sure, and the rule of thumb is counted. Count"
                                    + " only where it answers.");

    private static final Causes UNSURE_FAILED =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "a model that is unsure has not failed. Count that apart from"
                                    + " errors.");

    private static final Causes NOT_THE_MODELS =
            new Causes()
                    .otherwise(
                            PREDICT
                                    + "predictions_total counts what the model says, and there was"
                                    + " none. What the rule of thumb says is counted apart.");

    private static final Causes REFUSED =
            new Causes()
                    .otherwise(
                            TRUTH
                                    + "what is answered 400 judges nothing. Count once the body has"
                                    + " been understood.");

    private static final Causes TOLD =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            TRUTH + "nothing is counted: no line that does is come to.")
                    .when(
                            it -> it.surplus() > 0 && it.missing().isEmpty(),
                            TRUTH
                                    + "more is counted than was judged, or was right. One judged"
                                    + " prediction was right, the other was not, and an answer"
                                    + " about no prediction judges none.")
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.someValue(text -> text.matches("true|false")),
                            TRUTH
                                    + "whether it was right is the label. The label is the"
                                    + " sentiment, and right ones have a counter of their own.")
                    .when(REVIEW_IS_LABEL, TRUTH + REVIEW_AS_LABEL)
                    .when(
                            Difference::isOnlyAPart,
                            TRUTH
                                    + "one of two judged predictions is counted. Whether it was"
                                    + " right or wrong, it was judged.")
                    .when(
                            it -> !it.values("sentiment").equals(values(it, "sentiment")),
                            TRUTH
                                    + "counted under what is right, not under what was predicted."
                                    + " Both counters have to speak of the same predictions.")
                    .otherwise(TRUTH + "count each judged prediction once, and the right ones.");

    private static final Pattern CLEARED_LAST = Pattern.compile("(?s)shares\\(\\).*\\.clear\\(\\)");
    private static final Pattern ERRORS_FIELD =
            Pattern.compile("(\\w+)\\s*=\\s*Counter\\.build\\([^;]*\"prediction_error(_total)?\"");

    /** What is caught of the model, and what is done then. */
    private static final Pattern FAILURES =
            Pattern.compile(
                    "catch \\((ModelFailure|RuntimeException|Exception) \\w+\\) \\{([^}]*)}");

    private static final Causes FOUND_RIGHT =
            new Causes()
                    .whenOtherLabels(HANDLER + ": ")
                    .when(
                            it -> it.found().isEmpty() && it.code().contains("equals(told)"),
                            TRUTH
                                    + "told is an Optional, and equal to no text: it was never"
                                    + " right. told.get() is what was predicted.")
                    .when(
                            it -> it.found().isEmpty() && it.code().contains("== told"),
                            TRUTH
                                    + "== asks whether it is the same object. Texts are compared by"
                                    + " equals.")
                    .when(
                            it ->
                                    it.values("sentiment").size() == 1
                                            && !it.values("sentiment").contains("neutral")
                                            && !it.values("sentiment")
                                                    .equals(values(it, "sentiment")),
                            TRUTH
                                    + "right and wrong have changed places: the guest said neutral,"
                                    + " and this was predicted.")
                    .orAsIn(TOLD);

    private static Set<String> values(Difference it) {
        return values(it, "reason");
    }

    private static Set<String> values(Difference it, String label) {
        Set<String> values = new TreeSet<>();
        it.expected().keySet().forEach(series -> values.add(series.label(label)));
        return values;
    }

    @Check(
            number = "10.1",
            title = "prediction_requests_total counts every request, the refused ones too",
            learned = "A client that only gets 400s is seen only if what is refused counts too.",
            more =
                    "Counter.build().name(\"prediction_requests_total\") as a private static final"
                            + " field. In predict(HttpExchange) its inc() is the first line.")
    void requestsAreCounted(Bench bench) {
        Declared.as("counter", REQUESTS, HANDLER, bench);
        counted(REQUESTS, ASKED).expect(1).after(bench, "after a review", () -> ask(bench, GOOD));
        counted(REQUESTS, REFUSED_TOO)
                .expect(4)
                .after(
                        bench,
                        "after what is no JSON, JSON without a review, a body that is too long,"
                                + " and GET",
                        () -> {
                            bench.send("POST", "/predict", "no JSON");
                            bench.send("POST", "/predict", NO_REVIEW);
                            bench.send("POST", "/predict", json("a ".repeat(TOO_MANY / 2)));
                            bench.get("/predict");
                        });
        counted(REQUESTS, OTHERS)
                .after(
                        bench,
                        "after the page, a word about a prediction, and a path that is not there",
                        () -> {
                            bench.get("/");
                            judge(bench, GOOD, "neutral");
                            bench.get("/nowhere");
                        });
    }

    @Check(
            number = "10.2",
            title = "prediction_error_total counts predictions that fail, in whatever way",
            learned = "Count the failure where it is, not by what the client is told of it.",
            more =
                    "Around model.predict(...): catch (ModelFailure | RuntimeException e), inc(),"
                            + " throw e. Each of the two stands for one way to fail.")
    void failuresAreCounted(Bench bench) {
        Declared.as("counter", ERRORS, HANDLER, bench);
        counted(ERRORS, WENT_WELL).after(bench, "after a good review", () -> ask(bench, GOOD));
        counted(ERRORS, NOT_FAILED)
                .after(
                        bench,
                        "after one that is none, a GET, and a word that is no sentiment",
                        () -> {
                            bench.send("POST", "/predict", NO_REVIEW);
                            bench.get("/predict");
                            judge(bench, GOOD, "lovely");
                        });
        countsBoth(bench.code());
        Exposition before = bench.scrape();
        Http.Answer answer = ask(bench, LONG);
        // From 10.16 on the rule of thumb may answer what still fails.
        boolean failed = answer.status() == 500 || isByRule(answer) && !isUnsure(bench, before);
        Delta delta = counted(ERRORS, failed ? BUG : MENDED);
        (failed ? delta.expect(1) : delta)
                .since(before, bench, "after a review of 260 words, answered " + answer.status());
        BenchRoom.of(bench)
                .whileSpoiled(
                        () -> {
                            Exposition good = bench.scrape();
                            Http.Answer without = ask(bench, GOOD);
                            counted(ERRORS, SPOILED)
                                    .expect(1)
                                    .since(
                                            good,
                                            bench,
                                            "after a review while there is no model, answered "
                                                    + without.status());
                        });
    }

    /** Once the bug is mended, no review makes the model throw; so the code is looked at. */
    private static void countsBoth(String code) {
        Matcher declared = ERRORS_FIELD.matcher(code);
        if (!declared.find()) {
            return;
        }
        String counts = declared.group(1) + ".inc(";
        List<MatchResult> caught =
                FAILURES.matcher(code)
                        .results()
                        .filter(one -> !one.group(2).contains("throw "))
                        .toList();
        Optional<MatchResult> other =
                caught.stream().filter(one -> !one.group(2).contains(counts)).findFirst();
        Finding.when(
                other.isPresent() && caught.stream().anyMatch(one -> one.group(2).contains(counts)),
                "each way to fail counted",
                other.map(one -> "catch (%s) without %s)".formatted(one.group(1), counts))
                        .orElse(""),
                PREDICT + "one way to fail is counted, and the other is not.");
    }

    @Check(
            number = "10.3",
            title = "prediction_latency_seconds, with buckets that fit",
            learned = "Measure first, then choose buckets: the default ones begin at 5 ms.",
            more =
                    "try (Histogram.Timer timer = LATENCY.startTimer()) around model.predict(...),"
                        + " once the body is read, and .buckets(0.00002, 0.00005, 0.0001, ... 1,"
                        + " 10): a prediction takes less than a millisecond.")
    void latencyIsObserved(Bench bench) {
        Declared.as("histogram", LATENCY, HANDLER, bench);
        double took = tookWith(bench, PAUSE_MILLIS);
        long pause = took < PAUSE_MILLIS / 1000.0 ? PAUSE_MILLIS : LONG_PAUSE_MILLIS;
        // On a busy machine a model may take long; not again as long as a guest who thinks more.
        took = pause == PAUSE_MILLIS ? took : tookWith(bench, pause);
        String expected =
                "%s_sum +%.2f or a little more, which the model takes for %d words here"
                        .formatted(LATENCY, SLOW_SECONDS, SLOW_WORDS);
        Finding.when(
                took >= pause / 1000.0 && took < 2 * pause / 1000.0,
                expected,
                "+" + Declared.number(took),
                PREDICT
                        + "the time that the guest took to send the review is in it. Start the"
                        + " timer once the body is read.");
        Measured measured = new Measured(took, 0.95 * SLOW_SECONDS, pause / 1000.0);
        Finding.when(
                !measured.isRight(),
                expected,
                "+" + Declared.number(took),
                PREDICT + measured.hint("the model", bench.code()));
        List<Double> bounds = bounds(bench.scrape(), LATENCY);
        Finding.when(
                bounds.stream().filter(bound -> bound <= QUICK).count() < FEWEST_BOUNDS,
                "%d buckets or more up to 0.001, where predictions are".formatted(FEWEST_BOUNDS),
                "buckets up to " + shown(bounds),
                HANDLER
                        + ": all predictions fall into one or two buckets, so the buckets tell"
                        + " nothing. A prediction takes less than a millisecond. buckets(...) takes"
                        + " the bounds, in seconds.");
        Finding.when(
                bounds.isEmpty() || bounds.get(bounds.size() - 1) < 0.1,
                "a bucket that reaches to 0.1 or further",
                "buckets up to " + shown(bounds),
                HANDLER
                        + ": a slow prediction falls into +Inf, where nobody sees how slow it was."
                        + " Add bounds above.");
        BenchRoom.of(bench).whileNothingCanBeKept(() -> answersAllTheSame(bench));
    }

    /** A disk that is full or slow is no reason for a guest to wait. */
    private static void answersAllTheSame(Bench bench) {
        Http.Answer answer = bench.send("POST", "/predict", json(GOOD));
        Finding.when(
                answer.status() != 200,
                "a prediction, also while the file of predictions cannot be written",
                "status " + answer.status(),
                PREDICT
                        + "the file is written before the answer, so that a guest waits for the"
                        + " disk, and gets none when it is full. log.add(...) writes in the"
                        + " background.");
    }

    /** What is added for a review whose body comes later than its head. */
    private static double tookWith(Bench bench, long pauseMillis) {
        Exposition before = bench.scrape();
        String review = GOOD + " and" + " lovely".repeat(SLOW_WORDS - GOOD_WORDS - 1);
        try {
            SlowGuest.predict(
                    bench.app().port(),
                    json(review),
                    pauseMillis,
                    () -> bench.own().get(Typing.class, () -> whileTyping(bench, pauseMillis)));
        } catch (IOException e) {
            throw new Finding("POST /predict is answered", e, PREDICT + "does it answer at all?");
        }
        bench.send("POST", "/predict", NO_REVIEW);
        counted(LATENCY + "_count", OBSERVED)
                .expect(1)
                .since(before, bench, "after a review, and one that is none");
        return grown(before, bench.scrape(), LATENCY + "_sum");
    }

    /** What was in progress while a guest had sent a part of a review only. */
    private record Typing(double inProgress) {}

    private static Typing whileTyping(Bench bench, long pauseMillis) {
        return new Typing(Poll.until(value -> value > 0, () -> inProgress(bench), pauseMillis / 2));
    }

    private static double inProgress(Bench bench) {
        try {
            String page = Http.get(bench.app().uri("/metrics")).body();
            return Exposition.parse(page).value(IN_PROGRESS, Map.of());
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }

    @Check(
            number = "10.4",
            title = "review_length_words sums up the lengths",
            learned = "A Summary is cheap, and tells the mean only; a histogram tells more.",
            more = "Summary.build(), and observe(...) the number of words of each review.")
    void lengthsAreObserved(Bench bench) {
        Declared.as("summary", LENGTH, HANDLER, bench);
        Exposition before =
                bench.before(
                        () -> {
                            ask(bench, GOOD);
                            ask(bench, BAD);
                            ask(bench, STRANGER);
                            bench.send("POST", "/predict", NO_REVIEW);
                        });
        counted(LENGTH + "_count", LENGTHS)
                .expect(3)
                .since(before, bench, "after three reviews, and one that is none");
        double sum = grown(before, bench.scrape(), LENGTH + "_sum");
        int words = GOOD_WORDS + BAD_WORDS + STRANGER_WORDS;
        Finding.when(
                sum != words,
                "%s_sum +%d, the words of all three, the last of which is \"%s\""
                        .formatted(LENGTH, words, STRANGER),
                "+" + Declared.number(sum, words),
                PREDICT + lengthHint((int) sum, words, bench.code()));
    }

    private static String lengthHint(int sum, int words, String code) {
        if (sum >= 3 * words) {
            return "these are characters. The name says words.";
        }
        if (sum < words && ONCE.matcher(code).find()) {
            return "a word that comes twice is one word here. A list has both.";
        }
        return switch (sum - words) {
            case -STRANGER_WORDS -> "words that the model does not know are left out.";
            case 1 ->
                    "what stands between two blanks is counted as a word. Words.in(review) knows.";
            default ->
                    sum == 3
                            ? "this is 1 for each review. How many words has it?"
                            : "observe how many words a review has: Words.in(review).size().";
        };
    }

    @Check(
            number = "10.5",
            title = "predictions_total counts by sentiment",
            learned = "A label has few values that you know; what a guest writes has not.",
            more =
                    "labelNames(\"sentiment\"), and labels(prediction.sentiment()).inc() after"
                            + " model.predict(...).")
    void predictionsAreCounted(Bench bench) {
        Declared.as("counter", PREDICTIONS, HANDLER, bench);
        List<Http.Answer> answers = new ArrayList<>();
        Exposition before =
                bench.before(
                        () -> {
                            answers.clear();
                            answers.add(ask(bench, GOOD));
                            answers.add(ask(bench, BAD));
                            bench.send("POST", "/predict", NO_REVIEW);
                        });
        Delta delta = counted(PREDICTIONS, BY_SENTIMENT);
        for (Http.Answer answer : answers) {
            delta.expect(1, "sentiment", sentiment(answer));
        }
        delta.since(before, bench, "after two reviews, and one that is none");
    }

    @Check(
            number = "10.6",
            title = "prediction_confidence observes how sure the model is",
            learned = "How sure a model is on average can fall before anybody knows it is wrong.",
            more =
                    "Histogram.build() with .buckets(0.4, 0.5, ... 0.95), and"
                            + " observe(prediction.probability()).")
    void confidenceIsObserved(Bench bench) {
        Finding.when(
                bench.scrape().type(CONFIDENCE).filter("gauge"::equals).isPresent(),
                "# TYPE prediction_confidence histogram",
                "# TYPE prediction_confidence gauge",
                HANDLER
                        + ": a gauge shows how sure the model was of the last review before a"
                        + " scrape, and forgets all others. Use Histogram.build().");
        Declared.as("histogram", CONFIDENCE, HANDLER, bench);
        List<Http.Answer> answers = new ArrayList<>();
        Exposition before =
                bench.before(
                        () -> {
                            answers.clear();
                            answers.add(ask(bench, GOOD));
                            bench.send("POST", "/predict", NO_REVIEW);
                        });
        counted(CONFIDENCE + "_count", SURE)
                .expect(1)
                .since(before, bench, "after a review, and one that is none");
        Finding.when(
                isByRule(answers.get(0)),
                "a prediction of the model, where it is sure",
                shown(answers.get(0)),
                PREDICT
                        + "the rule of thumb answers where the model is sure. It is to answer where"
                        + " probability() is below 0.5.");
        double said = parsed(answers.get(0)).path("probability").asDouble();
        double sum = grown(before, bench.scrape(), CONFIDENCE + "_sum");
        Finding.when(
                Math.abs(sum - said) > 0.006,
                "%s_sum +%.2f, the probability that was told".formatted(CONFIDENCE, said),
                "+" + Declared.number(sum),
                PREDICT
                        + (Math.abs(sum - 100 * said) < 1
                                ? "these are percent. The base unit of a share is 1."
                                : Math.abs(sum - 1 + said) < 0.006
                                        ? "this is how unsure it was, 1 less what it said."
                                        : sum == Math.rint(sum)
                                                ? "this is a whole number: it was rounded on its"
                                                        + " way, or it is another one."
                                                : "observe prediction.probability() of the"
                                                        + " model."));
        List<Double> bounds = bounds(bench.scrape(), CONFIDENCE);
        Finding.when(
                bounds.stream().filter(bound -> bound > 0.3 && bound < 1).count() < FEWEST_BOUNDS,
                "%d buckets or more between 0.3 and 1".formatted(FEWEST_BOUNDS),
                "buckets up to " + shown(bounds),
                HANDLER
                        + ": of three sentiments the likeliest has a third at least, and nothing is"
                        + " likelier than 1. buckets(...) takes bounds between them.");
    }

    @Check(
            number = "10.7",
            title = "model_info and its age tell which model is served",
            learned = "An info metric is 1: its labels are what it says, for joins with others.",
            more =
                    "Info.build().name(\"model\"), and in show: MODEL.info(\"version\", ...,"
                            + " \"trained\", ...). A Gauge for facts.trained().getEpochSecond()."
                            + " TreeCounterApp: model.load(ModelMetrics::show).")
    void theModelIsKnown(Bench bench) {
        Finding.when(
                bench.scrape().type(INFO).isEmpty() && isToldNobody(bench.code()),
                "# TYPE model_info gauge",
                "no such metric",
                "TreeCounterApp.main: nobody loads ModelMetrics yet. Its show has to be handed to"
                        + " model.load(...).");
        Declared.as("gauge", INFO, "ModelMetrics.java", bench);
        Declared.as("gauge", TRAINED, "ModelMetrics.java", bench);
        BenchRoom room = BenchRoom.of(bench);
        ask(bench, GOOD);
        isShown(bench, facts(room.said()), "");
        double memory = bench.scrape().value(MEMORY, Map.of());
        room.whileReplaced(
                OTHER_FACTS,
                () -> {
                    ask(bench, GOOD);
                    isShown(bench, facts(OTHER_FACTS), ", once another model is served");
                    double later = bench.scrape().value(MEMORY, Map.of());
                    bench.own().get(Memory.class, () -> new Memory(memory, later));
                });
        ask(bench, GOOD);
    }

    /** What the model took before the same one was served again, and after. */
    private record Memory(double before, double later) {}

    private static boolean isToldNobody(String code) {
        return code.contains("name(\"model") && !code.matches("(?s).*ModelMetrics(::|\\.)show.*");
    }

    private static void isShown(Bench bench, JsonNode facts, String when) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("trained", facts.path("trained").asText());
        labels.put("version", facts.path("version").asText());
        Series expected = new Series(INFO, labels);
        Exposition page =
                Poll.until(
                        it -> it.samples(INFO).equals(Map.of(expected, 1.0)), () -> bench.scrape());
        Map<Series, Double> found = page.samples(INFO);
        Finding.when(
                !found.equals(Map.of(expected, 1.0)),
                expected + " 1" + when,
                found.isEmpty() ? "no such series" : Declared.changes(found, found),
                notShown(found, labels, when));
        double trained = Instant.parse(labels.get("trained")).getEpochSecond();
        double seen = page.value(TRAINED, Map.of());
        Finding.when(
                Math.abs(seen - trained) > 1,
                "%s %.0f, which is %s%s".formatted(TRAINED, trained, labels.get("trained"), when),
                Declared.number(seen, trained),
                SHOW + trainedHint(seen, trained));
    }

    private static String trainedHint(double seen, double trained) {
        if (seen == 0) {
            return "nothing sets it, and a gauge stands at 0 until then. facts.trained() knows the"
                    + " time.";
        }
        if (seen > 1.5 * trained && seen < 100 * trained) {
            return "inc adds the time of this model to that of the one before. set forgets it.";
        }
        if (Math.abs(seen - 1000 * trained) < 2000) {
            return "these are milliseconds. The name says seconds.";
        }
        if (Math.abs(seen - System.currentTimeMillis() / 1000.0) < 3600) {
            return "this is when the app started. When was the model trained?";
        }
        return seen < 1e9
                ? "this is an age, and grows old itself. Set the time, in seconds since 1970:"
                        + " time() - it is the age at any moment."
                : "set facts.trained().getEpochSecond().";
    }

    private static String notShown(
            Map<Series, Double> found, Map<String, String> labels, String when) {
        if (found.isEmpty()
                || found.keySet().stream().allMatch(series -> series.labels().isEmpty())) {
            return SHOW
                    + "nothing has been said of the model. show has to be handed to model.load(...)"
                    + " in TreeCounterApp.main, and say version and trained.";
        }
        if (found.size() > 1) {
            return SHOW
                    + "the model before is still shown. Info replaces it by itself; a gauge with"
                    + " labels needs clear() first.";
        }
        Series only = found.keySet().iterator().next();
        if (!only.labels().keySet().equals(labels.keySet())) {
            return SHOW + "its labels are version and trained.";
        }
        if (only.label("version").equals(labels.get("trained"))) {
            return SHOW
                    + "version and trained have changed places: behind each name stands its"
                    + " value.";
        }
        return when.isEmpty()
                ? SHOW + "say facts.version() and facts.trained(), and 1 as the value."
                : SHOW
                        + "the old model is still shown. TreeCounterApp.main: model.load(...) tells"
                        + " who is handed in of each model, so say it there and nowhere else.";
    }

    @Check(
            number = "10.8",
            title = "model_training_share tells what the model learned from",
            learned = "What was right in training is the yardstick for what comes in now.",
            more =
                    "A Gauge with labelNames(\"sentiment\"): in show clear() it, then for each of"
                            + " facts.shares() labels(sentiment).set(share).")
    void sharesAreShown(Bench bench) {
        Declared.as("gauge", SHARE, "ModelMetrics.java", bench);
        BenchRoom room = BenchRoom.of(bench);
        ask(bench, GOOD);
        areShares(bench, facts(room.said()), "");
        room.whileReplaced(
                OTHER_FACTS,
                () -> {
                    ask(bench, GOOD);
                    areShares(bench, facts(OTHER_FACTS), "once another model is served");
                });
        ask(bench, GOOD);
    }

    private static void areShares(Bench bench, JsonNode facts, String when) {
        Map<Series, Double> expected = Exposition.sorted();
        facts.path("shares")
                .fields()
                .forEachRemaining(
                        each ->
                                expected.put(
                                        new Series(SHARE, Map.of("sentiment", each.getKey())),
                                        each.getValue().asDouble()));
        Map<Series, Double> found =
                Poll.until(expected::equals, () -> bench.scrape().samples(SHARE));
        if (found.equals(expected)) {
            return;
        }
        throw new Finding(
                (Declared.changes(expected, found).replace(" +", " ") + "\n" + when).strip(),
                found.isEmpty()
                        ? "no such series"
                        : Declared.changes(found, expected).replace(" +", " "),
                SHOW + shareHint(found, expected, bench.code()));
    }

    private static String shareHint(
            Map<Series, Double> found, Map<Series, Double> expected, String code) {
        if (found.isEmpty()) {
            return CLEARED_LAST.matcher(code).find()
                    ? "clear() takes away what has just been set. It belongs before."
                    : "set the share of each sentiment, as facts.shares() has them.";
        }
        if (found.keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(Set.of("sentiment")))) {
            return "the only label is sentiment.";
        }
        if (found.values().stream().anyMatch(value -> value > 2 && value <= 100)) {
            return "these are percent. The base unit of a share is 1.";
        }
        if (found.keySet().equals(expected.keySet())) {
            return "these are the right sentiments, and the numbers are not facts.shares(), as they"
                    + " are.";
        }
        if (found.size() == 1
                && expected.size() > 1
                && expected.entrySet().containsAll(found.entrySet())) {
            return "only the last share is there. clear() once, before all of them are set.";
        }
        return found.keySet().containsAll(expected.keySet())
                ? "labels of the model before are still there. clear() the gauge first."
                : "set the share of each sentiment under its own label, and again for each model.";
    }

    @Check(
            number = "10.9",
            title = "unknown_words_total counts what the model never learned",
            learned = "New words come before anybody has labels that show how wrong it is.",
            more = "inc(model.unknown(words)) with the words of each review.")
    void unknownWordsAreCounted(Bench bench) {
        Declared.as("counter", UNKNOWN, HANDLER, bench);
        counted(UNKNOWN, STRANGE_WORDS)
                .expect(1 + STRANGER_WORDS)
                .after(
                        bench,
                        "after \"%s\" and \"%s\"".formatted(SURE_AND_NEW, STRANGER),
                        () -> {
                            ask(bench, SURE_AND_NEW);
                            ask(bench, STRANGER);
                        });
    }

    @Check(
            number = "10.10",
            title = "queries/01-negative-share.promql: the share of negative predictions",
            learned = "A share stays when traffic doubles; a rate does not.",
            more = "sum(rate(A[5m])) / sum(rate(B[5m])), where A selects the sentiment.")
    void negativeShare(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.SHARE);
    }

    @Check(
            number = "10.11",
            title = "queries/02-distance.promql: how far it is from training",
            learned = "Labels pair the series; ignoring (...) says which one only one side has.",
            more =
                    "The query of 10.10 with sum by (job, instance), - ignoring (sentiment)"
                            + " model_training_share{sentiment=\"...\"}.")
    void distance(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.DISTANCE);
    }

    @Check(
            number = "10.12",
            title = "queries/03-confidence.promql: how sure the model is",
            learned = "Sure is not right: a model can be sure of what it has never seen.",
            more = "rate of _sum by rate of _count, both summed.")
    void confidence(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.CONFIDENCE);
    }

    @Check(
            number = "10.13",
            title = "queries/04-unknown-words.promql: the share of unknown words",
            learned = "The sum of a Summary is a counter: of all words, here.",
            more = "unknown_words_total by review_length_words_sum, rates of both, summed.")
    void unknownWords(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.UNKNOWN);
    }

    @Check(
            number = "10.14",
            title = "queries/05-before.promql: against the time before",
            learned = "offset compares like with like: this Monday with last Monday.",
            more = "The share of a minute, minus the same with offset 5m behind each range.")
    void before(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.BEFORE);
    }

    @Check(
            number = "10.15",
            title = "rules/drift.yaml: guests write otherwise than in training",
            learned = "Drift is no fault of the service: it asks for a new model, not for a page.",
            more =
                    "abs(the query of 10.10 with ranges of 1m -"
                            + " max(model_training_share{sentiment=\"...\"})) > 0.1, for 2m.")
    void drift(Bench bench) {
        RuleGrading.on(bench).check(ModelServingQueries.DRIFT);
    }

    @Check(
            number = "10.16",
            title = "a rule of thumb answers where the model cannot",
            learned = "A fallback that nobody counts hides an outage for weeks.",
            more =
                    "catch (ModelFailure | RuntimeException e): inc() both counters, return"
                            + " RuleOfThumb.predict(words). The same where probability() < 0.5."
                            + " Words.in(review) in place of words(review).")
    void ruleOfThumb(Bench bench) {
        Declared.as("counter", FALLBACKS, HANDLER, bench);
        reasonsFromTheStart(bench);
        Exposition start = bench.scrape();
        boolean fixed = FIXED.matcher(bench.code()).find();
        int words = fixed ? LONGER_WORDS : LONG_WORDS;
        Http.Answer mended = ask(bench, fixed ? LONGER : LONG);
        String expected =
                "200 and a prediction of the model for a review of %d words".formatted(words);
        if (mended.status() == 500 || isByRule(mended)) {
            throw new Finding(
                    expected,
                    bench.crash()
                            .filter(crash -> mended.status() == 500)
                            .map(crash -> "500, because of " + crash)
                            .orElse(shown(mended)),
                    HANDLER
                            + ".words: the array has %s places, and nobody said that a review may not have more words. Words.in(review) is a list already."
                                    .formatted(bench.code().contains("250") ? "250" : "so many"));
        }
        Finding.when(
                mended.status() != 200,
                expected,
                shown(mended),
                PREDICT + "mend what fails for a long review: the model takes any length.");
        double length = grown(start, bench.scrape(), LENGTH + "_sum");
        Finding.when(
                length > 0 && length < words && CUT.matcher(bench.code()).find(),
                "%s_sum +%d after that review".formatted(LENGTH, words),
                "+" + Declared.number(length),
                PREDICT + "the review is cut. The model takes any length: give it all words.");
        counted(FALLBACKS, NONE_APART)
                .after(bench, "after a review that the model is sure of", () -> ask(bench, GOOD));
        Http.Answer half = ask(bench, HALF_SURE);
        Finding.when(
                isByRule(half),
                "a prediction of the model, where it is 0.54 sure",
                shown(half),
                PREDICT + "the bound is higher than 0.5: the model is not asked often enough.");
        Http.Answer less = ask(bench, LESS_SURE);
        Finding.when(
                !isByRule(less),
                "an answer by the rule of thumb, where the model is 0.48 sure",
                shown(less),
                PREDICT + "where probability() is below 0.5, return RuleOfThumb.predict(words).");
        Exposition before = bench.scrape();
        Http.Answer unsure = ask(bench, STRANGE);
        Finding.when(
                !isByRule(unsure),
                "an answer by the rule of thumb, where the model is 0.33 sure",
                shown(unsure),
                PREDICT + "where probability() is below 0.5, return RuleOfThumb.predict(words).");
        counted(FALLBACKS, APART)
                .expect(1, "reason", "unsure")
                .since(before, bench, "after a review of which the model knows no word");
        counted(ERRORS, UNSURE_FAILED)
                .since(before, bench, "after a review of which the model knows no word");
        double said = total(PREDICTIONS, bench.scrape()) - total(PREDICTIONS, before);
        Finding.when(
                said != 1,
                PREDICTIONS + " +1 after that review",
                "+" + Declared.number(said),
                PREDICT
                        + (said > 1
                                ? "what the rule of thumb says is counted too. predictions_total is"
                                        + " the model's own."
                                : "what the model said is not counted where it is unsure. It is"
                                        + " counted before anybody asks how sure it is."));
        double sure = grown(before, bench.scrape(), CONFIDENCE + "_sum");
        Finding.when(
                sure < 0.3 || sure > 0.4,
                CONFIDENCE + "_sum +0.33 after that review, which is what the model was",
                "+" + Declared.number(sure),
                PREDICT
                        + "predictions_total and prediction_confidence are the model's own: they"
                        + " say what it said, also where the rule of thumb answers in its place.");
        BenchRoom.of(bench).whileSpoiled(() -> withoutModel(bench));
        ask(bench, GOOD);
    }

    /** Where the code tells that it is so, nothing has to be started. */
    private static void reasonsFromTheStart(Bench bench) {
        if (REASONS_MADE.matcher(bench.code()).find()) {
            return;
        }
        bench.pageAtStart()
                .ifPresent(
                        page -> {
                            for (String reason : List.of("failed", "unsure")) {
                                Series wanted = new Series(FALLBACKS, Map.of("reason", reason));
                                Finding.when(
                                        !page.samples(FALLBACKS).containsKey(wanted),
                                        wanted + " 0 at the start",
                                        "no such sample",
                                        HANDLER
                                                + ": labels(...) alone makes a child that stands at"
                                                + " 0. Make both in the static block, before"
                                                + " anything falls back.");
                                Finding.when(
                                        page.samples(FALLBACKS).get(wanted) != 0,
                                        wanted + " 0 at the start",
                                        Declared.number(page.samples(FALLBACKS).get(wanted)),
                                        HANDLER
                                                + ": labels(...) alone makes a child. inc() counts"
                                                + " a fallback that nobody has seen.");
                            }
                        });
    }

    private static void withoutModel(Bench bench) {
        Exposition before = bench.scrape();
        Http.Answer answer = ask(bench, GOOD);
        Finding.when(
                answer.status() != 200 || !isByRule(answer),
                "200 and an answer by the rule of thumb, while there is no model",
                shown(answer),
                PREDICT + "where ModelFailure is caught, return RuleOfThumb.predict(words).");
        Finding.when(
                !sentiment(answer).equals("positive"),
                "positive, as the rule of thumb finds two glad words in it",
                shown(answer),
                PREDICT + "the rule of thumb got other words than those of the review.");
        counted(FALLBACKS, APART)
                .expect(1, "reason", "failed")
                .since(before, bench, "after a review while there is no model");
        counted(ERRORS, SPOILED)
                .expect(1)
                .since(before, bench, "after a review while there is no model, answered 200");
        counted(PREDICTIONS, NOT_THE_MODELS)
                .since(before, bench, "after a review while there is no model");
    }

    @Check(
            number = "10.17",
            title = "predictions_judged_total and predictions_right_total know the truth",
            learned = "Two counters make a ratio over any time; a gauge of accuracy does not.",
            more =
                    "Both with labelNames(\"sentiment\") and the value told.get(). Judged inc(),"
                            + " right inc(right ? 1 : 0).")
    void theTruthIsCounted(Bench bench) {
        Declared.as("counter", JUDGED, HANDLER, bench);
        Http.Answer first = ask(bench, GOOD);
        Http.Answer second = ask(bench, BAD);
        Exposition before = bench.scrape();
        Http.Answer judged = judge(bench, GOOD, sentiment(first));
        Finding.when(
                judged.status() != 200,
                "200 for what a guest says of a prediction",
                shown(judged),
                TRUTH + "leave the answers as they were.");
        judge(bench, BAD, "neutral");
        judge(bench, "Nobody has written this.", "neutral");
        String when =
                "after a guest said that the first prediction was right, another that the second"
                        + " was not, and one spoke of a review that nobody wrote";
        counted(JUDGED, TOLD)
                .expect(1, "sentiment", sentiment(first))
                .expect(1, "sentiment", sentiment(second))
                .since(before, bench, when);
        Declared.as("counter", RIGHT, HANDLER, bench);
        counted(RIGHT, FOUND_RIGHT)
                .expect(1, "sentiment", sentiment(first))
                .since(before, bench, when);
        Exposition after = bench.scrape();
        Set<String> right =
                after.samples(RIGHT).keySet().stream()
                        .map(series -> series.label("sentiment"))
                        .collect(Collectors.toSet());
        Finding.when(
                right.contains("neutral") && !right.contains(sentiment(second)),
                "%s{sentiment=\"%s\"} 0, of which one was judged and none was right"
                        .formatted(RIGHT, sentiment(second)),
                "%s{sentiment=\"neutral\"} 0".formatted(RIGHT),
                TRUTH
                        + "the 0 is made under what the guest said. It belongs to what was"
                        + " predicted, told.get().");
        judge(bench, GOOD, "lovely");
        counted(JUDGED, REFUSED).since(after, bench, "after a word that is no sentiment");
    }

    @Check(
            number = "10.18",
            title = "queries/06-accuracy.promql: how many were right",
            learned = "It is about those who answered, and tells nothing of those who did not.",
            more = "rates of right ones by rates of judged ones, both summed.")
    void accuracy(Bench bench) {
        Grading.on(bench).check(ModelServingQueries.ACCURACY);
    }

    @Check(
            number = "10.19",
            title = "how full the model is: in progress, the limit, its memory",
            learned = "Above its limit, more in progress means waiting, not more work done.",
            more =
                    "A Gauge: inc() before model.predict(...), dec() in a finally block. The limit"
                            + " is model.most(), the memory known.classifier().memoryBytes() in"
                            + " ModelMetrics.show.")
    void saturation(Bench bench) {
        Declared.as("gauge", IN_PROGRESS, HANDLER, bench);
        Declared.as("gauge", MOST, HANDLER, bench);
        Supplier<Double> now = () -> bench.scrape().value(IN_PROGRESS, Map.of());
        isEmpty(
                bench,
                now,
                "while nothing is predicted",
                "what has ended, or failed, still counts. dec() once after each prediction, in a"
                        + " finally block; and inc() once before it.");
        // On a busy machine some guests come late: the others then take longer.
        double held = held(bench, now, HELD_WORDS);
        held = held == HELD ? held : held(bench, now, 5 * HELD_WORDS);
        Finding.when(
                held != HELD,
                "%s %d, while as many predictions take their time".formatted(IN_PROGRESS, HELD),
                Declared.number(held),
                PREDICT
                        + (held == 0
                                ? "inc() before model.predict(...), dec() after it."
                                : "inc() once before model.predict(...), dec() once after it."));
        isEmpty(
                bench,
                now,
                "once they have ended",
                "dec() once after each prediction, in a finally block.");
        BenchRoom.of(bench)
                .whileSpoiled(
                        () -> {
                            ask(bench, GOOD);
                            isEmpty(
                                    bench,
                                    now,
                                    "after a prediction that failed",
                                    "what fails ends too. dec() in a finally block.");
                        });
        ask(bench, GOOD);
        Finding.when(
                bench.own().get(Typing.class, () -> new Typing(0)).inProgress() > 0,
                IN_PROGRESS + " 0, while a guest has not sent the whole review yet",
                "1",
                PREDICT
                        + "what is not read yet is no prediction. inc() once the body is read,"
                        + " right before the model.");
        double most = bench.scrape().value(MOST, Map.of());
        Finding.when(
                most != BenchRoom.MOST_AT_ONCE,
                "%s %d, which MOST_AT_ONCE says here".formatted(MOST, BenchRoom.MOST_AT_ONCE),
                Declared.number(most),
                HANDLER + ": set it to model.most(), which knows the setting.");
        Declared.as("gauge", MEMORY, "ModelMetrics.java", bench);
        double memory = bench.scrape().value(MEMORY, Map.of());
        Finding.when(
                memory < 10_000 || memory > 10_000_000,
                MEMORY + " between 10000 and 10000000",
                Declared.number(memory),
                SHOW
                        + (memory > 9
                                ? "these are not bytes. The name says bytes, the base unit."
                                : "set it to known.classifier().memoryBytes()."));
        Memory seen = bench.own().get(Memory.class, () -> new Memory(memory, memory));
        Finding.when(
                seen.later() > 1.1 * seen.before(),
                "%s %.0f, once the same model is served again".formatted(MEMORY, seen.before()),
                Declared.number(seen.later(), seen.before()),
                SHOW + "inc adds the model's memory to that of the one before. set forgets it.");
    }

    /** The most in progress while as many guests as have to be ask something long. */
    private static double held(Bench bench, Supplier<Double> now, int words) {
        List<Thread> guests = new ArrayList<>();
        for (int i = 0; i < HELD; i++) {
            Thread guest = new Thread(() -> ask(bench, "my ".repeat(words)), "guest");
            guest.start();
            guests.add(guest);
        }
        TreeSet<Double> seen = new TreeSet<>();
        Poll.until(
                value -> seen.add(value) && value == HELD,
                now,
                words * BenchRoom.MICROS_PER_WORD / 1000);
        guests.forEach(ModelServingChecks::join);
        return seen.contains((double) HELD) ? HELD : seen.last();
    }

    private static void isEmpty(Bench bench, Supplier<Double> now, String when, String hint) {
        double value = Poll.until(found -> found == 0, now);
        Finding.when(
                value != 0,
                IN_PROGRESS + " 0 " + when,
                Declared.number(value),
                PREDICT
                        + (value < 0
                                ? "dec() is come to more often than inc(). Once is enough, in the"
                                        + " finally; and inc() stands before the try, where nothing"
                                        + " can throw yet."
                                : hint));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Delta counted(String name, Causes causes) {
        return Delta.of(name, causes);
    }

    private static double total(String name, Exposition page) {
        return Difference.sum(page.samples(name));
    }

    private static double grown(Exposition before, Exposition now, String name) {
        return now.value(name, Map.of()) - before.value(name, Map.of());
    }

    private static List<Double> bounds(Exposition page, String name) {
        return page.samples(name + "_bucket").keySet().stream()
                .map(series -> series.label("le"))
                .filter(bound -> !bound.equals("+Inf"))
                .map(Double::parseDouble)
                .sorted()
                .toList();
    }

    private static String shown(List<Double> bounds) {
        return String.join(", ", bounds.stream().map(Declared::number).toList());
    }

    private static String shown(Http.Answer answer) {
        return Bench.isHtml(answer)
                ? answer.status() + " and a page"
                : answer.status() + " " + answer.body().strip();
    }

    private static Http.Answer ask(Bench bench, String review) {
        return bench.send("POST", "/predict", json(review));
    }

    private static Http.Answer judge(Bench bench, String review, String truth) {
        return bench.send(
                "POST",
                "/truth",
                "{\"review\": \"%s\", \"sentiment\": \"%s\"}".formatted(review, truth));
    }

    private static String json(String review) {
        return "{\"review\": \"%s\"}".formatted(review.strip());
    }

    /** Whether the rule of thumb has answered since because the model was unsure. */
    private static boolean isUnsure(Bench bench, Exposition before) {
        return bench.scrape().since(before, FALLBACKS).keySet().stream()
                .anyMatch(series -> "unsure".equals(series.labels().get("reason")));
    }

    private static boolean isByRule(Http.Answer answer) {
        return answer.body().contains("rule of thumb");
    }

    private static String sentiment(Http.Answer answer) {
        String sentiment = parsed(answer).path("sentiment").asText();
        Finding.when(
                sentiment.isEmpty(),
                "200 and {\"sentiment\": ..., \"probability\": ...}",
                shown(answer),
                PREDICT + "leave the answers as they were.");
        return sentiment;
    }

    private static JsonNode parsed(Http.Answer answer) {
        try {
            return JsonMapper.builder().build().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new Finding(
                    "200 and {\"sentiment\": ..., \"probability\": ...}",
                    shown(answer),
                    PREDICT + "leave the answers as they were.");
        }
    }

    private static JsonNode facts(String json) {
        try {
            return JsonMapper.builder().build().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the bench's model has no facts", e);
        }
    }
}
