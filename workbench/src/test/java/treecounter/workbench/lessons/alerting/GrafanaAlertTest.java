package treecounter.workbench.lessons.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.WrittenRule;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The alert that Grafana is given in a file asks what the rule in Prometheus asks. */
class GrafanaAlertTest {
    private static final String FILE = "grafana/burning.yaml";
    private static final Workshop WORKSHOP = Workshop.here();

    private final Module solution = WORKSHOP.solution(new Alerting());
    private JsonNode group;
    private JsonNode alert;

    /** What it asks Prometheus. */
    static String query() throws IOException {
        return read(WORKSHOP.solution(new Alerting()).file(FILE))
                .at("/groups/0/rules/0/data/0/model/expr")
                .asText();
    }

    @BeforeEach
    void readIt() throws IOException {
        group = read(solution.file(FILE)).at("/groups/0");
        alert = group.at("/rules/0");
    }

    @Test
    void itsUidsAreThoseOfTheWorkshop() throws IOException {
        JsonNode sources =
                read(WORKSHOP.root().resolve("grafana/provisioning/datasources/prometheus.yaml"));
        assertThat(alert.path("uid").asText()).matches("[a-z-]{2,40}");
        assertThat(alert.at("/data/0/datasourceUid").asText())
                .isEqualTo(sources.at("/datasources/0/uid").asText());
        assertThat(alert.at("/data/1/datasourceUid").asText()).isEqualTo("__expr__");
    }

    @Test
    void itsStepsReferToEachOther() {
        for (JsonNode step : alert.path("data")) {
            assertThat(step.at("/model/refId")).isEqualTo(step.path("refId"));
        }
        assertThat(alert.path("condition")).isEqualTo(alert.at("/data/1/refId"));
        assertThat(alert.at("/data/1/model/expression")).isEqualTo(alert.at("/data/0/refId"));
        assertThat(Course.seconds(alert.path("for").asText()))
                .as("Grafana wants a multiple of the interval")
                .matches(held -> held % Course.seconds(group.path("interval").asText()) == 0);
    }

    @Test
    void itAsksWhatTheRuleAsks() throws IOException {
        WrittenRule rule =
                WrittenRule.in(Files.readString(solution.file("rules/09-live.yaml"))).get(0);
        assertThat(alert.path("title").asText()).isEqualTo(rule.name());
        assertThat(rule.expr()).isEqualTo(query() + "\n  > 14.4 * 0.01");
        assertThat(alert.at("/data/1/model/conditions/0/evaluator/params/0").asDouble())
                .isCloseTo(14.4 * 0.01, within(1e-9));
        assertThat(alert.at("/labels/severity").asText()).isEqualTo(rule.labels().get("severity"));
        assertThat(alert.at("/annotations/runbook").asText())
                .isEqualTo(rule.annotations().get("runbook"));
    }

    @Test
    void nothingIsReplacedWhenGrafanaReadsIt() throws IOException {
        assertThat(Files.readString(solution.file(FILE))).doesNotContain("$");
    }

    @Test
    void theLearnerHasTheSame() {
        assertThat(WORKSHOP.starter(new Alerting()).file(FILE))
                .hasSameTextualContentAs(solution.file(FILE));
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
