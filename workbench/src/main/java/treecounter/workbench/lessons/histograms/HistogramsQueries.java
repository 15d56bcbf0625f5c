package treecounter.workbench.lessons.histograms;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/** The PromQL exercises: two apps, scraped every 5 s, of which one gets slow after five minutes. */
final class HistogramsQueries {
    static final Exercise AVERAGE_LATENCY =
            new Exercise("01-average-latency", latency())
                    .gives(0.41, "endpoint", "/treecounter")
                    .gives(0.02, "endpoint", "other")
                    .mistake(
                            "sum(rate(request_latency_seconds_sum[5m]))"
                                    + " / sum(rate(request_latency_seconds_count[5m]))",
                            "the label endpoint is lost. Sum both sides by (endpoint).")
                    .mistake(
                            "sum by (endpoint) (request_latency_seconds_sum)"
                                    + " / sum by (endpoint) (request_latency_seconds_count)",
                            "this is the average since the start. Divide rates instead.")
                    .mistake(
                            "rate(request_latency_seconds_sum[5m])"
                                    + " / rate(request_latency_seconds_count[5m])",
                            "each app still stands by itself. Sum both sides by (endpoint).")
                    .mistake(
                            "sum by (endpoint) (rate(request_latency_seconds_count[5m])) / sum by"
                                    + " (endpoint) (rate(request_latency_seconds_sum[5m]))",
                            "this is inverted: seconds go above the line.")
                    .mistake(
                            "sum by (endpoint) (rate(request_latency_seconds_sum[5m]))",
                            "these are seconds per second. Divide by requests per second.")
                    .mistake(
                            "avg by (endpoint) (rate(request_latency_seconds_sum[5m])"
                                    + " / rate(request_latency_seconds_count[5m]))",
                            "an average of averages forgets that one app has more requests. First"
                                    + " sum.")
                    .whenEmpty(
                            "request_latency_seconds(?!_)",
                            "a histogram has no series of its own name: they end in _sum and"
                                    + " _count.");

    static final Exercise QUANTILE =
            new Exercise("02-p95", latency())
                    .gives(0.9375, "endpoint", "/treecounter")
                    .gives(0.095, "endpoint", "other")
                    .mistake(
                            "histogram_quantile(0.95, rate(request_latency_seconds_bucket[5m]))",
                            "each app still stands by itself. Sum the buckets by (le, endpoint).")
                    .mistake(
                            "histogram_quantile(0.95, sum by (le)"
                                    + " (rate(request_latency_seconds_bucket[5m])))",
                            "the label endpoint is lost. Sum by (le, endpoint).")
                    .mistake(
                            "histogram_quantile(95, sum by (le, endpoint)"
                                    + " (rate(request_latency_seconds_bucket[5m])))",
                            "a quantile goes from 0 to 1: 95 % is 0.95.")
                    .mistake(
                            "histogram_quantile(0.5, sum by (le, endpoint)"
                                    + " (rate(request_latency_seconds_bucket[5m])))",
                            "this is the median. 95 % is asked for.")
                    .mistake(
                            "histogram_quantile(0.95, sum by (le, endpoint)"
                                    + " (request_latency_seconds_bucket))",
                            "this looks back to the start. Take the rate of the buckets.")
                    .mistake(
                            "max by (endpoint) (histogram_quantile(0.95,"
                                    + " rate(request_latency_seconds_bucket[5m])))",
                            "quantiles of apps cannot be put together. Sum the buckets first.")
                    .whenEmpty(
                            "^(?!.*_bucket)",
                            "the buckets are the series request_latency_seconds_bucket.")
                    .whenEmpty(
                            "",
                            "histogram_quantile needs the label le of the buckets: sum by (le,"
                                    + " endpoint).");

    static final Exercise UNDER_HALF =
            new Exercise("03-under-half-a-second", latency())
                    .gives(0.6)
                    .mistake(
                            under("sum(rate(request_latency_seconds_bucket{le=\"0.5\"}[5m]))", ""),
                            "the other paths are in it. Ask for endpoint=\"/treecounter\".")
                    .mistake(
                            "1 - "
                                    + under(
                                            "sum(rate(request_latency_seconds_bucket"
                                                + "{le=\"0.5\",endpoint=\"/treecounter\"}[5m]))",
                                            "{endpoint=\"/treecounter\"}"),
                            "this is the share above half a second. Below it is asked for.")
                    .mistake(
                            under(
                                    "sum(request_latency_seconds_bucket"
                                            + "{le=\"0.5\",endpoint=\"/treecounter\"})",
                                    "{endpoint=\"/treecounter\"}"),
                            "take the rate of both sides.")
                    .whenEmpty("", "le is text: le=\"0.5\", and both sides need the same labels.");

    private HistogramsQueries() {}

    static List<Exercise> all() {
        return List.of(AVERAGE_LATENCY, QUANTILE, UNDER_HALF);
    }

    /** Quick at first; then /treecounter takes 0 to 1 s at app-1 and stays quick at app-2. */
    private static MadeSeries latency() {
        MadeSeries series = new MadeSeries();
        histogram(series, "app-1:8001", "/treecounter", 2, new double[] {0.4, 1, 2, 3, 4}, 2);
        histogram(series, "app-2:8001", "/treecounter", 2, new double[] {1, 1, 1, 1, 1}, 0.05);
        histogram(series, "app-1:8001", "other", 1, new double[] {1, 1, 1, 1, 1}, 0.02);
        return series;
    }

    /** Requests a second: {@code first}, all under 0.1 s; then cumulative by bucket. */
    private static void histogram(
            MadeSeries series,
            String instance,
            String endpoint,
            double first,
            double[] then,
            double seconds) {
        List<String> bounds = List.of("0.1", "0.25", "0.5", "0.75", "1.0");
        String name = "request_latency_seconds";
        String labels = ",endpoint=\"%s\"".formatted(endpoint);
        double all = then[then.length - 1];
        for (int i = 0; i < then.length; i++) {
            String bucket = labels + ",le=\"%s\"".formatted(bounds.get(i));
            series.counter(named(name + "_bucket", instance, bucket), first, then[i], then[i]);
        }
        series.counter(named(name + "_bucket", instance, labels + ",le=\"+Inf\""), first, all, all);
        series.counter(named(name + "_count", instance, labels), first, all, all);
        series.counter(named(name + "_sum", instance, labels), first * 0.05, seconds, seconds);
    }

    private static String under(String below, String all) {
        return below + " / sum(rate(request_latency_seconds_count" + all + "[5m]))";
    }

    private static String named(String name, String instance, String labels) {
        return "%s{job=\"treecounter\",instance=\"%s\"%s}".formatted(name, instance, labels);
    }
}
