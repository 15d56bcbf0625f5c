package treecounter.workbench.checks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Exposition.Series;

/** Section 2: counters of the app's own. */
@LessonChecks
public class Section2Checks {
    private static final String REQUESTS = "requests_total";
    private static final String FOREST_REQUESTS = "forest_requests_total";
    private static final String FOREST_WAIT = "forest_wait_seconds_total";
    private static final String ANSWER = "TreeCounterHandler.answer";
    private static final String TREE_COUNTER = "TreeCounterHandler.treeCounter";

    @Check(
            number = "2.1",
            title = "requests_total is declared",
            more =
                    "A private static final field of TreeCounterHandler: Counter.build(), then"
                            + " .name(...), .help(...), .labelNames(\"status\", \"endpoint\"),"
                            + " .register().")
    void requestsAreDeclared(Bench bench) {
        Declared.as("counter", REQUESTS, bench);
    }

    @Check(
            number = "2.2",
            title = "every answer is counted once, by status and endpoint",
            more =
                    "One line in answer(), before the answer is sent: labels(status,"
                            + " endpoint).inc(), where status is the text of answer.status() and"
                            + " endpoint the parameter.")
    void answersAreCounted(Bench bench) {
        Exposition before = bench.scrape();
        bench.get("/treecounter");
        bench.get("/treecounter?from=check");
        bench.send("HEAD", "/treecounter");
        bench.send("POST", "/treecounter");
        bench.get("/nowhere-1");
        bench.get("/nowhere-2");
        bench.forest().setFaults(new Faults("0", 1));
        bench.get("/treecounter");
        bench.forest().setFaults(Faults.NONE);
        bench.scrape();
        Map<Series, Double> expected =
                new TreeMap<>(java.util.Comparator.comparing(Series::toString));
        expected.put(request("200", "/treecounter"), 3.0);
        expected.put(request("405", "/treecounter"), 1.0);
        expected.put(request("404", "other"), 2.0);
        expected.put(request("503", "/treecounter"), 1.0);
        Map<Series, Double> found =
                Poll.until(expected::equals, () -> bench.scrape().since(before, REQUESTS));
        if (!found.equals(expected)) {
            throw new Finding(
                    Declared.changes(expected),
                    Declared.changes(found),
                    requestsHint(bench, found));
        }
        Map<Series, Double> later = bench.scrape().since(before, REQUESTS);
        Finding.when(
                !later.equals(expected),
                "scrapes change nothing",
                Declared.changes(later),
                ANSWER + ": scrapes are not counted, or every scrape would change what it shows.");
    }

