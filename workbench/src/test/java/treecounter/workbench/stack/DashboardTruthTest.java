package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.workshop.Lesson;

/**
 * What the dashboards say of a past that is known exactly: under usual traffic, and when the app is
 * dead. A real Prometheus is asked as Grafana would ask it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms
class DashboardTruthTest {
    private static final Instant ALIVE = MadeTraffic.DEATH.minusSeconds(8);
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** Half the width of a usual screen. */
    private static final int PIXELS = 700;

    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private final MadeTraffic past = new MadeTraffic();
    private PastPrometheus prometheus;

    @BeforeAll
    void make(@TempDir Path directory) throws Exception {
        prometheus = new PastPrometheus(directory, past);
    }

    @AfterAll
    void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    /** A panel, with the dashboard it is in. */
    private record Panel(String title, JsonNode json) {
        JsonNode defaults() {
            return json.at("/fieldConfig/defaults");
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** A line of a graph, by the name that the legend gives it, and its highest value. */
    private record Line(String name, double most) {}

    static Stream<Panel> stats() {
        return panels("stat");
    }

    static Stream<Panel> graphs() {
        return panels("timeseries");
    }

    /** Those of the first lessons: the made past holds their metrics, and no other. */
    private static Stream<Panels.Dashboard> dashboards() {
        Lesson last = Lesson.named("histograms").orElseThrow();
        return Panels.provisioned().stream().filter(dashboard -> last.builtOn(dashboard.lesson()));
    }

    private static Stream<Panel> panels(String type) {
        return dashboards()
                .flatMap(
                        dashboard ->
                                dashboard.drawn(type).stream().map(json -> panel(dashboard, json)));
    }

    private static Panel panel(Panels.Dashboard dashboard, JsonNode json) {
        String name = dashboard.json().path("title").asText();
        return new Panel(name + " / " + json.path("title").asText(), json);
    }

    @ParameterizedTest
    @CsvSource({
        "PT5M, 300",
        "PT5M, 700",
        "PT15M, 300",
        "PT15M, 700",
        "PT15M, 1900",
        "PT1H, 300",
        "PT1H, 700",
        "PT1H, 1900",
        "PT6H, 300",
        "PT6H, 700",
        "PT6H, 1900"
    })
    void theHeatmapCountsEachPageOnce(Duration range, int pixels) throws Exception {
        Panel heatmap = panels("heatmap").findFirst().orElseThrow();
        JsonNode target = heatmap.json().at("/targets/0");
        GrafanaTime.Asked asked =
                GrafanaTime.last(range, ALIVE, pixels).asked(heatmap.json(), target);
        TreeMap<Double, Double> upTo = new TreeMap<>();
        for (PrometheusApi.Series series : asked.of(prometheus.api())) {
            String le = series.labels().get("le");
            double bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
            upTo.put(bound, series.points().stream().mapToDouble(p -> p.number()).sum());
        }
        Map<String, Long> sent = past.pages(asked.first().minus(asked.step()), asked.last());
        double below = 0;
        for (Map.Entry<Double, Double> row : upTo.entrySet()) {
            // Grafana draws what is in this bucket and not in the smaller ones.
            double cells = row.getValue() - below;
            String bound = row.getKey().isInfinite() ? "+Inf" : String.valueOf(row.getKey());
            double truth = sent.getOrDefault(bound, 0L);
            assertThat(cells).as("pages up to " + bound).isEqualTo(truth, within(4 + truth * 0.05));
            below = row.getValue();
        }
        double all = sent.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "Heatmap of %s on %d pixels, step %s: %.0f pages sent, cells sum to %.0f%n",
                range, pixels, asked.step(), all, below);
        assertThat(below).isCloseTo(all, withPercentage(2));
    }

    @ParameterizedTest
    @MethodSource("stats")
    void aStatSaysWhatWasSent(Panel stat) throws Exception {
        double pages = MadeTraffic.PAGES_PER_SCRAPE / 5.0;
        double all = pages + MadeTraffic.OTHERS_PER_SCRAPE / 5.0;
        double truth =
                switch (stat.json().path("title").asText()) {
                    case "App" -> 1;
                    case "Requests" -> all;
                    case "Failed pages" -> 0.15;
                    case "Wait for the forest", "Half are quicker than" -> 0.5;
                    case "Answered" -> all * QUARTER.toSeconds();
                    case "Up since its start" ->
                            Duration.between(MadeTraffic.RESTART, ALIVE).toSeconds();
                    case "Resident memory (Linux only)" -> 150e6;
                    case "Open files (Unix only)" -> 110 / 20_000.0;
                    case "95 % are quicker than" -> 0.95;
                    case "Within half a second" -> 0.5;
                    case "Pages observed" -> pages;
                    default -> throw new AssertionError("say what " + stat + " should show");
                };
        assertThat(value(stat, ALIVE).orElseThrow()).isCloseTo(truth, withPercentage(12));
    }

    @ParameterizedTest
    @MethodSource("stats")
    void noStatIsAlarmedByUsualTraffic(Panel stat) throws Exception {
        boolean isApp = stat.json().path("title").asText().equals("App");
        Set<String> colors = new LinkedHashSet<>();
        for (PrometheusApi.Series series : quarter(stat, 0).of(prometheus.api())) {
            series.points()
                    .forEach(point -> colors.add(Shown.of(stat.json(), some(point)).color()));
        }
        assertThat(colors)
                .hasSize(1)
                .isSubsetOf(isApp ? List.of("green") : List.of("blue", "text"));
    }

    /**
     * Ten seconds after its death ranges still hold what the app did; after 13 minutes none does.
     */
    @ParameterizedTest
    @ValueSource(strings = {"PT10S", "PT13M"})
    void ofADeadAppNothingIsGreen(Duration since) throws Exception {
        Instant now = MadeTraffic.DEATH.plus(since);
        Map<String, String> texts = new TreeMap<>();
        for (Panel stat : stats().toList()) {
            OptionalDouble value = value(stat, now);
            Shown shown = Shown.of(stat.json(), value);
            assertThat(shown.isGreen()).as(stat + " is " + shown.color()).isFalse();
            texts.put(stat.json().path("title").asText(), shown.text());
            if (stat.json().path("title").asText().equals("App")) {
                assertThat(shown).isEqualTo(new Shown("DOWN", "red"));
            } else {
                assertThat(shown.color()).as(stat.title()).isIn("blue", "text");
            }
        }
        // What was answered stays answered; all else is said in words.
        assertThat(texts.remove("Answered")).isEmpty();
        assertThat(texts.values())
                .isSubsetOf("DOWN", "none", "no pages", "no calls", "not up", "unknown");
        System.out.printf("%s after the app's death: %s%n", since, texts);
    }

    @Test
    void withoutAnyScrapeTheAppIsNotGreenEither() {
        stats().forEach(
                        stat -> {
                            Shown shown = Shown.of(stat.json(), OptionalDouble.empty());
                            assertThat(shown.isGreen()).as(stat.title()).isFalse();
                            assertThat(shown.text()).as(stat.title()).isNotBlank();
                        });
    }

    @Test
    void graphsOfADeadAppEnd() throws Exception {
        Instant now = MadeTraffic.DEATH.plus(Duration.ofMinutes(13));
        GrafanaTime time = GrafanaTime.last(QUARTER, now, PIXELS);
        for (Panel graph : Stream.concat(graphs(), panels("heatmap")).toList()) {
            for (JsonNode target : graph.json().path("targets")) {
                GrafanaTime.Asked asked = time.asked(graph.json(), target);
                List<PrometheusApi.Series> found = asked.of(prometheus.api());
                assertThat(found).as(graph + " before").isNotEmpty();
                // A gauge without the marker that Prometheus sets at a death is shown for 5
                // minutes.
                assertThat(found)
                        .as(graph.title())
                        .allMatch(
                                series ->
                                        last(series).isBefore(MadeTraffic.DEATH.plusSeconds(301)));
                if (target.path("expr").asText().contains("[5m]")) {
                    assertThat(found).allMatch(each -> last(each).isBefore(MadeTraffic.DEATH));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyLineOfALegendIsInSightAndHasItsColor(Panel graph) throws Exception {
        List<Line> lines = lines(graph);
        String placement = graph.json().at("/options/legend/placement").asText();
        int height = graph.json().at("/gridPos/h").asInt();
        // Below a graph two rows are sure to be seen. Beside it: 38 pixels a unit of height, less
        // the title; 24 pixels a row, and one for the head.
        int rows = placement.equals("right") ? (height * 38 - 48) / 24 - 1 : 2;
        assertThat(lines).hasSizeBetween(1, rows);
        if (graph.defaults().at("/color/mode").asText().equals("palette-classic")) {
            assertThat(lines).allMatch(line -> hasColor(graph, line.name()));
        } else {
            assertThat(lines).as("lines of one color").hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void usualTrafficIsSeenOnEveryAxis(Panel graph) throws Exception {
        double top =
                graph.defaults()
                        .path("max")
                        .asDouble(graph.defaults().at("/custom/axisSoftMax").asDouble(0));
        boolean isShare = graph.defaults().path("unit").asText().equals("percentunit");
        if (isShare && top > 0) {
            double most = lines(graph).stream().mapToDouble(Line::most).max().orElseThrow();
            assertThat(most / top).as("part of the axis that is used").isGreaterThan(0.2);
        }
    }

    /** 1.4 s for three of a thousand pages, all within 20 s. */
    @Test
    void aQuietTimeHasNoTail() throws Exception {
        Panel quantiles =
                graphs().filter(p -> p.title().endsWith("Quantiles of /treecounter"))
                        .findFirst()
                        .orElseThrow();
        for (Line line : lines(quantiles)) {
            assertThat(line.most()).as(line.name()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void everyStartIsMarked() throws Exception {
        for (Panels.Dashboard dashboard : dashboards().toList()) {
            List<Long> marked = new ArrayList<>();
            GrafanaTime time = GrafanaTime.last(Duration.ofMinutes(30), ALIVE, PIXELS);
            for (JsonNode target : dashboard.annotations()) {
                for (PrometheusApi.Series series :
                        time.asked(target, target).of(prometheus.api())) {
                    series.points().stream()
                            .map(point -> Math.round(point.number()))
                            .filter(millis -> !marked.contains(millis))
                            .forEach(marked::add);
                }
            }
            // The first is long ago and outside the page; Grafana leaves it out.
            assertThat(marked).as(dashboard.name()).hasSize(2);
            assertThat(Instant.ofEpochMilli(marked.get(1)))
                    .isBetween(MadeTraffic.RESTART, MadeTraffic.RESTART.plusSeconds(10));
        }
    }

    /** The last quarter of an hour of the app's life. */
    private static GrafanaTime.Asked quarter(Panel panel, int target) {
        return GrafanaTime.last(QUARTER, ALIVE, PIXELS)
                .asked(panel.json(), panel.json().path("targets").path(target));
    }

    private List<Line> lines(Panel graph) throws Exception {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < graph.json().path("targets").size(); i++) {
            String legend = graph.json().path("targets").path(i).path("legendFormat").asText();
            for (PrometheusApi.Series series : quarter(graph, i).of(prometheus.api())) {
                String name =
                        LABEL.matcher(legend)
                                .replaceAll(label -> series.labels().get(label.group(1)));
                lines.add(
                        new Line(
                                name,
                                series.points().stream()
                                        .mapToDouble(PrometheusApi.Point::number)
                                        .filter(value -> !Double.isNaN(value))
                                        .max()
                                        .orElse(Double.NaN)));
            }
        }
        return lines;
    }

    private static boolean hasColor(Panel graph, String name) {
        for (JsonNode override : graph.json().at("/fieldConfig/overrides")) {
            String wanted = override.at("/matcher/options").asText();
            boolean matches =
                    override.at("/matcher/id").asText().equals("byName")
                            ? name.equals(wanted)
                            : Pattern.compile(wanted.substring(1, wanted.length() - 1))
                                    .matcher(name)
                                    .find();
            if (matches && override.findValuesAsText("id").contains("color")) {
                return true;
            }
        }
        return false;
    }

    /** What a stat is given: an instant query at the end of the page; else the last it finds. */
    private OptionalDouble value(Panel stat, Instant now) throws Exception {
        JsonNode target = stat.json().at("/targets/0");
        GrafanaTime.Asked asked = GrafanaTime.last(QUARTER, now, PIXELS).asked(stat.json(), target);
        List<PrometheusApi.Series> found =
                target.path("instant").asBoolean()
                        ? prometheus.api().query(asked.promql(), now)
                        : asked.of(prometheus.api());
        assertThat(found).as(stat.title()).hasSizeLessThanOrEqualTo(1);
        return found.stream().mapToDouble(PrometheusApi.Series::value).findFirst();
    }

    private static OptionalDouble some(PrometheusApi.Point point) {
        return OptionalDouble.of(point.number());
    }

    private static Instant last(PrometheusApi.Series series) {
        return series.points().get(series.points().size() - 1).time();
    }
}
