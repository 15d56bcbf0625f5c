package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.lessons.Rooms;

/** What an exercise in rules has to have; that its wrong rules are caught, MistakesTest sees. */
class RuleExercisesTest {
    static Stream<RuleExercise> exercises() {
        return Rooms.lessons().stream()
                .filter(RuleLesson.class::isInstance)
                .flatMap(lesson -> ((RuleLesson) lesson).rules().stream());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exercises")
    void itsWrongRulesHaveAHintEach(RuleExercise exercise) {
        assertThat(exercise.wrong())
                .hasSizeGreaterThanOrEqualTo(3)
                .extracting(RuleExercise.Wrong::hint)
                .doesNotHaveDuplicates();
    }
}
