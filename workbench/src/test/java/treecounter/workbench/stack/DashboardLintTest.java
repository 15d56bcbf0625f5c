package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dashboard needs to load anywhere, be read by anyone, and never show No data. */
class DashboardLintTest {
    private static final String DATASOURCE = "prometheus";
    private static final int COLUMNS = 24;
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:jvm|process|requests|forest|request)_[a-z_]+)\\b");

    static List<Panels.Dashboard> dashboards() {
        return Panels.all();
    }

    static Stream<Panels.Dashboard> provisioned() {
        return dashboards().stream().filter(each -> each.name().startsWith("grafana/"));
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
        for (JsonNode panel : dashboard.panels()) {
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
        assertThat(found).hasSizeGreaterThan(dashboard.panels().size());
        assertThat(found).allMatch(each -> each.path("uid").asText().equals(DATASOURCE));
        for (JsonNode panel : dashboard.panels()) {
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
        Stream.concat(dashboard.lesson().before().stream(), Stream.of(dashboard.lesson()))
                .flatMap(lesson -> lesson.metrics().stream())
                .forEach(
                        family ->
                                Stream.of("", "_bucket", "_count", "_sum")
                                        .map(ending -> family + ending)
                                        .forEach(allowed::add));
        Set<String> used = new TreeSet<>();
        dashboard
                .targets()
                .forEach(
                        target ->
                                METRIC.matcher(target.expr())
                                        .results()
                                        .map(found -> found.group(1))
                                        .forEach(used::add));
        used.removeIf(name -> name.startsWith("jvm_") || name.startsWith("process_"));
        assertThat(allowed).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void rangesFitTheZoom(Panels.Dashboard dashboard) {
        Pattern range = Pattern.compile("\\[[^\\]]*]");
        for (Panels.Target target : dashboard.targets()) {
            assertThat(range.matcher(target.expr()).results().map(found -> found.group()).toList())
                    .as(target.panel())
                    .allMatch(each -> each.matches("\\[\\$__(rate_interval|range)]"));
        }
    }

    @ParameterizedTest
    @MethodSource("provisioned")
    void everyQueryIsAboutTheChosenJob(Panels.Dashboard dashboard) {
        JsonNode variables = dashboard.json().at("/templating/list");
        assertThat(variables.findValuesAsText("name")).contains("job");
        for (Panels.Target target : dashboard.targets()) {
            long metrics = METRIC.matcher(target.expr()).results().count();
            assertThat(target.expr().split(Pattern.quote("job=\"$job\""), -1).length - 1L)
                    .as("selectors with the job in " + target.panel())
                    .isEqualTo(metrics);
        }
    }
}
