package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms
class SolutionsTest {
    /** What lessons before asked for is, where it is a query, the same in each that comes after. */
    private static final Kept KEPT = new Kept();

    static List<Lesson> lessons() {
        return Rooms.lessons();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itPassesEveryCheckOfItsLesson(Lesson lesson) {
        Passes.all(Workshop.here().solution(lesson));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("earlierLessons")
    void itPassesWhatLessonsBeforeAskedFor(Lesson lesson, Lesson before) {
        Module solution = Workshop.here().solution(lesson);
        Module asBefore = new Module(before, solution.directory(), solution.name());
        List<String> stays = Rooms.facts(before).stays();
        assertThat(Passes.numbers(CheckRun.only(stays, asBefore, KEPT))).isEqualTo(stays);
    }

    static Stream<Arguments> earlierLessons() {
        return Rooms.lessons().stream()
                .flatMap(
                        lesson ->
                                lesson.before().stream()
                                        .map(before -> Arguments.of(lesson, before)));
    }

    @ParameterizedTest
    @MethodSource("lessons")
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
