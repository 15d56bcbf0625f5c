package treecounter.workbench.lessons.custommetrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Causes;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Crash;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Delta;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.checks.Unit;

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
    private static final Set<String> ENDINGS = Set.of("ok", "error", "timeout");

    /** What a call takes here, in seconds. */
    private static final double CALL = 0.05;

    /** What such a call adds at least; a clock may be a little coarse. */
    private static final double LEAST = 0.9 * CALL;

    private static final Pattern SWALLOWS =
            Pattern.compile(
                    "catch \\(.*\\b(Exception|RuntimeException|IllegalArgumentException"
                            + "|NullPointerException|Throwable)\\b");
    private static final Pattern WHOLE_SECONDS =
            Pattern.compile("/ ?1_?000(_?000)*\\b(?!\\.)|toSeconds|SECONDS\\.convert");
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
                    .when(
                            it -> it.found().isEmpty() && SWALLOWS.matcher(it.code()).find(),
                            ANSWER
                                    + ": nothing is counted, and an exception is swallowed. Let it"
                                    + " through and read it.")
                    .when(
                            it -> it.found().isEmpty(),
                            ANSWER + ": all answers but the scrapes pass here. Count them here.")
                    .when(
                            it -> !it.hasLabels(Set.of("status", "endpoint")),
                            "TreeCounterHandler, requests_total: its labels are status and"
                                    + " endpoint, to the letter, and no other.")
                    .when(
                            it -> it.some("status", status -> status.matches("/.*|other")),
                            ANSWER
                                    + ": labels(...) takes the values in the order of"
                                    + " labelNames(...).")
                    .when(
                            it -> onlyGood(it) && it.sum() == ASKS.size(),
                            ANSWER + ": the label status is always 200. Use answer.status().")
                    .when(
                            it -> onlyGood(it) && it.sum() > ASKS.size(),
                            "TreeCounterHandler.handle: this counts requests as they come, scrapes"
                                    + " too, and calls each a 200. Count answers, in answer.")
                    .when(
                            it ->
                                    it.some("endpoint", "/metrics"::equals)
                                            || it.found().containsKey(request("200", "other")),
                            SCRAPES)
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
                            it -> !Set.of(TREES, "other").containsAll(it.values("endpoint")),
                            ANSWER + ": the values of endpoint are /treecounter and other.")
                    .when(
                            it -> it.some("status", status -> status.matches("-1|0")),
                            ANSWER
                                    + ": when it is counted here, the status is not known yet."
                                    + " answer.status() is.")
                    .when(
                            it -> it.some("status", status -> !status.matches("[1-5]\\d\\d")),
                            ANSWER + ": the values of status are the numbers, such as 200 or 404.")
                    .when(
                            CustomMetricsChecks::onlyGood,
                            ANSWER
                                    + ": only what went well is counted. Count every answer, here"
                                    + " in one place.")
                    .when(
                            CustomMetricsChecks::allTwice,
                            ANSWER + ": every answer is counted twice. Look for a second inc().")
                    .when(
                            it -> it.values("endpoint").size() == 1,
                            it ->
                                    ANSWER
                                            + ": only the answers of endpoint %s are counted. Count every answer, here in one place."
                                                    .formatted(
                                                            it.values("endpoint")
                                                                    .iterator()
                                                                    .next()))
                    .when(
                            it -> it.tooMuch().isEmpty(),
                            it ->
                                    ANSWER
                                            + ": answers with status %s are not counted each time. Count every answer, here in one place."
                                                    .formatted(it.missing().get(0).label("status")))
                    .when(
                            it -> it.missing().isEmpty(),
                            it ->
                                    ANSWER
                                            + ": answers with status %s are counted more than once. Count here, once for each answer."
                                                    .formatted(it.tooMuch().get(0).label("status")))
                    .otherwise(
                            ANSWER
                                    + ": some are counted with the status of another answer. Use"
                                    + " answer.status() and the parameter endpoint.");

    /** What went wrong where calls to the forest are not counted as they should. */
    private static final Causes CALLS =
            new Causes()
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
                                            + ": a call can end in three ways. The one as %s is not counted."
                                                    .formatted(ending(it)))
                    .when(
                            it -> !ending(it).equals("ok") && it.some("status", "ok"::equals),
                            TREE_COUNTER
                                    + ": ok is counted before the call has gone well. Count after"
                                    + " the call.")
                    .when(
                            it -> !it.some("status", ending(it)::equals),
                            it ->
                                    TREE_COUNTER
                                            + ": this call is counted as %s. Two catch blocks tell error and timeout apart."
                                                    .formatted(
                                                            it.values("status").iterator().next()))
                    .when(
                            it -> it.values("status").size() > 1,
                            TREE_COUNTER
                                    + ": a call ends in one way, and is counted as that alone.")
                    .otherwise(
                            TREE_COUNTER + ": a call is counted twice. Look for a second inc().");

    /** What went wrong where something counts as a call that is none. */
    private static final Causes NO_CALL =
            new Causes()
                    .otherwise(
                            TREE_COUNTER
                                    + ": count calls to the forest. A 404 or a 405 makes none, so"
                                    + " count next to the call.");

    private static boolean onlyGood(Difference it) {
        return it.values("status").equals(Set.of("200"));
    }

    private static boolean allTwice(Difference it) {
        return it.found().entrySet().stream()
                .allMatch(e -> e.getValue() == 2 * it.expected().getOrDefault(e.getKey(), 0.0));
    }

    /** How the call should have been counted. */
    private static String ending(Difference it) {
        return it.expected().keySet().iterator().next().label("status");
    }

    @Check(
            number = "2.1",
            title = "requests_total is declared",
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
            Optional<Crash> crash = bench.crash();
            throw new Finding(
                    expected,
                    crash.map(e -> "500, because of " + e).orElse("500"),
                    crash.map(Crash::hint).orElse(ANSWER + ": it throws."));
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
            more =
                    "A second counter with the label status. In treeCounter(): labels(\"ok\") after"
                        + " the call, labels(\"timeout\") and labels(\"error\") in the two catch"
                        + " blocks.")
    void forestCallsAreCounted(Bench bench) {
        Declared.as("counter", FOREST_REQUESTS, "TreeCounterHandler", bench);
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
            more =
                    "System.nanoTime() before the try, and in a finally block"
                            + " inc((System.nanoTime() - start) / 1e9).")
    void waitsAddUp(Bench bench) {
        Declared.as("counter", FOREST_WAIT, "TreeCounterHandler", bench);
        waits(bench, new Faults(String.valueOf(CALL), 0), "a call that goes well");
        waits(bench, new Faults(String.valueOf(CALL), 1), "a call that fails");
        bench.forest().setFaults(Faults.NONE);
    }

    private static void waits(Bench bench, Faults faults, String call) {
        bench.forest().setFaults(faults);
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        bench.get(TREES);
        double waited =
                Poll.until(
                        seconds -> seconds >= LEAST,
                        () -> Difference.sum(bench.scrape().since(before, FOREST_WAIT)));
        // Up to now, not up to the answer: an app may add the time after it has answered.
        double most = (System.nanoTime() - start) / 1e9;
        if (waited < LEAST || waited > most) {
            throw new Finding(
                    "%s and takes %s s adds %2$s and a little".formatted(call, CALL),
                    Declared.number(waited),
                    TREE_COUNTER + ": " + waitHint(bench, waited, faults.errorRate() == 1));
        }
    }

    private static String waitHint(Bench bench, double waited, boolean fails) {
        if (waited == 0 && fails) {
            return "add the seconds in a finally block, so that a failure counts too.";
        }
        if (waited == 0) {
            return WHOLE_SECONDS.matcher(bench.code()).find()
                    ? "whole numbers divided drop the fraction, and 0 is added. Divide by 1e9."
                    : "nothing is added. Call inc(seconds).";
        }
        if (waited == 1) {
            return "inc() adds 1. inc(seconds) adds what it is given.";
        }
        if (waited < LEAST) {
            return "the time is taken before the call has ended.";
        }
        return Unit.of(waited, CALL)
                .map(unit -> "these are %s. The name says seconds.".formatted(unit))
                .orElse("more is added than the call took. Add the time once.");
    }

    private static Series request(String status, String endpoint) {
        return new Series(REQUESTS, Map.of("status", status, "endpoint", endpoint));
    }
}
