package treecounter.workbench.lessons.histograms;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/** The PromQL exercises: two apps, scraped every 5 s, of which one gets slow after five minutes. */
final class HistogramsQueries {
    private static final List<String> BOUNDS =
            List.of("0.1", "0.25", "0.5", "0.75", "1.0", "2.5", "10.0", "+Inf");

    /** The seconds that a request in each bucket takes. */
    private static final List<Double> TYPICAL = List.of(0.05, 0.2, 0.4, 0.6, 0.9, 2.0, 4.0, 20.0);

    /** Requests a second by bucket, in each phase of the made series. */
    private static final double[][] SLOW = {
        {2, 0, 0, 0, 0, 0, 0, 0},
        {0.4, 0.6, 1, 1, 0.9, 0.2, 0.02, 0.01},
        {0.2, 0.4, 1.6, 0.6, 0.3, 0.1, 0.03, 0.02},
        {0.5, 0.5, 0.5, 0.5, 0.2, 0.3, 0.01, 0.005}
    };

    private static final double[][] QUICK = {
        {2, 0.2, 0, 0, 0, 0, 0, 0},
        {1, 0.5, 0.1, 0, 0, 0, 0, 0},
        {0.8, 0.3, 0.4, 0.1, 0, 0, 0, 0},
        {0.5, 0.8, 0.2, 0, 0, 0, 0, 0}
    };

    private static final double[][] OTHER = {
        {1, 0, 0, 0, 0, 0, 0, 0},
        {1, 0.1, 0, 0, 0, 0, 0, 0},
        {0.7, 0.2, 0.1, 0, 0, 0, 0, 0},
        {0.9, 0.05, 0, 0, 0, 0, 0, 0}
    };

    private static final double[][] SLOW_OTHER = {
        {0.2, 0, 0.1, 0, 0, 0, 0, 0},
        {0.2, 0.1, 0.05, 0, 0, 0, 0, 0},
        {0.1, 0.2, 0.1, 0, 0, 0, 0, 0},
        {0.3, 0, 0.2, 0, 0, 0, 0, 0}
    };

    private static final String OF_BUCKETS =
            "this takes series, or samples, for observations. Of buckets it is"
                    + " histogram_quantile.";
    private static final String CUMULATIVE =
            "buckets are cumulative: one holds all that are below it already. More than one counts"
                    + " a page more than once.";

    static final Exercise AVERAGE_LATENCY =
            new Exercise("01-average-latency", latency())
                    .gives(0.490421692, "endpoint", "/treecounter")
                    .gives(0.092072813, "endpoint", "other")
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("avg is the mean", "both sides are divided by as many apps")
                    .equivalent("> 0 leaves out", "a request takes more than 0 s");

    static final Exercise QUANTILE =
            new Exercise("02-p95", latency())
                    .gives(0.983854396, "endpoint", "/treecounter")
                    .gives(0.275921053, "endpoint", "other")
                    .equivalent("increase for rate", "all buckets grow by the same factor")
                    .equivalent("avg is the mean", "all buckets are divided by as many apps")
                    .equivalent("> 0 leaves out", "a request takes more than 0 s")
                    .mistake(
                            "quantile by (endpoint) (0.95,"
                                    + " rate(request_latency_seconds_bucket[5m]))",
                            OF_BUCKETS)
                    .mistake(
                            "quantile_over_time(0.95, request_latency_seconds_sum[5m])", OF_BUCKETS)
                    .mistake(
                            "0.95 * sum by (endpoint) (rate(request_latency_seconds_sum[5m])) / sum"
                                    + " by (endpoint) (rate(request_latency_seconds_count[5m]))",
                            "95 % of the average is no quantile. It comes from the buckets.");

    static final Exercise UNDER_HALF =
            new Exercise("03-under-half-a-second", latency())
                    .gives(0.65027609)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("avg is the mean", "both sides are divided by as many apps")
                    .equivalent("by endpoint keeps apart", "there is one endpoint on each side")
                    .equivalent("on one side: endpoint!=", "there are two endpoints")
                    .equivalent("endpoint!=", "there are two endpoints")
                    .equivalent("> 0 leaves out", "some are quick")
                    .equivalent("vector(0)", "the share is there as soon as there is an app")
                    .mistake(
                            "histogram_quantile(0.5, sum by (le)"
                                + " (rate(request_latency_seconds_bucket{endpoint=\"/treecounter\"}[5m])))",
                            "a quantile is a number of seconds. A share is one bucket divided by"
                                    + " all.")
                    .mistake(
                            "sum(rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=~\"0.*\"}[5m]))"
                                + " / sum(rate(request_latency_seconds_count{endpoint=\"/treecounter\"}[5m]))",
                            CUMULATIVE)
                    .mistake(
                            "sum(rate(request_latency_seconds_bucket{endpoint=\"/treecounter\",le=~\"0.5|0.25|0.1|0.075|0.05|0.025|0.01|0.005\"}[5m]))"
                                + " / sum(rate(request_latency_seconds_count{endpoint=\"/treecounter\"}[5m]))",
                            CUMULATIVE);

    private HistogramsQueries() {}

    static List<Exercise> all() {
        return List.of(AVERAGE_LATENCY, QUANTILE, UNDER_HALF);
    }

    /**
     * Quick at first; then slow at app-1, and other again in the last minute and its end. The
     * second app stays quick, and was restarted 20 s ago. Some requests take longer than the last
     * bound.
     */
    private static MadeSeries latency() {
        MadeSeries series = new MadeSeries();
        histogram(series, List.of(), "app-1:8001", "/treecounter", SLOW);
        histogram(series, List.of(580), "app-2:8001", "/treecounter", QUICK);
        histogram(series, List.of(), "app-1:8001", "other", OTHER);
        histogram(series, List.of(580), "app-2:8001", "other", SLOW_OTHER);
        return series;
    }

    private static void histogram(
            MadeSeries series,
            List<Integer> restarts,
            String instance,
            String endpoint,
            double[][] phases) {
        series.histogram(
                restarts,
                "request_latency_seconds",
                "job=\"treecounter\",instance=\"%s\",endpoint=\"%s\"".formatted(instance, endpoint),
                BOUNDS,
                TYPICAL,
                phases);
    }
}
