package treecounter.workbench.lessons.gaugessummaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;

/** What the tests know of lesson 5. */
final class GaugesSummariesFacts extends Facts {
    /** Of three trees a second. */
    private static final double TREES_OF_A_MINUTE = 180;

    @Override
    public Map<String, String> failures() {
        return Map.ofEntries(
                Map.entry("5.1", "TreeCounterHandler: declare it"),
                Map.entry("5.2", "LatencyHandler: declare it"),
                Map.entry("5.3", "TreeCounterHandler: declare it"),
                Map.entry("5.4", "TreeCounterApp.main: nobody has registered"),
                Map.entry("5.5", "TreeCounterHandler: declare it"),
                Map.entry("5.6", "TreeCounterHandler: declare it"),
                Map.entry("5.7", "TreeCounterHandler.handle: add a case /metrics/app"),
                Map.entry("5.8", "types.properties, counter.falls"),
                Map.entry("5.9", "queries/01-series.promql: write the query"),
                Map.entry("5.10", "queries/02-planted.promql: write the query"),
                Map.entry("5.11", "queries/03-by-endpoint-and-status.promql: write the query"),
                Map.entry("5.12", "queries/04-average-in-progress.promql: write the query"),
                Map.entry("5.13", "queries/05-p95-of-both.promql: write the query"),
                Map.entry("5.14", "queries/06-planted-lately.promql: write the query"));
    }

    @Override
    public List<String> stays() {
        return List.of();
    }

    @Override
    public List<String> newFiles() {
        return List.of("RecentTreesCollector.java");
    }

    /** A slope, and a change, want two samples. */
    @Override
    public void warmUp(Live live) throws Exception {
        live.await("count_over_time(trees_planted[5m]) > 2", found -> found.size() == 1);
    }

    @Override
    public void metricsAgree(Live live) throws Exception {
        live.send(new Sent(10, 2, 2, 3));
        double answers = live.page().value("answer_bytes_count", Map.of());
        assertThat(answers).isEqualTo(live.sent().all());
        double planted = live.page().value("trees_planted", Map.of());
        assertThat(planted).isGreaterThan(187_654_321);
        live.await("answer_bytes_count", found -> found.get(0).value() == answers);
        assertThat(live.value("trees_planted")).isEqualTo(planted);
        assertThat(live.value("trees_recent_up")).isEqualTo(1);
        assertThat(live.value("sum(trees_recent)")).isEqualTo(TREES_OF_A_MINUTE);
        assertThat(live.value("forest_call_seconds_count"))
                .isEqualTo(live.value("sum(forest_requests_total)"));
        assertThat(live.by("forest_call_seconds", "quantile")).containsOnlyKeys("0.5", "0.95");
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        switch (name) {
            case "01-series" -> assertThat(live.value(query)).isBetween(100.0, 500.0);
            case "02-planted" ->
                    assertThat(live.value(query))
                            .isEqualTo(live.page().value("trees_planted", Map.of()));
            case "03-by-endpoint-and-status" ->
                    assertThat(live.by(query, "endpoint", "status"))
                            .containsOnlyKeys(
                                    "/treecounter 200",
                                    "/treecounter 405",
                                    "/treecounter 503",
                                    "other 404");
            case "04-average-in-progress" -> assertThat(live.value(query)).isBetween(0.0, 1.0);
            case "05-p95-of-both" -> assertThat(live.value(query)).isBetween(0.0, 2.0);
            // The first scrapes came before the first page, and saw a 0.
            case "06-planted-lately" -> assertThat(live.value(query)).isNotNegative();
            case "07-in-progress" -> assertThat(live.value(query)).isZero();
            case "08-species" -> assertThat(live.value(query)).isBetween(4.0, 6.0);
            case "09-trees-per-second" -> assertThat(live.value(query)).isFinite();
            default -> super.queryAgrees(name, query, live);
        }
    }
}
