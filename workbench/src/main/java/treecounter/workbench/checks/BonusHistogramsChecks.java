package treecounter.workbench.checks;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Exposition.Series;

/** Bonus: how long requests take, as a histogram. */
@LessonChecks
public class BonusHistogramsChecks {
    private static final String LATENCY = "request_latency_seconds";
    private static final String TREES = "/treecounter";
    private static final String HANDLE = "LatencyHandler.handle";

    /** What a page of 0.1 s adds at least; a clock may be a little coarse. */
    private static final double LEAST = 0.09;

    private static final Pattern STOPS = Pattern.compile("observeDuration\\(|\\.close\\(|try \\(");
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
        Declared.as("histogram", LATENCY, "LatencyHandler", bench);
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
        bench.get(TREES);
        bench.forest().setFaults(Faults.NONE);
        counted(bench, before, Map.of(TREES, 1.0), "after one page");
        Exposition after = bench.scrape();
        // Up to now, not up to the answer: the handler returns a little after it has answered.
        double most = (System.nanoTime() - start) / 1e9;
        double seconds = sum(after.since(before, LATENCY + "_sum"));
        if (seconds < LEAST || seconds > most) {
            throw new Finding(
                    "a page that takes 0.1 s adds 0.1 and a little to the sum",
                    Declared.number(seconds),
                    HANDLE + ": " + secondsHint(seconds));
        }
        bench.get("/nowhere");
        bench.scrape();
        counted(bench, before, Map.of(TREES, 1.0, "other", 1.0), "after one more of another path");
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

    private static String secondsHint(double seconds) {
        if (seconds < LEAST) {
            return "the timer is stopped before the handler has worked.";
        }
        return Unit.of(seconds, 0.1)
                .map(unit -> "these are %s. The name says seconds.".formatted(unit))
                .orElse("observe the time from before handler.handle to after it.");
    }

    private static void counted(
            Bench bench, Exposition before, Map<String, Double> byEndpoint, String when) {
        Map<Series, Double> expected = Exposition.sorted();
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
                    hint(bench, expected, found));
        }
    }

    private static String hint(
            Bench bench, Map<Series, Double> expected, Map<Series, Double> found) {
        if (found.isEmpty()) {
            return nothingObserved(bench);
        }
        if (found.keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(Set.of("endpoint")))) {
            return "LatencyHandler, request_latency_seconds: it has the one label endpoint.";
        }
        Set<String> endpoints =
                found.keySet().stream()
                        .map(series -> series.label("endpoint"))
                        .collect(Collectors.toSet());
        double more = sum(found) - sum(expected);
        if (endpoints.contains("/metrics") || (more > 0 && endpoints.contains("other"))) {
            return HANDLE
                    + ": scrapes are observed"
                    + (endpoints.contains(TREES) ? " too" : ", and pages are not")
                    + ". Let /metrics pass through, and only that.";
        }
        if (endpoints.contains("/nowhere")) {
            return HANDLE + ": every path anybody types becomes series. Use the variable endpoint.";
        }
        if (more > 0) {
            return HANDLE + ": a request is observed twice. One timer, stopped once.";
        }
        if (more < 0) {
            return HANDLE + ": every path but /metrics is observed, not one of them only.";
        }
        return HANDLE
                + ": this request is observed at the wrong endpoint. The variable endpoint holds"
                + " the right one.";
    }

    private static String nothingObserved(Bench bench) {
        Optional<Crash> crash = bench.crash();
        if (crash.isPresent()) {
            return crash.get().hint();
        }
        String code = bench.code();
        if (!code.contains("new LatencyHandler(")) {
            return "TreeCounterApp.main: put a LatencyHandler around the TreeCounterHandler.";
        }
        if (code.contains(".startTimer()") && !STOPS.matcher(code).find()) {
            return HANDLE + ": the timer is started and never stopped, so nothing is observed.";
        }
        return HANDLE
                + ": nothing is observed. Start a timer before the handler, and stop it after.";
    }

    private static double sum(Map<Series, Double> samples) {
        return samples.values().stream().mapToDouble(Double::doubleValue).sum();
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
                        + ": handler.handle has thrown, and the observation was skipped. A finally"
                        + " block is never skipped.");
    }

    /**
     * Asks for a page and resets the connection: the handler's write then fails. A newer JDK writes
     * a body no earlier than when the exchange is closed, but the headers of HEAD at once.
     */
    private static void hangUp(Bench bench) {
        long asked = bench.forest().timesAsked();
        try (Socket socket = new Socket("127.0.0.1", bench.app().uri("/").getPort())) {
            socket.setSoLinger(true, 0);
            String request = "HEAD /treecounter HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Poll.until(Boolean::booleanValue, () -> bench.forest().timesAsked() > asked);
        } catch (IOException e) {
            throw new Finding(
                    "the app takes connections", e, "TreeCounterApp.main: does the app still run?");
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
