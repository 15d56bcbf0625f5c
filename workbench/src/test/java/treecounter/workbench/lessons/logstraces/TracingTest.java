package treecounter.workbench.lessons.logstraces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.Jar;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What the modules of lesson 9 promise, beside the learner's own code. */
@StartsPrograms
class TracingTest {
    private static final int MOST_BYTES = 1024 * 1024;

    /** Those of a page: its own, two of calls, five of its forecast. */
    private static final int SPANS = 8;

    private final Module module =
            Workshop.here().solution(Lesson.named("bonus-logs-traces").orElseThrow());
    private final String room =
            Servers.settings(module).get("RECEIVER_URL") + "/test_" + UUID.randomUUID();

    @TempDir Path directory;

    /** A batch waits for a minute here, or for two pages; so what comes of a third was flushed. */
    @Test
    void whenItIsToEndTheSpanOfTheLastRequestIsSentToo() throws Exception {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"),
                "Windows has no SIGTERM to send");
        Map<String, String> settings = new HashMap<>(Map.of("OTEL_TRACES_EXPORTER", "otlp"));
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", room);
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "60000");
        settings.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", String.valueOf(2 * SPANS));
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE)) {
            settings.put("TREES_API_URL", forest.uri().toString());
            int port = App.freePort();
            try (Jar jar = Jar.start(module.name(), port, settings)) {
                URI page = URI.create("http://127.0.0.1:%d/treecounter".formatted(port));
                get(page);
                get(page);
                assertThat(Poll.until(seen -> seen.size() == 2 * SPANS, this::spans, 10_000))
                        .hasSize(2 * SPANS);
                forest.setFaults(new Faults("0.5", 0));
                CompletableFuture<Http.Answer> answer =
                        CompletableFuture.supplyAsync(() -> get(page));
                assertThat(Poll.until(asked -> asked == 3, forest::timesAsked, 10_000))
                        .isEqualTo(3);
                assertThat(spans()).hasSize(2 * SPANS);
                long start = System.nanoTime();
                jar.process().destroy();
                assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat((System.nanoTime() - start) / 1e9).isLessThan(3);
                assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        }
        assertThat(spans()).hasSize(3 * SPANS);
    }

    @Test
    void aloneItSendsNothingAndSaysNothingButLinesOfItsLog() throws Exception {
        Path output = directory.resolve("output");
        int port = App.freePort();
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE);
                Jar jar =
                        Jar.start(
                                module.name(),
                                port,
                                Map.of("TREES_API_URL", forest.uri().toString()),
                                output)) {
            URI page = URI.create("http://127.0.0.1:%d/treecounter".formatted(port));
            assertThat(get(page).status()).isEqualTo(200);
            List<String> lines =
                    Poll.until(
                            said -> said.stream().anyMatch(line -> line.contains("answered")),
                            () -> lines(output),
                            10_000);
            jar.process().destroy();
            assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(lines(output)).startsWith(lines.toArray(String[]::new));
            assertThat(lines(output)).filteredOn(line -> !line.startsWith("{")).hasSize(1);
            assertThat(LogLine.of(lines(output)))
                    .isNotEmpty()
                    .allMatch(line -> line.has("level", "INFO"));
        }
    }

    @Test
    void whereNobodyTakesItsSpansItEndsInTimeAllTheSame() throws Exception {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"),
                "Windows has no SIGTERM to send");
        Map<String, String> settings = new HashMap<>(Map.of("OTEL_TRACES_EXPORTER", "otlp"));
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + App.freePort());
        int port = App.freePort();
        try (Jar jar = Jar.start(module.name(), port, settings)) {
            get(URI.create("http://127.0.0.1:%d/treecounter".formatted(port)));
            long start = System.nanoTime();
            jar.process().destroy();
            assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(3);
        }
    }

    @Test
    void theStandardVariableGoesBeforeTheSamplerOfTheCode() throws Exception {
        int port = App.freePort();
        try (Jar jar =
                Jar.start(module.name(), port, Map.of("OTEL_TRACES_SAMPLER", "always_off"))) {
            assertThat(jar.process().isAlive()).isTrue();
            get(URI.create("http://127.0.0.1:%d/treecounter".formatted(port)));
            URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(port));
            assertThat(get(metrics).body()).contains("spans_started_total 0.0");
        }
    }

    @Test
    void theReceiverTakesNoMoreThanItSaysAndOnlyWhatItKnows() throws Exception {
        URI traces = URI.create(room + "/v1/traces");
        assertThat(post(traces, "application/x-protobuf", new byte[0]).statusCode()).isEqualTo(200);
        assertThat(post(traces, "application/x-protobuf", new byte[MOST_BYTES + 1]).statusCode())
                .isEqualTo(413);
        assertThat(post(traces, "application/json", new byte[0]).statusCode()).isEqualTo(415);
        HttpResponse<String> nonsense =
                post(
                        traces,
                        "application/x-protobuf",
                        "no span".getBytes(StandardCharsets.US_ASCII));
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(nonsense.body()).startsWith("expected OTLP");
        assertThat(statusFor("elsewhere.example", traces)).contains(" 404 ");
        assertThat(statusFor("localhost", traces)).contains(" 415 ");
        assertThat(spans()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20})
    void anIncidentOfAnySeedHasAnswers(long seed) throws Exception {
        Module copy = ModuleCopy.of(module, directory);
        IncidentRun run = IncidentRun.make(copy, seed);
        run.record(copy, seed);
        Map<String, String> right = IncidentAnswers.right(run);
        assertThat(right.values()).doesNotContain("");
        assertThat(right.get("slowest.cause")).isNotEqualTo(right.get("failed.cause"));
        StringBuilder answers = new StringBuilder("seed=%d\n".formatted(seed));
        right.forEach((key, value) -> answers.append(key + "=" + value + "\n"));
        Files.writeString(copy.file(IncidentAnswers.FILE), answers);
        try (Bench bench = new Bench(copy, new Kept())) {
            new IncidentAnswers(bench).check();
        }
    }

    @Test
    void inTheLoopATraceGoesThroughTwoProgramsAndBothLogs() throws Exception {
        Path root = copyOfTheWorkshop();
        int port = App.freePort();
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        root.resolve("workbench/target/classes")
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "treecounter.workbench.Workbench",
                        "dev",
                        "solutions/bonus-logs-traces",
                        "PORT=" + port,
                        "FOREST_PORT=" + App.freePort());
        builder.environment().put("OTEL_TRACES_EXPORTER", "otlp");
        builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", room);
        builder.environment().put("OTEL_BSP_SCHEDULE_DELAY", "20");
        builder.environment().put("FOREST_LATENCY", "0");
        builder.environment().put("FOREST_ERROR_RATE", "0");
        Path output = directory.resolve("output");
        Process loop =
                builder.directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            List<String> said =
                    Poll.until(
                            lines -> lines.stream().anyMatch(line -> line.contains(", serving ")),
                            () -> lines(output),
                            60_000);
            assertThat(said)
                    .contains("Spans go where OTEL_TRACES_EXPORTER=otlp says.")
                    .anyMatch(line -> line.contains("9 of 9."));
            get(URI.create("http://127.0.0.1:%d/treecounter".formatted(port)));
            List<SeenSpan> spans = Poll.until(seen -> seen.size() >= 10, this::spans, 5_000);
            SeenSpan page =
                    spans.stream()
                            .filter(one -> one.name().equals("GET /treecounter"))
                            .findFirst()
                            .orElseThrow();
            assertThat(spans).extracting(SeenSpan::traceId).containsOnly(page.traceId());
            assertThat(spans)
                    .extracting(SeenSpan::service, SeenSpan::name)
                    .contains(
                            tuple("forest", "GET /v1/trees/count"),
                            tuple("forest", "GET /v1/trees/recent"),
                            tuple("treecounter", "GET /v1/trees/count"),
                            tuple("treecounter", "GET /v1/trees/recent"));
            for (String log : List.of("app.jsonl", "forest.jsonl")) {
                Path file = root.resolve("solutions/bonus-logs-traces/target/logs/" + log);
                assertThat(LogLine.of(lines(file)))
                        .as(log)
                        .anyMatch(line -> line.traceId().equals(page.traceId()));
            }
        } finally {
            List<ProcessHandle> children = loop.descendants().toList();
            loop.destroy();
            assertThat(loop.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(
                            Poll.until(
                                    alive -> !alive,
                                    () -> children.stream().anyMatch(ProcessHandle::isAlive),
                                    10_000))
                    .isFalse();
        }
    }

    private Path copyOfTheWorkshop() throws IOException {
        Path here = Workshop.here().root();
        Path root = Files.createDirectories(directory.resolve("work shop"));
        for (String part :
                List.of(
                        "workbench/target/classes",
                        "tracing/target",
                        "tracing-receiver/target",
                        "solutions/bonus-logs-traces/src",
                        "solutions/bonus-logs-traces/target/lib",
                        "solutions/bonus-logs-traces/answers.properties")) {
            try (Stream<Path> files = Files.walk(here.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = root.resolve(here.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return root;
    }

    private List<SeenSpan> spans() {
        return SeenSpan.of(get(URI.create(room + "/spans")).body());
    }

    private static Http.Answer get(URI uri) {
        try {
            return Http.get(uri);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The JDK's clients let nobody choose the name that they ask for. */
    private static String statusFor(String host, URI uri) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", uri.getPort())) {
            String request =
                    "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n"
                            .formatted(uri.getPath(), host);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
        }
    }

    private static HttpResponse<String> post(URI uri, String type, byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
