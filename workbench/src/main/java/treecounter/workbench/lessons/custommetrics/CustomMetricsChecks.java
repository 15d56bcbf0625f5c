package treecounter.workbench.lessons.custommetrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
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

/** Section 2: counters of the app's own. */
@LessonChecks
public class CustomMetricsChecks {
    private static final String REQUESTS = "requests_total";
    private static final String FOREST_REQUESTS = "forest_requests_total";
    private static final String FOREST_WAIT = "forest_wait_seconds_total";
    private static final String TREES = "/treecounter";
    private static final String ANSWER = "TreeCounterHandler.answer";
    private static final String TREE_COUNTER = "TreeCounterHandler.treeCounter";
    private static final String SCRAPES =
            "TreeCounterHandler.handle: scrapes are counted, so every scrape changes what it shows."
                    + " Let them pass uncounted.";
    private static final String CALLS_AND_SCRAPES =
            TREE_COUNTER
                    + ": scrapes are counted too. Count calls to the forest, next to the call.";
    private static final String ORDER =
            ": labels(...) takes the values in the order of labelNames(...). Here they stand in"
                    + " another order than the names where %s is declared.";
    private static final Set<String> ENDINGS = Set.of("ok", "error", "timeout");

    /** What a call takes here, in seconds. */
    private static final double CALL = 0.05;

    /** What such a call adds at least; a clock may be a little coarse. */
    private static final double LEAST = 0.9 * CALL;

    private static final Pattern ADDED_LAST =
            Pattern.compile("finally\\s*\\{[^}]*\\.inc\\(\\s*[^)\\s]");
    private static final Pattern FIELD_OF_TIME =
            Pattern.compile(
                    "(private|static|volatile|final) (long|double|Instant|Long) \\w+\\s*[;=]");

    private static final Pattern SWALLOWS =
            Pattern.compile(
                    "catch \\(.*\\b(Exception|RuntimeException|IllegalArgumentException"
                            + "|NullPointerException|Throwable)\\b");
    private static final List<Ask> ASKS =
            List.of(
                    new Ask("GET", TREES, 200, false),
                    new Ask("GET", TREES + "?from=check", 200, false),
                    new Ask("HEAD", TREES, 200, false),
                    new Ask("POST", TREES, 405, false),
                    new Ask("GET", "/nowhere-1", 404, false),
                    new Ask("GET", "/nowhere-2", 404, false),
                    new Ask("GET", TREES, 503, true));

