package treecounter.workbench.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;
import treecounter.workbench.checks.Exposition;

/**
 * A real Prometheus scrapes each solution; its answers agree with what was sent, and no query and
 * no panel is without data.
 */
@NeedsDocker({"PROMETHEUS_IMAGE", "JAVA_IMAGE"})
class ScrapeDockerTest {
    private static final Duration TWO_SCRAPES = Duration.ofSeconds(12);
    private static final Sent SENT = new Sent(20, 5, 5, 10);
    private static final Offset<Double> EXACT = within(1e-9);

    private static int panels;
    private static int targets;
    private static int queries;
    private static int withData;

    private ScrapedApp app;
    private Sent sent = Sent.NOTHING;
    private Exposition before;

    @AfterAll
    static void report() {
        System.out.printf(
                "Evaluated on a live Prometheus: %d panels with %d targets, %d queries; %d gave"
                        + " data%n",
                panels, targets, queries, withData);
    }

    @ParameterizedTest
    @EnumSource(Lesson.class)
    void prometheusSaysWhatHappened(Lesson lesson) throws Exception {
        Module module = Workshop.here().solution(lesson);
        try (ScrapedApp started = new ScrapedApp(module)) {
            app = started;
            everyTargetIsUp();
            assertThat(value("jvm_threads_current")).isGreaterThan(1);
            if (lesson.compareTo(Lesson.CUSTOM_METRICS) >= 0) {
                countersAgree(lesson);
            }
            if (lesson.compareTo(Lesson.PROMETHEUS_GRAFANA) >= 0) {
                // At once: panels look back 20 s only.
                dashboards(lesson);
                exercises(module);
            }
            if (lesson == Lesson.PROMETHEUS_GRAFANA) {
                absenceIsNoticed(module);
            }
            if (lesson == Lesson.HISTOGRAMS) {
                readme();
            }
        }
    }

    private void everyTargetIsUp() throws Exception {
        List<PrometheusApi.Target> found =
                Eventually.get(
                        TWO_SCRAPES,
                        () -> app.prometheus().targets(),
                        all ->
                                all.stream().filter(each -> each.health().equals("up")).count()
                                        == 2);
        assertThat(found.stream().map(PrometheusApi.Target::job))
                .containsExactlyInAnyOrder("prometheus", "treecounter");
        assertThat(found).allMatch(each -> each.error().isEmpty());
        Eventually.get(TWO_SCRAPES, () -> ask("up"), series -> series.size() == 2);
    }

    private void countersAgree(Lesson lesson) throws Exception {
        if (lesson == Lesson.HISTOGRAMS) {
            // Its children come with the first request, and rate() cannot see an increase before
            // the first sample. Many at first: rate() supposes that a counter began at 0, and so
            // stretches one that is still low less than others.
            Sent first = new Sent(20, 5, 5, 10);
            first.to(app.uri(), app.forest());
            Eventually.get(
                    TWO_SCRAPES,
                    () -> ask("request_latency_seconds_count"),
                    all -> all.size() == 2);
            sent = first;
        }
        before = Exposition.parse(app.metrics());
        SENT.to(app.uri(), app.forest());
        sent = sent.plus(SENT);
        Map<String, Double> expected =
                new TreeMap<>(
                        Map.of(
                                "200 /treecounter", (double) sent.pages(),
                                "503 /treecounter", (double) sent.failures(),
                                "405 /treecounter", (double) sent.refused(),
                                "404 other", (double) sent.unknown()));
        Map<String, Double> found =
                Eventually.get(
                        TWO_SCRAPES,
                        () -> by("requests_total", "status", "endpoint"),
                        expected::equals);
        assertThat(found).isEqualTo(expected);
        Map<String, Double> calls = by("forest_requests_total", "status");
        assertThat(calls).containsEntry("ok", (double) sent.pages());
        assertThat(calls).containsEntry("error", (double) sent.failures());
        assertThat(value("forest_wait_seconds_total")).isBetween(0.001, 5.0);
    }

    private void exercises(Module module) throws Exception {
        try (Stream<Path> files = Files.list(module.file("queries"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".promql", "");
                String query = Files.readString(file);
                queries++;
                if (!name.equals("08-absent")) {
                    withData++;
                }
                agrees(name, query);
            }
        }
    }

