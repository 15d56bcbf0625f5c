package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms(weight = 1)
class MistakesTest {
    /** What is right in one mistake's copy is the same in the next. */
    private static final Kept KEPT = new Kept();

    @TempDir Path directory;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void itsCheckIsTheFirstToFailAndSpeaksOfIt(Mistake mistake) {
        Module copy = ModuleCopy.of(Workshop.here().solution(mistake.lesson()), directory);
        mistake.in(copy);
        assertThat(Compilation.of(copy).problems()).isEmpty();
        List<Outcome> outcomes =
                mistake.isOutsideTheApp()
                        ? CheckRun.untilFailure(checksLike(mistake), copy, KEPT)
                        : CheckRun.untilFailure(copy, KEPT);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.result() == Result.FAILED)
                .as(() -> mistake + "; found: " + causes(outcomes))
                .singleElement()
                .satisfies(
                        outcome -> assertThat(outcome.check().number()).isEqualTo(mistake.check()))
                .satisfies(outcome -> speaksOf(mistake, outcome));
    }

    static Stream<Mistake> itsCheckIsTheFirstToFailAndSpeaksOfIt() {
        return all().filter(mistake -> !isSeenByItsCheckAlone(mistake));
    }

    private static boolean isSeenByItsCheckAlone(Mistake mistake) {
        return !mistake.goesAlone()
                && Rooms.mistakes(mistake.lesson()).isSeenByItsCheckAlone(mistake);
    }

    /**
     * One app serves a mistake of each check: exercises, and some checks, know of no other. Where
     * the app is the solution's, nothing is asked of it, and nothing else where it is not.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void itsCheckAloneFailsAndSpeaksOfIt(List<Mistake> mistakes) {
        Module solution = Workshop.here().solution(mistakes.get(0).lesson());
        Module copy = ModuleCopy.of(solution, directory);
        mistakes.forEach(mistake -> mistake.in(copy));
        List<Outcome> outcomes = CheckRun.only(checksLike(mistakes.get(0)), copy, KEPT);
        outcomes.stream()
                .filter(outcome -> outcome.result() == Result.NOT_CHECKED)
                .findFirst()
                .flatMap(Outcome::cause)
                .ifPresent(cause -> Assumptions.abort(cause.getMessage()));
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.result() != Result.PASSED)
                .extracting(outcome -> outcome.check().number())
                .containsExactlyElementsOf(mistakes.stream().map(Mistake::check).toList());
        for (Mistake mistake : mistakes) {
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.check().number().equals(mistake.check()))
                    .allSatisfy(outcome -> speaksOf(mistake, outcome));
        }
    }

    /** The checks that have mistakes in the app, if this is one of those; else the others. */
    private static List<String> checksLike(Mistake one) {
        return Rooms.mistakes(one.lesson()).all().stream()
                .filter(mistake -> mistake.isOutsideTheApp() == one.isOutsideTheApp())
                .map(Mistake::check)
                .distinct()
                .toList();
    }

    /** The first mistakes of all such checks of a lesson, the second ones, and so on. */
    static Stream<List<Mistake>> itsCheckAloneFailsAndSpeaksOfIt() {
        List<List<Mistake>> rounds =
                Rounds.of(
                        all().filter(MistakesTest::isSeenByItsCheckAlone), MistakesTest::goesWith);
        rounds.forEach(round -> round.sort(Comparator.comparing(MistakesTest::step)));
        return rounds.stream();
    }

    private static int step(Mistake mistake) {
        return Integer.parseInt(mistake.check().replaceFirst(".*\\.", ""));
    }

    private static boolean goesWith(List<Mistake> round, Mistake another) {
        Mistake first = round.get(0);
        return first.lesson() == another.lesson()
                && first.isOutsideTheApp() == another.isOutsideTheApp()
                && round.stream().map(Mistake::check).noneMatch(another.check()::equals)
                && Rounds.fit(
                        another.lesson(),
                        Stream.concat(round.stream(), Stream.of(another))
                                .flatMap(mistake -> mistake.edits().stream()));
    }

    private static Stream<Mistake> all() {
        return Rooms.lessons().stream().flatMap(lesson -> Rooms.mistakes(lesson).all().stream());
    }

    private static List<String> causes(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.cause().stream())
                .map(Throwable::getMessage)
                .toList();
    }

    private static void speaksOf(Mistake mistake, Outcome outcome) {
        assertThat(outcome.cause().orElseThrow())
                .as(mistake.toString())
                .isInstanceOfSatisfying(
                        Finding.class,
                        finding ->
                                assertThat(finding.hint())
                                        .as(finding.getMessage())
                                        .contains(mistake.hint())
                                        .matches(Hints.NAMES_A_PLACE));
    }
}
