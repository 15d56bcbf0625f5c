package treecounter.workbench.lessons.modelserving;

import java.util.ArrayList;
import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 10. */
final class ModelServingMistakesTest extends MistakesTest {
    private static final String SHOW = "src/main/java/treecounter/ModelMetrics.java";

    private static final String ASKED = "        REQUESTS.inc();\n";
    private static final String ANSWERED = "            log.add(review, prediction);\n";
    private static final String CAUGHT = "catch (ModelFailure | RuntimeException e)";
    private static final String FAILED = "            ERRORS.inc();\n";
    private static final String REFUSED =
            "            return Answer.json(200, prediction.toJson());\n"
                    + "        } catch (GuestBody.Refused e) {\n";
    private static final String TIMED =
            "        try (Histogram.Timer timer = LATENCY.startTimer()) {\n"
                    + "            return sure(model.predict(words), words);\n";
    private static final String BUCKETS =
            "                    .buckets(\n"
                    + "                            0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001,"
                    + " 0.002, 0.005, 0.01,\n"
                    + "                            0.1, 1, 10)\n";
    private static final String LENGTHS = "LENGTH.observe(words.size());";
    private static final String SENTIMENT = "PREDICTIONS.labels(prediction.sentiment()).inc();";
    private static final String SURE = "CONFIDENCE.observe(prediction.probability());";
    private static final String SURE_BOUNDS =
            "                    .buckets(0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)\n";
    private static final String UNKNOWN = "UNKNOWN_WORDS.inc(model.unknown(words));";
    private static final String BY_WORDS = "    private Prediction predict(List<String> words) {\n";
    private static final String BY_REVIEW =
            "    private Prediction predict(String review) {\n"
                    + "        List<String> words = Words.in(review);\n";
    private static final String PREDICTED = "return sure(model.predict(words), words);";
    private static final String BEFORE_SURE = "    private static Prediction sure(";

    /** As the lesson begins. */
    private static final String WORDS =
            "    private static List<String> words(String review) {\n"
                    + "        String[] words = new String[250];\n"
                    + "        int count = 0;\n"
                    + "        for (String word : Words.in(review)) {\n"
                    + "            words[count++] = word;\n"
                    + "        }\n"
                    + "        return java.util.Arrays.asList(words).subList(0, count);\n"
                    + "    }\n\n";

    private static final String JUDGED = "JUDGED.labels(told.get()).inc();";
    private static final String RIGHT = "RIGHT.labels(told.get()).inc(right ? 1 : 0);";

