package treecounter.workbench.lessons.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What goes wrong can be told from the metrics; what does not, cannot. */
@Isolated("a dead cache is dead for all")
@StartsPrograms
class DiagnosisTest {
    private static final Map<Trouble, String> QUERIES = new EnumMap<>(Trouble.class);

    static {
        QUERIES.put(
                Trouble.SLOW_DATABASE,
                "sum(rate(db_insert_seconds_sum[1m])) / sum(rate(db_insert_seconds_count[1m]))");
        QUERIES.put(
                Trouble.LOCKED_TABLE,
                "sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))");
        QUERIES.put(Trouble.DEAD_CACHE, "sum(rate(cache_requests_total{result=\"failed\"}[1m]))");
        QUERIES.put(Trouble.STOPPED_WORKERS, "sum(rate(mq_consumed_total[1m]))");
        QUERIES.put(
                Trouble.REFUSING_BROKER,
                "sum(rate(errors_total{where=\"queue\",error=\"refused\"}[1m]))");
        QUERIES.put(Trouble.POISON_MESSAGES, "max(mq_messages{queue=\"dead\"})");
    }

    @TempDir Path directory;

    private final Kept kept = new Kept();
    private Module copy;

    @BeforeEach
    void copy() {
        Lesson lesson = Lesson.named("pipeline").orElseThrow();
        copy = ModuleCopy.of(Workshop.here().solution(lesson), directory);
    }

    static Stream<Long> seeds() {
        return Stream.of(
                        List.of(Trouble.SLOW_DATABASE, Trouble.POISON_MESSAGES),
                        List.of(Trouble.LOCKED_TABLE, Trouble.STOPPED_WORKERS),
                        List.of(Trouble.DEAD_CACHE, Trouble.REFUSING_BROKER))
                .map(
                        pair ->
                                LongStream.range(0, 100)
                                        .filter(seed -> Trouble.drawn(seed).equals(pair))
                                        .findFirst()
                                        .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrongIsFoundAndWhatIsNotIsRefused(long seed) throws IOException {
        List<Trouble> truth = Trouble.drawn(seed);
        check(seed, truth.get(0), truth.get(1));
        check(seed, truth.get(1), truth.get(0));
        for (Trouble other : Trouble.values()) {
            if (!truth.contains(other)) {
                assertThatThrownBy(() -> check(seed, truth.get(0), other))
                        .isInstanceOfSatisfying(
                                Finding.class,
                                finding ->
                                        assertThat(finding.hint())
                                                .contains("second: you say " + other));
            }
        }
    }

    private void check(long seed, Trouble first, Trouble second) throws IOException {
        Files.writeString(
                copy.file(PipelineDiagnosis.FILE),
                "seed=%d%n".formatted(seed) + half("first", first) + half("second", second));
        try (Bench bench = new Bench(copy, kept)) {
            new PipelineDiagnosis(bench).check();
        }
    }

    private static String half(String key, Trouble trouble) {
        return "%1$s=%2$s%n%1$s.query=%3$s%n%1$s.moves=%4$s%n"
                .formatted(
                        key,
                        trouble,
                        QUERIES.get(trouble),
                        trouble == Trouble.STOPPED_WORKERS ? "falls" : "rises");
    }
}