    /** What went wrong where answers are not counted as they should. */
    private static final Causes ANSWERS =
            new Causes()
                    .whenNothingAndACrash()
                    .when(Difference::madeOnly, it -> ANSWER + madeOnly(it))
                    .when(
                            it -> it.found().isEmpty() && SWALLOWS.matcher(it.code()).find(),
                            ANSWER
                                    + ": nothing is counted, and an exception is swallowed. Let it"
                                    + " through and read it.")
                    .when(
                            it -> it.found().isEmpty() && it.inAnother().isPresent(),
                            it -> ANSWER + instead(it))
                    .when(
                            it -> it.found().isEmpty(),
                            ANSWER
                                    + ": all answers but the scrapes pass here, and none comes past"
                                    + " an inc() of requests_total. Count them here.")
                    .when(
                            it -> !it.hasLabels(Set.of("status", "endpoint")),
                            "TreeCounterHandler, requests_total: its labels are status and"
                                    + " endpoint, to the letter, and no other.")
                    .when(CustomMetricsChecks::inTheWrongOrder, ANSWER + ORDER.formatted(REQUESTS))
                    .when(
                            it -> it.some("status", CustomMetricsChecks::isEndpoint),
                            ANSWER
                                    + ": status has the value of an endpoint. It is the number"
                                    + " of the answer's status.")
                    .when(
                            Difference::growsWithScrapes,
                            it ->
                                    onlyGood(it) && it.values("endpoint").size() == 1
                                            ? "TreeCounterHandler.handle: this counts requests as"
                                                  + " they come, scrapes too, and calls each a 200."
                                                  + " Count answers, in answer."
                                            : SCRAPES)
                    .when(
                            it -> it.some("endpoint", endpoint -> endpoint.startsWith("/nowhere")),
                            ANSWER
                                    + ": every path anybody types becomes a series. Use the"
                                    + " parameter endpoint, which is one of two.")
                    .when(
                            it -> it.some("endpoint", endpoint -> endpoint.contains("?")),
                            ANSWER
                                    + ": a query string is not part of an endpoint. Use the"
                                    + " parameter endpoint.")
                    .when(
                            it ->
                                    it.some("status", ENDINGS::contains)
                                            && !Set.of(TREES, "other")
                                                    .containsAll(it.values("endpoint")),
                            TREE_COUNTER
                                    + ": a call to the forest is counted in requests_total. Calls"
                                    + " have a counter of their own, forest_requests_total.")
                    .when(
                            it -> it.some("status", "status"::equals),
                            ANSWER
                                    + ": these are the names of the labels. labels(...) takes their"
                                    + " values, in the same order.")
                    .when(
                            it -> !Set.of(TREES, "other").containsAll(it.values("endpoint")),
                            ANSWER + ": the values of endpoint are /treecounter and other.")
                    .when(
                            it ->
                                    it.some("status", status -> status.matches("-1|0"))
                                            && it.code().contains("getResponseCode()"),
                            ANSWER
                                    + ": when it is counted here, the status is not known yet."
                                    + " answer.status() is.")
                    .when(
                            it -> it.some("status", status -> !status.matches("[1-5]\\d\\d")),
                            ANSWER + ": the values of status are the numbers, such as 200 or 404.")
                    .when(
                            CustomMetricsChecks::addsTheStatus,
                            ANSWER
                                    + ": inc(...) adds what it is given, which is the status here."
                                    + " inc() adds 1.")
                    .when(
                            it -> isAlways("status", it) && isAlways("endpoint", it),
                            ANSWER
                                    + ": both labels always have the same values. Use"
                                    + " answer.status() and the parameter endpoint.")
                    .when(
                            it -> isAlways("status", it),
                            it ->
                                    ANSWER
                                            + ": the label status is always %s. Use answer.status()."
                                                    .formatted(theOne("status", it)))
                    .when(
                            it -> isAlways("endpoint", it),
                            it ->
                                    ANSWER
                                            + ": the label endpoint is always %s. Use the parameter endpoint."
                                                    .formatted(theOne("endpoint", it)))
                    .when(
                            it -> onlyGood(it) && !it.tooMuch().isEmpty(),
                            ANSWER
                                    + ": failures are counted too, and as 200. answer.status() is"
                                    + " what the answer says, and here all of them pass.")
                    .when(
                            CustomMetricsChecks::onlyGood,
                            ANSWER
                                    + ": only what went well is counted. Count every answer, here"
                                    + " in one place.")
                    .when(
                            it -> it.isTimes(2),
                            ANSWER
                                    + ": every answer is counted twice. Look for a second inc(),"
                                    + " or an inc(2).")
                    .when(
                            it -> it.values("endpoint").size() == 1 && it.tooMuch().isEmpty(),
                            it ->
                                    ANSWER
                                            + ": only the answers of endpoint %s are counted. Count every answer, here in one place."
                                                    .formatted(theOne("endpoint", it)))
                    .when(
                            it -> it.tooMuch().isEmpty(),
                            it ->
                                    ANSWER
                                            + ": answers with status %s are not counted each time. Count every answer, here in one place."
                                                    .formatted(statuses(it.missing())))
                    .when(
                            it -> it.missing().isEmpty(),
                            it ->
                                    ANSWER
                                            + ": answers with status %s are counted more than once. Count here, once for each answer."
                                                    .formatted(statuses(it.tooMuch())))
                    .when(
                            it -> it.sum() == ASKS.size() && it.values("endpoint").size() == 2,
                            ANSWER
                                    + ": some are counted with the labels of another answer. Use"
                                    + " answer.status() and the parameter endpoint.")
                    .otherwise(
                            ANSWER
                                    + ": some answers are counted too often, others too seldom."
                                    + " Count every answer once, here in one place.");

