package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/** The stack of lesson 9 with a real Tempo, Loki, Alloy and Grafana. */
@NeedsDocker(
        value = {
            "PROMETHEUS_IMAGE",
            "JAVA_IMAGE",
            "GRAFANA_IMAGE",
            "TEMPO_IMAGE",
            "LOKI_IMAGE",
            "ALLOY_IMAGE"
        },
        unlessMissing = {"GRAFANA_IMAGE", "TEMPO_IMAGE", "LOKI_IMAGE", "ALLOY_IMAGE"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms(weight = 3)
class TracesDockerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LOGIN =
            Base64.getEncoder()
                    .encodeToString("astronomer:workshop".getBytes(StandardCharsets.UTF_8));

    private final Lesson lesson = Lesson.named("bonus-logs-traces").orElseThrow();
    private TestStack stack;
    private Module module;

    @BeforeAll
    void up() throws IOException {
        stack = new TestStack("traces-docker");
        module = stack.workshop().solution(lesson);
        stack.up(module);
    }

    @AfterAll
    void down() {
        stack.down(true);
    }

    @Test
    void aLineThatAlloyBroughtLeadsToItsTraceInTempo() throws Exception {
        for (int i = 0; i < 5; i++) {
            Http.get(stack.uri(Core.APP).resolve("/treecounter"));
        }
        String line =
                Eventually.get(
                                PATIENCE,
                                () -> lines("{container=\"app\"} | json | trace_id!=\"\""),
                                found -> !found.isEmpty())
                        .get(0);
        String id = JSON.readTree(line).path("trace_id").asText();
        Set<String> services =
                Eventually.get(PATIENCE, () -> services(id), found -> found.size() == 2);
        assertThat(services).containsExactlyInAnyOrder("treecounter", "forest");
    }

    /** Each is taken, whether or not there are lines of that kind. */
    @Test
    void lokiTakesEveryQueryOfTheLesson() throws Exception {
        try (Stream<String> file =
                Files.lines(stack.workshop().root().resolve("bonus-logs-traces/logs.logql"))) {
            List<String> queries =
                    file.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
            assertThat(queries).isNotEmpty().allSatisfy(query -> loki(query));
        }
    }

    @Test
    void grafanaReachesAllItsSources() throws Exception {
        for (String uid : List.of("prometheus", "loki", "tempo")) {
            URI health =
                    stack.uri(Core.GRAFANA)
                            .resolve("/api/datasources/uid/%s/health".formatted(uid));
            Http.Answer answer =
                    Http.send("GET", health, Map.of("Authorization", "Basic " + LOGIN));
            assertThat(JSON.readTree(answer.body()).path("status").asText()).isEqualTo("OK");
        }
    }

    private List<String> lines(String query) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode stream : loki(query).at("/data/result")) {
            stream.path("values").forEach(value -> lines.add(value.path(1).asText()));
        }
        return lines;
    }

    private JsonNode loki(String query) throws IOException {
        String asked = "/loki/api/v1/query_range?query=" + encoded(query);
        Http.Answer answer = Http.get(uri("loki", asked));
        assertThat(answer.status()).as(query).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private Set<String> services(String trace) throws IOException {
        Http.Answer answer = Http.get(uri("tempo", "/api/traces/" + trace));
        Set<String> services = new HashSet<>();
        if (answer.status() == 200) {
            for (JsonNode attribute : JSON.readTree(answer.body()).findValues("resource")) {
                attribute
                        .path("attributes")
                        .forEach(
                                one -> {
                                    if (one.path("key").asText().equals("service.name")) {
                                        services.add(one.at("/value/stringValue").asText());
                                    }
                                });
            }
        }
        return services;
    }

    private URI uri(String service, String path) {
        return lesson.serversInDocker().stream()
                .filter(one -> one.name().equals(service))
                .findFirst()
                .map(stack::uri)
                .orElseThrow()
                .resolve(path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
