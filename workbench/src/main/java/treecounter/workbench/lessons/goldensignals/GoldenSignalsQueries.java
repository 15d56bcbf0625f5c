package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/**
 * The PromQL exercises: two apps, scraped every 5 s, of which the second was restarted 20 s ago.
 * What was asked, how long it took and how full they were changed all the time.
 */
final class GoldenSignalsQueries {
    private static final String DURATION = "http_request_duration_seconds";
    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> RESTART = List.of(580);
    private static final List<String> BOUNDS =
            List.of("0.1", "0.25", "0.5", "0.75", "1.0", "2.5", "10.0", "+Inf");

    /** The seconds that a request in each bucket takes. */
    private static final List<Double> TYPICAL = List.of(0.05, 0.2, 0.4, 0.6, 0.9, 2.0, 4.0, 20.0);

    private static final String COUNTS_TOO = "a histogram counts the same requests";
    private static final String THERE = "it is there as soon as a request is";
    private static final String ONE = "it is one number already";

    static final Exercise TRAFFIC =
            new Exercise("01-traffic", requests())
                    .gives(8.499152542)
                    .equivalent("http_request_duration_seconds_count", COUNTS_TOO)
                    .equivalent("by endpoint keeps apart", "one endpoint is selected")
                    .equivalent("> 0 leaves out", "somebody asked for a number")
                    .equivalent("vector(0)", THERE);

