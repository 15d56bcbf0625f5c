package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/**
 * What Tempo, Loki, Alloy and Grafana read agrees, as far as it can be told without them: Alloy's
 * own language is looked at as text.
 */
class TracesConfigurationTest {
    private static final Path ROOT = Workshop.here().root();
    private static final String LESSON = "compose/bonus-logs-traces/";
    private static final Pattern TARGET =
            Pattern.compile(
                    "\"__path__\" = \"(.*?)\", \"service\" = \"(.*?)\", \"container\" = \"(.*?)\"");

    private final JsonNode services = yaml("compose/bonus-logs-traces.yaml").path("services");
    private final Map<String, JsonNode> sources = new HashMap<>();

    TracesConfigurationTest() throws IOException {
        yaml(LESSON + "datasources/tracing.yaml")
                .path("datasources")
                .forEach(source -> sources.put(source.path("uid").asText(), source));
    }

    @Test
    void grafanaAsksEachWhereItListens() throws IOException {
        for (String name : List.of("tempo", "loki")) {
            URI url = URI.create(sources.get(name).path("url").asText());
            JsonNode file = yaml(LESSON + name + ".yaml");
            assertThat(url.getHost()).isEqualTo(name);
            assertThat(url.getPort()).isEqualTo(file.at("/server/http_listen_port").asInt());
            assertThat(services.at("/%s/ports/0".formatted(name)).asText())
                    .endsWith(":" + url.getPort());
            assertThat(services.at("/%s/command/0".formatted(name)).asText())
                    .isEqualTo("-config.file=/lesson/%s.yaml".formatted(name));
        }
    }

    @Test
    void programsSendTheirSpansWhereTempoTakesThem() throws IOException {
        String endpoint =
                yaml(LESSON + "tempo.yaml")
                        .at("/distributor/receivers/otlp/protocols/http/endpoint")
                        .asText();
        JsonNode settings = yaml("compose/bonus-logs-traces.yaml").path("x-spans");
        URI sent = URI.create(settings.path("OTEL_EXPORTER_OTLP_ENDPOINT").asText());
        assertThat(sent.getHost()).isEqualTo("tempo");
        assertThat(endpoint).endsWith(":" + sent.getPort());
        assertThat(settings.path("OTEL_TRACES_EXPORTER").asText()).isEqualTo("otlp");
        for (String program : List.of("app", "forest")) {
            assertThat(services.at("/%s/environment".formatted(program)).has("<<")).isTrue();
        }
    }

    @Test
    void alloyReadsTheFilesThatProgramsWriteAndSendsThemToLoki() throws IOException {
        String alloy = Files.readString(ROOT.resolve(LESSON + "config.alloy"));
        List<MatchResult> targets = TARGET.matcher(alloy).results().toList();
        assertThat(targets).hasSize(2);
        for (MatchResult target : targets) {
            JsonNode settings = services.at("/%s/environment".formatted(target.group(3)));
            assertThat(settings.path("LOG_FILE").asText()).isEqualTo(target.group(1));
            assertThat(settings.path("OTEL_SERVICE_NAME").asText()).isEqualTo(target.group(2));
        }
        int port = yaml(LESSON + "loki.yaml").at("/server/http_listen_port").asInt();
        assertThat(alloy).contains("\"http://loki:%d/loki/api/v1/push\"".formatted(port));
        assertThat(services.at("/alloy/command").toString()).contains("/lesson/config.alloy");
    }

    @Test
    void eachSourceLeadsToOneThatIsThere() {
        List<String> named = new ArrayList<>();
        sources.values()
                .forEach(
                        source ->
                                source.findValues("datasourceUid")
                                        .forEach(uid -> named.add(uid.asText())));
        assertThat(new TreeSet<>(named)).containsExactly("loki", "tempo");
        assertThat(sources).containsOnlyKeys("prometheus", "loki", "tempo");
    }

    /** As the programs write it, and as the lesson's source does. */
    @Test
    void aLineLeadsToItsTrace() {
        List<Pattern> fields = new ArrayList<>();
        sources.get("loki")
                .at("/jsonData/derivedFields")
                .forEach(field -> fields.add(Pattern.compile(field.path("matcherRegex").asText())));
        for (String line :
                List.of("{\"a\":\"b\",\"trace_id\":\"0af7\"}", "slow trace=0af7 ended")) {
            assertThat(fields)
                    .flatMap(field -> field.matcher(line).results().map(m -> m.group(1)).toList())
                    .containsExactly("0af7");
        }
    }

    @Test
    void grafanasPrometheusIsThatOfOtherLessonsWithExemplars() throws IOException {
        JsonNode own = sources.get("prometheus").deepCopy();
        ((ObjectNode) own.path("jsonData")).remove("exemplarTraceIdDestinations");
        assertThat(own)
                .isEqualTo(
                        yaml("grafana/provisioning/datasources/prometheus.yaml")
                                .at("/datasources/0"));
    }

    @Test
    void prometheusIsStartedAsElsewhereAndKeepsExemplars() throws IOException {
        List<String> own = texts(services.at("/prometheus/command"));
        List<String> expected =
                texts(yaml("docker-compose.yaml").at("/services/prometheus/command"));
        expected.addAll(Lesson.named("bonus-logs-traces").orElseThrow().prometheusFlags());
        assertThat(own).isEqualTo(expected);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(ROOT.resolve(file).toFile());
    }
}
