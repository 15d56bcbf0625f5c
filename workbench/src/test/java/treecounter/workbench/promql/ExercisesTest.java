package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

@StartsPrograms
class ExercisesTest {
    private final Grading grading = new Grading();

    /** Without promtool nothing of this can be tested; it says so once. */
    @BeforeAll
    static void findPromtool() {
        Promtool.find();
    }

    static Stream<Exercise> exercises() {
        return Rooms.lessons().stream()
                .filter(QueryLesson.class::isInstance)
                .flatMap(lesson -> ((QueryLesson) lesson).queries().stream());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void eachMistakeGivesSomethingAndFailsWithItsOwnHint(Exercise exercise) {
        exercise.mistakes()
                .forEach(
                        (query, hint) -> {
                            Finding finding =
                                    catchThrowableOfType(
                                            Finding.class, () -> grading.judge(exercise, query));
                            assertThat(finding).as(query).isNotNull();
                            assertThat(finding.hint())
                                    .as(query)
                                    .isEqualTo(exercise.file() + ": " + hint);
                        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void noTwoMistakesGiveTheSame(Exercise exercise) {
        List<String> queries = new ArrayList<>(exercise.mistakes().keySet());
        List<List<Promtool.Answer>> answers = grading.answers(exercise, queries);
        for (int i = 0; i < queries.size(); i++) {
            assertThat(answers.get(i))
                    .as(queries.get(i))
                    .anySatisfy(answer -> assertThat(answer.samples()).isNotEmpty())
                    .allSatisfy(answer -> assertThat(answer.error()).isEmpty());
            for (int j = 0; j < i; j++) {
                assertThat(Promtool.same(answers.get(i), answers.get(j)))
                        .as("%s and %s give the same", queries.get(i), queries.get(j))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void theSolutionIsRight(Exercise exercise) throws IOException {
        List<Module> solutions =
                Workshop.here()
                        .modules()
                        .filter(module -> module.name().startsWith("solutions/"))
                        .filter(module -> module.file(exercise.file()).toFile().exists())
                        .toList();
        assertThat(solutions).hasSize(1);
        grading.judge(exercise, Files.readString(solutions.get(0).file(exercise.file())));
    }
}
