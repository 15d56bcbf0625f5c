package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;

@Execution(ExecutionMode.CONCURRENT)
class SolutionsTest {
    /** What stays true in the lessons after; the other checks are about files of one lesson. */
    private static final Map<Lesson, List<String>> STAYS =
            Map.of(
                    Lesson.EXPOSING, List.of("1.1", "1.2"),
                    Lesson.CUSTOM_METRICS, List.of("2.1", "2.2", "2.3", "2.4"),
                    Lesson.PROMETHEUS_GRAFANA, List.of("3.1"),
                    Lesson.HISTOGRAMS, List.of("4.1", "4.2", "4.3"));

    @ParameterizedTest
    @EnumSource
    void itPassesEveryCheckOfItsLesson(Lesson lesson) {
        Passes.all(Workshop.here().solution(lesson));
    }

    @ParameterizedTest
    @MethodSource("earlierLessons")
    void itPassesWhatLessonsBeforeAskedFor(Lesson lesson, Lesson before) {
        Module solution = Workshop.here().solution(lesson);
        Module asBefore = new Module(before, solution.directory(), solution.name());
        assertThat(Passes.numbers(CheckRun.of(asBefore, true, outcome -> {})))
                .containsAll(STAYS.get(before));
    }

    static Stream<Arguments> earlierLessons() {
        return Arrays.stream(Lesson.values())
                .flatMap(
                        lesson ->
                                Arrays.stream(Lesson.values())
                                        .filter(before -> before.ordinal() < lesson.ordinal())
                                        .filter(STAYS::containsKey)
                                        .map(before -> Arguments.of(lesson, before)));
    }

    @ParameterizedTest
    @EnumSource
    void itPassesWithWindowsLineEndsInADirectoryWithABlankAndAnUmlaut(
            Lesson lesson, @TempDir Path temp) throws Exception {
        Path directory = directory(temp);
        Passes.all(ModuleCopy.withWindowsLineEnds(Workshop.here().solution(lesson), directory));
    }

    private static Path directory(Path temp) throws Exception {
        try {
            return Files.createDirectories(temp.resolve("\u00dcbung 1"));
        } catch (InvalidPathException e) {
            assumeTrue(false, "file names have no umlauts here; set LC_ALL=C.UTF-8");
            throw e;
        }
    }
}
