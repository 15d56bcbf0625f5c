package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Service;

/** From a rule to a letter in the inbox: a real Prometheus, a real Alertmanager, real mail. */
@StartsPrograms(weight = 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LettersTest {
    /** A minute of rates, for, group_wait and evaluations, on a busy machine. */
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> AS_JSON = Map.of("Content-Type", "application/json");

    private final Lesson lesson = Lesson.named("alerting").orElseThrow();
    private TestStack stack;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
        assumeTrue(
                Command.onPath("alertmanager").isPresent()
                        || Command.onPath("prometheus-alertmanager").isPresent(),
                "no alertmanager on the PATH");
        stack = new TestStack("letters", "DOCKER=no");
        stack.up(stack.workshop().solution(lesson));
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.down(true);
        }
    }

    @Test
    void anAlertThatFiresAndEndsBringsTwoLetters() throws Exception {
        JsonNode firing = letterWhile(1, "[FIRING] critical: TreeCounterBurning of treecounter");
        assertThat(firing.path("text").asText())
                .contains("treecounter burns its budget")
                .containsPattern("\\d+(\\.\\d+)?% of the pages of treecounter fail right now")
                .contains("Severity  critical: somebody gets up now")
                .contains("Runbook   runbooks/TreeCounterBurning.md");
        assertThat(firing.path("to").asText()).isEqualTo("on-call@treecounter.example");
        JsonNode resolved =
                letterWhile(0, "[RESOLVED] critical: TreeCounterBurning of treecounter");
        assertThat(resolved.path("text").asText())
                .contains("Until     ")
                .contains("Severity  critical")
                .contains("treecounter burns its budget")
                .contains("Runbook   runbooks/TreeCounterBurning.md");
    }

    @Test
    void silencedAndInhibitedAlertsBringALetterOnlyAfterwards() throws Exception {
        String silence = silence("Silenced");
        Instant end = Instant.now().plus(Duration.ofMinutes(10));
        alert("Critical", "critical", end);
        alert("Silenced", "major", end);
        alert("Inhibited", "minor", end);
        alert("Third", "major", end);
        letter("[FIRING] major: Third of made");
        letter("[FIRING] critical: Critical of made");
        // It waits as long as they did, and begins when they have: theirs would have come before.
        alert("Later", "major", end);
        letter("[FIRING] major: Later of made");
        assertThat(subjects()).noneMatch(subject -> subject.contains("Silenced"));
        assertThat(subjects()).noneMatch(subject -> subject.contains("Inhibited"));

        assertThat(send("DELETE", "/api/v2/silence/" + silence, "").status()).isEqualTo(200);
        letter("[FIRING] major: Silenced of made");
        assertThat(subjects()).noneMatch(subject -> subject.contains("Inhibited"));

        alert("Critical", "critical", Instant.now().minusSeconds(1));
        letter("[FIRING] minor: Inhibited of made");
    }

    private void alert(String name, String severity, Instant end) throws IOException {
        ArrayNode alerts = JSON.createArrayNode();
        ObjectNode alert = alerts.addObject();
        alert.putObject("labels")
                .put("alertname", name)
                .put("job", "made")
                .put("severity", severity);
        alert.putObject("annotations").put("summary", name);
        alert.put("endsAt", end.toString());
        assertThat(send("POST", "/api/v2/alerts", alerts.toString()).status()).isEqualTo(200);
    }

    private String silence(String name) throws IOException {
        ObjectNode silence = JSON.createObjectNode();
        silence.putArray("matchers")
                .addObject()
                .put("name", "alertname")
                .put("value", name)
                .put("isRegex", false);
        silence.put("startsAt", Instant.now().toString())
                .put("endsAt", Instant.now().plus(Duration.ofMinutes(10)).toString())
                .put("createdBy", "a test")
                .put("comment", "being mended");
        Http.Answer answer = send("POST", "/api/v2/silences", silence.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("silenceID").asText();
    }

    private Http.Answer send(String method, String path, String body) throws IOException {
        return Http.send(method, alertmanager().resolve(path), AS_JSON, body);
    }

    /** The letter that comes while this share of the pages fails. */
    private JsonNode letterWhile(double errors, String subject) throws Exception {
        Eventually.get(
                SOON,
                () -> goesWell(() -> Sent.faults(stack.uri(Core.FOREST), "0", errors)),
                Boolean::booleanValue);
        return Eventually.get(
                SOON,
                () -> {
                    // How a page ends is for Prometheus to see.
                    goesWell(() -> Http.get(stack.uri(Core.APP).resolve("/treecounter")));
                    return find(subject);
                },
                found -> !found.isMissingNode());
    }

    /** Something that may take too long on a busy machine, and can be done again. */
    private interface Attempt {
        void make() throws IOException;
    }

    private static boolean goesWell(Attempt attempt) {
        try {
            attempt.make();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode letter(String subject) throws Exception {
        return Eventually.get(SOON, () -> find(subject), found -> !found.isMissingNode());
    }

    /** The letter, if it is there. */
    private JsonNode find(String subject) {
        try {
            return StreamSupport.stream(letters().spliterator(), false)
                    .filter(letter -> letter.path("subject").asText().equals(subject))
                    .findFirst()
                    .orElse(JSON.missingNode());
        } catch (IOException e) {
            return JSON.missingNode(); // Too busy to answer now.
        }
    }

    private List<String> subjects() throws IOException {
        return letters().findValuesAsText("subject");
    }

    private JsonNode letters() throws IOException {
        return JSON.readTree(Http.get(service("inbox").uri(stack.options(), "/letters")).body());
    }

    private URI alertmanager() {
        return service("alertmanager").uri(stack.options(), "/");
    }

    private Service service(String name) {
        return lesson.services().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
