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
                    .equivalent("> 0 leaves out", "a request takes more than 0 s");

    static final Exercise UNDER_HALF =
            new Exercise("03-under-half-a-second", latency())
                    .gives(0.65027609)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("avg is the mean", "both sides are divided by as many apps")
                    .equivalent("by endpoint keeps apart", "there is one endpoint on each side")
                    .equivalent("on one side: endpoint!=", "there are two endpoints")
                    .equivalent("endpoint!=", "there are two endpoints")
                    .equivalent("> 0 leaves out", "some are quick")
                    .equivalent("vector(0)", "the share is there as soon as there is an app");

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