    private void agrees(String name, String query) throws Exception {
        switch (name) {
            case "01-rate" -> {
                Map<String, Double> rates = by(query, "status", "endpoint");
                assertThat(rates).hasSize(4);
                assertThat(rates.get("200 /treecounter") / rates.get("404 other"))
                        .isEqualTo((double) sent.pages() / sent.unknown(), EXACT);
            }
            case "02-by-status" -> {
                Map<String, Double> rates = by(query, "status");
                assertThat(rates).containsOnlyKeys("200", "404", "405", "503");
                assertThat(rates.get("200") / rates.get("503"))
                        .isEqualTo((double) sent.pages() / sent.failures(), EXACT);
            }
            // increase() stretches what it saw to the whole range, so it is more, and not much.
            case "03-increase" ->
                    assertThat(value(query)).isBetween(sent.all() * 0.999, sent.all() * 1.4);
            case "04-error-ratio" ->
                    assertThat(value(query))
                            .isEqualTo((double) sent.failures() / sent.trees(), EXACT);
            case "05-forest-wait" ->
                    assertThat(value(query))
                            .isEqualTo(
                                    scraped("forest_wait_seconds_total")
                                            / (sent.pages() + sent.failures()),
                                    EXACT);
            case "06-busiest" -> assertThat(by(query, "endpoint")).containsOnlyKeys("/treecounter");
            case "07-series-per-job" -> {
                Map<String, Double> series = by(query, "job");
                assertThat(series).containsOnlyKeys("prometheus", "treecounter");
                assertThat(series.values()).allMatch(count -> count > 50);
            }
            case "08-absent" -> assertThat(ask(query)).isEmpty();
            // Five minutes ago there was nothing yet. Ten seconds ago there was.
            case "09-offset" -> {
                assertThat(ask(query)).isEmpty();
                Eventually.get(
                        TWO_SCRAPES,
                        () -> ask(query.replace("offset 5m", "offset 10s")),
                        series -> series.size() == 1);
            }
            case "10-restarts" -> assertThat(value(query)).isZero();
            case "11-heap" -> assertThat(value(query)).isBetween(1e6, 1e9);
            case "01-average-latency" -> {
                Map<String, Double> averages = by(query, "endpoint");
                assertThat(averages).containsOnlyKeys("/treecounter", "other");
                assertThat(averages.get("/treecounter"))
                        .isEqualTo(latency("_sum", "") / latency("_count", ""), EXACT);
            }
            case "02-p95" -> {
                Map<String, Double> p95 = by(query, "endpoint");
                assertThat(p95).containsOnlyKeys("/treecounter", "other");
                assertThat(p95.get("/treecounter")).isBetween(0.0, 2.0);
                assertThat(latency("_bucket", "10.0") / SENT.trees()).isGreaterThan(0.95);
            }
            case "03-under-half-a-second" ->
                    assertThat(value(query))
                            .isEqualTo(latency("_bucket", "0.5") / SENT.trees(), EXACT);
            default -> throw new AssertionError("say what " + name + " should give");
        }
    }

    private void dashboards(Lesson lesson) throws Exception {
        List<Panels.Dashboard> shown =
                Panels.all().stream().filter(each -> each.lesson().compareTo(lesson) <= 0).toList();
        assertThat(shown).hasSizeGreaterThanOrEqualTo(lesson.number());
        List<String> empty = new ArrayList<>();
        for (Panels.Dashboard dashboard : shown) {
            panels += dashboard.drawn().size();
            for (Panels.Target target : dashboard.targets()) {
                targets++;
                boolean data =
                        ask(target.filledIn()).stream().anyMatch(s -> !Double.isNaN(s.value()));
                if (data) {
                    withData++;
                } else {
                    empty.add(target.panel() + ": " + target.filledIn());
                }
            }
        }
        assertThat(empty).as("targets without data").isEmpty();
        assertThat(app.prometheus().labelValues("job", "requests_total"))
                .containsExactly("treecounter");
    }

    private void readme() throws Exception {
        String text = Files.readString(Workshop.here().root().resolve("README.md"));
        List<String> blocks =
                Pattern.compile("(?ms)^```promql\\R(.*?)^```")
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            queries++;
            assertThat(ask(block)).as(block).isNotEmpty();
            withData++;
        }
    }

    private void absenceIsNoticed(Module module) throws Exception {
        app.stopApp();
        String absent = Files.readString(module.file("queries/08-absent.promql"));
        List<PrometheusApi.Series> found =
                Eventually.get(TWO_SCRAPES, () -> ask(absent), series -> !series.isEmpty());
        assertThat(found.get(0).value()).isEqualTo(1);
        withData++;
        onlyWhatIsKnownIsShown();
    }

    /** At once, while ranges still hold what the dead app did. */
    private void onlyWhatIsKnownIsShown() throws Exception {
        List<String> known = new ArrayList<>();
        for (Panels.Dashboard dashboard : Panels.provisioned()) {
            for (JsonNode stat : dashboard.drawn("stat")) {
                String title = stat.path("title").asText();
                String query = stat.at("/targets/0/expr").asText();
                List<PrometheusApi.Series> series = ask(new Panels.Target(title, query).filledIn());
                if (!series.isEmpty()) {
                    known.add(title);
                    assertThat(Shown.of(stat, OptionalDouble.of(series.get(0).value())).isGreen())
                            .as(title)
                            .isFalse();
                }
            }
        }
        assertThat(known).containsOnly("App", "Answered");
    }

    private List<PrometheusApi.Series> ask(String query) throws Exception {
        return app.prometheus().query(query);
    }

    private double value(String query) throws Exception {
        List<PrometheusApi.Series> found = ask(query);
        assertThat(found).as(query).hasSize(1);
        return found.get(0).value();
    }

    /** Values by the values of some labels. */
    private Map<String, Double> by(String query, String... labels) throws Exception {
        return ask(query).stream()
                .collect(
                        toMap(
                                series ->
                                        String.join(
                                                " ",
                                                Arrays.stream(labels)
                                                        .map(series.labels()::get)
                                                        .toList()),
                                PrometheusApi.Series::value,
                                Double::sum,
                                TreeMap::new));
    }

    private double scraped(String name) throws IOException {
        return Exposition.parse(app.metrics()).value(name, Map.of());
    }

    /** By how much a series of the histogram has grown since its first sample. */
    private double latency(String ending, String le) throws IOException {
        Map<String, String> labels =
                le.isEmpty()
                        ? Map.of("endpoint", "/treecounter")
                        : Map.of("endpoint", "/treecounter", "le", le);
        String name = "request_latency_seconds" + ending;
        return Exposition.parse(app.metrics()).value(name, labels) - before.value(name, labels);
    }
}
