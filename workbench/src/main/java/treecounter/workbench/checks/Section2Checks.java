package treecounter.workbench.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Exposition.Series;

/** Section 2: counters of the app's own. */
@LessonChecks
public class Section2Checks {
    private static final String REQUESTS = "requests_total";
    private static final String FOREST_REQUESTS = "forest_requests_total";
    private static final String FOREST_WAIT = "forest_wait_seconds_total";
    private static final String TREES = "/treecounter";
    private static final String ANSWER = "TreeCounterHandler.answer";
    private static final String TREE_COUNTER = "TreeCounterHandler.treeCounter";
    private static final String SCRAPES =
            "TreeCounterHandler.handle: scrapes are counted, so every scrape changes what it shows."
                    + " Let them pass uncounted.";
    private static final Set<String> STATUS = Set.of("status");
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
        Map<Series, Double> expected = Exposition.sorted();
        ASKS.forEach(ask -> expected.merge(ask.counted(), 1.0, Double::sum));
        Map<Series, Double> found =
                Poll.until(expected::equals, () -> bench.scrape().since(before, REQUESTS));
        if (!found.equals(expected)) {
            throw new Finding(
                    Declared.changes(expected),
                    Declared.changes(found),
                    requestsHint(bench, expected, found));
        }
        Map<Series, Double> later = bench.scrape().since(before, REQUESTS);
        Finding.when(
                !later.equals(expected),
                "scrapes change nothing",
                Declared.changes(later),
                SCRAPES);
    }

    /** A request, the status that the app of the starter answers, and whether the forest fails. */
    private record Ask(String method, String path, int status, boolean forestFails) {
        int of(Bench bench) {
            bench.forest().setFaults(new Faults("0", forestFails ? 1 : 0));
            int answered = bench.send(method, path).status();
            bench.forest().setFaults(Faults.NONE);
            return answered;
        }

        Series counted() {
            String endpoint = path.startsWith(TREES) ? TREES : "other";
            return new Series(
                    REQUESTS, Map.of("status", String.valueOf(status), "endpoint", endpoint));
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

    private static String requestsHint(
            Bench bench, Map<Series, Double> expected, Map<Series, Double> found) {
        if (found.isEmpty()) {
            return nothingCounted(bench);
        }
        Set<String> names =
                found.keySet().stream()
                        .flatMap(series -> series.labels().keySet().stream())
                        .collect(Collectors.toSet());
        if (!names.equals(Set.of("status", "endpoint"))) {
            return "TreeCounterHandler, requests_total: its labels are status and endpoint, to the"
                    + " letter, and no other.";
        }
        Set<String> endpoints = values(found, "endpoint");
        Set<String> statuses = values(found, "status");
        if (statuses.stream()
                .anyMatch(status -> status.startsWith("/") || status.equals("other"))) {
            return ANSWER + ": labels(...) takes the values in the order of labelNames(...).";
        }
        if (statuses.equals(Set.of("200")) && sum(found) == ASKS.size()) {
            return ANSWER + ": the label status is always 200. Use answer.status().";
        }
        if (statuses.equals(Set.of("200")) && sum(found) > ASKS.size()) {
            return "TreeCounterHandler.handle: this counts requests as they come, scrapes too, and"
                    + " calls each a 200. Count answers, in answer.";
        }
        if (endpoints.contains("/metrics") || found.containsKey(request("200", "other"))) {
            return SCRAPES;
        }
        if (endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("/nowhere"))) {
            return ANSWER
                    + ": every path anybody types becomes a series. Use the parameter endpoint,"
                    + " which is one of two.";
        }
        if (endpoints.stream().anyMatch(endpoint -> endpoint.contains("?"))) {
            return ANSWER
                    + ": a query string is not part of an endpoint. Use the parameter endpoint.";
        }
        if (!Set.of(TREES, "other").containsAll(endpoints)) {
            return ANSWER + ": the values of endpoint are /treecounter and other.";
        }
        if (statuses.contains("-1") || statuses.contains("0")) {
            return ANSWER
                    + ": when it is counted here, the status is not known yet. answer.status() is.";
        }
        if (statuses.stream().anyMatch(status -> !status.matches("[1-5]\\d\\d"))) {
            return ANSWER + ": the values of status are the numbers, such as 200 or 404.";
        }
        return countedWrongly(expected, found, statuses, endpoints);
    }

    private static String nothingCounted(Bench bench) {
        Optional<Crash> crash = bench.crash();
        if (crash.isPresent()) {
            return crash.get().hint();
        }
        if (SWALLOWS.matcher(bench.code()).find()) {
            return ANSWER
                    + ": nothing is counted, and an exception is swallowed. Let it through and"
                    + " read it.";
        }
        return ANSWER + ": all answers but the scrapes pass here. Count them here.";
    }

    private static String countedWrongly(
            Map<Series, Double> expected,
            Map<Series, Double> found,
            Set<String> statuses,
            Set<String> endpoints) {
        if (statuses.equals(Set.of("200"))) {
            return ANSWER
                    + ": only what went well is counted. Count every answer, here in one place.";
        }
        if (found.entrySet().stream()
                .allMatch(e -> e.getValue() == 2 * expected.getOrDefault(e.getKey(), 0.0))) {
            return ANSWER + ": every answer is counted twice. Look for a second inc().";
        }
        if (endpoints.size() == 1) {
            return ANSWER
                    + ": only the answers of endpoint %s are counted. Count every answer, here in one place."
                            .formatted(endpoints.iterator().next());
        }
        List<Series> missing =
                expected.keySet().stream()
                        .filter(one -> found.getOrDefault(one, 0.0) < expected.get(one))
                        .toList();
        List<Series> tooMany =
                found.keySet().stream()
                        .filter(one -> found.get(one) > expected.getOrDefault(one, 0.0))
                        .toList();
        if (tooMany.isEmpty()) {
            return ANSWER
                    + ": answers with status %s are not counted each time. Count every answer, here in one place."
                            .formatted(missing.get(0).label("status"));
        }
        if (missing.isEmpty()) {
            return ANSWER
                    + ": answers with status %s are counted more than once. Count here, once for each answer."
                            .formatted(tooMany.get(0).label("status"));
        }
        return ANSWER
                + ": some are counted with the status of another answer. Use answer.status() and"
                + " the parameter endpoint.";
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
        Exposition before = bench.before(() -> bench.get(TREES));
        called(bench, before, "ok", "after a call that goes well");
        Exposition after = bench.scrape();
        bench.send("POST", TREES);
        bench.get("/nowhere");
        Map<Series, Double> found = bench.scrape().since(after, FOREST_REQUESTS);
        Finding.when(
                !found.isEmpty(),
                "no change after a 405 and a 404",
                Declared.changes(found),
                TREE_COUNTER
                        + ": count calls to the forest. A 404 or a 405 makes none, so count next"
                        + " to the call.");
        before =
                bench.before(
                        () -> {
                            bench.forest().setFaults(new Faults("0", 1));
                            bench.get(TREES);
                            bench.forest().setFaults(Faults.NONE);
                        });
        called(bench, before, "error", "after a call that fails");
        before = bench.scrape();
        bench.forest().setFaults(new Faults("2", 0));
        bench.get(TREES);
        bench.forest().setFaults(Faults.NONE);
        called(bench, before, "timeout", "after a call that takes too long");
    }

    private static void called(Bench bench, Exposition before, String status, String when) {
        Map<Series, Double> expected =
                Map.of(new Series(FOREST_REQUESTS, Map.of("status", status)), 1.0);
        Map<Series, Double> found =
                Poll.until(expected::equals, () -> bench.scrape().since(before, FOREST_REQUESTS));
        if (!found.equals(expected)) {
            throw new Finding(
                    Declared.changes(expected) + " " + when,
                    Declared.changes(found),
                    callHint(bench, status, found));
        }
    }

    private static String callHint(Bench bench, String expected, Map<Series, Double> found) {
        Map<String, Double> byStatus = new TreeMap<>();
        found.forEach(
                (series, change) -> byStatus.merge(series.label("status"), change, Double::sum));
        if (found.keySet().stream().anyMatch(one -> !one.labels().keySet().equals(STATUS))) {
            return "TreeCounterHandler, forest_requests_total: it has the one label status.";
        }
        if (!ENDINGS.containsAll(byStatus.keySet())) {
            return TREE_COUNTER + ": the values of status are ok, error and timeout.";
        }
        if (byStatus.isEmpty()) {
            return bench.crash()
                    .map(Crash::hint)
                    .orElse(
                            TREE_COUNTER
                                    + ": a call can end in three ways. The one as %s is not counted."
                                            .formatted(expected));
        }
        if (!expected.equals("ok") && byStatus.containsKey("ok")) {
            return TREE_COUNTER
                    + ": ok is counted before the call has gone well. Count after the call.";
        }
        if (!byStatus.containsKey(expected)) {
            return TREE_COUNTER
                    + ": this call is counted as %s. Two catch blocks tell error and timeout apart."
                            .formatted(byStatus.keySet().iterator().next());
        }
        return TREE_COUNTER
                + (byStatus.size() > 1
                        ? ": a call ends in one way, and is counted as that alone."
                        : ": a call is counted twice. Look for a second inc().");
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
                        () -> sum(bench.scrape().since(before, FOREST_WAIT)));
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

    private static double sum(Map<Series, Double> samples) {
        return samples.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Series request(String status, String endpoint) {
        return new Series(REQUESTS, Map.of("status", status, "endpoint", endpoint));
    }

    private static Set<String> values(Map<Series, Double> samples, String label) {
        return samples.keySet().stream()
                .map(series -> series.label(label))
                .collect(Collectors.toSet());
    }
}
