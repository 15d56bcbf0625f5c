package treecounter.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import treecounter.manifests.YamlFile.Document;

class ManifestsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: trees
              namespace: forest
            spec:
              ports:
                - port: 80
                  targetPort: http
            """;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = Manifests.start(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aManifestIsReadWithItsModel() throws IOException {
        JsonNode answer = read(SERVICE);
        assertThat(answer.path("problems")).isEmpty();
        assertThat(answer.at("/documents/0/kind").asText()).isEqualTo("Service");
        assertThat(answer.at("/documents/0/name").asText()).isEqualTo("trees");
        assertThat(answer.at("/documents/0/namespace").asText()).isEqualTo("forest");
        assertThat(answer.at("/documents/0/body/spec/ports/0/targetPort").asText())
                .isEqualTo("http");
    }

    /** The models' own readers, which are too slow for a loop, and silent. */
    @Test
    void whatIsTakenHereTheModelsTakeToo() throws IOException {
        Path solution = Path.of("../solutions/bonus-kubernetes/k8s");
        try (Stream<Path> files = Files.list(solution)) {
            for (Path file : files.toList()) {
                List<Problem> problems = new ArrayList<>();
                for (Document document :
                        YamlFile.read(file.toString(), Files.readString(file), problems)) {
                    TypedModel.check(file.toString(), document, problems);
                    JsonNode json = document.json();
                    Class<?> model =
                            Kinds.model(
                                            json.path("apiVersion").asText(),
                                            json.path("kind").asText())
                                    .orElseThrow();
                    assertThat(JSON.treeToValue(json, model)).isNotNull();
                }
                assertThat(problems).isEmpty();
            }
        }
    }

    @Test
    void severalManifestsOfAFileAreApart() throws IOException {
        JsonNode answer = read(SERVICE + "---\n" + SERVICE.replace("trees", "birds"));
        assertThat(answer.path("documents").findValuesAsText("line")).containsExactly("1", "11");
    }

    @Test
    void anUnknownFieldIsToldWithThoseThatThereAre() throws IOException {
        JsonNode problem = problem(SERVICE.replace("targetPort", "targetProt"));
        assertThat(problem.path("what").asText()).isEqualTo("unknown");
        assertThat(problem.path("line").asInt()).isEqualTo(9);
        assertThat(problem.path("path").asText()).isEqualTo("spec.ports[0].targetProt");
        assertThat(problem.path("expected").asText()).contains("targetPort", "nodePort");
    }

    @Test
    void aWrongTypeIsTold() throws IOException {
        JsonNode number =
                problem(SERVICE.replace("  name: trees", "  name: trees\n  annotations: {a: 1}"));
        assertThat(number.path("what").asText()).isEqualTo("type");
        assertThat(number.path("path").asText()).isEqualTo("metadata.annotations.a");
        assertThat(number.path("expected").asText()).isEqualTo("a text");
        JsonNode list = problem(SERVICE.replace("- port", "  port"));
        assertThat(list.path("expected").asText()).startsWith("a list");
        assertThat(list.path("found").asText()).isEqualTo("fields");
    }

    @Test
    void aFieldThatIsThereTwiceIsTold() throws IOException {
        JsonNode problem = problem(SERVICE + "kind: Service\n");
        assertThat(problem.path("what").asText()).isEqualTo("duplicate");
        assertThat(problem.path("found").asText()).isEqualTo("line 2");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() throws IOException {
        JsonNode tab = problem(SERVICE.replace("    - port", "\t- port"));
        assertThat(tab.path("what").asText()).isEqualTo("yaml");
        assertThat(tab.path("line").asInt()).isEqualTo(8);
        assertThat(tab.path("found").asText()).isEqualTo("a tab");
        assertThat(problem("a: [1\nb: 2\n").path("what").asText()).isEqualTo("yaml");
        assertThat(problem("\u0000").path("what").asText()).isEqualTo("yaml");
    }

    @Test
    void aKindThatIsUnknownIsTold() throws IOException {
        assertThat(problem(SERVICE.replace("v1", "v2")).path("what").asText()).isEqualTo("kind");
        assertThat(problem("just a text\n").path("what").asText()).isEqualTo("type");
        assertThat(problem("a: 1\n").path("found").asText()).isEqualTo("neither");
        assertThat(read("# only a comment\n").path("documents")).isEmpty();
    }

    @Test
    void whatStandsForItselfOrForManyEnds() throws IOException {
        assertThat(problem("a: &a\n  b: *a\n").path("what").asText()).isEqualTo("yaml");
        StringBuilder many = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            many.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        assertThat(problem(many.toString()).path("what").asText()).isEqualTo("yaml");
        assertThat(problem("[".repeat(500)).path("what").asText()).isEqualTo("yaml");
    }

    @Test
    void anAmountThatNoClusterTakesIsTold() throws IOException {
        String claim =
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                spec:
                  resources:
                    requests:
                      storage: 5GB
                """;
        assertThat(problem(claim).path("what").asText()).isEqualTo("value");
        assertThat(read(claim.replace("5GB", "5Gi")).path("problems")).isEmpty();
    }

    @Test
    void whatIsNotJsonOrTooMuchIsRefused() throws IOException {
        assertThat(send("POST", "/manifests", "localhost", "no json")).contains(" 400 ");
        assertThat(send("POST", "/manifests", "localhost", "[]")).contains(" 400 ");
        assertThat(send("POST", "/manifests", "localhost", "x".repeat(1024 * 1024 + 1)))
                .contains(" 413 ");
        assertThat(send("GET", "/manifests", "localhost", "")).contains(" 405 ");
        assertThat(send("POST", "/elsewhere", "localhost", "{}")).contains(" 404 ");
    }

    @Test
    void aRequestForAnotherMachineIsRefused() throws IOException {
        String asked = "{\"files\": {}}";
        assertThat(send("POST", "/manifests", "localhost", asked)).contains(" 200 ");
        assertThat(send("POST", "/manifests", "elsewhere.example", asked)).contains(" 403 ");
    }

    @Test
    void aFileOutsideOfAChartIsRefused() throws IOException {
        String answer =
                send(
                        "POST",
                        "/chart",
                        "localhost",
                        "{\"files\": {\"../../outside.yaml\": \"x\"}, \"renderings\": []}");
        // Where there is no Helm, nothing is written at all.
        assertThat(answer).containsAnyOf(" 400 ", "\"missing\":\"Helm");
    }

    private JsonNode problem(String text) throws IOException {
        return read(text).at("/problems/0");
    }

    private JsonNode read(String text) throws IOException {
        ObjectNode asked = JSON.createObjectNode();
        asked.set("files", JSON.valueToTree(Map.of("a.yaml", text)));
        String answer = send("POST", "/manifests", "localhost", asked.toString());
        assertThat(answer).contains(" 200 ");
        return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }

    /** The JDK's clients say themselves whom they ask. */
    private String send(String method, String path, String host, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", server.getAddress().getPort())) {
            socket.setSoTimeout(10_000);
            String head =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                            .formatted(method, path, host, bytes.length);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
