package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.promql.Promtool.Answer;
import treecounter.workbench.promql.Rule.Suspect;

/**
 * Every solution's query with one mistake, by each of the {@link Rules}. It is refused, or a reason
 * says why it is none; and what is refused is told its cause.
 */
class MutantsTest {
    private final Grading grading = new Grading(Integer.MAX_VALUE);

    static Stream<Exercise> exercises() {
        return ExercisesTest.exercises();
    }

    /** Without promtool nothing of this can be tested; it says so once. */
    @BeforeAll
    static void findPromtool() {
        Promtool.find();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void eachMutantIsRefusedOrNoMistake(Exercise exercise) {
        Set<String> needed = new TreeSet<>();
        List<String> accepted = new ArrayList<>();
        answers(exercise)
                .forEach(
                        (mutant, answers) -> {
                            if (!exercise.isRight(answers)) {
                                return;
                            }
                            Optional<String> reason = listed(exercise, mutant);
                            reason.ifPresentOrElse(
                                    needed::add,
                                    () -> accepted.add(mutant.query() + "   " + mutant.words()));
                        });
        assertThat(accepted).isEmpty();
        assertThat(exercise.equivalents().keySet()).isEqualTo(needed);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void eachRefusedMutantIsToldItsCause(Exercise exercise) {
        Map<String, Set<String>> words =
                answers(exercise).entrySet().stream()
                        .filter(each -> !exercise.isRight(each.getValue()))
                        .filter(each -> each.getValue().get(0).error().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.getKey().query().toString(),
                                        Collectors.mapping(
                                                each -> each.getKey().words(),
                                                Collectors.toSet())));
        grading.askAhead(exercise, List.copyOf(words.keySet()));
        List<String> unnamed = new ArrayList<>();
        words.forEach(
                (query, causes) -> {
                    Set<String> fitting = new LinkedHashSet<>(causes);
                    fitting.addAll(exercise.mistakes().values());
                    Optional<String> cause = grading.cause(exercise, query);
                    if (cause.isEmpty() || fitting.stream().noneMatch(cause.get()::contains)) {
                        unnamed.add(query + "   " + causes + "   " + cause.orElse(""));
                    }
                });
        assertThat(unnamed).isEmpty();
    }

    private static Optional<String> listed(Exercise exercise, Suspect mutant) {
        return exercise.equivalents().keySet().stream()
                .filter(mutant.words()::startsWith)
                .findFirst();
    }

    private Map<Suspect, List<Answer>> answers(Exercise exercise) {
        List<Suspect> mutants =
                Rules.mutants(Grading.goal(exercise).orElseThrow()).distinct().toList();
        List<List<Answer>> answers =
                grading.answers(
                        exercise,
                        mutants.stream().map(mutant -> mutant.query().toString()).toList());
        return Stream.iterate(0, i -> i < mutants.size(), i -> i + 1)
                .collect(Collectors.toMap(mutants::get, answers::get));
    }
}