    /** What went wrong where calls to the forest are not counted as they should. */
    private static final Causes CALLS =
            new Causes()
                    .when(Difference::madeOnly, it -> TREE_COUNTER + madeOnly(it))
                    .when(
                            it -> !it.hasLabels(Set.of("status")),
                            "TreeCounterHandler, forest_requests_total: it has the one label"
                                    + " status.")
                    .when(
                            it -> !ENDINGS.containsAll(it.values("status")),
                            TREE_COUNTER + ": the values of status are ok, error and timeout.")
                    .whenNothingAndACrash()
                    .when(
                            it -> it.found().isEmpty(),
                            it ->
                                    TREE_COUNTER
                                            + ": a call can end in three ways. The one as %s is not counted%s."
                                                    .formatted(ending(it), countedElsewhere(it)))
                    .when(Difference::growsWithScrapes, CALLS_AND_SCRAPES)
                    .when(
                            it -> it.isTimes(2),
                            TREE_COUNTER
                                    + ": a call is counted twice. Look for a second inc(), also in"
                                    + " answer, or an inc(2).")
                    .when(
                            it -> it.values("status").size() == 1,
                            it ->
                                    TREE_COUNTER
                                            + ": "
                                            + wrongEnding(ending(it), theOne("status", it)))
                    .when(
                            it -> !ending(it).equals("ok") && it.some("status", "ok"::equals),
                            it -> TREE_COUNTER + ": " + okToo(it.code()))
                    .otherwise(
                            it ->
                                    TREE_COUNTER
                                            + ": this call ends as %s, and %s is counted too. Count that only where a call ends so."
                                                    .formatted(ending(it), others(it)));

    /** What went wrong where something counts as a call that is none. */
    private static final Causes NO_CALL =
            new Causes()
                    .when(Difference::growsWithScrapes, CALLS_AND_SCRAPES)
                    .otherwise(
                            TREE_COUNTER
                                    + ": count calls to the forest. A 404 or a 405 makes none, so"
                                    + " count next to the call.");

    private static String madeOnly(Difference it) {
        return ": a child is made and stays at 0. "
                + (it.code().matches("(?s).*\\.inc\\(\\s*0\\s*\\).*")
                        ? "inc(0) adds nothing, inc() adds 1."
                        : "labels(...) alone makes it, inc() counts.");
    }

    private static boolean addsTheStatus(Difference it) {
        return it.found().entrySet().stream()
                .allMatch(
                        one ->
                                one.getKey().label("status").matches("\\d{3}")
                                        && one.getValue()
                                                        % Integer.parseInt(
                                                                one.getKey().label("status"))
                                                == 0);
    }

    private static boolean onlyGood(Difference it) {
        return it.values("status").equals(Set.of("200"));
    }

    private static boolean isEndpoint(String value) {
        return value.matches("/.*|other");
    }

    private static boolean inTheWrongOrder(Difference it) {
        return it.some("status", CustomMetricsChecks::isEndpoint)
                && it.values("endpoint").stream().noneMatch(CustomMetricsChecks::isEndpoint);
    }

    /** Whether all answers are counted, and have the same value for a label. */
    private static boolean isAlways(String label, Difference it) {
        return it.values(label).size() == 1 && it.sum() == ASKS.size();
    }

    private static String theOne(String label, Difference it) {
        return it.values(label).iterator().next();
    }

