package treecounter.workbench.stack;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.workshop.Lesson;

/** What a dashboard needs to load anywhere, be read by anyone, and never show No data. */
class DashboardLintTest {
    private static final String DATASOURCE = "prometheus";
    private static final int COLUMNS = 24;
    private static final Pattern METRIC =
            Pattern.compile(
                    Lesson.all().stream()
                            .flatMap(lesson -> lesson.metrics().stream())
                            .map(name -> name.split("_")[0])
                            .distinct()
                            .collect(
                                    joining(
                                            "|",
                                            "\\b(up|ALERTS|[a-z]+(?::\\w+)+|(?:jvm|process|",
                                            ")_[a-z_]+)\\b")));

    /** The chosen one, or that of its workers. */
    private static final Pattern JOB = Pattern.compile("job=\"\\$(job|worker)\"");

    private static final Pattern RANGE = Pattern.compile("\\[([^\\]]*)]");

    /** How a description tells of a fixed range. */
    private static final Map<String, String> FIXED =
            Map.of("1m", "the last minute", "2m", "the last two minutes", "5m", "five minutes");

    private static final Pattern COMMAND = Pattern.compile("`make (\\w+)");
    private static final Set<String> VERBS = Set.of("up", "traffic", "faults");

    static List<Panels.Dashboard> dashboards() {
        return Panels.all();
    }

    static List<Panels.Dashboard> provisioned() {
        return Panels.provisioned();
    }

