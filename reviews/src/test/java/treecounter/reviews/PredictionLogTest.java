package treecounter.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionLogTest {
    private static final Prediction GLAD = new Prediction("positive", 0.934, Prediction.MODEL);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path directory;

    @Test
    void eachPredictionIsALineWhateverAGuestWrote() throws IOException {
        String review = "\"}\n{\"time\": 0} \u2028 \u001B[31m \\ \uD83C\uDF32 \uD800";
        List<String> lines = written(1_000_000, review, "plain");
        assertThat(lines).hasSize(2);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.path("review").asText()).startsWith("\"}\n{\"time\": 0}");
        assertThat(first.path("sentiment").asText()).isEqualTo("positive");
        assertThat(first.path("probability").asDouble()).isEqualTo(0.93);
        assertThat(lines.get(0)).doesNotContain("\u001B");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "files here have no owner in that sense");
        Path file = directory.resolve("predictions.jsonl");
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        written(1_000_000, "a walk");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void atItsLimitTheOldestHalfGoes() throws IOException {
        for (int i = 0; i < 40; i++) {
            written(2_000, "review number " + i);
        }
        List<String> lines = Files.readAllLines(directory.resolve("predictions.jsonl"));
        assertThat(Files.size(directory.resolve("predictions.jsonl"))).isLessThanOrEqualTo(2_000);
        assertThat(lines).hasSizeGreaterThan(5).last().asString().contains("review number 39");
        for (String line : lines) {
            assertThat(JSON.readTree(line).path("review").asText()).startsWith("review number");
        }
    }

    @Test
    void whereNothingCanBeWrittenNobodyWaitsAndAllIsForgotten() throws Exception {
        Path none = Files.writeString(directory.resolve("file"), "").resolve("below");
        PredictionLog log = new PredictionLog(none, 1_000);
        long start = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            log.add("a walk", GLAD);
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (log.dropped() < 4_000 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(log.dropped()).isGreaterThanOrEqualTo(4_000);
        log.end(Duration.ofSeconds(1));
    }

    @Test
    void onceThereIsRoomAgainItGoesOn() throws Exception {
        Path file = Files.createDirectory(directory.resolve("predictions.jsonl"));
        PredictionLog log = new PredictionLog(file, 1_000_000);
        log.add("lost", GLAD);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (log.dropped() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        Files.delete(file);
        log.add("kept", GLAD);
        log.end(Duration.ofSeconds(1));
        assertThat(Files.readAllLines(file)).singleElement().asString().contains("kept");
    }

    @Test
    void whatWasToldOfAReviewIsKnownLater() {
        PredictionLog log = new PredictionLog(directory.resolve("predictions.jsonl"), 1_000_000);
        log.add("a walk", GLAD);
        assertThat(log.told("a walk")).contains("positive");
        assertThat(log.told("another")).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            log.add("review " + i, GLAD);
        }
        assertThat(log.told("a walk")).isEmpty();
        log.end(Duration.ofSeconds(1));
    }

    private List<String> written(long mostBytes, String... reviews) throws IOException {
        Path file = directory.resolve("predictions.jsonl");
        PredictionLog log = new PredictionLog(file, mostBytes);
        for (String review : reviews) {
            log.add(review, GLAD);
        }
        log.end(Duration.ofSeconds(1));
        return Files.readAllLines(file);
    }
}
