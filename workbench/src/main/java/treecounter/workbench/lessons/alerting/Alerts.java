package treecounter.workbench.lessons.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.promql.Query;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.PrometheusApi;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The alerts of the stack, in the terminal: now, or as a rule would have had them. */
final class Alerts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> AS_JSON = Map.of("Content-Type", "application/json");
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Screen screen;
    private final Workshop workshop;
    private final Options options;

    Alerts(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
    }

    /**
     * Does what is asked.
     *
     * @return 0
     * @throws Refusal if Prometheus or Alertmanager does not answer, or there is no such rule
     */
    int show(Lesson lesson) {
        try {
            if (options.get("SILENCE").isPresent()) {
                silence(options.get("SILENCE").get());
                return 0;
            }
            Module module = workshop.of(lesson, options.get("SECTION"));
            if (options.get("RULE").isPresent()) {
                new BackTest(screen, module, PrometheusApi.of(options))
                        .show(
                                options.get("RULE").get(),
                                Duration.ofSeconds(BackTest.seconds(options)));
                return 0;
            }
            now(module);
            return 0;
        } catch (PrometheusApi.Refused e) {
            throw new Refusal("Prometheus cannot evaluate it: " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(
                    "No Prometheus answers at %s. Start it: make up SECTION=7"
                            .formatted(Core.PROMETHEUS.uri(options, "")));
        }
    }

    /** Rules of another lesson have their runbooks there. */
    private String path(Module module, String runbook) {
        return Stream.concat(Stream.of(module), workshop.modules())
                .filter(each -> Files.exists(each.file(runbook)))
                .map(each -> each.name() + "/" + runbook)
                .findFirst()
                .orElse(runbook);
    }

    private void now(Module module) throws IOException, PrometheusApi.Refused {
        List<List<String>> rows = new ArrayList<>();
        int rules = 0;
        List<JsonNode> held = held();
        for (JsonNode group : PrometheusApi.of(options).alertRules()) {
            for (JsonNode rule : group.path("rules")) {
                rules++;
                for (JsonNode alert : rule.path("alerts")) {
                    JsonNode labels = alert.path("labels");
                    rows.add(
                            List.of(
                                    alert.path("state").asText() + why(labels, held),
                                    since(alert.path("activeAt").asText()),
                                    labels.path("severity").asText(),
                                    labels.path("alertname").asText(),
                                    labels.path("instance").asText(labels.path("job").asText()),
                                    path(module, alert.at("/annotations/runbook").asText())));
                }
            }
        }
        if (rows.isEmpty()) {
            screen.line("Nothing is pending or firing. Prometheus watches %d rules.", rules);
            return;
        }
        rows.add(0, List.of("state", "since", "severity", "alert", "of", "runbook"));
        Query.aligned(rows).forEach(screen::line);
    }

    /** Alerts that Alertmanager holds back; none where it does not answer. */
    private List<JsonNode> held() {
        try {
            List<JsonNode> held = new ArrayList<>();
            URI uri =
                    AlertServices.ALERTMANAGER.uri(
                            options, "/api/v2/alerts?active=false&silenced=true&inhibited=true");
            JSON.readTree(Http.get(uri).body()).forEach(held::add);
            return held;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String why(JsonNode labels, List<JsonNode> held) {
        return held.stream()
                .filter(alert -> alert.path("labels").equals(labels))
                .map(
                        alert ->
                                alert.at("/status/silencedBy").isEmpty()
                                        ? ", inhibited"
                                        : ", silenced")
                .findFirst()
                .orElse("");
    }

    private static String since(String time) {
        return Inbox.TIME.format(Instant.parse(time));
    }

    /** Makes a silence for the alerts of a name; {@code none} ends all there are. */
    private void silence(String name) {
        URI api = AlertServices.ALERTMANAGER.uri(options, "/api/v2/silences");
        try {
            if (name.equals("none")) {
                end(api);
                return;
            }
            Instant now = Instant.now();
            ObjectNode silence = JSON.createObjectNode();
            silence.putArray("matchers")
                    .addObject()
                    .put("name", "alertname")
                    .put("value", name)
                    .put("isRegex", false);
            silence.put("startsAt", now.toString())
                    .put("endsAt", now.plus(SILENCE).toString())
                    .put("createdBy", "make alerts")
                    .put("comment", "It is being worked on.");
            Http.Answer answer = Http.send("POST", api, AS_JSON, silence.toString());
            if (answer.status() != 200) {
                throw new Refusal("Alertmanager refuses: " + answer.body().strip());
            }
            screen.line(
                    "%s is silent for %d minutes. To end that: make alerts SILENCE=none",
                    name, SILENCE.toMinutes());
        } catch (IOException e) {
            throw new Refusal(
                    "No Alertmanager answers at %s. Start it: make up SECTION=7".formatted(api));
        }
    }

    private void end(URI api) throws IOException {
        List<String> ended = new ArrayList<>();
        for (JsonNode silence : JSON.readTree(Http.get(api).body())) {
            if (!silence.at("/status/state").asText().equals("expired")) {
                Http.send("DELETE", api.resolve("silence/" + silence.path("id").asText()));
                ended.add(silence.at("/matchers/0/value").asText());
            }
        }
        screen.line(
                ended.isEmpty()
                        ? "There was no silence."
                        : ended.stream().collect(Collectors.joining(", ", "Ended: ", ".")));
    }
}
