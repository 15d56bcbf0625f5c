package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/** The PromQL exercises: two apps, scraped every 5 s, one of which was restarted 40 s ago. */
final class GoldenSignalsQueries {
    private static final String AT_RANDOM = "http_requests_total{endpoint=\"/random\"}";
    private static final String DURATION = "http_request_duration_seconds";

    static final Exercise TRAFFIC =
            new Exercise("01-traffic", requests())
                    .gives(20)
                    .mistake(
                            "rate(http_requests_total{endpoint=\"/random\"}[5m])",
                            "each method and status still stands by itself. Sum them up.")
                    .mistake(
                            "sum(rate(http_requests_total[5m]))",
                            "these are all endpoints. Ask for endpoint=\"/random\".")
                    .mistake(
                            "sum(increase(http_requests_total{endpoint=\"/random\"}[5m]))",
                            "these are requests in five minutes. A second is asked for: rate.")
                    .mistake(
                            "sum(http_requests_total{endpoint=\"/random\"})",
                            "this is how many there were since the start. Take the rate.")
                    .mistake(
                            "sum(rate(http_requests_total{endpoint=\"/random\"}[1m]))",
                            "this is about the last minute. Five are asked for.")
                    .mistake(
                            "rate(sum(http_requests_total{endpoint=\"/random\"})[5m:5s])",
                            "a restart is hidden in the sum, so this is wrong after one. First"
                                    + " rate, then sum.")
                    .mistake(
                            "sum(rate(http_requests_total{endpoint=\"/random\",status=\"200\"}[5m]))",
                            "failed requests and refused ones are traffic too. Any status counts.");

    static final Exercise ERRORS =
            new Exercise("02-errors", requests())
                    .gives(0.2)
                    .mistake(
                            ratio("status!=\"200\"", "endpoint=\"/random\""),
                            "a 405 is in it, which is the client's fault. Of ours speak 5.. alone.")
                    .mistake(
                            ratio("status=\"503\"", "endpoint=\"/random\""),
                            "a 500 is a failure too. status=~\"5..\" matches all of them.")
                    .mistake(
                            "sum(rate(http_requests_total{status=~\"5..\"}[5m]))"
                                    + " / sum(rate(http_requests_total[5m]))",
                            "the other endpoints are in it. Ask for endpoint=\"/random\" on both"
                                    + " sides.")
                    .mistake(
                            "sum(rate(http_requests_total{endpoint=\"/random\",status=~\"5..\"}[5m]))"
                                + " / sum(rate(http_requests_total[5m]))",
                            "above the line is /random, below it everything. Both sides need the"
                                    + " same endpoint.")
                    .mistake(
                            "sum(rate(http_requests_total{endpoint=\"/random\",status=~\"5..\"}[5m]))",
                            "these are failures per second. Divide by all requests per second.")
                    .mistake(
                            "sum(http_requests_total{endpoint=\"/random\",status=~\"5..\"}) / sum("
                                    + AT_RANDOM
                                    + ")",
                            "this looks back to the start. Take the rate of both sides.")
                    .mistake(
                            "1 - " + ratio("status=~\"5..\"", "endpoint=\"/random\""),
                            "this is the share that went well. The other one is asked for.");

    static final Exercise LATENCY =
            new Exercise("03-latency", durations())
                    .gives(0.925)
                    .mistake(
                            quantile("0.95", "sum by (le) (rate(" + DURATION + "_bucket[5m]))"),
                            "the other endpoints are in it. Ask for endpoint=\"/random\".")
                    .mistake(
                            quantile(
                                    "0.95",
                                    "rate(" + DURATION + "_bucket{endpoint=\"/random\"}[5m])"),
                            "methods and apps still stand by themselves. Sum the buckets by (le).")
                    .mistake(
                            quantile("95", atRandom("rate", "[5m]")),
                            "a quantile goes from 0 to 1: 95 % is 0.95.")
                    .mistake(
                            quantile("0.5", atRandom("rate", "[5m]")),
                            "this is the median. 95 % is asked for.")
                    .mistake(
                            quantile("0.95", atRandom("", "")),
                            "this looks back to the start. Take the rate of the buckets.")
                    .mistake(
                            "sum(rate("
                                    + DURATION
                                    + "_sum{endpoint=\"/random\"}[5m])) / sum(rate("
                                    + DURATION
                                    + "_count{endpoint=\"/random\"}[5m]))",
                            "this is the average. It hides the slow ones; take a quantile.")
                    .mistake(
                            quantile("0.95", atRandom("rate", "[1m]")),
                            "this is about the last minute. Five are asked for.");

    static final Exercise SATURATION =
            new Exercise("04-saturation", threads())
                    .gives(0.75, "instance", "app-1:8001")
                    .gives(0.125, "instance", "app-2:8001")
                    .mistake(
                            "request_threads_max / request_threads_busy",
                            "this is inverted: what is busy goes above the line.")
                    .mistake(
                            "request_threads_busy",
                            "these are threads. A share of the threads there are is asked for.")
                    .mistake(
                            "sum(request_threads_busy) / sum(request_threads_max)",
                            "one full app hides behind an idle one. Leave each by itself.")
                    .mistake(
                            "request_threads_busy / request_threads_max * 100",
                            "this is in percent. A share goes from 0 to 1.")
                    .mistake(
                            "avg_over_time(request_threads_busy[5m]) / request_threads_max",
                            "this is an average of five minutes. How full it is now is asked for.")
                    .mistake(
                            "rate(request_threads_busy[5m]) / request_threads_max",
                            "a gauge is a value already. rate is for counters.")
                    .mistake(
                            "request_threads_max - request_threads_busy",
                            "these are the free ones. A share of busy ones is asked for.");

