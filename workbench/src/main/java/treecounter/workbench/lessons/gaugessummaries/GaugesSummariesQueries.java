package treecounter.workbench.lessons.gaugessummaries;

import java.util.Arrays;
import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/** The PromQL exercises: two apps that ask one forest, the second of them less often. */
final class GaugesSummariesQueries {
    private static final String ONE = "app-1:8001";
    private static final String TWO = "app-2:8001";
    private static final String THREE = "app-3:8001";
    private static final List<String> BOUNDS = List.of("0.1", "0.25", "0.5", "0.75", "1.0", "+Inf");

    /** Requests a second by bucket, in each phase of the made series. */
    private static final double[][] SLOW = {
        {2, 1, 1, 0, 0, 0},
        {0.4, 1, 2, 2, 2, 0.1},
        {0.2, 0.4, 2, 3, 2.4, 0.3},
        {0.5, 0.5, 1.5, 2, 1.2, 0.2}
    };

    private static final double[][] QUICK = {
        {1, 0, 0, 0, 0, 0},
        {0.9, 0.1, 0, 0, 0, 0},
        {1.2, 0.1, 0.1, 0, 0, 0},
        {0.8, 0.2, 0, 0, 0, 0}
    };

    private static final double[][] OTHER = {
        {3, 0, 0, 0, 0, 0},
        {4, 0.1, 0, 0, 0, 0},
        {5, 0, 0, 0, 0, 0},
        {2, 0, 0.1, 0, 0, 0}
    };

    static final Exercise SERIES =
            new Exercise("01-series", everything())
                    .gives(9)
                    .equivalent("> 0 leaves out", "a count is more than 0")
                    .equivalent("vector(0)", "the count is there as soon as there is an app")
                    .equivalent("rounded", "a count is whole")
                    .mistake(
                            "count({__name__=~\".+\"})",
                            "these are the series of all jobs. Select one job.")
                    .mistake(
                            "count by (job) ({__name__=~\".+\"})",
                            "that is every job. One is asked for: {job=\"treecounter\"}.")
                    .mistake(
                            "count by (__name__) ({job=\"treecounter\"})",
                            "this counts for each name. All together is asked for.")
                    .mistake(
                            "count(up{job=\"treecounter\"})",
                            "this counts the targets. A selector without a name takes every"
                                    + " series.");

    static final Exercise PLANTED =
            new Exercise("02-planted", grown(2, 0))
                    .gives(2202)
                    .over(grown(0, 2), ", app-2 has asked last")
                    .gives(2202)
                    .equivalent("> 0 leaves out", "there are trees")
                    .equivalent("vector(0)", "the number is there as soon as there is an app")
                    .equivalent("rounded", "trees are whole")
                    .mistake(
                            "trees_planted",
                            "each app still stands by itself. Which of two numbers is the newer?")
                    .mistake(
                            "sum(trees_planted)",
                            "both apps speak of the same trees: a sum counts them twice.")
                    .mistake(
                            "avg(trees_planted)",
                            "an old number and a new one have no useful average.")
                    .mistake(
                            "min(trees_planted)",
                            "this is what the app knows that asked longest ago.")
                    .mistake(
                            "max_over_time(trees_planted[5m])",
                            "max_over_time compares one series over time; max compares series.");

    static final Exercise BY_LABELS =
            new Exercise("03-by-endpoint-and-status", requests())
                    .gives(3.088135593, "endpoint", "/treecounter", "status", "200")
                    .gives(0.572881356, "endpoint", "/treecounter", "status", "503")
                    .gives(0, "endpoint", "/treecounter", "status", "405")
                    .gives(0.470338983, "endpoint", "other", "status", "404")
                    .mistake(
                            "sum by (endpoint) (rate(requests_total[5m]))",
                            "the label status is lost. Several labels stand in one by (...).")
                    .mistake(
                            "sum by (status) (rate(requests_total[5m]))",
                            "the label endpoint is lost. Several labels stand in one by (...).");

    static final Exercise AVERAGE_IN_PROGRESS =
            new Exercise("04-average-in-progress", inProgress())
                    .gives(5.116666667, "instance", ONE)
                    .gives(2.05, "instance", TWO)
                    .gives(0, "instance", THREE)
                    .mistake(
                            "requests_in_progress",
                            "this is the value now. A gauge jumps; avg_over_time looks back.")
                    .mistake(
                            "avg(requests_in_progress)",
                            "avg compares series at one moment; avg_over_time one series over"
                                    + " time.")
                    .mistake(
                            "sum_over_time(requests_in_progress[5m])",
                            "this adds up the samples, and the more there are the higher it is.");

