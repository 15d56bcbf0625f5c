package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
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
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The catalogue of a lesson's typical mistakes, and the proof that each is named. */
@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms(weight = 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MistakesTest {
    /** The file that makes and starts the server. */
    protected static final String APP = "src/main/java/treecounter/TreeCounterApp.java";

    /** The file that answers. */
    protected static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";

    private final Lesson lesson = Rooms.lessonOf(this, MistakesTest.class);

    /** What is right in one mistake's copy is the same in the next. */
    private final Kept kept = new Kept();

    /** All of them. */
    public abstract List<Mistake> all();

    /**
     * Whether only its own check sees mistakes like this one: then one app serves a mistake of each
     * check.
     */
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp();
    }

    /** The solution with {@code find} replaced; an empty {@code find} makes a file anew. */
    protected final Mistake mistake(
            String words, String file, String find, String replace, String check, String hint) {
        return new Mistake(
                lesson, words, List.of(new Edit(file, find, replace)), check, hint, false);
    }

    /** The solution with another query. */
    protected final Mistake query(
            String words, String exercise, String query, String check, String hint) {
        String file = "queries/%s.promql".formatted(exercise);
        return mistake(words, file, "", query + "\n", check, hint);
    }

    /** The solution with each of the wrong rules that an exercise knows. */
    protected final List<Mistake> rules(RuleExercise exercise, String check) {
        Path file = Workshop.here().solution(lesson).file(exercise.file());
        List<Mistake> all = new ArrayList<>();
        for (RuleExercise.Wrong wrong : exercise.wrong()) {
            try {
                String made = wrong.in(Files.readString(file));
                all.add(mistake(wrong.words(), exercise.file(), "", made, check, wrong.hint()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void itsCheckIsTheFirstToFailAndSpeaksOfIt(Mistake mistake, @TempDir Path directory) {
        Module copy = ModuleCopy.of(Workshop.here().solution(lesson), directory);
        mistake.in(copy);
        assertThat(Compilation.of(copy).problems()).isEmpty();
        List<Outcome> outcomes =
                mistake.isOutsideTheApp()
                        ? CheckRun.untilFailure(checksLike(mistake), copy, kept)
                        : CheckRun.untilFailure(copy, kept);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.result() == Result.FAILED)
                .as(() -> mistake + "; found: " + causes(outcomes))
                .singleElement()
                .satisfies(
                        outcome -> assertThat(outcome.check().number()).isEqualTo(mistake.check()))
                .satisfies(outcome -> speaksOf(mistake, outcome));
    }

    Stream<Mistake> itsCheckIsTheFirstToFailAndSpeaksOfIt() {
        return chosen().filter(mistake -> !sharesAnApp(mistake));
    }

    private boolean sharesAnApp(Mistake mistake) {
        return !mistake.goesAlone() && isSeenByItsCheckAlone(mistake);
    }

    /**
     * One app serves a mistake of each check: exercises, and some checks, know of no other. Where
     * the app is the solution's, nothing is asked of it, and nothing else where it is not.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void itsCheckAloneFailsAndSpeaksOfIt(List<Mistake> mistakes, @TempDir Path directory) {
        Module copy = ModuleCopy.of(Workshop.here().solution(lesson), directory);
        mistakes.forEach(mistake -> mistake.in(copy));
        List<Outcome> outcomes = CheckRun.only(checksLike(mistakes.get(0)), copy, kept);
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
    private List<String> checksLike(Mistake one) {
        return all().stream()
                .filter(mistake -> mistake.isOutsideTheApp() == one.isOutsideTheApp())
                .map(Mistake::check)
                .distinct()
                .toList();
    }

    /** The first mistakes of all such checks, the second ones, and so on. */
    Stream<List<Mistake>> itsCheckAloneFailsAndSpeaksOfIt() {
        List<List<Mistake>> rounds = Rounds.of(chosen().filter(this::sharesAnApp), this::goesWith);
        rounds.forEach(round -> round.sort(Comparator.comparing(MistakesTest::step)));
        return rounds.stream();
    }

    private static int step(Mistake mistake) {
        return Integer.parseInt(mistake.check().replaceFirst(".*\\.", ""));
    }

    private boolean goesWith(List<Mistake> round, Mistake another) {
        return round.get(0).isOutsideTheApp() == another.isOutsideTheApp()
                && round.stream().map(Mistake::check).noneMatch(another.check()::equals)
                && Rounds.fit(
                        lesson,
                        Stream.concat(round.stream(), Stream.of(another))
                                .flatMap(mistake -> mistake.edits().stream()));
    }

    private Stream<Mistake> chosen() {
        return Rooms.lessons().contains(lesson) ? all().stream() : Stream.empty();
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
