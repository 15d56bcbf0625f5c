package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Nothing of what makes a lesson is forgotten: see 'Add a lesson' in CONTRIBUTING.md. */
class LessonsTest {
    private static final int POM_LINES = 35;
    private static final int MISTAKES = 3;

    /** What of a window of 100 characters is left beside a check's number. */
    private static final int LINE = 86;

    private final Workshop workshop = Workshop.here();

    static List<Lesson> lessons() {
        return Rooms.lessons();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itHasAStarterAndASolution(Lesson lesson) throws IOException {
        for (Module module : List.of(workshop.starter(lesson), workshop.solution(lesson))) {
            assertThat(module.file("src/main/java/treecounter/TreeCounterApp.java")).exists();
            assertThat(Files.readAllLines(module.file("pom.xml")))
                    .as("lines of %s/pom.xml", module.name())
                    .hasSizeLessThanOrEqualTo(POM_LINES);
        }
        assertThat(Files.readAllLines(workshop.starter(lesson).file("Makefile")))
                .containsExactly("SECTION ?= " + lesson.directory(), "include ../Makefile");
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void bothModulesAreBuilt(Lesson lesson) throws IOException {
        assertThat(Files.readString(workshop.root().resolve("pom.xml")))
                .contains("<module>%s</module>".formatted(lesson.directory()))
                .contains("<module>solutions/%s</module>".formatted(lesson.directory()));
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itsChecksAreNumberedFromOneAndHaveATitleAndASecondHint(Lesson lesson) {
        assertThat(lesson.checks()).hasAnnotation(LessonChecks.class);
        List<Check> checks = CheckRun.checks(lesson);
        assertThat(checks).isNotEmpty();
        assertThat(checks.stream().map(Check::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, checks.size())
                                .mapToObj(step -> lesson.number() + "." + step)
                                .toList());
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.title()).isNotBlank())
                .allSatisfy(check -> assertThat(check.more()).isNotBlank().endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itsChecksSayInOneLineWhatIsLearned(Lesson lesson) {
        assertThat(CheckRun.checks(lesson))
                .allSatisfy(
                        check ->
                                assertThat(check.learned())
                                        .as(check.number())
                                        .endsWith(".")
                                        .doesNotContain("\n")
                                        .hasSizeLessThanOrEqualTo(LINE));
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void theFailuresOfItsStarterAreListed(Lesson lesson) {
        assertThat(Rooms.facts(lesson).failures()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itHasTypicalMistakesForEveryRequiredCheck(Lesson lesson) {
        List<Mistake> mistakes = Rooms.mistakes(lesson).all();
        assertThat(mistakes).hasSizeGreaterThanOrEqualTo(MISTAKES);
        assertThat(CheckRun.checks(lesson).stream().filter(check -> !check.optional()))
                .allSatisfy(
                        check ->
                                assertThat(mistakes)
                                        .extracting(Mistake::check)
                                        .contains(check.number()));
    }

    @Test
    void everyDirectoryOfALessonIsListed() throws IOException {
        List<String> listed = Lesson.all().stream().map(Lesson::directory).toList();
        try (Stream<Path> directories = Files.list(workshop.root())) {
            assertThat(
                            directories
                                    .filter(path -> Files.exists(path.resolve("pom.xml")))
                                    .map(path -> path.getFileName().toString())
                                    .filter(name -> name.matches("(section|bonus)-.*")))
                    .isSubsetOf(listed);
        }
    }

    @Test
    void noTwoMistakesOfALessonHaveTheSameWords() {
        for (Lesson lesson : Lesson.all()) {
            assertThat(Rooms.mistakes(lesson).all()).map(Mistake::toString).doesNotHaveDuplicates();
        }
    }
}
