package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/**
 * A model is trained and served, and guests write: of two seasons, to a real Prometheus. The rule
 * is the solution's, with shorter times.
 */
@StartsPrograms(weight = 1)
class DriftTest {
    /** Of reviews; a guest who says later what is right sends another request. */
    private static final int EACH = 2_000;

    private static final int RATE = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RULE = "rules/drift.yaml";

    private TestStack stack;

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.down(true);
        }
    }

    @Test
    void theAlertFiresInWinterAndNotInSummer() throws Exception {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
        stack = new TestStack("drift", "DOCKER=no");
        Lesson lesson = Lesson.named("bonus-model-serving").orElseThrow();
        Module module = stack.workshop().solution(lesson);
        makeShort(module.file(RULE));
        stack.up(module);

        send(lesson, "summer");
        Eventually.get(
                TestStack.TWO_SCRAPES, () -> value("sum(predictions_total)"), n -> n >= EACH);
        assertThat(
                        found(
                                "count_over_time(ALERTS{alertname=\"SentimentDrifted\",alertstate=\"firing\"}[5m])"))
                .isEmpty();
        Map<String, Double> summer = panels(lesson);

        send(lesson, "winter");
        Eventually.get(PATIENCE, this::states, states -> states.equals(List.of("firing")));
        Map<String, Double> winter = panels(lesson);
        assertThat(Math.abs(summer.get("Distance from training"))).isLessThan(0.1);
        // The panel looks back a minute, in which it may have been summer still.
        String distance =
                Panels.provisioned().stream()
                        .filter(dashboard -> dashboard.lesson() == lesson)
                        .flatMap(dashboard -> dashboard.targets().stream())
                        .filter(target -> target.panel().endsWith("Distance from training"))
                        .map(Panels.Target::filledIn)
                        .findFirst()
                        .orElseThrow();
        Eventually.get(PATIENCE, () -> value(distance), far -> far > 0.1);
        assertThat(winter.get("Confidence")).isLessThan(summer.get("Confidence"));
        assertThat(winter.get("Unknown words")).isGreaterThan(2 * summer.get("Unknown words"));
    }

    /** What the lesson's panels show now, the last series of each. None may be without data. */
    private Map<String, Double> panels(Lesson lesson) throws Exception {
        Map<String, Double> shown = new HashMap<>();
        List<String> empty = new ArrayList<>();
        for (Panels.Dashboard dashboard : Panels.provisioned()) {
            if (dashboard.lesson() != lesson) {
                continue;
            }
            for (Panels.Target target : dashboard.targets()) {
                String panel = target.panel().replaceFirst(".* / ", "");
                List<PrometheusApi.Series> series = found(target.filledIn());
                if (series.stream().allMatch(each -> Double.isNaN(each.value()))) {
                    empty.add(panel + ": " + target.filledIn());
                }
                series.forEach(each -> shown.put(panel, each.value()));
            }
        }
        assertThat(empty).as("targets without data").isEmpty();
        return shown;
    }

    private static void makeShort(Path rule) throws Exception {
        String text = Files.readString(rule);
        String quick = text.replace("[1m]", "[20s]").replaceFirst("for: \\w+", "for: 5s");
        assertThat(quick).contains("[20s]", "for: 5s").doesNotContain("[1m]");
        Files.writeString(rule, quick);
    }

    private void send(Lesson lesson, String season) throws Exception {
        Options options = stack.options("SEASON=" + season, "ROWS=" + EACH, "RATE=" + RATE);
        var requests = lesson.traffic(stack.workshop(), options);
        int seconds = requests.size() / RATE + 1;
        Options timed = stack.options("SEASON=" + season, "RATE=" + RATE, "FOR=" + seconds);
        new Traffic(stack.screen(), timed, requests).send();
    }

    private List<String> states() throws Exception {
        return found("ALERTS{alertname=\"SentimentDrifted\"}").stream()
                .map(series -> series.labels().get("alertstate"))
                .toList();
    }

    private List<PrometheusApi.Series> found(String query) throws Exception {
        return stack.prometheus().query(query);
    }

    private double value(String query) throws Exception {
        return found(query).get(0).value();
    }
}
