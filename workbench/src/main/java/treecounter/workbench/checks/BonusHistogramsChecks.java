package treecounter.workbench.checks;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Exposition.Series;

/** Bonus: how long requests take, as a histogram. */
@LessonChecks
public class BonusHistogramsChecks {
    private static final String LATENCY = "request_latency_seconds";
    private static final String HANDLE = "LatencyHandler.handle";
    private static final List<String> BOUNDS =
            List.of(
                    "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1.0",
                    "2.5", "5.0", "7.5", "10.0", "+Inf");

    @Check(
            number = "4.1",
            title = "request_latency_seconds is declared, its handler mounted",
            more =
                    "Histogram.build() with name, help, labelNames(\"endpoint\") and register(), a"
                        + " private static final field of LatencyHandler. In TreeCounterApp: new"
                        + " LatencyHandler(new TreeCounterHandler(forest)).")
    void latencyIsDeclared(Bench bench) {
        Declared.as("histogram", LATENCY, bench);
    }

    @Check(
            number = "4.2",
            title = "every page is observed once, in seconds",
            more =
                    "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) around"
                            + " handler.handle(exchange).")
    void pagesAreObserved(Bench bench) {
        bench.forest().setFaults(new Faults("0.1", 0));
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        bench.get("/treecounter");
        double most = (System.nanoTime() - start) / 1e9;
        bench.forest().setFaults(Faults.NONE);
        counted(bench, before, Map.of("/treecounter", 1.0), "after one page");
        Exposition after = bench.scrape();
        double seconds =
                after.since(before, LATENCY + "_sum").values().stream().mapToDouble(d -> d).sum();
        if (seconds < 0.1 || seconds > most) {
            String hint = HANDLE + ": observe the time from before handler.handle to after it.";
            if (seconds >= 90 && seconds < 100_000) {
                hint = HANDLE + ": these are milliseconds. The name says seconds.";
            } else if (seconds >= 1e7) {
                hint = HANDLE + ": these are nanoseconds. Divide by 1e9, or use startTimer().";
            } else if (seconds < 0.1) {
                hint = HANDLE + ": the timer is stopped before the handler has worked.";
            }
            throw new Finding(
                    "a page that takes 0.1 s adds 0.1 and a little to the sum",
                    Declared.number(seconds),
                    hint);
        }
        bench.get("/nowhere");
        bench.scrape();
        counted(
                bench,
                before,
                Map.of("/treecounter", 1.0, "other", 1.0),
                "after one more of another path");
        Set<String> bounds =
                after.samples(LATENCY + "_bucket").keySet().stream()
                        .map(series -> series.label("le"))
                        .collect(Collectors.toSet());
        Finding.when(
                !bounds.equals(Set.copyOf(BOUNDS)),
                "the default buckets, le = " + String.join(" ", BOUNDS),
                "le = " + String.join(" ", bounds.stream().sorted().toList()),
                "LatencyHandler, request_latency_seconds: without buckets(...) it has the default"
                        + " ones.");
    }

    private static void counted(
            Bench bench, Exposition before, Map<String, Double> byEndpoint, String when) {
        Map<Series, Double> expected =
                new TreeMap<>(java.util.Comparator.comparing(Series::toString));
        byEndpoint.forEach(
                (endpoint, count) ->
                        expected.put(
                                new Series(LATENCY + "_count", Map.of("endpoint", endpoint)),
                                count));
        Map<Series, Double> found =
                Poll.until(
                        expected::equals, () -> bench.scrape().since(before, LATENCY + "_count"));
        if (!found.equals(expected)) {
            throw new Finding(
                    Declared.changes(expected) + " " + when,
                    Declared.changes(found),
                    hint(found, byEndpoint));
        }
    }

    private static String hint(Map<Series, Double> found, Map<String, Double> expected) {
        Set<String> endpoints =
                found.keySet().stream()
                        .map(series -> series.label("endpoint"))
                        .collect(Collectors.toSet());
        double total = found.values().stream().mapToDouble(d -> d).sum();
        double all = expected.values().stream().mapToDouble(d -> d).sum();
        if (found.isEmpty()) {
            return HANDLE
                    + ": nothing is observed. Start a timer before the handler, and stop it after.";
        }
        if (found.keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(Set.of("endpoint")))) {
            return "LatencyHandler, request_latency_seconds: it has the one label endpoint.";
        }
        if (endpoints.contains("/metrics")
                || (total > all && endpoints.equals(Set.of("/treecounter", "other")))) {
            return HANDLE + ": scrapes are observed too. Let /metrics pass through, as it was.";
        }
        if (endpoints.contains("/nowhere")) {
            return HANDLE + ": every path anybody types becomes series. Use the variable endpoint.";
        }
        if (total > all) {
            return HANDLE + ": a request is observed twice. One timer, stopped once.";
        }
        if (total < all) {
            return HANDLE + ": every path but /metrics is observed, not one of them only.";
        }
        return HANDLE + ": the label endpoint is the variable endpoint: /treecounter or other.";
    }

    @Check(
            number = "4.3",
            title = "a request whose handler fails is observed too",
            more =
                    "Stop the timer in a finally block; try (...) on a Histogram.Timer does the"
                            + " same.")
    void failuresAreObserved(Bench bench) {
        bench.forest().setFaults(new Faults("0.15", 0));
        Exposition before = bench.scrape();
        hangUp(bench);
        Map<Series, Double> found =
                Poll.until(
                        changes -> !changes.isEmpty(),
                        () -> bench.scrape().since(before, LATENCY + "_count"),
                        1500);
        bench.forest().setFaults(Faults.NONE);
        Finding.when(
                found.isEmpty(),
                "a client that hangs up before the answer is observed, +1",
                "no change",
                HANDLE
                        + ": handler.handle has thrown, and the observation was skipped. Use a"
                        + " finally.");
    }

    /** Asks for a page and resets the connection: the handler's write then fails. */
    private static void hangUp(Bench bench) {
        long asked = bench.forest().timesAsked();
        try (Socket socket = new Socket("127.0.0.1", bench.app().uri("/").getPort())) {
            socket.setSoLinger(true, 0);
            String request = "GET /treecounter HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Poll.until(Boolean::booleanValue, () -> bench.forest().timesAsked() > asked);
        } catch (IOException e) {
            throw new Finding("the app takes connections", e, "Look at what the app printed.");
        }
    }

    @Check(
            number = "4.4",
            title = "queries/01-average-latency.promql: the average by endpoint",
            more =
                    "sum by (endpoint) (rate(..._sum[5m])) / sum by (endpoint)"
                            + " (rate(..._count[5m])).")
    void averageLatency(Bench bench) {
        Exercises.AVERAGE_LATENCY.check(bench.module());
    }

    @Check(
            number = "4.5",
            title = "queries/02-p95.promql: what 95 % of requests stay under",
            more = "histogram_quantile(0.95, sum by (le, endpoint) (rate(..._bucket[5m]))).")
    void quantile(Bench bench) {
        Exercises.QUANTILE.check(bench.module());
    }

    @Check(
            number = "4.6",
            title = "queries/03-under-half-a-second.promql: the share of quick pages",
            more = "The bucket le=\"0.5\" counts them; _count counts all. Divide the rates.",
            optional = true)
    void underHalf(Bench bench) {
        Exercises.UNDER_HALF.checkIfBegun(bench.module());
    }
}
