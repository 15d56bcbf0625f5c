package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;

/**
 * This machine's Chromium without a window, told what to do over its DevTools protocol. Playwright
 * would do the same and is a download of 200 MB, which every learner's first build would fetch.
 */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** It was seen to take 20 s where it is read from a disk that others want, too. */
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(page, new Listener())
                        .join();
    }

    /** Where Chromium is, if it is here. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                .flatMap(name -> Command.onPath(name).stream())
                .findFirst();
    }

    /**
     * Starts one.
     *
     * @param profile an empty directory for its files
     */
    static Browser start(Path profile) throws Exception {
        Process process =
                new ProcessBuilder(
                                program().orElseThrow().toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--user-data-dir=" + profile,
                                "--remote-debugging-port=0",
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolve("chromium.log").toFile())
                        .start();
        try {
            return reached(process, profile);
        } catch (Exception | AssertionError e) {
            end(process);
            throw e;
        }
    }

    private static Browser reached(Process process, Path profile) throws Exception {
        // It writes the port it has chosen into this file.
        Path port = profile.resolve("DevToolsActivePort");
        Eventually.get(
                START,
                () -> Files.exists(port) ? Files.readString(port) : "",
                text -> text.contains("\n"));
        URI pages =
                URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        JsonNode page =
                Eventually.get(
                        START, () -> firstOf(pages), found -> found.has("webSocketDebuggerUrl"));
        Browser browser =
                new Browser(process, URI.create(page.path("webSocketDebuggerUrl").asText()));
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            browser.call(domain + ".enable", "{}");
        }
        return browser;
    }

    private static JsonNode firstOf(URI pages) {
        try {
            return JSON.readTree(Http.get(pages).body()).path(0);
        } catch (IOException e) {
            // It listens before it has time to answer.
            return JSON.missingNode();
        }
    }

    /** Opens an address and waits until it is loaded. */
    void open(URI uri) throws Exception {
        events.clear();
        call("Page.navigate", "{\"url\": \"%s\"}".formatted(uri));
        Eventually.get(PATIENCE, () -> events("Page.loadEventFired").size(), loaded -> loaded > 0);
    }

    /** A window of this size, in a light or dark scheme. */
    void resize(int width, int height, String scheme) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\": %d, \"height\": %d, \"deviceScaleFactor\": 1, \"mobile\": false}"
                        .formatted(width, height));
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"%s\"}]}"
                        .formatted(scheme));
    }

    /** What a JavaScript expression gives, as text. */
    String evaluate(String expression) throws Exception {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.put("expression", "String(" + expression + ")");
        return call("Runtime.evaluate", parameters.toString()).at("/result/value").asText();
    }

    /** What has happened since the last page was opened, such as {@code Log.entryAdded}. */
    List<JsonNode> events(String name) {
        return events.stream()
                .filter(event -> event.path("method").asText().equals(name))
                .map(event -> event.path("params"))
                .toList();
    }

    void screenshot(Path file) throws Exception {
        String image = call("Page.captureScreenshot", "{}").path("data").asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(image));
    }

    private JsonNode call(String method, String parameters) throws Exception {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(
                        "{\"id\": %d, \"method\": \"%s\", \"params\": %s}"
                                .formatted(id, method, parameters),
                        true)
                .join();
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** It deletes its own temporary files if it may end by itself. */
    @Override
    public void close() {
        try {
            call("Browser.close", "{}");
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            // It is ended all the same.
        }
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode json = JSON.readTree(message);
                if (json.has("id")) {
                    answers.remove(json.path("id").asInt()).complete(json.path("result"));
                } else {
                    events.add(json);
                }
            } catch (IOException e) {
                answers.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
    }
}
