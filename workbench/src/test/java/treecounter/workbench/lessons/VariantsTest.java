package treecounter.workbench.lessons;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Solutions of a lesson that are written otherwise, and as right, and the proof that they pass: a
 * false failure is worse than a missed mistake.
 */
@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms(weight = 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class VariantsTest {
    /** The file that makes and starts the server. */
    protected static final String APP = MistakesTest.APP;

    /** The file that answers. */
    protected static final String HANDLER = MistakesTest.HANDLER;

    private final Lesson lesson = Rooms.lessonOf(this, VariantsTest.class);
    private final Grading grading = new Grading(Integer.MAX_VALUE);

    /** All of them. */
    public abstract List<Variant> all();

    /** Right queries beside those of the solution. */
    public Map<Exercise, List<String>> otherQueries() {
        return Map.of();
    }

    /** The solution, with nothing changed yet. */
    protected final Variant variant(String words) {
        return new Variant(lesson, words, List.of(), false);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("variants")
    void theyPass(List<Variant> variants, @TempDir Path directory) {
        Module copy = ModuleCopy.of(Workshop.here().solution(lesson), directory);
        variants.forEach(variant -> variant.in(copy));
        Passes.all(copy);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("queries")
    void theQueryPasses(Exercise exercise, String query) {
        grading.judge(exercise, query); // Throws a Finding, or is skipped without promtool.
    }

    /** Those that change different lines are one solution, but those that go alone. */
    Stream<List<Variant>> variants() {
        return isChosen() ? Rounds.of(all().stream(), this::goesWith).stream() : Stream.empty();
    }

    private boolean goesWith(List<Variant> round, Variant another) {
        return Stream.concat(round.stream(), Stream.of(another)).noneMatch(Variant::goesAlone)
                && Rounds.fit(
                        lesson,
                        Stream.concat(round.stream(), Stream.of(another))
                                .flatMap(variant -> variant.edits().stream()));
    }

    Stream<Arguments> queries() {
        Map<Exercise, List<String>> queries = isChosen() ? otherQueries() : Map.of();
        grading.askAhead(queries);
        return queries.entrySet().stream()
                .flatMap(
                        right ->
                                right.getValue().stream()
                                        .map(query -> Arguments.of(right.getKey(), query)));
    }

    private boolean isChosen() {
        return Rooms.lessons().contains(lesson);
    }
}