    static final Exercise P95 =
            new Exercise("05-p95-of-both", latency())
                    .gives(0.963273305)
                    .equivalent("increase for rate", "all buckets grow by the same factor")
                    .equivalent("avg is the mean", "all buckets are divided by as many apps")
                    .equivalent("endpoint!=", "there are two endpoints")
                    .equivalent("by endpoint keeps apart", "there is one endpoint")
                    .equivalent("sum is one too many", "one value is its own sum")
                    .equivalent("avg is one too many", "one value is its own mean")
                    .equivalent("max is one too many", "one value is the largest")
                    .equivalent("min is one too many", "one value is the smallest")
                    .equivalent("> 0 leaves out", "a page takes more than 0 s")
                    .equivalent("vector(0)", "the quantile is there as soon as there is a page")
                    .mistake(
                            "avg(forest_call_seconds{quantile=\"0.95\"})",
                            "quantiles of two apps have no average: one of them has many times as"
                                    + " many pages.")
                    .mistake(
                            "max(forest_call_seconds{quantile=\"0.95\"})",
                            "this is the slower app's. Both together is asked for.")
                    .mistake(
                            "forest_call_seconds{quantile=\"0.95\"}",
                            "each app still stands by itself, and quantiles cannot be put"
                                    + " together.")
                    .mistake(
                            "sum(forest_call_seconds{quantile=\"0.95\"})",
                            "a sum of quantiles is no time that anybody waited.");

    static final Exercise LATELY =
            new Exercise("06-planted-lately", felled())
                    .gives(-76.271186441, "instance", ONE)
                    .gives(0, "instance", TWO)
                    .mistake(
                            "deriv(trees_planted[5m])",
                            "this is per second, by a line through all samples. delta is the"
                                    + " change.")
                    .mistake(
                            "sum(delta(trees_planted[5m]))",
                            "both apps speak of the same trees. Leave each by itself.");

    static final Exercise IN_PROGRESS =
            new Exercise("07-in-progress", inProgress())
                    .gives(15)
                    .equivalent("> 0 leaves out", "some are in progress")
                    .equivalent("vector(0)", "the number is there as soon as there is an app")
                    .equivalent("rounded", "requests are whole")
                    .mistake(
                            "max(requests_in_progress)",
                            "this is the busiest app. Their requests are different ones: add up.");

    static final Exercise SPECIES =
            new Exercise("08-species", species())
                    .gives(3, "instance", ONE)
                    .gives(2, "instance", TWO)
                    .equivalent("> 0 leaves out", "a count is more than 0")
                    .equivalent("rounded", "a count is whole")
                    .mistake(
                            "sum by (instance) (trees_recent)",
                            "sum adds up the trees; count counts the species.")
                    .mistake(
                            "count by (species) (trees_recent)",
                            "this says how many apps show each species.")
                    .mistake(
                            "count(count by (species) (trees_recent))",
                            "this is how many species there are in all.");

    static final Exercise SLOPE =
            new Exercise("09-trees-per-second", felled())
                    .gives(-0.567935538, "instance", ONE)
                    .gives(0, "instance", TWO)
                    .mistake(
                            "delta(trees_planted[5m])",
                            "this is the change in five minutes. Per second is asked for.")
                    .mistake(
                            "delta(trees_planted[5m]) / 300",
                            "this looks at the first and the last sample only. deriv fits a line"
                                    + " through all.");

    private GaugesSummariesQueries() {}

    static List<Exercise> all() {
        return List.of(
                SERIES,
                PLANTED,
                BY_LABELS,
                AVERAGE_IN_PROGRESS,
                P95,
                LATELY,
                IN_PROGRESS,
                SPECIES,
                SLOPE);
    }