    static final Exercise ERRORS =
            new Exercise("02-errors", requests())
                    .gives(0.125735367)
                    .over(quiet(), ", without a failure")
                    .gives(0)
                    .equivalent("on one side: http_request_duration_seconds_count", COUNTS_TOO)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("by endpoint keeps apart", "one endpoint is selected")
                    .equivalent("status=~\"5..|404\"", "/random does not answer 404")
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            ratio("endpoint=\"/random\",status!=\"200\""),
                            "a 405 is in it, which is the client's fault. Ours have a status of"
                                    + " 5..")
                    .mistake(
                            ratio("endpoint=\"/random\",status=\"503\""),
                            "a 500 is a failure of ours too, and is not in it.");

    static final Exercise LATENCY =
            new Exercise("03-latency", durations())
                    .gives(0.973923077)
                    .equivalent("increase for rate", "all buckets grow by the same factor")
                    .equivalent("avg is the mean", "all buckets are divided by as many series")
                    .equivalent("by endpoint keeps apart", "one endpoint is selected")
                    .equivalent("sum is one too many", ONE)
                    .equivalent("avg is one too many", ONE)
                    .equivalent("max is one too many", ONE)
                    .equivalent("min is one too many", ONE)
                    .equivalent("> 0 leaves out", "a request takes more than 0 s")
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(rate(http_request_duration_seconds_sum{endpoint=\"/random\"}[5m]))"
                                    + " / sum(rate(http_request_duration_seconds_count"
                                    + "{endpoint=\"/random\"}[5m]))",
                            "this is the average, which hides the slow ones. What 95 % stay under"
                                    + " is a quantile of the buckets.");

    static final Exercise SATURATION =
            new Exercise("04-saturation", threads())
                    .gives(0.75, "instance", "app-1:8001")
                    .gives(0.0625, "instance", "app-2:8001")
                    .equivalent("> 0 leaves out", "the scrape itself keeps a thread busy")
                    .mistake(
                            "sum(request_threads_busy) / sum(request_threads_max)",
                            "one full app hides behind an idle one. Leave each by itself.")
                    .mistake(
                            "request_threads_busy / 16",
                            "not every app has as many threads. Each says in a metric how many.")
                    .mistake(
                            "rate(request_threads_busy[5m]) / request_threads_max",
                            "a gauge is a value already. rate is for counters.")
                    .mistake(
                            "request_threads_max - request_threads_busy",
                            "these are the threads that are free. A share of busy ones is asked"
                                    + " for.");

    static final Exercise INCREASE =
            new Exercise("05-increase", requests())
                    .gives(2549.745763)
                    .equivalent("http_request_duration_seconds_count", COUNTS_TOO)
                    .equivalent("by endpoint keeps apart", "one endpoint is selected")
                    .equivalent("> 0 leaves out", "somebody asked for a number")
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(http_requests_total{endpoint=\"/random\"}) -"
                                    + " sum(http_requests_total{endpoint=\"/random\"} offset 5m)",
                            "a restart in between makes this too small. increase knows restarts.");

    private GoldenSignalsQueries() {}

    static List<Exercise> all() {
        return List.of(TRAFFIC, ERRORS, LATENCY, SATURATION, INCREASE);
    }

    private static MadeSeries requests() {
        MadeSeries series = new MadeSeries();
        requests(
                series,
                NEVER,
                labels(1, "GET", "/random"),
                Map.of(
                        200, new double[] {2, 4, 6.5, 3},
                        503, new double[] {0.1, 0.6, 1, 0.4},
                        500, new double[] {0.05, 0.2, 0.1, 0.35}));
        requests(
                series,
                RESTART,
                labels(2, "GET", "/random"),
                Map.of(
                        200, new double[] {1, 2.2, 5, 1.5},
                        503, new double[] {0.3, 0.1, 0.45, 0.2}));
        requests(
                series,
                NEVER,
                labels(1, "HEAD", "/random"),
                Map.of(
                        200, new double[] {0.3, 0.1, 0.5, 0.2},
                        503, new double[] {0.1, 0.05, 0.2, 0.15}));
        one(series, RESTART, labels(2, "other", "/random"), 405, 0.2, 0.5, 0.15, 0.7);
        one(series, NEVER, labels(1, "GET", "/treecounter"), 200, 5, 3, 2, 6);
        one(series, RESTART, labels(2, "GET", "/treecounter"), 503, 1, 0.7, 0.3, 0.9);
        one(series, RESTART, labels(2, "GET", "/leaves"), 500, 0.1, 0.2, 0.4, 0.1);
        one(series, NEVER, labels(1, "GET", "other"), 404, 0.4, 0.25, 0.35, 0.9);
        one(series, RESTART, labels(2, "GET", "other"), 500, 0.1, 0.3, 0.2, 0.6);
        return series;
    }

    /** Nothing failed. */
    private static MadeSeries quiet() {
        MadeSeries series = new MadeSeries();
        requests(
                series,
                NEVER,
                labels(1, "GET", "/random"),
                Map.of(
                        200, new double[] {4, 2, 0.6, 0.05},
                        503, new double[] {0, 0, 0, 0},
                        500, new double[] {0, 0, 0, 0}));
        one(series, NEVER, labels(1, "GET", "/treecounter"), 503, 1, 1, 1, 1);
        return series;
    }

    private static void one(
            MadeSeries series, List<Integer> restarts, String labels, int status, double... rates) {
        requests(series, restarts, labels, Map.of(status, rates));
    }

    /** By status, and all together in the histogram of their durations. */
    private static void requests(
            MadeSeries series, List<Integer> restarts, String labels, Map<Integer, double[]> by) {
        by.forEach(
                (status, rates) ->
                        series.restarted(
                                restarts,
                                "http_requests_total{%s,status=\"%d\"}".formatted(labels, status),
                                rates));
        double[] all =
                IntStream.range(0, 4)
                        .mapToDouble(
                                phase -> by.values().stream().mapToDouble(one -> one[phase]).sum())
                        .toArray();
        series.restarted(restarts, "%s_count{%s}".formatted(DURATION, labels), all);
    }

    private static String ratio(String failed) {
        return "sum(rate(http_requests_total{%s}[5m]))".formatted(failed)
                + " / sum(rate(http_requests_total{endpoint=\"/random\"}[5m]))";
    }

    private static MadeSeries durations() {
        MadeSeries series = new MadeSeries();
        double[][] slow = {
            {2, 0, 0, 0, 0, 0, 0, 0},
            {0.4, 0.6, 1, 1, 0.9, 0.2, 0.02, 0.01},
            {0.2, 0.4, 1.6, 0.6, 0.3, 0.1, 0.03, 0.02},
            {0.5, 0.5, 0.5, 0.5, 0.2, 0.3, 0.01, 0.005}
        };
        double[][] quick = {
            {2, 0.2, 0, 0, 0, 0, 0, 0},
            {1, 0.5, 0.1, 0, 0, 0, 0, 0},
            {0.8, 0.3, 0.4, 0.1, 0, 0, 0, 0},
            {0.5, 0.8, 0.2, 0, 0, 0, 0, 0}
        };
        double[][] heads = {
            {0.2, 0, 0.1, 0, 0, 0, 0, 0},
            {0.2, 0.1, 0.05, 0.3, 0, 0, 0, 0},
            {0.1, 0.2, 0.1, 0, 0, 0, 0, 0},
            {0.3, 0, 0.2, 0.1, 0, 0, 0, 0}
        };
        double[][] others = {
            {1, 0, 0, 0, 0, 0, 0, 0},
            {1, 0.1, 0, 0, 0, 0, 0.4, 0},
            {0.7, 0.2, 0.1, 0, 0, 0, 0, 0},
            {0.9, 0.05, 0, 0, 0, 0, 0.3, 0}
        };
        histogram(series, NEVER, labels(1, "GET", "/random"), slow);
        histogram(series, RESTART, labels(2, "GET", "/random"), quick);
        histogram(series, NEVER, labels(1, "HEAD", "/random"), heads);
        histogram(series, RESTART, labels(2, "GET", "/treecounter"), heads);
        histogram(series, NEVER, labels(1, "GET", "other"), others);
        return series;
    }

    private static void histogram(
            MadeSeries series, List<Integer> restarts, String labels, double[][] phases) {
        series.histogram(restarts, DURATION, labels, BOUNDS, TYPICAL, phases);
    }

    /** The second app got more threads when it was restarted. */
    private static MadeSeries threads() {
        return new MadeSeries()
                .gauge(threads("busy", 1), 0, 2, 300, 8, 540, 10, 570, 12)
                .gauge(threads("busy", 2), 0, 1, 300, 3, 540, 5, 580, 2)
                .gauge(threads("max", 1), 0, 16)
                .gauge(threads("max", 2), 0, 16, 580, 32);
    }

    private static String threads(String which, int app) {
        return "request_threads_%s{job=\"treecounter\",instance=\"app-%d:8001\"}"
                .formatted(which, app);
    }

    private static String labels(int app, String method, String endpoint) {
        return "job=\"treecounter\",instance=\"app-%d:8001\",method=\"%s\",endpoint=\"%s\""
                .formatted(app, method, endpoint);
    }
}
