package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import treecounter.forest.Faults;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Verb;

/** The stack of lesson 9 without Docker: a real Zipkin, a real Prometheus, and files of lines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms
class TracesStackTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Each span with the one that it lies in. */
    private static final Map<String, String> WHOLE =
            new TreeMap<>(
                    Map.of(
                            "treecounter get /treecounter", "",
                            "treecounter get /v1/trees/count", "treecounter get /treecounter",
                            "treecounter get /v1/trees/recent", "treecounter get /treecounter",
                            "forest get /v1/trees/count", "treecounter get /v1/trees/count",
                            "forest get /v1/trees/recent", "treecounter get /v1/trees/recent",
                            "treecounter forecast", "treecounter get /treecounter",
                            "treecounter preprocess", "treecounter forecast",
                            "treecounter normalise", "treecounter preprocess",
                            "treecounter weigh", "treecounter preprocess",
                            "treecounter predict", "treecounter forecast"));

    private final Lesson lesson = Lesson.named("bonus-logs-traces").orElseThrow();
    private TestStack stack;
    private Module module;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
        stack = new TestStack("traces", "DOCKER=no");
        module = stack.workshop().solution(lesson);
        stack.up(module);
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.down(true);
        }
    }

    @Test
    void aPageIsOneTraceThroughAppAndForestAndItsIdStandsInTheirLines() throws Exception {
        faults(Faults.NONE);
        assertThat(Http.get(page()).status()).isEqualTo(200);
        List<JsonNode> trace =
                Eventually.get(
                                PATIENCE,
                                this::traces,
                                found -> found.stream().anyMatch(this::isWhole))
                        .stream()
                        .filter(this::isWhole)
                        .findFirst()
                        .orElseThrow();
        String id = trace.get(0).path("traceId").asText();
        for (String program : List.of("app", "forest")) {
            assertThat(Files.readAllLines(module.file("target/logs/%s.jsonl".formatted(program))))
                    .anyMatch(line -> line.contains("\"trace_id\":\"%s\"".formatted(id)));
        }
        String said = said("logs", "TRACE=" + id);
        assertThat(said).contains("app", "forest", "trace=" + id);
        assertThat(said.lines()).allMatch(line -> line.endsWith("trace=" + id));
    }

    @Test
    void anExemplarOfASlowPageLeadsToItsTrace() throws Exception {
        faults(new Faults("1.2", 0));
        assertThat(Http.get(page()).status()).isEqualTo(200);
        faults(Faults.NONE);
        JsonNode exemplar = Eventually.get(PATIENCE, this::slowExemplar, JsonNode::isObject);
        assertThat(exemplar.path("value").asDouble()).isGreaterThan(1.2);
        String id = exemplar.at("/labels/trace_id").asText();
        List<JsonNode> trace = Eventually.get(PATIENCE, () -> trace(id), this::isWhole);
        JsonNode page =
                trace.stream()
                        .filter(span -> parent(span, trace).isEmpty())
                        .findFirst()
                        .orElseThrow();
        assertThat(page.path("duration").asDouble() / 1e6).isGreaterThan(1.2);
    }

    @Test
    void scrapesAreNotTraced() throws Exception {
        Http.get(page().resolve("/metrics"));
        Eventually.get(
                PATIENCE,
                () -> stack.prometheus().query("count_over_time(up{job=\"treecounter\"}[1m]) > 1"),
                found -> !found.isEmpty());
        assertThat(traces())
                .allSatisfy(
                        trace ->
                                assertThat(trace)
                                        .extracting(
                                                span -> span.path("tags").path("url.path").asText())
                                        .doesNotContain("/metrics"));
    }

    private void faults(Faults faults) throws IOException {
        URI uri = stack.uri(Core.FOREST).resolve("/faults");
        assertThat(Http.send("PUT", uri, Map.of(), faults.toJson()).status()).isEqualTo(200);
    }

    private URI page() {
        return stack.uri(Core.APP).resolve("/treecounter");
    }

    private String said(String verb, String... settings) {
        int before = stack.written().length();
        Verb logs =
                lesson.verbs().stream()
                        .filter(one -> one.name().equals(verb))
                        .findFirst()
                        .orElseThrow();
        List<String> typed = new ArrayList<>(List.of(settings));
        typed.add("SECTION=" + module.name());
        assertThat(
                        logs.action()
                                .run(
                                        stack.screen(),
                                        stack.workshop(),
                                        stack.options(typed.toArray(String[]::new))))
                .isZero();
        return stack.written().substring(before);
    }

    private boolean isWhole(List<JsonNode> trace) {
        Map<String, String> found = new TreeMap<>();
        trace.forEach(span -> found.put(name(span), parent(span, trace)));
        return trace.size() == WHOLE.size() && found.equals(WHOLE);
    }

    private static String name(JsonNode span) {
        return span.at("/localEndpoint/serviceName").asText() + " " + span.path("name").asText();
    }

    private static String parent(JsonNode span, List<JsonNode> trace) {
        return trace.stream()
                .filter(other -> other.path("id").equals(span.path("parentId")))
                .map(TracesStackTest::name)
                .findFirst()
                .orElse("");
    }

    private List<List<JsonNode>> traces() throws IOException {
        List<List<JsonNode>> traces = new ArrayList<>();
        zipkin("/api/v2/traces?serviceName=treecounter&limit=100")
                .forEach(trace -> traces.add(spans(trace)));
        return traces;
    }

    private List<JsonNode> trace(String id) throws IOException {
        return spans(zipkin("/api/v2/trace/" + id));
    }

    private static List<JsonNode> spans(JsonNode trace) {
        List<JsonNode> spans = new ArrayList<>();
        trace.forEach(spans::add);
        return spans;
    }

    private JsonNode zipkin(String path) throws IOException {
        Service zipkin = lesson.servicesWithoutDocker().get(0);
        Http.Answer answer = Http.get(stack.uri(zipkin).resolve(path));
        return answer.status() == 200 ? JSON.readTree(answer.body()) : JSON.createArrayNode();
    }

    /** Of a bucket above a second; missing while Prometheus has none. */
    private JsonNode slowExemplar() throws IOException {
        String query = "request_latency_seconds_bucket{le=\"2.5\"}";
        String asked =
                "/api/v1/query_exemplars?query=%s&start=%d&end=%d"
                        .formatted(
                                URLEncoder.encode(query, StandardCharsets.UTF_8),
                                Instant.now().getEpochSecond() - 300,
                                Instant.now().getEpochSecond() + 1);
        JsonNode found = JSON.readTree(Http.get(stack.uri(Core.PROMETHEUS).resolve(asked)).body());
        return found.at("/data/0/exemplars/0");
    }
}
