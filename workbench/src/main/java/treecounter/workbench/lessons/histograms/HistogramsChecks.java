package treecounter.workbench.lessons.histograms;

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
import treecounter.workbench.promql.Grading;

/** Bonus: how long requests take, as a histogram. */
@LessonChecks
public class HistogramsChecks {
    private static final String LATENCY = "request_latency_seconds";
    private static final String TREES = "/treecounter";
    private static final String HANDLE = "LatencyHandler.handle";

    /** What a page of 0.1 s adds at least; a clock may be a little coarse. */
    private static final double LEAST = 0.09;

    private static final Pattern STOPS = Pattern.compile("observeDuration\\(|\\.close\\(|try \\(");
    private static final Pattern RECORDS = Pattern.compile("startTimer\\(|\\.observe\\(");
    private static final String SHARED =
            HANDLE
                    + ": the time is that of a field, which all requests share. Each needs its own,"
                    + " begun in handle right before the handler: a variable of the method.";

    /** More than anybody writes by hand. */
    private static final int ENDLESS = 100;

    private static final Pattern ONE_TIMER =
            Pattern.compile(
                    "(private|static|volatile|final) ((Histogram\\.)?Timer|long|double)"
                            + " \\w+\\s*[;=]");
    private static final Pattern ALONE =
            Pattern.compile(
                    "(?s)[;{}]\\s*new LatencyHandler\\((?!.*createContext\\([^;]*LatencyHandler)");
    private static final Pattern INNER_GUARD =
            Pattern.compile("new LatencyHandler\\(\\s*new Guard\\(");
    private static final Pattern ENDS_HERE =
            Pattern.compile("catch \\([^)]*\\) \\{(?![^}]*\\bthrow\\b)");
    private static final Pattern NESTED =
            Pattern.compile("new LatencyHandler\\(\\s*new LatencyHandler\\(");
    private static final Pattern OF_TREES = Pattern.compile("createContext\\(\\s*\"/treecounter\"");
    private static final Pattern TWO_CONTEXTS =
            Pattern.compile("(?s)createContext\\(\\s*\"/\".*createContext\\(\\s*\"/\"");
    private static final List<String> BOUNDS =
            List.of(
                    "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1.0",
                    "2.5", "5.0", "7.5", "10.0", "+Inf");

    /** What went wrong where requests are not observed as they should. */
    private static final Causes WAITS =
            new Causes()
                    .whenNothingAndACrash()
                    .when(
                            it ->
                                    it.found().isEmpty()
                                            && !it.code().contains("new LatencyHandler("),
                            "TreeCounterApp.main: put a LatencyHandler around the"
                                    + " TreeCounterHandler.")
                    .when(
                            it ->
                                    it.found().isEmpty()
                                            && !it.madeOnly()
                                            && TWO_CONTEXTS.matcher(it.code()).find(),
                            "TreeCounterApp.main: two handlers are mounted at /, and the one"
                                    + " without a LatencyHandler answers. Take the old line away.")
                    .when(
                            it ->
                                    it.found().isEmpty()
                                            && it.code().contains(".startTimer()")
                                            && !STOPS.matcher(it.code()).find(),
                            HANDLE
                                    + ": the timer is started and never stopped, so nothing is"
                                    + " observed.")
                    .when(
                            it -> it.madeOnly() && it.code().contains("startTimer("),
                            HANDLE
                                    + ": a timer is started, and where all goes well nothing stops"
                                    + " it. A finally block, or try (...), is passed on every way.")
                    .when(
                            Difference::madeOnly,
                            HANDLE
                                    + ": labels(...) alone makes a child, and nothing is observed."
                                    + " Start a timer of it before the handler, and stop it after.")
                    .when(
                            it ->
                                    it.found().isEmpty()
                                            && RECORDS.matcher(it.code()).find()
                                            && it.bench().unguarded().isPresent(),
                            it -> it.bench().unguarded().orElseThrow())
                    .when(
                            it -> it.found().isEmpty() && ALONE.matcher(it.code()).find(),
                            "TreeCounterApp.main: a LatencyHandler is made, and no context has it."
                                    + " createContext(...) takes what is to answer.")
                    .when(
                            it -> it.found().isEmpty(),
                            HANDLE
                                    + ": nothing is observed. Start a timer before the handler, and"
                                    + " stop it after.")
                    .when(
                            it -> !it.hasLabels(Set.of("endpoint")),
                            "LatencyHandler, request_latency_seconds: it has the one label"
                                    + " endpoint.")
                    .when(
                            Difference::growsWithScrapes,
                            it ->
                                    HANDLE
                                            + ": scrapes are observed"
                                            + (it.some("endpoint", TREES::equals)
                                                    ? " too"
                                                    : ", and pages are not")
                                            + ". Let /metrics pass through, and only that.")
                    .when(
                            it -> it.some("endpoint", "/nowhere"::equals),
                            HANDLE
                                    + ": every path anybody types becomes series. Use the variable"
                                    + " endpoint.")
                    .when(
                            it -> !Set.of(TREES, "other").containsAll(it.values("endpoint")),
                            HANDLE
                                    + ": the values of endpoint are /treecounter and other, as the"
                                    + " variable endpoint has them.")
                    .when(
                            it -> it.surplus() > ENDLESS,
                            HANDLE
                                    + ": handle calls itself, again and again. handler.handle is"
                                    + " that of the one inside.")
                    .when(
                            it -> it.surplus() > 0 && NESTED.matcher(it.code()).find(),
                            "TreeCounterApp.main: one LatencyHandler stands around another, and"
                                    + " each observes. One is enough.")
                    .when(
                            it -> it.surplus() > 0,
                            HANDLE + ": a request is observed twice. One timer, stopped once.")
                    .when(
                            it -> it.surplus() < 0 && OF_TREES.matcher(it.code()).find(),
                            "TreeCounterApp.main: the context of /treecounter alone has a"
                                + " LatencyHandler. Put one around the TreeCounterHandler at /.")
                    .when(
                            it -> it.surplus() < 0,
                            HANDLE
                                    + ": every path but /metrics is observed, not one of them"
                                    + " only.")
                    .when(
                            it -> it.expected().size() == 2,
                            it ->
                                    HANDLE
                                            + ": the label endpoint is always %s. Use the variable endpoint."
                                                    .formatted(
                                                            it.values("endpoint")
                                                                    .iterator()
                                                                    .next()))
                    .otherwise(
                            HANDLE
                                    + ": this request is observed at the wrong endpoint. The"
                                    + " variable endpoint holds the right one.");

