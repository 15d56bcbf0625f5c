package treecounter.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import treecounter.forest.Answer;
import treecounter.forest.Guard;
import treecounter.forest.ServerAddress;
import treecounter.forest.ThisMachine;
import treecounter.manifests.YamlFile.Document;

/**
 * Reads manifests of Kubernetes as a cluster would. {@code POST /manifests} takes {@code {"files":
 * {"name.yaml": "text"}}} and gives their documents and what is wrong in them; {@code POST /chart}
 * takes the files of a chart, and {@code "renderings"}, each a release and values, and gives what
 * Helm says and renders.
 *
 * <p>It listens on loopback only.
 */
public final class Manifests {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private Manifests() {}

    /** Listens on a free port, prints where, and loads meanwhile what takes long to load. */
    public static void main(String[] args) throws IOException {
        HttpServer server = start(port());
        System.out.println("MANIFESTS_URL=http://127.0.0.1:" + server.getAddress().getPort());
        System.out.println("ready");
        Rehearsal.begin();
    }

    static HttpServer start(int port) throws IOException {
        HttpServer server = HttpServer.create(ServerAddress.of("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new Guard(Manifests::answer));
        server.start();
        return server;
    }

    private static int port() {
        return Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (!ThisMachine.isAsked(exchange)) {
            text(403, "This answers to localhost only.").send(exchange);
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/manifests") && !path.equals("/chart")) {
            Answer.notFound().send(exchange);
            return;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            Answer.methodNotAllowed("POST").send(exchange);
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            text(413, "expected at most 1 MiB").send(exchange);
            return;
        }
        try {
            JsonNode asked = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            Map<String, String> files = files(asked);
            ObjectNode answer = path.equals("/chart") ? chart(asked, files) : manifests(files);
            Answer.json(200, answer.toString()).send(exchange);
        } catch (JsonProcessingException e) {
            text(400, "expected JSON, found " + e.getOriginalMessage()).send(exchange);
        } catch (IllegalArgumentException e) {
            text(400, e.getMessage()).send(exchange);
        }
    }

    private static Map<String, String> files(JsonNode asked) {
        if (!asked.path("files").isObject()) {
            throw new IllegalArgumentException("expected {\"files\": {\"NAME\": \"TEXT\"}}");
        }
        Map<String, String> files = new TreeMap<>();
        asked.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return files;
    }

    /** The documents of some files, and the problems. */
    static ObjectNode manifests(Map<String, String> files) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("documents");
        List<Problem> problems = new ArrayList<>();
        files.forEach(
                (name, text) -> {
                    for (Document document : YamlFile.read(name, text, problems)) {
                        TypedModel.check(name, document, problems);
                        JsonNode body = document.json();
                        answer.withArray("documents")
                                .addObject()
                                .put("file", name)
                                .put("line", document.line(""))
                                .put("apiVersion", body.path("apiVersion").asText())
                                .put("kind", body.path("kind").asText())
                                .put("name", body.path("metadata").path("name").asText())
                                .put("namespace", body.path("metadata").path("namespace").asText())
                                .set("body", body);
                    }
                });
        answer.putArray("problems");
        problems.forEach(problem -> problem.writeTo(answer.withArray("problems").addObject()));
        return answer;
    }

    private static ObjectNode chart(JsonNode asked, Map<String, String> files) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("missing", "");
        try {
            return HelmChart.load().ask(files, asked.path("renderings"), answer);
        } catch (HelmChart.Missing e) {
            return answer.put("missing", e.getMessage());
        }
    }

    private static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text + "\n", Map.of());
    }
}