    /** Errors, and how sure the model is, are looked at by the check of the bug too. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp() || mistake.check().matches("10\\.([1345789]|1[679])");
    }

    @Override
    public List<Mistake> all() {
        List<Mistake> all = new ArrayList<>(ofService());
        all.addAll(ofModel());
        all.addAll(ofQueries());
        new ModelServing().rules().forEach(rule -> all.addAll(rules(rule, "10.15")));
        all.addAll(ofAnswers());
        return all;
    }

    private List<Mistake> ofService() {
        return List.of(
                mistake(
                                "memory of all models so far",
                                SHOW,
                                "MEMORY.set(",
                                "MEMORY.inc(",
                                "10.19",
                                "inc adds the model's memory")
                        .alone(),
                mistake(
                                "memory in kilobytes",
                                SHOW,
                                "memoryBytes());",
                                "memoryBytes() / 1024.0);",
                                "10.19",
                                "these are not bytes")
                        .alone(),
                mistake(
                                "the times of all models so far",
                                SHOW,
                                "TRAINED.set(",
                                "TRAINED.inc(",
                                "10.7",
                                "inc adds the time of this model")
                        .alone(),
                mistake(
                                "version and trained have changed places",
                                SHOW,
                                "\"version\", facts.version(), \"trained\","
                                        + " facts.trained().toString()",
                                "\"version\", facts.trained().toString(), \"trained\","
                                        + " facts.version()",
                                "10.7",
                                "have changed places")
                        .alone(),
                mistake(
                                "an Info that says info",
                                SHOW,
                                "name(\"model\")",
                                "name(\"model_info\")",
                                "10.7",
                                "an Info adds _info by itself")
                        .alone(),
                mistake(
                                "shares that are cleared at last",
                                SHOW,
                                "        TRAINING_SHARE.clear();\n"
                                        + "        facts.shares().forEach((sentiment, share) ->"
                                        + " TRAINING_SHARE.labels(sentiment).set(share));\n",
                                "        facts.shares().forEach((sentiment, share) ->"
                                        + " TRAINING_SHARE.labels(sentiment).set(share));\n"
                                        + "        TRAINING_SHARE.clear();\n",
                                "10.8",
                                "takes away what has just been set")
                        .alone(),
                mistake(
                                "both reasons for one answer",
                                HANDLER,
                                "            FALLBACKS.labels(\"failed\").inc();\n",
                                "            FALLBACKS.labels(\"failed\").inc();\n"
                                        + "            FALLBACKS.labels(\"unsure\").inc();\n",
                                "10.16",
                                "one answer is counted under both reasons")
                        .alone(),
                mistake(
                                "right by another label",
                                HANDLER,
                                "RIGHT.labels(told.get()).inc(right ? 1 : 0);",
                                "RIGHT.labels(String.valueOf(right)).inc();",
                                "10.17",
                                "a label is called right. It has to be sentiment")
                        .also(
                                HANDLER,
                                "Those among the judged ones that were right.\")\n"
                                        + "                    .labelNames(\"sentiment\")",
                                "Those among the judged ones that were right.\")\n"
                                        + "                    .labelNames(\"right\")")
                        .alone(),
                mistake(
                                "who types is in progress",
                                HANDLER,
                                "            String review = GuestBody.of(exchange).review();\n"
                                        + "            Prediction prediction ="
                                        + " predict(Words.in(review));\n",
                                "            IN_PROGRESS.inc();\n"
                                    + "            Prediction prediction;\n"
                                    + "            String review;\n"
                                    + "            try {\n"
                                    + "                review = GuestBody.of(exchange).review();\n"
                                    + "                prediction = predict(Words.in(review));\n"
                                    + "            } finally {\n"
                                    + "                IN_PROGRESS.dec();\n"
                                    + "            }\n",
                                "10.19",
                                "what is not read yet is no prediction")
                        .also(
                                HANDLER,
                                "        IN_PROGRESS.inc();\n"
                                    + "        try (Histogram.Timer timer = LATENCY.startTimer())"
                                    + " {\n"
                                    + "            return sure(model.predict(words), words);\n",
                                "        try (Histogram.Timer timer = LATENCY.startTimer()) {\n"
                                        + "            return sure(model.predict(words), words);\n")
                        .also(
                                HANDLER,
                                "        } finally {\n"
                                        + "            IN_PROGRESS.dec();\n"
                                        + "        }\n"
                                        + "    }\n",
                                "        }\n    }\n")
                        .alone(),
                mistake(
                                "one way to fail is not counted",
                                HANDLER,
                                "        } catch (ModelFailure | RuntimeException e) {\n"
                                        + "            ERRORS.inc();\n",
                                "        } catch (RuntimeException e) {\n"
                                        + "            FALLBACKS.labels(\"failed\").inc();\n"
                                        + "            return RuleOfThumb.predict(words);\n"
                                        + "        } catch (ModelFailure e) {\n"
                                        + "            ERRORS.inc();\n",
                                "10.2",
                                "one way to fail is counted")
                        .alone(),
                mistake(
                                "the runbook by another name",
                                "rules/drift.yaml",
                                "          runbook:",
                                "          runbook_url:",
                                "10.15",
                                "runbook_url has to be called runbook")
                        .alone(),
                mistake(
                                "the largest share of all sentiments",
                                "rules/drift.yaml",
                                "max(model_training_share{sentiment=\"negative\"})",
                                "max(model_training_share)",
                                "10.15",
                                "the largest is not that")
                        .alone(),
                mistake(
                                "a label that the sum has not",
                                "rules/drift.yaml",
                                "summary: \"",
                                "summary: \"{{ $labels.instance }}: ",
                                "10.15",
                                "does not keep is empty in a text")
                        .alone(),
                mistake(
                                "what is refused is not counted",
                                HANDLER,
                                ASKED,
                                "",
                                "10.1",
                                "Who counts good answers only does not see a client")
                        .also(HANDLER, ANSWERED, ANSWERED + "            REQUESTS.inc();\n"),
                mistake(
                                "counted once the method is known",
                                HANDLER,
                                ASKED,
                                "",
                                "10.1",
                                "Count at the very start")
                        .also(
                                HANDLER,
                                "            String review = GuestBody.of",
                                "            REQUESTS.inc();\n"
                                        + "            String review = GuestBody.of"),
                mistake(
                        "every path is a request for a prediction",
                        HANDLER,
                        "    public void handle(HttpExchange exchange) throws IOException {\n",
                        "    public void handle(HttpExchange exchange) throws IOException {\n"
                            + "        if (!exchange.getRequestURI().getPath().equals(\"/metrics\")"
                            + " && !exchange.getRequestURI().getPath().equals(\"/predict\")) {\n"
                            + "            REQUESTS.inc();\n"
                            + "        }\n",
                        "10.1",
                        "other paths are counted too"),
                mistake(
                                "errors counted by the status 500",
                                HANDLER,
                                FAILED,
                                "",
                                "10.2",
                                "Count where ModelFailure is caught, not by the status")
                        .also(
                                HANDLER,
                                "case \"/predict\" -> predict(exchange).send(exchange);",
                                "case \"/predict\" -> {\n"
                                        + "                Answer answer = predict(exchange);\n"
                                        + "                if (answer.status() == 500) {\n"
                                        + "                    ERRORS.inc();\n"
                                        + "                }\n"
                                        + "                answer.send(exchange);\n"
                                        + "            }"),
                mistake(
                                "errors counted in one branch only",
                                HANDLER,
                                CAUGHT + " {\n" + FAILED,
                                "catch (ModelFailure e) {\n" + FAILED,
                                "10.2",
                                "Catch RuntimeException too")
                        .also(
                                HANDLER,
                                "predict(Words.in(review))",
                                "predict(java.util.Arrays.asList("
                                        + "Words.in(review).toArray(new String[250]))"
                                        + ".subList(0, Words.in(review).size()).stream()"
                                        + ".map(word -> Words.in(review).size() > 250"
                                        + " ? fail() : word).toList())")
                        .also(
                                HANDLER,
                                "    private static Answer page(",
                                "    private static String fail() {\n"
                                        + "        throw new IllegalStateException(\"too long\");\n"
                                        + "    }\n\n    private static Answer page("),
                mistake(
                        "what the client got wrong is an error",
                        HANDLER,
                        REFUSED,
                        REFUSED + "            ERRORS.inc();\n",
                        "10.2",
                        "what the client got wrong is counted as a failure"),
                mistake(
                                "the latency includes reading the body",
                                HANDLER,
                                TIMED,
                                "        try {\n"
                                        + "            return sure(model.predict(words), words);\n",
                                "10.3",
                                "the time that the guest took to send the review is in it")
                        .also(
                                HANDLER,
                                "            String review = GuestBody.of",
                                "            Histogram.Timer timer = LATENCY.startTimer();\n"
                                        + "            String review = GuestBody.of")
                        .also(
                                HANDLER,
                                ANSWERED,
                                ANSWERED + "            timer.observeDuration();\n"),
                mistake(
                        "the default buckets",
                        HANDLER,
                        BUCKETS,
                        "",
                        "10.3",
                        "all predictions fall into one or two buckets"),
                mistake(
                        "the timer is never stopped",
                        HANDLER,
                        TIMED,
                        "        Histogram.Timer timer = LATENCY.startTimer();\n"
                                + "        try {\n"
                                + "            return sure(model.predict(words), words);\n",
                        "10.3",
                        "started and never stopped"),
                mistake(
                        "the log is written in the request",
                        HANDLER,
                        ANSWERED,
                        ANSWERED
                                + "            java.nio.file.Files.writeString(\n"
                                + "                   "
                                + " java.nio.file.Path.of(System.getenv(\"PREDICTIONS_FILE\")),\n"
                                + "                    prediction.toJson(),\n"
                                + "                    java.nio.file.StandardOpenOption.CREATE,\n"
                                + "                    java.nio.file.StandardOpenOption.APPEND);\n",
                        "10.3",
                        "so that a guest waits for the disk"),
                mistake(
                        "milliseconds",
                        HANDLER,
                        TIMED,
                        "        long start = System.nanoTime();\n"
                            + "        try {\n"
                            + "            Prediction found = model.predict(words);\n"
                            + "            LATENCY.observe((System.nanoTime() - start) / 1e6);\n"
                            + "            return sure(found, words);\n",
                        "10.3",
                        "these are milliseconds"),
                mistake(
                        "characters for words",
                        HANDLER,
                        LENGTHS,
                        "LENGTH.observe(String.join(\" \", words).length());",
                        "10.4",
                        "these are characters"),
                mistake(
                                "the length as a gauge",
                                HANDLER,
                                "    private static final Summary LENGTH =\n"
                                        + "            Summary.build()",
                                "    private static final Gauge LENGTH =\n"
                                        + "            Gauge.build()",
                                "10.4",
                                "Use Summary.build()")
                        .also(HANDLER, LENGTHS, "LENGTH.set(words.size());"));
    }

    private List<Mistake> ofModel() {
        return List.of(
                mistake(
                        "the review as label",
                        HANDLER,
                        SENTIMENT,
                        "PREDICTIONS.labels(String.join(\" \", words)).inc();",
                        "10.5",
                        "series without end, and personal data in each"),
                mistake(
                        "one sentiment for all",
                        HANDLER,
                        SENTIMENT,
                        "PREDICTIONS.labels(\"positive\").inc();",
                        "10.5",
                        "all are counted under one sentiment"),
                mistake(
                        "the probability as label",
                        HANDLER,
                        SENTIMENT,
                        "PREDICTIONS.labels(String.valueOf(prediction.probability())).inc();",
                        "10.5",
                        "each number makes a series of its own"),
                mistake(
                                "confidence as a gauge",
                                HANDLER,
                                "    private static final Histogram CONFIDENCE =\n"
                                        + "            Histogram.build()",
                                "    private static final Gauge CONFIDENCE =\n"
                                        + "            Gauge.build()",
                                "10.6",
                                "a gauge shows how sure the model was of the last review")
                        .also(HANDLER, SURE_BOUNDS, "")
                        .also(HANDLER, SURE, "CONFIDENCE.set(prediction.probability());"),
                mistake(
                        "confidence in percent",
                        HANDLER,
                        SURE,
                        "CONFIDENCE.observe(100 * prediction.probability());",
                        "10.6",
                        "these are percent"),
                mistake(
                        "the buckets of a latency",
                        HANDLER,
                        SURE_BOUNDS,
                        "",
                        "10.6",
                        "the likeliest has a third at least"),
                mistake(
                                "the model is shown to nobody",
                                APP,
                                "model.load(ModelMetrics::show);",
                                "model.load(known -> {});",
                                "10.7",
                                "show has to be handed to")
                        .alone(),
                mistake(
                                "only the first model is shown",
                                SHOW,
                                "        ModelFacts facts = known.facts();\n",
                                "        ModelFacts facts = known.facts();\n"
                                        + "        if (TRAINED.get() != 0) {\n"
                                        + "            return;\n"
                                        + "        }\n",
                                "10.7",
                                "the old model is still shown")
                        .alone(),
                mistake(
                        "milliseconds since 1970",
                        SHOW,
                        "facts.trained().getEpochSecond()",
                        "facts.trained().toEpochMilli()",
                        "10.7",
                        "these are milliseconds"),
                mistake(
                        "when the app started",
                        SHOW,
                        "facts.trained().getEpochSecond()",
                        "System.currentTimeMillis() / 1e3",
                        "10.7",
                        "this is when the app started"),
                mistake(
                        "labels of the model before",
                        SHOW,
                        "        TRAINING_SHARE.clear();\n",
                        "",
                        "10.8",
                        "labels of the model before are still there"),
                mistake(
                        "shares in percent",
                        SHOW,
                        "labels(sentiment).set(share)",
                        "labels(sentiment).set(100 * share)",
                        "10.8",
                        "these are percent"),
                mistake(
                        "reviews with unknown words",
                        HANDLER,
                        UNKNOWN,
                        "UNKNOWN_WORDS.inc(model.unknown(words) > 0 ? 1 : 0);",
                        "10.9",
                        "reviews with unknown words are counted"),
                mistake(
                        "all words",
                        HANDLER,
                        UNKNOWN,
                        "UNKNOWN_WORDS.inc(words.size());",
                        "10.9",
                        "known words are in it"));
    }

    private List<Mistake> ofQueries() {
        return List.of(
                query(
                        "the rate of one class",
                        "01-negative-share",
                        "sum(rate(predictions_total{sentiment=\"negative\"}[5m]))",
                        "10.10",
                        "this grows with the traffic too"),
                query(
                        "all apps together",
                        "02-distance",
                        "sum(rate(predictions_total{sentiment=\"negative\"}[5m])) /"
                                + " sum(rate(predictions_total[5m])) -"
                                + " max(model_training_share{sentiment=\"negative\"})",
                        "10.11",
                        "not every one has the same model"),
                query(
                        "the median",
                        "03-confidence",
                        "histogram_quantile(0.5, sum by (le)"
                                + " (rate(prediction_confidence_bucket[5m])))",
                        "10.12",
                        "this is the median"),
                query(
                        "a longer range in place of offset",
                        "05-before",
                        "sum(rate(predictions_total{sentiment=\"negative\"}[1m])) /"
                                + " sum(rate(predictions_total[1m])) -"
                                + " sum(rate(predictions_total{sentiment=\"negative\"}[5m])) /"
                                + " sum(rate(predictions_total[5m]))",
                        "10.14",
                        "this compares with a longer range"),
                query(
                        "the average of ratios",
                        "06-accuracy",
                        "avg(rate(predictions_right_total[5m]) /"
                                + " rate(predictions_judged_total[5m]))",
                        "10.18",
                        "counts as much as one that is told"),
                query(
                        "unknown words in a review",
                        "04-unknown-words",
                        "sum(rate(unknown_words_total[5m])) /"
                                + " sum(rate(review_length_words_count[5m]))",
                        "10.13",
                        "these are unknown words in a review"));
    }

    private List<Mistake> ofAnswers() {
        return List.of(
                // As it stands from 10.2 on: all checks before hold, that of the errors too.
                mistake(
                                "the bug is not mended, and nobody answers for the model",
                                HANDLER,
                                "            Prediction prediction = predict(Words.in(review));\n",
                                "            Prediction prediction = predict(review);\n",
                                "10.16",
                                "the array has 250 places")
                        .alone()
                        .also(
                                HANDLER,
                                BY_WORDS,
                                BY_REVIEW.replace(") {", ") throws ModelFailure {"))
                        .also(
                                HANDLER,
                                PREDICTED,
                                "return sure(model.predict(words(review)), words);")
                        .also(
                                HANDLER,
                                "            FALLBACKS.labels(\"failed\").inc();\n"
                                        + "            return RuleOfThumb.predict(words);\n",
                                "            throw e;\n")
                        .also(
                                HANDLER,
                                "            return e.answer();\n        }\n    }\n\n"
                                        + "    private Prediction predict",
                                "            return e.answer();\n"
                                        + "        } catch (ModelFailure e) {\n"
                                        + "            return e.answer();\n"
                                        + "        }\n"
                                        + "    }\n\n"
                                        + "    private Prediction predict")
                        .also(HANDLER, BEFORE_SURE, WORDS + BEFORE_SURE),
                mistake(
                                "the bug is not mended, and the rule of thumb hides it",
                                HANDLER,
                                "            Prediction prediction = predict(Words.in(review));\n",
                                "            Prediction prediction = predict(review);\n",
                                "10.16",
                                "the array has 250 places")
                        .alone()
                        .also(HANDLER, BY_WORDS, BY_REVIEW)
                        .also(
                                HANDLER,
                                PREDICTED,
                                "return sure(model.predict(words(review)), words);")
                        .also(HANDLER, BEFORE_SURE, WORDS + BEFORE_SURE),
                mistake(
                                "the words are taken before the try",
                                HANDLER,
                                "            Prediction prediction = predict(Words.in(review));\n",
                                "            Prediction prediction = predict(review);\n",
                                "10.2",
                                "Does it stand within the try?")
                        .also(
                                HANDLER,
                                BY_WORDS,
                                BY_REVIEW.replace("Words.in(review)", "words(review)"))
                        .also(HANDLER, BEFORE_SURE, WORDS + BEFORE_SURE),
                mistake(
                        "everything is an error",
                        HANDLER,
                        "            IN_PROGRESS.dec();\n",
                        "            IN_PROGRESS.dec();\n            ERRORS.inc();\n",
                        "10.2",
                        "what went well is counted too"),
                mistake(
                        "too seldom sure",
                        HANDLER,
                        "UNSURE = 0.5;",
                        "UNSURE = 0.7;",
                        "10.16",
                        "the bound is higher than 0.5"),
                mistake(
                        "reasons of a fallback come with the first",
                        HANDLER,
                        "        List.of(\"failed\", \"unsure\").forEach(FALLBACKS::labels);\n",
                        "",
                        "10.16",
                        "Make both in the static block"),
                mistake(
                        "too often sure",
                        HANDLER,
                        "UNSURE = 0.5;",
                        "UNSURE = 0.4;",
                        "10.16",
                        "where probability() is below 0.5"),
                mistake(
                        "what the rule of thumb says is the model's",
                        HANDLER,
                        SURE,
                        "CONFIDENCE.observe(prediction.probability() < UNSURE ? 0.5 :"
                                + " prediction.probability());",
                        "10.16",
                        "they say what it said"),
                mistake(
                        "without a model it predicts",
                        HANDLER,
                        "            FALLBACKS.labels(\"failed\").inc();\n",
                        "            FALLBACKS.labels(\"failed\").inc();\n"
                                + "            PREDICTIONS.labels(\"neutral\").inc();\n",
                        "10.16",
                        "What the rule of thumb says is counted apart"),
                mistake(
                                "requests by method",
                                HANDLER,
                                ASKED,
                                "        REQUESTS.labels(exchange.getRequestMethod()).inc();\n",
                                "10.1",
                                "the label method is one too many")
                        .also(
                                HANDLER,
                                "                    .name(\"prediction_requests_total\")\n",
                                "                    .name(\"prediction_requests_total\")\n"
                                        + "                    .labelNames(\"method\")\n"),
                mistake(
                                "requests where scrapes come by",
                                HANDLER,
                                ASKED,
                                "",
                                "10.1",
                                "scrapes are counted too")
                        .also(
                                HANDLER,
                                "        switch (exchange.getRequestURI().getPath()) {\n",
                                "        REQUESTS.inc();\n"
                                    + "        switch (exchange.getRequestURI().getPath()) {\n"),
                mistake(
                        "another label",
                        HANDLER,
                        "                    .help(\"Predictions of the model, by sentiment.\")\n"
                                + "                    .labelNames(\"sentiment\")\n",
                        "                    .help(\"Predictions of the model, by sentiment.\")\n"
                                + "                    .labelNames(\"prediction\")\n",
                        "10.5",
                        "It has to be sentiment"),
                mistake(
                                "confidence by sentiment",
                                HANDLER,
                                SURE,
                                "CONFIDENCE.labels(prediction.sentiment())"
                                        + ".observe(prediction.probability());",
                                "10.6",
                                "the label sentiment is one too many")
                        .also(
                                HANDLER,
                                SURE_BOUNDS,
                                SURE_BOUNDS + "                    .labelNames(\"sentiment\")\n"),
                mistake(
                        "only what was wrong is judged",
                        HANDLER,
                        JUDGED,
                        "if (!right) { " + JUDGED + " }",
                        "10.17",
                        "it was judged"),
                mistake(
                        "who never came leaves",
                        HANDLER,
                        "        IN_PROGRESS.inc();\n",
                        "",
                        "10.19",
                        "dec() is come to more often than inc()"),
                mistake(
                        "only the last share",
                        SHOW,
                        "TRAINING_SHARE.labels(sentiment).set(share));",
                        "{ TRAINING_SHARE.clear(); TRAINING_SHARE.labels(sentiment).set(share);"
                                + " });",
                        "10.8",
                        "only the last share is there"),
                mistake(
                                "the 405 as a failure",
                                HANDLER,
                                "        REQUESTS.inc();\n"
                                    + "        if (!exchange.getRequestMethod().equals(\"POST\"))"
                                    + " {\n",
                                "        REQUESTS.inc();\n"
                                    + "        if (!exchange.getRequestMethod().equals(\"POST\"))"
                                    + " {\n"
                                    + "            ERRORS.inc();\n",
                                "10.2",
                                "what the client got wrong")
                        .alone(),
                mistake(
                        "each word once",
                        HANDLER,
                        LENGTHS,
                        "LENGTH.observe(new java.util.HashSet<>(words).size());",
                        "10.4",
                        "a word that comes twice is one word here"),
                mistake(
                        "known words alone",
                        HANDLER,
                        LENGTHS,
                        "LENGTH.observe(words.size() - model.unknown(words));",
                        "10.4",
                        "words that the model does not know are left out"),
                mistake(
                        "a sentiment in capitals",
                        HANDLER,
                        "PREDICTIONS.labels(prediction.sentiment())",
                        "PREDICTIONS.labels(prediction.sentiment().toUpperCase())",
                        "10.5",
                        "another spelling"),
                mistake(
                        "the probability is added",
                        HANDLER,
                        "PREDICTIONS.labels(prediction.sentiment()).inc();",
                        "PREDICTIONS.labels(prediction.sentiment()).inc(prediction.probability());",
                        "10.5",
                        "what is added is no count"),
                mistake(
                        "how unsure it was",
                        HANDLER,
                        "CONFIDENCE.observe(prediction.probability());",
                        "CONFIDENCE.observe(1 - prediction.probability());",
                        "10.6",
                        "this is how unsure it was"),
                mistake(
                        "shares that are not those of training",
                        SHOW,
                        "TRAINING_SHARE.labels(sentiment).set(share)",
                        "TRAINING_SHARE.labels(sentiment).set(1 - share)",
                        "10.8",
                        "the numbers are not facts.shares()"),
                mistake(
                        "one for each review",
                        HANDLER,
                        UNKNOWN,
                        "UNKNOWN_WORDS.inc();",
                        "10.9",
                        "reviews with unknown words are counted"),
                mistake(
                        "the share of unknown words",
                        HANDLER,
                        UNKNOWN,
                        "UNKNOWN_WORDS.inc((double) model.unknown(words) / words.size());",
                        "10.9",
                        "a share of the words is added"),
                mistake(
                                "a prediction counts where it is used",
                                HANDLER,
                                "        if (prediction.probability() >= UNSURE) {\n",
                                "        if (prediction.probability() >= UNSURE) {\n"
                                        + "           "
                                        + " PREDICTIONS.labels(prediction.sentiment()).inc();\n",
                                "10.16",
                                "not counted where it is unsure")
                        .also(
                                HANDLER,
                                "        PREDICTIONS.labels(prediction.sentiment()).inc();\n"
                                        + "        CONFIDENCE",
                                "        CONFIDENCE"),
                mistake(
                        "fallbacks that nobody has seen",
                        HANDLER,
                        "forEach(FALLBACKS::labels);",
                        "forEach(reason -> FALLBACKS.labels(reason).inc());",
                        "10.16",
                        "inc() counts a fallback"),
                mistake(
                        "the rule of thumb gets no words",
                        HANDLER,
                        "            FALLBACKS.labels(\"failed\").inc();\n"
                                + "            return RuleOfThumb.predict(words);",
                        "            FALLBACKS.labels(\"failed\").inc();\n"
                                + "            return RuleOfThumb.predict(List.of());",
                        "10.16",
                        "got other words"),
                mistake(
                                "the review is cut",
                                HANDLER,
                                "predict(Words.in(review))",
                                "predict(Words.in(review).stream().limit(250).toList())",
                                "10.16",
                                "the review is cut")
                        .alone(),
                mistake(
                                "the rule of thumb answers where the model is sure",
                                HANDLER,
                                "probability() >= UNSURE",
                                "probability() < UNSURE",
                                "10.6",
                                "answers where the model is sure")
                        .alone(),
                mistake(
                        "a text is compared with an Optional",
                        HANDLER,
                        "equals(told.get())",
                        "equals(told)",
                        "10.17",
                        "told is an Optional"),
                mistake(
                        "right and wrong change places",
                        HANDLER,
                        "right ? 1 : 0",
                        "right ? 0 : 1",
                        "10.17",
                        "right and wrong have changed places"),
                mistake(
                        "the time of training is not set",
                        SHOW,
                        "        TRAINED.set(facts.trained().getEpochSecond());\n",
                        "",
                        "10.7",
                        "nothing sets it, and a gauge stands at 0"),
                mistake(
                        "an age in place of a time",
                        SHOW,
                        "TRAINED.set(facts.trained().getEpochSecond());",
                        "TRAINED.set(System.currentTimeMillis() / 1000.0"
                                + " - facts.trained().getEpochSecond());",
                        "10.7",
                        "this is an age, and grows old itself"),
                mistake(
                        "the fallback is not counted",
                        HANDLER,
                        "            FALLBACKS.labels(\"failed\").inc();\n",
                        "",
                        "10.16",
                        "the rule of thumb has answered and nothing is counted"),
                mistake(
                        "one reason for both",
                        HANDLER,
                        "FALLBACKS.labels(\"unsure\").inc();",
                        "FALLBACKS.labels(\"failed\").inc();",
                        "10.16",
                        "unsure where it is less than 0.5 sure"),
                mistake(
                        "an unsure model is answered with all the same",
                        HANDLER,
                        "        FALLBACKS.labels(\"unsure\").inc();\n"
                                + "        return RuleOfThumb.predict(words);",
                        "        FALLBACKS.labels(\"unsure\").inc();\n"
                                + "        return prediction;",
                        "10.16",
                        "where probability() is below 0.5"),
                mistake(
                        "an unsure model is an error",
                        HANDLER,
                        "        FALLBACKS.labels(\"unsure\").inc();\n",
                        "        FALLBACKS.labels(\"unsure\").inc();\n        ERRORS.inc();\n",
                        "10.16",
                        "a model that is unsure has not failed"),
                mistake(
                        "the rule of thumb counted as the model",
                        HANDLER,
                        "        FALLBACKS.labels(\"unsure\").inc();\n"
                                + "        return RuleOfThumb.predict(words);",
                        "        FALLBACKS.labels(\"unsure\").inc();\n"
                                + "        Prediction thumb = RuleOfThumb.predict(words);\n"
                                + "        PREDICTIONS.labels(thumb.sentiment()).inc();\n"
                                + "        return thumb;",
                        "10.16",
                        "what the rule of thumb says is counted too"),
                mistake(
                        "judged under what is right",
                        HANDLER,
                        JUDGED,
                        "JUDGED.labels(truth).inc();",
                        "10.17",
                        "counted under what is right, not under what was predicted"),
                mistake(
                        "all that is judged is right",
                        HANDLER,
                        RIGHT,
                        "RIGHT.labels(told.get()).inc();",
                        "10.17",
                        "more is counted than was judged, or was right"),
                mistake(
                        "right counted under the truth",
                        HANDLER,
                        RIGHT,
                        "RIGHT.labels(truth).inc(right ? 1 : 0);",
                        "10.17",
                        "the 0 is made under what the guest said"),
                mistake(
                                "a refused judgment counts",
                                HANDLER,
                                "            String truth = body.sentiment(model.labels());\n",
                                "            told.ifPresent(said -> JUDGED.labels(said).inc());\n"
                                        + "            String truth ="
                                        + " body.sentiment(model.labels());\n",
                                "10.17",
                                "what is answered 400 judges nothing")
                        .also(HANDLER, "            " + JUDGED + "\n", ""),
                mistake(
                        "for below labels",
                        "rules/drift.yaml",
                        "        for: 2m\n        labels:\n",
                        "        labels:\n          for: 2m\n",
                        "10.15",
                        "It belongs beside expr"),
                mistake(
                        "another severity",
                        "rules/drift.yaml",
                        "severity: minor",
                        "severity: major",
                        "10.15",
                        "and minor is asked for"),
                mistake(
                        "left twice by who fails",
                        HANDLER,
                        "            FALLBACKS.labels(\"failed\").inc();\n",
                        "            FALLBACKS.labels(\"failed\").inc();\n"
                                + "            IN_PROGRESS.dec();\n",
                        "10.19",
                        "Once is enough, in the finally"),
                mistake(
                        "nobody leaves",
                        HANDLER,
                        "            IN_PROGRESS.dec();\n",
                        "",
                        "10.19",
                        "dec() once after each prediction, in a finally block"),
                mistake(
                                "who fails does not leave",
                                HANDLER,
                                "        } finally {\n            IN_PROGRESS.dec();\n        }\n",
                                "        }\n",
                                "10.19",
                                "dec() once after each prediction, in a finally block")
                        .also(
                                HANDLER,
                                "            return sure(model.predict(words), words);\n",
                                "            Prediction found = model.predict(words);\n"
                                        + "            IN_PROGRESS.dec();\n"
                                        + "            return sure(found, words);\n"),
                mistake(
                        "the limit written by hand",
                        HANDLER,
                        "MOST.set(model.most());",
                        "MOST.set(8);",
                        "10.19",
                        "set it to model.most()"));
    }
}
