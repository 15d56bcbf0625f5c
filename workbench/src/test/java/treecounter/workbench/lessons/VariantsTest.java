package treecounter.workbench.lessons;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What is right passes, however it is written: a false failure is worse than a missed mistake. */
@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms(weight = 1)
class VariantsTest {
    private static final Grading GRADING = new Grading(Integer.MAX_VALUE);

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("variants")
    void theyPass(List<Variant> variants, @TempDir Path directory) {
        Module solution = Workshop.here().solution(variants.get(0).lesson());
        Module copy = ModuleCopy.of(solution, directory);
        variants.forEach(variant -> variant.in(copy));
        Passes.all(copy);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("queries")
    void theQueryPasses(Exercise exercise, String query) {
        GRADING.judge(exercise, query); // Throws a Finding, or is skipped without promtool.
    }

    /** Those that change different lines are one solution, but those that go alone. */
    static Stream<List<Variant>> variants() {
        Stream<Variant> all =
                Rooms.lessons().stream().flatMap(lesson -> Rooms.variants(lesson).all().stream());
        return Rounds.of(all, VariantsTest::goesWith).stream();
    }

    private static boolean goesWith(List<Variant> round, Variant another) {
        return Stream.concat(round.stream(), Stream.of(another)).noneMatch(Variant::goesAlone)
                && round.get(0).lesson() == another.lesson()
                && Rounds.fit(
                        another.lesson(),
                        Stream.concat(round.stream(), Stream.of(another))
                                .flatMap(variant -> variant.edits().stream()));
    }

    static Stream<Arguments> queries() {
        List<Map<Exercise, List<String>>> byLesson =
                Rooms.lessons().stream().map(lesson -> Rooms.variants(lesson).queries()).toList();
        byLesson.forEach(GRADING::askAhead);
        return byLesson.stream()
                .flatMap(queries -> queries.entrySet().stream())
                .flatMap(
                        right ->
                                right.getValue().stream()
                                        .map(query -> Arguments.of(right.getKey(), query)));
    }
}