    @Test
    void noTwoDashboardsHaveTheSameUid() {
        List<String> uids =
                dashboards().stream().map(each -> each.json().path("uid").asText()).toList();
        assertThat(uids).doesNotHaveDuplicates().allMatch(uid -> uid.matches("[a-z-]{2,40}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void isOfTheClassicSchema(Panels.Dashboard dashboard) {
        JsonNode json = dashboard.json();
        assertThat(json.path("title").asText()).isNotBlank();
        assertThat(json.path("schemaVersion").asInt()).isBetween(36, 41);
        assertThat(json.path("id").isNull()).as("id is Grafana's to give").isTrue();
        assertThat(json.toString())
                .as("no input that a person has to fill in")
                .doesNotContain("DS_");
        assertThat(dashboard.panels()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShows(Panels.Dashboard dashboard) {
        for (JsonNode panel : dashboard.drawn()) {
            String title = panel.path("title").asText();
            assertThat(title).as("title of panel " + panel.path("id")).isNotBlank();
            assertThat(panel.path("description").asText())
                    .as("description of " + title)
                    .endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("unit of " + title)
                    .isNotBlank();
            assertThat(panel.path("targets")).as("queries of " + title).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelAndQueryNamesTheProvisionedDatasource(Panels.Dashboard dashboard) {
        List<JsonNode> found = dashboard.json().findValues("datasource");
        assertThat(found).hasSizeGreaterThan(dashboard.drawn().size());
        assertThat(found).allMatch(each -> each.path("uid").asText().equals(DATASOURCE));
        for (JsonNode panel : dashboard.drawn()) {
            assertThat(panel.has("datasource")).isTrue();
            assertThat(panel.path("targets")).allMatch(target -> target.has("datasource"));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void idsAreUnique(Panels.Dashboard dashboard) {
        assertThat(dashboard.panels().stream().map(panel -> panel.path("id").asInt()).toList())
                .doesNotHaveDuplicates();
        for (JsonNode panel : dashboard.panels()) {
            List<String> refs = new ArrayList<>();
            panel.path("targets").forEach(target -> refs.add(target.path("refId").asText()));
            assertThat(refs).doesNotHaveDuplicates().doesNotContain("");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void noTwoPanelsOverlap(Panels.Dashboard dashboard) {
        List<Rectangle> places = new ArrayList<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode at = panel.path("gridPos");
            Rectangle place =
                    new Rectangle(
                            at.path("x").asInt(),
                            at.path("y").asInt(),
                            at.path("w").asInt(),
                            at.path("h").asInt());
            String title = panel.path("title").asText();
            assertThat(place.isEmpty()).as(title + " has a size").isFalse();
            assertThat(place.x + place.width)
                    .as("right end of " + title)
                    .isLessThanOrEqualTo(COLUMNS);
            assertThat(places).as("panels under " + title).noneMatch(place::intersects);
            places.add(place);
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void onlyMetricsOfItsLessonAreUsed(Panels.Dashboard dashboard) {
        Set<String> allowed = new HashSet<>();
        List<Lesson> lessons = new ArrayList<>(dashboard.lesson().before());
        lessons.add(dashboard.lesson());
        for (Lesson lesson : lessons) {
            allowed.addAll(lesson.recorded());
            for (String family : lesson.metrics()) {
                for (String ending : List.of("", "_bucket", "_count", "_sum")) {
                    allowed.add(family + ending);
                }
            }
        }
        Set<String> used = new TreeSet<>();
        dashboard
                .targets()
                .forEach(
                        target ->
                                METRIC.matcher(target.expr())
                                        .results()
                                        .map(found -> found.group(1))
                                        .forEach(used::add));
        used.removeIf(name -> name.matches("up|(jvm|process)_.*"));
        assertThat(allowed).containsAll(used);
    }

    /** By a variable of Grafana; or by a fixed range, which the description then names. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void rangesFitTheZoomOrAreTold(Panels.Dashboard dashboard) {
        for (JsonNode panel : dashboard.drawn()) {
            String title = panel.path("title").asText();
            for (JsonNode target : panel.path("targets")) {
                for (String range : ranges(target.path("expr").asText())) {
                    if (range.equals("$__interval")) {
                        assertThat(Duration.parse("PT" + panel.path("interval").asText("0s")))
                                .as("least interval of " + title + ": it has to hold four scrapes")
                                .isGreaterThanOrEqualTo(GrafanaTime.SCRAPE.multipliedBy(4));
                    } else if (!range.matches("\\$__(rate_interval|range)")) {
                        assertThat(FIXED).as("fixed ranges of " + title).containsKey(range);
                        assertThat(panel.path("description").asText())
                                .as("description of " + title)
                                .contains(FIXED.get(range));
                    }
                }
            }
        }
    }

    private static List<String> ranges(String query) {
        return RANGE.matcher(query).results().map(found -> found.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void everyQueryIsAboutTheChosenJob(Panels.Dashboard dashboard) {
        JsonNode variables = dashboard.json().at("/templating/list");
        assertThat(variables.findValuesAsText("name")).contains("job");
        for (Panels.Target target : dashboard.targets()) {
            long metrics = METRIC.matcher(target.expr()).results().count();
            assertThat(JOB.matcher(target.expr()).results().count())
                    .as("selectors with the job in " + target.panel())
                    .isEqualTo(metrics);
        }
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void theFirstPanelSaysWhetherTheAppIsUp(Panels.Dashboard dashboard) {
        JsonNode first = dashboard.drawn().get(0);
        assertThat(first.path("type").asText()).isEqualTo("stat");
        assertThat(first.at("/targets/0/expr").asText()).isEqualTo("up{job=\"$job\"}");
        assertThat(first.at("/gridPos/x").asInt()).isZero();
        assertThat(dashboard.drawn())
                .noneMatch(
                        panel -> panel.at("/gridPos/y").asInt() < first.at("/gridPos/y").asInt());
        assertThat(Shown.of(first, OptionalDouble.of(1))).isEqualTo(new Shown("UP", "green"));
        assertThat(Shown.of(first, OptionalDouble.of(0))).isEqualTo(new Shown("DOWN", "red"));
    }

    /** A stat that takes the last value of a range shows the past of a dead app as its present. */
    @ParameterizedTest
    @MethodSource("provisioned")
    void aStatIsAboutNow(Panels.Dashboard dashboard) {
        for (JsonNode stat : dashboard.drawn("stat")) {
            String title = stat.path("title").asText();
            JsonNode target = stat.at("/targets/0");
            String query = target.path("expr").asText();
            assertThat(target.path("instant").asBoolean()).as(title + " is instant").isTrue();
            assertThat(target.path("range").asBoolean()).as(title + " has a range").isFalse();
            assertThat(query)
                    .as(title + ": about an app that is up, about alerts, or the whole page")
                    .matches(
                            "up\\{.*|.*\\(ALERTS\\{.*|.*\\[\\$__range].*|.* up\\{"
                                    + JOB
                                    + "} == 1");
            assertThat(stat.at("/options/graphMode").asText())
                    .as(title + ": a line would run through its number")
                    .isEqualTo("none");
        }
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void greenMeansThatSomethingIsWell(Panels.Dashboard dashboard) {
        for (JsonNode panel : dashboard.drawn()) {
            List<String> green = new ArrayList<>();
            for (JsonNode override : panel.at("/fieldConfig/overrides")) {
                if (override.path("properties").toString().contains("green")) {
                    green.add(override.at("/matcher/options").asText());
                }
            }
            String title = panel.path("title").asText();
            assertThat(Set.of("200", "ok", "RUNNABLE")).as(title).containsAll(green);
            if (!Set.of("App", "Worker").contains(title)) {
                assertThat(panel.at("/fieldConfig/defaults").toString())
                        .as(title)
                        .doesNotContain("green");
            }
        }
    }

    /** The first color of the palette is green. */
    @ParameterizedTest
    @MethodSource("provisioned")
    void aGraphOfFailuresIsRed(Panels.Dashboard dashboard) {
        for (JsonNode graph : dashboard.drawn("timeseries")) {
            if (graph.path("targets").toString().contains("5..")) {
                assertThat(graph.at("/fieldConfig/defaults/color/fixedColor").asText())
                        .as(graph.path("title").asText())
                        .isEqualTo("red");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void oneNumberIsJudgedByOneRule(Panels.Dashboard dashboard) {
        Map<String, List<Double>> rules = new HashMap<>();
        for (JsonNode panel : dashboard.drawn()) {
            for (JsonNode target : panel.path("targets")) {
                String number =
                        RANGE.matcher(target.path("expr").asText())
                                .replaceAll("[]")
                                .replaceFirst(" and on .*", "");
                List<Double> rule = new ArrayList<>();
                panel.at("/fieldConfig/defaults/thresholds/steps")
                        .forEach(step -> rule.add(step.path("value").asDouble(0)));
                if (rule.size() > 1) {
                    assertThat(rules.getOrDefault(number, rule))
                            .as(panel.path("title").asText())
                            .isEqualTo(rule);
                    rules.put(number, rule);
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void aLegendIsSortedByWhatIsNow(Panels.Dashboard dashboard) {
        for (JsonNode graph : dashboard.drawn("timeseries")) {
            JsonNode legend = graph.at("/options/legend");
            String title = graph.path("title").asText();
            assertThat(legend.path("displayMode").asText()).as(title).isEqualTo("table");
            assertThat(legend.path("calcs").toString()).as(title).contains("lastNotNull");
            // Grafana's name of that column.
            assertThat(legend.path("sortBy").asText()).as(title).isEqualTo("Last *");
            assertThat(legend.path("sortDesc").asBoolean()).as(title).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void aboveEveryRowStandsAQuestionAndWhatToTry(Panels.Dashboard dashboard) {
        Set<Integer> ends = new TreeSet<>();
        for (JsonNode text : dashboard.drawn("text")) {
            String content = text.at("/options/content").asText();
            assertThat(content).containsPattern("\\?.*\\bTry `").hasSizeLessThan(190);
            COMMAND.matcher(content)
                    .results()
                    .forEach(found -> assertThat(VERBS).as(content).contains(found.group(1)));
            assertThat(text.at("/gridPos/w").asInt()).isEqualTo(COLUMNS);
            ends.add(text.at("/gridPos/y").asInt() + text.at("/gridPos/h").asInt());
        }
        Set<Integer> rows = new TreeSet<>();
        dashboard.drawn().forEach(panel -> rows.add(panel.at("/gridPos/y").asInt()));
        assertThat(rows).isEqualTo(ends);
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void startsAreMarked(Panels.Dashboard dashboard) {
        assertThat(dashboard.annotations()).hasSize(1);
        JsonNode annotation = dashboard.json().at("/annotations/list/0");
        assertThat(annotation.path("enable").asBoolean()).isTrue();
        assertThat(annotation.path("useValueForTime").asBoolean())
                .as("at the time of the start, not of the scrape that saw it")
                .isTrue();
    }

    /**
     * A job of requests_total is gone from the list when its app is dead for longer than the page.
     */
    @ParameterizedTest
    @MethodSource("provisioned")
    void theJobOfADeadAppCanBeChosen(Panels.Dashboard dashboard) {
        assertThat(dashboard.json().at("/templating/list/0/definition").asText())
                .isEqualTo("label_values(up{job!=\"prometheus\"}, job)")
                .isEqualTo(dashboard.json().at("/templating/list/0/query/query").asText());
    }

    @Test
    void statsBesideEachOtherAreAboutTheSamePages() {
        Panels.Dashboard latency =
                provisioned().stream()
                        .filter(each -> each.name().endsWith("latency.json"))
                        .findFirst()
                        .orElseThrow();
        for (JsonNode stat : latency.drawn("stat")) {
            String query = stat.at("/targets/0/expr").asText();
            long selectors = query.split("request_latency_seconds_", -1).length - 1;
            assertThat(query.split("endpoint=\"/treecounter\"", -1).length - 1L)
                    .as(stat.path("title").asText())
                    .isEqualTo(selectors);
        }
    }
}
