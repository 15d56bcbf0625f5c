package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * When Grafana asks for a graph, and what it fills into the query, for a page that shows a range of
 * time on a panel of some width.
 */
record GrafanaTime(Instant from, Instant to, int pixels) {
    /** The timeInterval of the datasource; ConfigurationTest compares it with prometheus.yaml. */
    static final Duration SCRAPE = Duration.ofSeconds(5);

    private static final List<Duration> STEPS =
            LongStream.of(1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600)
                    .mapToObj(Duration::ofSeconds)
                    .toList();

    /** The range that ends at {@code to}. */
    static GrafanaTime last(Duration range, Instant to, int pixels) {
        return new GrafanaTime(to.minus(range), to, pixels);
    }

    /** No more points than pixels, a time that people like, and no less than the least. */
    private Duration step(Duration least) {
        long wanted = Duration.between(from, to).toMillis() / pixels;
        Duration nearest =
                STEPS.stream()
                        .min(Comparator.comparing(each -> Math.abs(each.toMillis() - wanted)))
                        .orElseThrow();
        return nearest.compareTo(least) < 0 ? least : nearest;
    }

    /** A query with its values, and the times that it is asked for. */
    record Asked(String promql, Instant first, Instant last, Duration step) {
        List<PrometheusApi.Series> of(PrometheusApi prometheus) throws Exception {
            return prometheus.query(promql, first, last, step);
        }
    }

    /** A query of a panel; both may have a least interval. */
    Asked asked(JsonNode panel, JsonNode target) {
        Duration ofPanel = duration(panel.path("interval").asText(), SCRAPE);
        Duration least = duration(target.path("interval").asText(), ofPanel);
        Duration scrape = duration(target.path("interval").asText(), SCRAPE);
        Duration step = step(least);
        Duration four = scrape.multipliedBy(4);
        Duration more = step(ofPanel).plus(scrape);
        Duration rate = more.compareTo(four) < 0 ? four : more;
        String promql =
                target.path("expr")
                        .asText()
                        .replace("$__rate_interval", seconds(rate))
                        .replace("$__interval", seconds(step))
                        .replace("$__range", seconds(Duration.between(from, to)))
                        .replace("$job", "treecounter")
                        .replace("$worker", "worker");
        return new Asked(promql, aligned(from, step), aligned(to, step), step);
    }

    private static Instant aligned(Instant time, Duration step) {
        return time.minusMillis(Math.floorMod(time.toEpochMilli(), step.toMillis()));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    private static Duration duration(String text, Duration otherwise) {
        return text.isEmpty() ? otherwise : Duration.parse("PT" + text);
    }
}
