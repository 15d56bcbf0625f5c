package treecounter.workbench.lessons.histograms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;

/** What the tests know of lesson 4. */
final class HistogramsFacts extends Facts {
    private static final Offset<Double> EXACT = within(1e-9);

    @Override
    public Map<String, String> failures() {
        return Map.of(
                "4.1", "LatencyHandler: declare it",
                "4.2", "TreeCounterApp.main: put a LatencyHandler around",
                "4.3", "LatencyHandler.handle:",
                "4.4", "queries/01-average-latency.promql: write the query",
                "4.5", "queries/02-p95.promql: write the query");
    }

    @Override
    public List<String> stays() {
        return List.of("4.1", "4.2", "4.3");
    }

    @Override
    public List<String> newFiles() {
        return List.of("LatencyHandler.java");
    }

    /**
     * Children come with the first request, and rate() cannot see an increase before the first
     * sample. Many at first: rate() supposes that a counter began at 0, and so stretches one that
     * is still low less than others.
     */
    @Override
    public void warmUp(Live live) throws Exception {
        live.send(new Sent(20, 5, 5, 10));
        live.await("request_latency_seconds_count", all -> all.size() == 2);
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        switch (name) {
            case "01-average-latency" -> {
                Map<String, Double> averages = live.by(query, "endpoint");
                assertThat(averages).containsOnlyKeys("/treecounter", "other");
                assertThat(averages.get("/treecounter"))
                        .isEqualTo(growth(live, "_sum") / growth(live, "_count"), EXACT);
            }
            case "02-p95" -> {
                Map<String, Double> p95 = live.by(query, "endpoint");
                assertThat(p95).containsOnlyKeys("/treecounter", "other");
                assertThat(p95.get("/treecounter")).isBetween(0.0, 2.0);
                assertThat(bucket(live, "10.0") / growth(live, "_count")).isGreaterThan(0.95);
            }
            case "03-under-half-a-second" ->
                    assertThat(live.value(query))
                            .isEqualTo(bucket(live, "0.5") / growth(live, "_count"), EXACT);
            default -> super.queryAgrees(name, query, live);
        }
    }

    private static double growth(Live live, String ending) throws Exception {
        return growth(live, ending, Map.of("endpoint", "/treecounter"));
    }

    private static double bucket(Live live, String le) throws Exception {
        return growth(live, "_bucket", Map.of("endpoint", "/treecounter", "le", le));
    }

    /** Since the first sample that Prometheus has: a scrape may come in the middle of sending. */
    private static double growth(Live live, String ending, Map<String, String> labels)
            throws Exception {
        Series series = new Series("request_latency_seconds" + ending, labels);
        double first = live.value("min_over_time(%s[10m])".formatted(series));
        return live.page().value(series.name(), labels) - first;
    }
}
