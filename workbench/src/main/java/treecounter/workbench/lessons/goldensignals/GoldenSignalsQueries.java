package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/**
 * The PromQL exercises: two apps, scraped every 5 s, of which the second was restarted 20 s ago.
 * What was asked, how long it took and how full they were changed all the time.
 */
final class GoldenSignalsQueries {
    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> RESTART = List.of(580);
    private static final List<String> BOUNDS =
            List.of("0.1", "0.25", "0.5", "0.75", "1.0", "2.5", "10.0", "+Inf");

    /** The seconds that a request in each bucket takes. */
    private static final List<Double> TYPICAL = List.of(0.05, 0.2, 0.4, 0.6, 0.9, 2.0, 4.0, 20.0);

    static final Exercise TRAFFIC = new Exercise("01-traffic", requests()).gives(1);

    static final Exercise ERRORS =
            new Exercise("02-errors", requests())
                    .gives(1)
                    .over(quiet(), ", without a failure")
                    .gives(0);

    static final Exercise LATENCY = new Exercise("03-latency", durations()).gives(1);

    static final Exercise SATURATION =
            new Exercise("04-saturation", threads())
                    .gives(0.75, "instance", "app-1:8001")
                    .gives(0.0625, "instance", "app-2:8001");

    static final Exercise INCREASE = new Exercise("05-increase", requests()).gives(1);

    private GoldenSignalsQueries() {}

    static List<Exercise> all() {
        return List.of(TRAFFIC, ERRORS, LATENCY, SATURATION, INCREASE);
    }

    private static MadeSeries requests() {
        return new MadeSeries()
                .counter(requests(1, "GET", "/random", 200), 2, 4, 6.5, 3)
                .restarted(RESTART, requests(2, "GET", "/random", 200), 1, 2.2, 5, 1.5)
                .counter(requests(1, "GET", "/random", 503), 0.1, 0.6, 1, 0.4)
                .restarted(RESTART, requests(2, "GET", "/random", 503), 0.3, 0.1, 0.45, 0.2)
                .counter(requests(1, "GET", "/random", 500), 0.05, 0.2, 0.1, 0.35)
                .counter(requests(1, "HEAD", "/random", 200), 0.3, 0.1, 0.5, 0.2)
                .restarted(RESTART, requests(2, "other", "/random", 405), 0.2, 0.5, 0.15, 0.7)
                .counter(requests(1, "GET", "/treecounter", 200), 5, 3, 2, 6)
                .restarted(RESTART, requests(2, "GET", "/treecounter", 503), 1, 0.7, 0.3, 0.9)
                .restarted(RESTART, requests(2, "GET", "/leaves", 500), 0.1, 0.2, 0.4, 0.1)
                .counter(requests(1, "GET", "other", 404), 0.4, 0.25, 0.35, 0.9)
                .counter("forest_requests_total{job=\"treecounter\",instance=\"app-1:8001\"}", 5);
    }

    /** Nothing failed. */
    private static MadeSeries quiet() {
        return new MadeSeries()
                .counter(requests(1, "GET", "/random", 200), 4, 2, 0.6, 0.05)
                .counter(requests(1, "GET", "/random", 503), 0)
                .counter(requests(1, "GET", "/random", 500), 0)
                .counter(requests(1, "GET", "/treecounter", 503), 1);
    }

    private static String requests(int app, String method, String endpoint, int status) {
        return "http_requests_total{%s,status=\"%d\"}"
                .formatted(labels(app, method, endpoint), status);
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
        String name = "http_request_duration_seconds";
        series.histogram(restarts, name, labels, BOUNDS, TYPICAL, phases);
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
