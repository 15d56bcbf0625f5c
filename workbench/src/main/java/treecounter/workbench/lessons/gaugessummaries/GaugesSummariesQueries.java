package treecounter.workbench.lessons.gaugessummaries;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/** The PromQL exercises: two apps that ask one forest, the second of them less often. */
final class GaugesSummariesQueries {
    private static final String ONE = "app-1:8001";
    private static final String TWO = "app-2:8001";

    static final Exercise SERIES =
            new Exercise("01-series", everything())
                    .gives(6)
                    .mistake(
                            "{job=\"treecounter\"}",
                            "these are the series themselves. count(...) says how many.")
                    .mistake(
                            "count({__name__=~\".+\"})",
                            "these are the series of all jobs. Select one job.")
                    .mistake(
                            "sum({job=\"treecounter\"})",
                            "sum adds up the values; count counts the series.")
                    .mistake(
                            "count by (job) ({__name__=~\".+\"})",
                            "that is every job. One is asked for: {job=\"treecounter\"}.")
                    .mistake(
                            "count by (__name__) ({job=\"treecounter\"})",
                            "this counts for each name. All together is asked for.")
                    .mistake(
                            "count(up{job=\"treecounter\"})",
                            "this counts the targets. A selector without a name takes every"
                                    + " series.")
                    .whenEmpty("app", "the job is called treecounter, as in prometheus.yaml.");