    private static MadeSeries everything() {
        MadeSeries series = new MadeSeries();
        for (String app : List.of(ONE, TWO)) {
            series.gauge(named("up", app, ""), 0, 1)
                    .gauge(named("trees_planted", app, ""), 0, 1000, 300, 1600)
                    .counter(request(app, "200", "/treecounter"), 1);
        }
        return series.counter(request(ONE, "503", "/treecounter"), 0.2)
                .counter(request(ONE, "404", "other"), 0)
                .born(480, request(TWO, "503", "/treecounter"), 0.2)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 0, 1)
                .gauge("go_goroutines{job=\"prometheus\",instance=\"localhost:9090\"}", 0, 40);
    }

    /** One app asks the forest often and the other has not asked for long. */
    private static MadeSeries grown(double perSecond, double perSecondOfTwo) {
        return new MadeSeries()
                .counter(named("trees_planted", ONE, ""), perSecond)
                .counter(named("trees_planted", TWO, ""), perSecondOfTwo)
                .gauge(named("trees_recent_up", ONE, ""), 0, 1)
                .gauge(named("trees_recent_up", TWO, ""), 0, 1);
    }

    /** It rises, falls for four minutes, and rises again; app-2 has not asked for long. */
    private static MadeSeries felled() {
        return new MadeSeries()
                .counter(named("trees_planted", ONE, ""), 5, -1, 3, 2)
                .gauge(named("trees_planted", TWO, ""), 0, 1200, 300, 1300)
                .gauge(named("trees_recent_up", ONE, ""), 0, 1, 430, 0, 445, 1)
                .gauge(named("trees_recent_up", TWO, ""), 0, 1);
    }

    /** App-2 was restarted 20 s ago. */
    private static MadeSeries requests() {
        List<Integer> restart = List.of(580);
        return new MadeSeries()
                .counter(request(ONE, "200", "/treecounter"), 1, 2, 3.2, 1.4)
                .counter(request(ONE, "503", "/treecounter"), 0.3, 0.2, 0.4, 0.1)
                .counter(request(ONE, "405", "/treecounter"), 0)
                .counter(request(ONE, "404", "other"), 0.2, 0.4, 0.3, 0.5)
                .restarted(restart, request(TWO, "200", "/treecounter"), 2, 1, 0.6, 1.3)
                .restarted(restart, request(TWO, "503", "/treecounter"), 0.2, 0.4, 0.1, 0.3)
                .restarted(restart, request(TWO, "404", "other"), 0.1, 0.05, 0.2, 0.15)
                .counter(named("forest_requests_total", ONE, ",status=\"ok\""), 1, 2, 3, 1)
                .counter(named("forest_requests_total", TWO, ",status=\"error\""), 0.1, 0.4);
    }

    /** Jumps that no whole minute sees; nobody asks app-3. */
    private static MadeSeries inProgress() {
        return new MadeSeries()
                .gauge(
                        named("requests_in_progress", ONE, ""),
                        0,
                        1,
                        300,
                        4,
                        425,
                        9,
                        437,
                        3,
                        540,
                        8,
                        580,
                        12)
                .gauge(named("requests_in_progress", TWO, ""), 0, 9, 300, 2, 455, 6, 470, 1, 560, 3)
                .gauge(named("requests_in_progress", THREE, ""), 0, 0)
                .gauge(named("jvm_threads_current", ONE, ""), 0, 20, 540, 31)
                .gauge(named("jvm_threads_current", TWO, ""), 0, 22, 540, 25);
    }

    /** App-1 shows a species more since two minutes. */
    private static MadeSeries species() {
        return new MadeSeries()
                .gauge(named("trees_recent", ONE, ",species=\"oak\""), 0, 70, 540, 80)
                .gauge(named("trees_recent", ONE, ",species=\"pine\""), 0, 60)
                .born(480, named("trees_recent", ONE, ",species=\"ash\""), 0.4)
                .gauge(named("trees_recent", TWO, ",species=\"oak\""), 0, 90, 540, 100)
                .gauge(named("trees_recent", TWO, ",species=\"beech\""), 0, 90, 540, 80)
                .gauge(named("trees_recent_up", ONE, ""), 0, 1)
                .gauge(named("trees_recent_up", TWO, ""), 0, 1);
    }

    /** App-1 has many pages and is slow, app-2 few, is quick, and was restarted 20 s ago. */
    private static MadeSeries latency() {
        MadeSeries series = new MadeSeries();
        histogram(series, List.of(), ONE, "/treecounter", SLOW);
        histogram(series, List.of(580), TWO, "/treecounter", QUICK);
        histogram(series, List.of(), ONE, "other", OTHER);
        return series.gauge(calls(ONE, "0.5"), 0, 0.4, 300, 0.5)
                .gauge(calls(ONE, "0.95"), 0, 0.6, 300, 0.97)
                .gauge(calls(TWO, "0.5"), 0, 0.04, 300, 0.05)
                .gauge(calls(TWO, "0.95"), 0, 0.09, 300, 0.11);
    }

    private static void histogram(
            MadeSeries series,
            List<Integer> restarts,
            String instance,
            String endpoint,
            double[][] phases) {
        String name = "request_latency_seconds";
        String labels = ",endpoint=\"%s\"".formatted(endpoint);
        for (int i = 0; i < BOUNDS.size(); i++) {
            String bucket = labels + ",le=\"%s\"".formatted(BOUNDS.get(i));
            series.restarted(
                    restarts, named(name + "_bucket", instance, bucket), upTo(i + 1, phases));
        }
        series.restarted(
                restarts, named(name + "_count", instance, labels), upTo(BOUNDS.size(), phases));
    }

    /** In each phase the rates of as many buckets, added up. */
    private static double[] upTo(int buckets, double[][] phases) {
        return Arrays.stream(phases)
                .mapToDouble(phase -> Arrays.stream(phase).limit(buckets).sum())
                .toArray();
    }

    private static String calls(String instance, String quantile) {
        return named("forest_call_seconds", instance, ",quantile=\"%s\"".formatted(quantile));
    }

    private static String request(String instance, String status, String endpoint) {
        return named(
                "requests_total",
                instance,
                ",status=\"%s\",endpoint=\"%s\"".formatted(status, endpoint));
    }

    private static String named(String name, String instance, String labels) {
        return "%s{job=\"treecounter\",instance=\"%s\"%s}".formatted(name, instance, labels);
    }
}
