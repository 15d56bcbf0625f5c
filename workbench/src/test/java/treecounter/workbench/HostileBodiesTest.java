package treecounter.workbench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.app.App;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Workshop;

/** What guests may send to an app that serves a model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms
class HostileBodiesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Workshop.here().root();
    private static final int RANDOM = 5_000;

    /** What steers a terminal, ends a line, or looks like another line of a log. */
    private static final String SLY =
            "sly \u001b[31m\n{\"review\": \"forged\"}\r\n\u0000\u007f\u009b2J\u2028 wood";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}|\u2028|\u2029");

    private Path directory;
    private Jar app;
    private int port;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        this.directory = directory;
        Map<String, String> settings =
                Map.of(
                        "MODEL_FILE", directory.resolve("model.bin").toString(),
                        "PREDICTIONS_FILE", directory.resolve("predictions.jsonl").toString(),
                        "ROWS", "300");
        Command.Result trained =
                Command.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                ROOT.resolve("reviews/target/app.jar").toString(),
                                "treecounter.reviews.Training")
                        .with(settings)
                        .run();
        assertThat(trained.exit()).as(trained.err()).isZero();
        port = App.freePort();
        app = Jar.start("solutions/bonus-model-serving", port, settings, directory.resolve("out"));
    }

    @AfterAll
    void stop() throws Exception {
        if (app != null) {
            app.close();
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("10 MB", review("wood ".repeat(2_000_000)), 413),
                Arguments.of("10 MB and no JSON", "x".repeat(10_000_000).getBytes(UTF_8), 413),
                Arguments.of("nothing", new byte[0], 400),
                Arguments.of("deep lists", ("[".repeat(9_000)).getBytes(UTF_8), 400),
                Arguments.of(
                        "deep objects", ("{\"review\":".repeat(900) + "1").getBytes(UTF_8), 400),
                Arguments.of(
                        "a deep object that ends",
                        ("{\"a\":".repeat(1_200) + "1" + "}".repeat(1_200)).getBytes(UTF_8),
                        400),
                Arguments.of("no UTF-8", "{\"review\": \"B\u00e4ume\"}".getBytes(ISO_8859_1), 400),
                Arguments.of("bytes that are none", new byte[] {(byte) 0xff, (byte) 0xfe, 0}, 400),
                Arguments.of("a number", "{\"review\": 1e999999999}".getBytes(UTF_8), 400),
                Arguments.of(
                        "a long number",
                        ("{\"review\": " + "9".repeat(9_000) + "}").getBytes(UTF_8),
                        400),
                Arguments.of("no word", review(" \\t\\n "), 400),
                Arguments.of("half a pair", review("wood \\ud83c wood"), 200),
                Arguments.of("another letter", review("\u6728 \ud83c\udf33 Bäume"), 200),
                Arguments.of("300 words", review("wood ".repeat(300)), 200),
                Arguments.of(
                        "twice", "{\"review\": \"a\", \"review\": \"b c\"}".getBytes(UTF_8), 200));
    }

    private static byte[] review(String text) {
        return "{\"review\": \"%s\"}".formatted(text).getBytes(UTF_8);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyHasAClearAnswer(String what, byte[] body, int status) throws IOException {
        Answer answer = send(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path(status == 200 ? "sentiment" : "error").asText()).isNotEmpty();
    }

    @Test
    void randomBodiesAreAnsweredWithinASecondAndNeverWithABug() throws IOException {
        Random random = new Random(10);
        byte[] good = review("What a lovely walk, and not a bit muddy.");
        Map<Integer, Integer> answers = new HashMap<>();
        long slowest = 0;
        for (int i = 0; i < RANDOM; i++) {
            long start = System.nanoTime();
            int status = send(i % 2 == 0 ? changed(good, random) : made(random)).status();
            slowest = Math.max(slowest, System.nanoTime() - start);
            answers.merge(status, 1, Integer::sum);
        }
        assertThat(answers).containsOnlyKeys(200, 400);
        assertThat(answers.get(200)).isBetween(100, RANDOM / 2);
        assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    private static byte[] changed(byte[] body, Random random) {
        byte[] changed = Arrays.copyOf(body, body.length - random.nextInt(3));
        for (int i = 0; i <= random.nextInt(3); i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static byte[] made(Random random) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatAGuestWroteStandsNowhereAsItIs() throws Exception {
        String body = JSON.writeValueAsString(Map.of("review", SLY));
        assertThat(send(body.getBytes(UTF_8)).status()).isEqualTo(200);
        send(("{\"review\": [\"" + "forged".repeat(3) + "\"]}").getBytes(UTF_8));
        Path predictions = directory.resolve("predictions.jsonl");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!holdsSly(predictions) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(holdsSly(predictions)).isTrue();
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).filteredOn(CONTROL.asPredicate()).isEmpty();
        for (String line : lines) {
            assertThat(JSON.readTree(line).path("sentiment").asText()).isNotEmpty();
        }
        assertThat(Files.readString(directory.resolve("out")))
                .doesNotContain("forged")
                .doesNotContain("Exception")
                .doesNotContain("\u001b");
    }

    private static boolean holdsSly(Path predictions) throws IOException {
        if (!Files.exists(predictions)) {
            return false;
        }
        for (String line : Files.readAllLines(predictions)) {
            if (JSON.readTree(line).path("review").asText().equals(SLY)) {
                return true;
            }
        }
        return false;
    }

    private record Answer(int status, String body) {}

    private Answer send(byte[] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:%d/predict".formatted(port))
                                .toURL()
                                .openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(10_000);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, new String(in.readAllBytes(), UTF_8));
        }
    }
}