    static final Exercise PLANTED =
            new Exercise("02-planted", planted())
                    .gives(2440)
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
                            "count(trees_planted)",
                            "this counts the apps. max compares their numbers.")
                    .mistake(
                            "max_over_time(trees_planted[5m])",
                            "max_over_time compares one series over time; max compares series.");

    static final Exercise BY_LABELS =
            new Exercise("03-by-endpoint-and-status", requests())
                    .gives(3, "endpoint", "/treecounter", "status", "200")
                    .gives(0.6, "endpoint", "/treecounter", "status", "503")
                    .gives(0.4, "endpoint", "other", "status", "404")
                    .mistake(
                            "sum by (endpoint) (rate(requests_total[5m]))",
                            "the label status is lost. Several labels stand in one by (...).")
                    .mistake(
                            "sum by (status) (rate(requests_total[5m]))",
                            "the label endpoint is lost. Several labels stand in one by (...).")
                    .mistake(
                            "rate(requests_total[5m])",
                            "each app still stands by itself. Sum by the labels to keep.")
                    .mistake(
                            "sum by (endpoint, status) (requests_total)",
                            "these are totals since the start. Take rates first.")
                    .mistake(
                            "count by (endpoint, status) (rate(requests_total[5m]))",
                            "count counts the series; sum adds up their values.")
                    .mistake(
                            "sum(rate(requests_total[5m]))",
                            "both labels are lost. by (...) keeps them.");

    static final Exercise AVERAGE_IN_PROGRESS =
            new Exercise("04-average-in-progress", inProgress())
                    .gives(5.6, "instance", ONE)
                    .gives(2.2, "instance", TWO)
                    .mistake(
                            "requests_in_progress",
                            "this is the value now. A gauge jumps; avg_over_time looks back.")
                    .mistake(
                            "avg(requests_in_progress)",
                            "avg compares series at one moment; avg_over_time one series over"
                                    + " time.")
                    .mistake(
                            "rate(requests_in_progress[5m])",
                            "rate of a gauge: it may fall, and rate takes that for a restart.")
                    .mistake(
                            "max_over_time(requests_in_progress[5m])",
                            "this is the most there was. The average is asked for.")
                    .mistake(
                            "avg(avg_over_time(requests_in_progress[5m]))",
                            "for each app, so leave the outer avg away.")
                    .mistake(
                            "sum_over_time(requests_in_progress[5m])",
                            "this adds up the samples, and the more there are the higher it is.");

    static final Exercise P95 =
            new Exercise("05-p95-of-both", latency())
                    .gives(0.94375)
                    .mistake(
                            "avg(forest_call_seconds{quantile=\"0.95\"})",
                            "quantiles of two apps have no average: one of them has eight times as"
                                    + " many requests.")
                    .mistake(
                            "max(forest_call_seconds{quantile=\"0.95\"})",
                            "this is the slower app's. Both together is asked for.")
                    .mistake(
                            "forest_call_seconds{quantile=\"0.95\"}",
                            "each app still stands by itself, and quantiles cannot be put"
                                    + " together.")
                    .mistake(
                            "sum(forest_call_seconds{quantile=\"0.95\"})",
                            "a sum of quantiles is no time that anybody waited.")
                    .mistake(
                            "histogram_quantile(0.95,"
                                + " rate(request_latency_seconds_bucket{endpoint=\"/treecounter\"}[5m]))",
                            "each app still stands by itself. Sum the buckets by (le) first.")
                    .whenEmpty("", "histogram_quantile needs the label le: sum by (le).");

    static final Exercise LATELY =
            new Exercise("06-planted-lately", planted())
                    .gives(-55 * 300 / 295.0, "instance", ONE)
                    .gives(0, "instance", TWO)
                    .mistake(
                            "increase(trees_planted[5m])",
                            "increase is for counters: it takes the fall for a restart. delta does"
                                    + " not.")
                    .mistake(
                            "rate(trees_planted[5m])",
                            "rate is for counters: it takes the fall for a restart, and is per"
                                    + " second.")
                    .mistake(
                            "trees_planted",
                            "this is the number now. delta(...[5m]) says how it has changed.")
                    .mistake(
                            "deriv(trees_planted[5m])",
                            "this is per second, by a line through all samples. delta is the"
                                    + " change.")
                    .mistake(
                            "delta(trees_planted[1m])",
                            "this looks back one minute; five are asked for.")
                    .mistake(
                            "sum(delta(trees_planted[5m]))",
                            "both apps speak of the same trees. Leave each by itself.");

    static final Exercise IN_PROGRESS =
            new Exercise("07-in-progress", inProgress())
                    .gives(15)
                    .mistake(
                            "requests_in_progress", "each app still stands by itself. Add them up.")
                    .mistake(
                            "max(requests_in_progress)",
                            "this is the busiest app. Their requests are different ones: add up.")
                    .mistake(
                            "count(requests_in_progress)",
                            "this counts the apps; sum adds up their values.")
                    .mistake(
                            "avg(requests_in_progress)",
                            "this is the average of the apps. All together is asked for.");

    static final Exercise SPECIES =
            new Exercise("08-species", species())
                    .gives(3, "instance", ONE)
                    .gives(2, "instance", TWO)
                    .mistake(
                            "count(trees_recent)",
                            "the label instance is lost. count by (instance) keeps it.")
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
            new Exercise("09-trees-per-second", planted())
                    .gives(-0.552097805, "instance", ONE)
                    .gives(0, "instance", TWO)
                    .mistake(
                            "rate(trees_planted[5m])",
                            "rate is for counters: it takes the fall for a restart.")
                    .mistake(
                            "delta(trees_planted[5m])",
                            "this is the change in five minutes. Per second is asked for.")
                    .mistake(
                            "delta(trees_planted[5m]) / 300",
                            "this looks at the first and the last sample only. deriv fits a line"
                                    + " through all.")
                    .mistake(
                            "deriv(trees_planted[1m])",
                            "this looks back one minute; five are asked for.");

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
        return new MadeSeries()
                .gauge("up{job=\"treecounter\",instance=\"app:8001\"}", 1, 1, 1)
                .gauge("trees_planted{job=\"treecounter\",instance=\"app:8001\"}", 7, 8, 9)
                .counter(request("app:8001", "200", "/treecounter"), 1, 1, 1)
                .counter(request("app:8001", "503", "/treecounter"), 1, 1, 1)
                .counter(request("app:8001", "405", "/treecounter"), 0, 0, 0)
                .counter(request("app:8001", "404", "other"), 1, 1, 1)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 1, 1, 1)
                .gauge("go_goroutines{job=\"prometheus\",instance=\"localhost:9090\"}", 40, 40, 40);
    }

    /** It rises, falls for four minutes, and rises again; app-2 has not asked for long. */
    private static MadeSeries planted() {
        return new MadeSeries()
                .counter(named("trees_planted", ONE, ""), 5, -1, 3)
                .gauge(named("trees_planted", TWO, ""), 1200, 1300, 1300);
    }

    private static MadeSeries requests() {
        return new MadeSeries()
                .counter(request(ONE, "200", "/treecounter"), 1, 2, 2)
                .counter(request(ONE, "503", "/treecounter"), 0.2, 0.2, 0.2)
                .counter(request(ONE, "404", "other"), 0.2, 0.4, 0.4)
                .counter(request(TWO, "200", "/treecounter"), 2, 1, 1)
                .counter(request(TWO, "503", "/treecounter"), 0.2, 0.4, 0.4);
    }

    private static MadeSeries inProgress() {
        return new MadeSeries()
                .gauge(named("requests_in_progress", ONE, ""), 1, 4, 12)
                .gauge(named("requests_in_progress", TWO, ""), 9, 2, 3);
    }

    private static MadeSeries species() {
        return new MadeSeries()
                .gauge(named("trees_recent", ONE, ",species=\"oak\""), 60, 70, 80)
                .gauge(named("trees_recent", ONE, ",species=\"pine\""), 60, 60, 60)
                .gauge(named("trees_recent", ONE, ",species=\"ash\""), 60, 50, 40)
                .gauge(named("trees_recent", TWO, ",species=\"oak\""), 90, 90, 100)
                .gauge(named("trees_recent", TWO, ",species=\"beech\""), 90, 90, 80);
    }

    /** App-1 has eight pages a second and is slow, app-2 one, and is quick. */
    private static MadeSeries latency() {
        MadeSeries series = new MadeSeries();
        histogram(series, ONE, new double[] {0.8, 2, 4, 6, 8});
        histogram(series, TWO, new double[] {1, 1, 1, 1, 1});
        return series.gauge(calls(ONE, "0.5"), 0.4, 0.5, 0.5)
                .gauge(calls(ONE, "0.95"), 0.9, 0.95, 0.95)
                .gauge(calls(TWO, "0.5"), 0.04, 0.05, 0.05)
                .gauge(calls(TWO, "0.95"), 0.09, 0.09, 0.09);
    }

    private static void histogram(MadeSeries series, String instance, double[] perSecond) {
        List<String> bounds = List.of("0.1", "0.25", "0.5", "0.75", "1.0", "+Inf");
        for (int i = 0; i < bounds.size(); i++) {
            double rate = perSecond[Math.min(i, perSecond.length - 1)];
            series.counter(
                    named(
                            "request_latency_seconds_bucket",
                            instance,
                            ",endpoint=\"/treecounter\",le=\"%s\"".formatted(bounds.get(i))),
                    rate,
                    rate,
                    rate);
        }
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