    @Check(
            number = "4.1",
            title = "request_latency_seconds is declared, its handler mounted",
            learned = "A decorator measures any handler, and the one inside knows nothing of it.",
            more =
                    "Histogram.build() with name, help, labelNames(\"endpoint\") and register(), a"
                        + " private static final field of LatencyHandler. In TreeCounterApp: new"
                        + " LatencyHandler(new TreeCounterHandler(forest)).")
    void latencyIsDeclared(Bench bench) {
        Declared.as("histogram", LATENCY, "LatencyHandler", bench);
        Finding.when(
                INNER_GUARD.matcher(bench.code()).find(),
                "the Guard outermost",
                "a LatencyHandler around the Guard",
                "TreeCounterApp.main: an exception in the LatencyHandler would be answered by"
                        + " nobody. The Guard stands around all others.");
    }

    @Check(
            number = "4.2",
            title = "every page is observed once, in seconds",
            learned = "One observation feeds buckets, count and sum: all of them are counters.",
            more =
                    "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) around"
                            + " handler.handle(exchange).")
    void pagesAreObserved(Bench bench) {
        bench.forest().setFaults(new Faults("0.1", 0));
        Exposition before = bench.scrape();
        long asked = bench.forest().timesAsked();
        long start = System.nanoTime();
        bench.get(TREES);
        bench.forest().setFaults(Faults.NONE);
        counted(TREES).since(before, bench, "after one page");
        bench.scrape(); // A second observation may come right after the first.
        counted(TREES).since(before, bench, "after one page");
        Exposition after = bench.scrape();
        // Up to now, not up to the answer: the handler returns a little after it has answered.
        double most = (System.nanoTime() - start) / 1e9;
        handledOnce(bench.forest().timesAsked() - asked);
        Measured measured =
                new Measured(Difference.sum(after.since(before, LATENCY + "_sum")), LEAST, most);
        Finding.when(
                !measured.isRight(),
                "a page that takes 0.1 s adds 0.1 and a little to the sum",
                Declared.number(measured.seconds(), 0.1),
                measured.seconds() > most && ONE_TIMER.matcher(bench.code()).find()
                        ? SHARED
                        : HANDLE + ": " + measured.hint("the handler", bench.code()));
        bench.scrape();
        handledOnce(bench.forest().timesAsked() - asked); // Once more: it may have been too soon.
        if (ONE_TIMER.matcher(bench.code()).find()) {
            bench.eachHasItsOwnStart(LATENCY + "_sum", HANDLE);
            before = bench.scrape();
            measuresThePageAlone(bench, before);
        }
        bench.get("/nowhere");
        bench.scrape();
        counted(TREES, "other").since(before, bench, "after one more of another path");
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

    /** A clock that was started long ago says more and more. */
    private static void measuresThePageAlone(Bench bench, Exposition before) {
        long start = System.nanoTime();
        bench.get(TREES);
        counted(TREES).since(before, bench, "after one more page");
        double sum = Difference.sum(bench.scrape().since(before, LATENCY + "_sum"));
        double most = (System.nanoTime() - start) / 1e9;
        Finding.when(
                sum > most,
                "a page that takes %s s at most adds no more to the sum"
                        .formatted(Declared.number(most)),
                Declared.number(sum, most),
                SHARED);
    }

    /** A page asks the forest once: more often, and its handler has run more often. */
    private static void handledOnce(long asked) {
        Finding.when(
                asked > 1,
                "one page asks the forest once",
                asked + " times",
                HANDLE
                        + ": handler.handle(exchange) is called more than once for a request. The"
                        + " one that is timed is enough; is the starter's own line still there?");
    }

    private static Delta counted(String... endpoints) {
        Delta counted = Delta.of(LATENCY + "_count", WAITS);
        List.of(endpoints).forEach(endpoint -> counted.expect(1, "endpoint", endpoint));
        return counted;
    }

    @Check(
            number = "4.3",
            title = "a request whose handler fails is observed too",
            learned =
                    "What fails has often taken longest; left out, the app looks quicker than it"
                            + " is.",
            more =
                    "Stop the timer in a finally block; try (...) on a Histogram.Timer does the"
                            + " same.")
    void failuresAreObserved(Bench bench) {
        Finding.when(
                ENDS_HERE.matcher(bench.code("LatencyHandler")).find(),
                "what the handler throws, thrown on",
                "a catch block that ends it",
                HANDLE
                        + ": who catches here keeps it from the Guard, which answers 500 and tells"
                        + " of it. A finally block, or try (...), needs no catch.");
        Exposition before = bench.scrape();
        bench.hangUp(1);
        Poll.until(
                changes -> !changes.isEmpty(),
                () -> bench.scrape().since(before, LATENCY + "_count"),
                1500);
        bench.scrape(); // A second observation may come right after the first.
        Map<Series, Double> found = bench.scrape().since(before, LATENCY + "_count");
        String expected = "a client that hangs up before the answer is observed, +1";
        Finding.when(
                found.isEmpty(),
                expected,
                "no change",
                HANDLE
                        + ": the observation is skipped when handler.handle throws, as it does"
                        + " here. A finally block is never skipped.");
        Finding.when(
                Difference.sum(found) > 1,
                expected,
                "+" + Declared.number(Difference.sum(found)),
                HANDLE
                        + ": a request whose handler throws is observed twice. A finally block is"
                        + " passed on every way; nothing else needs to observe.");
    }

    @Check(
            number = "4.4",
            title = "queries/01-average-latency.promql: the average by endpoint",
            learned = "Sum and count are counters, so their rates give the average of any time.",
            more =
                    "sum by (endpoint) (rate(..._sum[5m])) / sum by (endpoint)"
                            + " (rate(..._count[5m])).")
    void averageLatency(Bench bench) {
        Grading.on(bench).check(HistogramsQueries.AVERAGE_LATENCY);
    }

    @Check(
            number = "4.5",
            title = "queries/02-p95.promql: what 95 % of requests stay under",
            learned =
                    "Buckets can be added up over apps, quantiles cannot: the quantile comes last.",
            more = "histogram_quantile(0.95, sum by (le, endpoint) (rate(..._bucket[5m]))).")
    void quantile(Bench bench) {
        Grading.on(bench).check(HistogramsQueries.QUANTILE);
    }

    @Check(
            number = "4.6",
            title = "queries/03-under-half-a-second.promql: the share of quick pages",
            learned = "With a bucket at the border a share is exact; a quantile is an estimate.",
            more = "The bucket le=\"0.5\" counts them; _count counts all. Divide the rates.",
            optional = true)
    void underHalf(Bench bench) {
        Grading.on(bench).checkIfBegun(HistogramsQueries.UNDER_HALF);
    }
}