    private static String requestsHint(Bench bench, Map<Series, Double> found) {
        String exception = bench.exception();
        if (found.isEmpty()) {
            if (exception.contains("NullPointerException")) {
                return ANSWER
                        + ": the counter has labels, so inc() needs to know which child:"
                        + " labels(...).inc().";
            }
            if (exception.contains("Incorrect number of labels")) {
                return ANSWER + ": labels(...) takes one value for each name of labelNames(...).";
            }
            return ANSWER + ": all answers but the scrapes pass here. Count them here.";
        }
        Set<String> names =
                found.keySet().stream()
                        .flatMap(series -> series.labels().keySet().stream())
                        .collect(Collectors.toSet());
        if (!names.equals(Set.of("status", "endpoint"))) {
            return "TreeCounterHandler, requests_total: labelNames(\"status\", \"endpoint\").";
        }
        Set<String> endpoints = values(found, "endpoint");
        Set<String> statuses = values(found, "status");
        if (statuses.stream()
                .anyMatch(status -> status.startsWith("/") || status.equals("other"))) {
            return ANSWER + ": labels(...) takes the values in the order of labelNames(...).";
        }
        if (endpoints.contains("/metrics")) {
            return "TreeCounterHandler.handle: scrapes are not counted; they do not pass answer().";
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
        if (endpoints.stream()
                .anyMatch(endpoint -> !Set.of("/treecounter", "other").contains(endpoint))) {
            return ANSWER + ": the values of endpoint are /treecounter and other.";
        }
        if (statuses.stream().anyMatch(status -> !status.matches("[1-5]\\d\\d"))) {
            return ANSWER
                    + ": when it is counted here, the status is not known yet. answer.status() is.";
        }
        double total = found.values().stream().mapToDouble(Double::doubleValue).sum();
        if (statuses.equals(Set.of("200")) && total == 7) {
            return ANSWER + ": the label status is always 200. Use answer.status().";
        }
        if (found.values().stream().allMatch(change -> change % 2 == 0) && total == 14) {
            return ANSWER + ": every answer is counted twice. Look for a second inc().";
        }
        if (statuses.equals(Set.of("200"))) {
            return ANSWER
                    + ": only what went well is counted. Count every answer, here in one place.";
        }
        if (total < 7) {
            return ANSWER
                    + ": some answers are not counted. Count every answer, here in one place.";
        }
        return ANSWER + ": count here, in one place, once per answer.";
    }

    @Check(
            number = "2.3",
            title = "every call to the forest is counted, as ok, error or timeout",
            more =
                    "A second counter with the label status. In treeCounter(): labels(\"ok\") after"
                        + " the call, labels(\"timeout\") and labels(\"error\") in the two catch"
                        + " blocks.")
    void forestCallsAreCounted(Bench bench) {
        Declared.as("counter", FOREST_REQUESTS, bench);
        Exposition before = bench.scrape();
        bench.get("/treecounter");
        bench.send("POST", "/treecounter");
        bench.get("/nowhere");
        expect(bench, before, Map.of("ok", 1.0), "after a call that went well");
        bench.forest().setFaults(new Faults("0", 1));
        bench.get("/treecounter");
        expect(bench, before, Map.of("ok", 1.0, "error", 1.0), "after one more that failed");
        bench.forest().setFaults(new Faults("2", 0));
        bench.get("/treecounter");
        bench.forest().setFaults(Faults.NONE);
        expect(
                bench,
                before,
                Map.of("ok", 1.0, "error", 1.0, "timeout", 1.0),
                "after one more that took too long");
    }

    private static void expect(
            Bench bench, Exposition before, Map<String, Double> byStatus, String when) {
        Map<Series, Double> expected =
                new TreeMap<>(java.util.Comparator.comparing(Series::toString));
        byStatus.forEach(
                (status, count) ->
                        expected.put(new Series(FOREST_REQUESTS, Map.of("status", status)), count));
        Map<Series, Double> found =
                Poll.until(expected::equals, () -> bench.scrape().since(before, FOREST_REQUESTS));
        if (!found.equals(expected)) {
            throw new Finding(
                    Declared.changes(expected) + " " + when,
                    Declared.changes(found),
                    forestHint(found, byStatus));
        }
    }

    private static String forestHint(Map<Series, Double> found, Map<String, Double> expected) {
        Map<String, Double> byStatus = new TreeMap<>();
        found.forEach(
                (series, change) -> byStatus.merge(series.label("status"), change, Double::sum));
        if (byStatus.containsKey("")) {
            return "TreeCounterHandler, forest_requests_total: it has the one label status.";
        }
        if (byStatus.keySet().stream()
                .anyMatch(status -> !Set.of("ok", "error", "timeout").contains(status))) {
            return TREE_COUNTER + ": the values of status are ok, error and timeout.";
        }
        double total = byStatus.values().stream().mapToDouble(Double::doubleValue).sum();
        double calls = expected.values().stream().mapToDouble(Double::doubleValue).sum();
        if (expected.size() == 1 && total > 1 && byStatus.keySet().equals(Set.of("ok"))) {
            return TREE_COUNTER
                    + ": count calls to the forest. A 404 or a 405 makes none, and each once.";
        }
        if (byStatus.getOrDefault("ok", 0.0) > 1) {
            return TREE_COUNTER + ": ok is counted before the call has gone well. Count after it.";
        }
        if (byStatus.getOrDefault("error", 0.0) > expected.getOrDefault("error", 0.0)) {
            return TREE_COUNTER + ": a timeout is counted as an error. There are two catch blocks.";
        }
        if (total < calls) {
            return TREE_COUNTER + ": a call can end in three ways. One of them is not counted.";
        }
        return TREE_COUNTER + ": count each call once, by how it ended.";
    }

    @Check(
            number = "2.4",
            title = "the seconds spent waiting for the forest add up",
            more =
                    "System.nanoTime() before the try, and in a finally block"
                            + " inc((System.nanoTime() - start) / 1e9).")
    void waitsAddUp(Bench bench) {
        Declared.as("counter", FOREST_WAIT, bench);
        waits(bench, new Faults("0.1", 0), "a call that went well");
        waits(bench, new Faults("0.1", 1), "a call that failed");
        bench.forest().setFaults(Faults.NONE);
    }

    private static void waits(Bench bench, Faults faults, String call) {
        bench.forest().setFaults(faults);
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        bench.get("/treecounter");
        double most = (System.nanoTime() - start) / 1e9;
        double waited =
                Poll.until(
                        seconds -> seconds >= 0.1,
                        () ->
                                bench.scrape().since(before, FOREST_WAIT).values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum());
        String expected = "%s that takes 0.1 s adds 0.1 and a little".formatted(call);
        if (waited >= 0.1 && waited <= most) {
            return;
        }
        String hint = TREE_COUNTER + ": take the time before the call and after it.";
        if (waited == 0 && faults.errorRate() == 1) {
            hint =
                    TREE_COUNTER
                            + ": add the seconds in a finally block, so that a failure counts too.";
        } else if (waited == 0) {
            hint = TREE_COUNTER + ": nothing is added. Call inc(seconds).";
        } else if (waited == 1) {
            hint = TREE_COUNTER + ": inc() adds 1. inc(seconds) adds what it is given.";
        } else if (waited < 0.1) {
            hint = TREE_COUNTER + ": the time is taken before the call has ended.";
        } else if (waited >= 90 && waited < 100_000) {
            hint = TREE_COUNTER + ": these are milliseconds. The name says seconds.";
        } else if (waited >= 1e7) {
            hint = TREE_COUNTER + ": these are nanoseconds. Divide by 1e9 for seconds.";
        } else if (waited > most) {
            hint = TREE_COUNTER + ": more is added than the call took. Add the time once.";
        }
        throw new Finding(expected, Declared.number(waited), hint);
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