    static final Exercise INCREASE =
            new Exercise("05-increase", requests())
                    .gives(6000)
                    .mistake(
                            "sum(rate(http_requests_total{endpoint=\"/random\"}[5m]))",
                            "this is per second. increase is over the whole range.")
                    .mistake(
                            "increase(http_requests_total{endpoint=\"/random\"}[5m])",
                            "each method and status still stands by itself. Sum them up.")
                    .mistake(
                            "sum(increase(http_requests_total[5m]))",
                            "these are all endpoints. Ask for endpoint=\"/random\".")
                    .mistake(
                            "sum(http_requests_total{endpoint=\"/random\"})",
                            "this is how many there were since the start. Take the increase.")
                    .mistake(
                            "sum(delta(http_requests_total{endpoint=\"/random\"}[5m]))",
                            "delta is for gauges: a restart makes it negative. Take the increase.")
                    .mistake(
                            "sum(http_requests_total{endpoint=\"/random\"}) -"
                                    + " sum(http_requests_total{endpoint=\"/random\"} offset 5m)",
                            "a restart is in between, and this does not see it. increase does.");

    private GoldenSignalsQueries() {}

    static List<Exercise> all() {
        return List.of(TRAFFIC, ERRORS, LATENCY, SATURATION, INCREASE);
    }

    /** At /random 20 a second, of which 3 are a 503, 1 is a 500, and 2 are a 405. */
    private static MadeSeries requests() {
        int restart = 560;
        return new MadeSeries()
                .counter(requests(1, "GET", "/random", 200), 4, 6, 6 + 59 / 6.0, restart)
                .counter(requests(2, "GET", "/random", 200), 3, 6, 6)
                .counter(requests(1, "GET", "/random", 503), 0, 3, 3, restart)
                .counter(requests(1, "GET", "/random", 500), 0, 1, 1, restart)
                .counter(requests(2, "POST", "/random", 405), 1, 2, 2)
                .counter(requests(1, "GET", "/treecounter", 200), 5, 5, 5, restart)
                .counter(requests(1, "GET", "/treecounter", 503), 1, 1, 1, restart)
                .counter(requests(2, "GET", "other", 404), 1, 1, 1);
    }

    private static String requests(int app, String method, String endpoint, int status) {
        return series(
                "http_requests_total",
                app,
                "method=\"%s\",endpoint=\"%s\",status=\"%d\"".formatted(method, endpoint, status));
    }

    /** Quick at first; then one of two takes 0 to 1 s at /random, and half that in the end. */
    private static MadeSeries durations() {
        MadeSeries series = new MadeSeries();
        // Over five minutes together 3 of 4 take at most 0.75 s.
        double[] slow = {0.4, 1, 2, 3 - 12.0 / 47, 4};
        double[] half = {0.8, 2, 4, 4, 4};
        histogram(series, 1, "GET", "/random", 2, slow, half, 2);
        double[] even = {0, 0, 1, 1, 1};
        histogram(series, 2, "GET", "/random", 2, even, even, 0.4);
        double[] quick = {1, 1, 1, 1, 1};
        histogram(series, 1, "HEAD", "/random", 1, quick, quick, 0.05);
        histogram(series, 1, "GET", "other", 5, quick, quick, 0.01);
        return series;
    }

    /**
     * Requests a second: {@code first}, all under 0.1 s; then, and in the last minute, by bucket.
     */
    private static void histogram(
            MadeSeries series,
            int app,
            String method,
            String endpoint,
            double first,
            double[] then,
            double[] last,
            double seconds) {
        List<String> bounds = List.of("0.1", "0.25", "0.5", "0.75", "1.0");
        String labels = "method=\"%s\",endpoint=\"%s\"".formatted(method, endpoint);
        double all = then[then.length - 1];
        for (int i = 0; i < then.length; i++) {
            String le = ",le=\"%s\"".formatted(bounds.get(i));
            String bucket = series(DURATION + "_bucket", app, labels + le);
            series.counter(bucket, first, then[i], last[i]);
        }
        series.counter(series(DURATION + "_bucket", app, labels + ",le=\"+Inf\""), first, all, all);
        series.counter(series(DURATION + "_count", app, labels), first, all, all);
        series.counter(series(DURATION + "_sum", app, labels), first * 0.05, seconds, seconds);
    }

    private static MadeSeries threads() {
        return new MadeSeries()
                .gauge(series("request_threads_busy", 1, ""), 2, 8, 12)
                .gauge(series("request_threads_busy", 2, ""), 1, 3, 2)
                .gauge(series("request_threads_max", 1, ""), 16, 16, 16)
                .gauge(series("request_threads_max", 2, ""), 16, 16, 16);
    }

    private static String ratio(String failed, String of) {
        return "sum(rate(http_requests_total{%s,%s}[5m])) / sum(rate(http_requests_total{%s}[5m]))"
                .formatted(of, failed, of);
    }

    private static String quantile(String share, String buckets) {
        return "histogram_quantile(%s, %s)".formatted(share, buckets);
    }

    private static String atRandom(String function, String range) {
        return "sum by (le) (%s(%s_bucket{endpoint=\"/random\"}%s))"
                .formatted(function, DURATION, range);
    }

    private static String series(String name, int app, String labels) {
        return "%s{job=\"treecounter\",instance=\"app-%d:8001\"%s}"
                .formatted(name, app, labels.isEmpty() ? "" : "," + labels);
    }
}
