package treecounter.workbench.lessons.prometheusgrafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** What the tests know of lesson 3. */
final class PrometheusGrafanaFacts extends Facts {
    private static final Offset<Double> EXACT = within(1e-9);

    @Override
    public Map<String, String> failures() {
        return Map.of(
                "3.1", "TreeCounterHandler: call labels(...) once for each child",
                "3.2", "queries/01-rate.promql: write the query",
                "3.3", "queries/02-by-status.promql: write the query",
                "3.4", "queries/03-increase.promql: write the query",
                "3.5", "queries/04-error-ratio.promql: write the query",
                "3.6", "queries/05-forest-wait.promql: write the query",
                "3.7", "dashboard.json: in Grafana choose Export");
    }

    @Override
    public List<String> stays() {
        return List.of("3.1");
    }

    /** The dashboard is exported from Grafana. */
    @Override
    public Set<String> withoutTodo() {
        return wantGrafana();
    }

    @Override
    public Set<String> wantGrafana() {
        return Set.of("3.7");
    }

    @Override
    public Set<String> empty() {
        return Set.of("08-absent", "09-offset");
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        Sent sent = live.sent();
        switch (name) {
            case "01-rate" -> {
                Map<String, Double> rates = live.by(query, "status", "endpoint");
                assertThat(rates).hasSize(4);
                assertThat(rates.get("200 /treecounter") / rates.get("404 other"))
                        .isEqualTo((double) sent.pages() / sent.unknown(), EXACT);
            }
            case "02-by-status" -> {
                Map<String, Double> rates = live.by(query, "status");
                assertThat(rates).containsOnlyKeys("200", "404", "405", "503");
                assertThat(rates.get("200") / rates.get("503"))
                        .isEqualTo((double) sent.pages() / sent.failures(), EXACT);
            }
            // increase() stretches what it saw to the whole range, so it is more, and not much.
            case "03-increase" ->
                    assertThat(live.value(query)).isBetween(sent.all() * 0.999, sent.all() * 1.4);
            case "04-error-ratio" ->
                    assertThat(live.value(query))
                            .isEqualTo((double) sent.failures() / sent.trees(), EXACT);
            case "05-forest-wait" ->
                    assertThat(live.value(query))
                            .isEqualTo(
                                    live.page().value("forest_wait_seconds_total", Map.of())
                                            / (sent.pages() + sent.failures()),
                                    EXACT);
            case "06-busiest" ->
                    assertThat(live.by(query, "endpoint")).containsOnlyKeys("/treecounter");
            case "07-series-per-job" -> {
                Map<String, Double> series = live.by(query, "job");
                assertThat(series).containsOnlyKeys("prometheus", "treecounter");
                assertThat(series.values()).allMatch(count -> count > 50);
            }
            case "08-absent" -> assertThat(live.ask(query)).isEmpty();
            // Five minutes ago there was nothing yet. Ten seconds ago there was.
            case "09-offset" -> {
                assertThat(live.ask(query)).isEmpty();
                live.await(query.replace("offset 5m", "offset 10s"), series -> series.size() == 1);
            }
            case "10-restarts" -> assertThat(live.value(query)).isZero();
            case "11-heap" -> assertThat(live.value(query)).isBetween(1e6, 1e9);
            default -> super.queryAgrees(name, query, live);
        }
    }

    @Override
    public void inTheEnd(Live live) throws Exception {
        assertThat(live.labelValues("job", "requests_total")).containsExactly("treecounter");
        live.stopApp();
        Lesson lesson = Lesson.named("prometheus-grafana").orElseThrow();
        String absent =
                Files.readString(Workshop.here().solution(lesson).file("queries/08-absent.promql"));
        assertThat(live.await(absent, series -> !series.isEmpty()).get(0).value()).isEqualTo(1);
    }
}