    private static String statuses(List<Series> some) {
        return some.stream()
                .map(series -> series.label("status"))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String instead(Difference it) {
        return ": %s grows, and %s does not. Is it the right counter that inc() is called on?"
                .formatted(it.inAnother().orElseThrow(), REQUESTS);
    }

    /** How the call should have been counted. */
    private static String ending(Difference it) {
        return theOneOf(it.expected().keySet());
    }

    private static String theOneOf(Set<Series> series) {
        return series.iterator().next().label("status");
    }

    private static String others(Difference it) {
        return it.values("status").stream()
                .filter(status -> !status.equals(ending(it)))
                .collect(Collectors.joining(", "));
    }

    /** Where an ending is counted that is not counted where it should be, for a hint. */
    private static String countedElsewhere(Difference it) {
        Bench bench = it.bench();
        Map<String, Runnable> others = new LinkedHashMap<>();
        others.put("a call that goes well", () -> ask(bench, "0", 0));
        others.put("a call that fails", () -> ask(bench, "0", 1));
        others.put("a call that takes too long", () -> ask(bench, "2", 0));
        others.put("a 405", () -> bench.send("POST", TREES));
        others.put("a 404", () -> bench.get("/nowhere"));
        for (Map.Entry<String, Runnable> other : others.entrySet()) {
            Exposition before = bench.scrape();
            other.getValue().run();
            Exposition after = bench.scrape();
            if (after.since(before, FOREST_REQUESTS).keySet().containsAll(it.expected().keySet())) {
                return ", but after %s it is".formatted(other.getKey());
            }
        }
        return it.now().samples().keySet().containsAll(it.expected().keySet())
                ? ", but once before, where no call ends"
                : "";
    }

    private static String wrongEnding(String ending, String counted) {
        if (ending.equals("ok")) {
            return "this call went well and is counted as %s. ok belongs behind the call."
                    .formatted(counted);
        }
        if (counted.equals("ok")) {
            return "this call is counted as ok. Either its catch block says so, or ok is counted"
                    + " before the call has gone well.";
        }
        return "this call is counted as %s. Two catch blocks tell error and timeout apart."
                .formatted(counted);
    }

    private static String okToo(String code) {
        String before = "before the call has gone well";
        String last = "in a finally block, which a failure passes too";
        boolean lastIsLikelier = code.matches("(?s).*finally\\s*\\{[^}]*\"ok\".*");
        return "ok is counted also where the call fails: %s, or %s. Count it after the call, in the try."
                .formatted(lastIsLikelier ? last : before, lastIsLikelier ? before : last);
    }

    @Check(
            number = "2.1",
            title = "requests_total is declared",
            learned = "A static field is made once, and a registry takes each name only once.",
            more =
                    "A private static final field of TreeCounterHandler: Counter.build(), then"
                            + " .name(...), .help(...), .labelNames(\"status\", \"endpoint\"),"
                            + " .register().")
    void requestsAreDeclared(Bench bench) {
        Declared.as("counter", REQUESTS, "TreeCounterHandler", bench);
    }

    @Check(
            number = "2.2",
            title = "every answer is counted once, by status and endpoint",
            learned =
                    "Where all answers pass, one line counts them, also those of cases yet to"
                            + " come.",
            more =
                    "One line in answer(), before the answer is sent: labels(status,"
                            + " endpoint).inc(), where status is the text of answer.status() and"
                            + " endpoint the parameter.")
    void answersAreCounted(Bench bench) {
        List<Integer> statuses = new ArrayList<>();
        Exposition before =
                bench.before(
                        () -> {
                            statuses.clear();
                            ASKS.forEach(ask -> statuses.add(ask.of(bench)));
                        });
        bench.scrape();
        for (int i = 0; i < ASKS.size(); i++) {
            answered(bench, ASKS.get(i), statuses.get(i));
        }
        Delta counted = Delta.of(REQUESTS, ANSWERS);
        ASKS.forEach(ask -> counted.expect(1, ask.labels()));
        counted.since(before, bench, "");
        bench.scrape();
        counted.since(before, bench, "after another scrape");
    }

    /** A request, the status that the app of the starter answers, and whether the forest fails. */
    private record Ask(String method, String path, int status, boolean forestFails) {
        int of(Bench bench) {
            bench.forest().setFaults(new Faults("0", forestFails ? 1 : 0));
            int answered = bench.send(method, path).status();
            bench.forest().setFaults(Faults.NONE);
            return answered;
        }

        String[] labels() {
            String endpoint = path.startsWith(TREES) ? TREES : "other";
            return new String[] {"status", String.valueOf(status), "endpoint", endpoint};
        }
    }

    /** Whether the answer itself is still right; one that is not cannot be counted rightly. */
    private static void answered(Bench bench, Ask ask, int status) {
        String expected = "%s %s is answered with %d".formatted(ask.method, ask.path, ask.status);
        if (status == 500) {
            throw bench.bug(expected, ANSWER + ": it throws.");
        }
        Finding.when(
                status != ask.status && ask.forestFails,
                expected + " when the forest fails",
                status,
                TREE_COUNTER
                        + ": the exception of a failing forest is swallowed. Such an answer is a"
                        + " 503, else nobody sees the failure.");
        Finding.when(
                status != ask.status,
                expected,
                status,
                "TreeCounterHandler.handle: leave the answers as they were and count them.");
    }

    @Check(
            number = "2.3",
            title = "every call to the forest is counted, as ok, error or timeout",
            learned =
                    "Each value of a label is a series of its own, so there are three and no more.",
            more =
                    "A second counter with the label status. In treeCounter(): labels(\"ok\") after"
                        + " the call, labels(\"timeout\") and labels(\"error\") in the two catch"
                        + " blocks.")
    void forestCallsAreCounted(Bench bench) {
        Declared.as("counter", FOREST_REQUESTS, "TreeCounterHandler", bench);
        long asked = bench.forest().timesAsked();
        bench.get(TREES);
        long calls = bench.forest().timesAsked() - asked;
        Finding.when(
                calls > 1,
                "one page asks the forest once",
                calls + " times",
                TREE_COUNTER
                        + ": forest.countTrees() is called more than once. One call is enough.");
        counted("ok").after(bench, "after a call that goes well", () -> bench.get(TREES));
        Delta.of(FOREST_REQUESTS, NO_CALL)
                .after(
                        bench,
                        "after a 405 and a 404",
                        () -> {
                            bench.send("POST", TREES);
                            bench.get("/nowhere");
                        });
        counted("error").after(bench, "after a call that fails", () -> ask(bench, "0", 1));
        Exposition before = bench.scrape();
        ask(bench, "2", 0);
        counted("timeout").since(before, bench, "after a call that takes too long");
    }

    private static Delta counted(String status) {
        return Delta.of(FOREST_REQUESTS, CALLS).expect(1, "status", status);
    }

    private static void ask(Bench bench, String latency, double errorRate) {
        bench.forest().setFaults(new Faults(latency, errorRate));
        bench.get(TREES);
        bench.forest().setFaults(Faults.NONE);
    }

    @Check(
            number = "2.4",
            title = "the seconds spent waiting for the forest add up",
            learned =
                    "Seconds and calls are two counters; divided, their rates are the average"
                            + " wait.",
            more =
                    "System.nanoTime() before the try, and in a finally block"
                            + " inc((System.nanoTime() - start) / 1e9).")
    void waitsAddUp(Bench bench) {
        Declared.as("counter", FOREST_WAIT, "TreeCounterHandler", bench);
        Declared.withoutLabels(FOREST_WAIT, "TreeCounterHandler", bench);
        nothingElseAdds(bench);
        Measured well = wait(bench, new Faults(String.valueOf(CALL), 0));
        Measured failed = wait(bench, new Faults(String.valueOf(CALL), 1));
        adds("a call that goes well", well, waitHint(bench, well, failed));
        adds(
                "a call that fails",
                failed,
                failed.seconds() == 0
                        ? "add the seconds in a finally block, so that a failure counts too."
                        : waitHint(bench, failed, failed));
        if (!ADDED_LAST.matcher(bench.code()).find()) {
            Finding.when(
                    wait(bench, new Faults("2", 0)).seconds() < LEAST,
                    "a call that takes too long adds its seconds",
                    "0",
                    TREE_COUNTER
                            + ": where a call times out, nothing is added. Add the seconds in a"
                            + " finally block, which each call passes.");
        }
        if (FIELD_OF_TIME.matcher(bench.code()).find()) {
            bench.eachHasItsOwnStart(FOREST_WAIT, TREE_COUNTER);
        }
    }

    private static Measured wait(Bench bench, Faults faults) {
        bench.forest().setFaults(faults);
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        if (bench.get(TREES).status() == 500) {
            throw bench.bug("GET %s is answered".formatted(TREES), TREE_COUNTER + ": it throws.");
        }
        double seconds =
                Poll.until(
                        added -> added >= LEAST,
                        () -> Difference.sum(bench.scrape().since(before, FOREST_WAIT)));
        // Up to now, not up to the answer: an app may add the time after it has answered.
        double most = (System.nanoTime() - start) / 1e9;
        bench.forest().setFaults(Faults.NONE);
        return new Measured(seconds, LEAST, most);
    }

    private static void adds(String call, Measured waited, String hint) {
        Finding.when(
                !waited.isRight(),
                "%s and takes %s s adds %2$s and a little".formatted(call, CALL),
                Declared.number(waited.seconds(), CALL),
                TREE_COUNTER + ": " + hint);
    }

    /** What waits for nothing adds nothing, else more than the call is measured. */
    private static void nothingElseAdds(Bench bench) {
        Exposition before = bench.scrape();
        bench.get("/nowhere");
        bench.scrape();
        double seconds = Difference.sum(bench.scrape().since(before, FOREST_WAIT));
        Finding.when(
                seconds != 0,
                "a 404 and a scrape, which do not wait for the forest, add 0",
                Declared.number(seconds),
                TREE_COUNTER
                        + ": more than the call is measured, or added at each request. Start the"
                        + " clock before the call to the forest and add the time right after it.");
    }

    private static String waitHint(Bench bench, Measured well, Measured failed) {
        if (well.seconds() == 0 && failed.seconds() > 0) {
            return "only a call that fails adds its seconds. Add them in a finally block, which"
                    + " each call passes.";
        }
        if (well.seconds() == 0 && wait(bench, new Faults("2", 0)).seconds() > 0) {
            return "only a call that takes too long adds its seconds. Add them in a finally block,"
                    + " which each call passes.";
        }
        if (well.seconds() == 1) {
            return "1 is added for each call. inc() adds 1, inc(seconds) adds what it is given. Or"
                    + " the seconds are rounded up.";
        }
        return well.hint("the call", bench.code());
    }
}
