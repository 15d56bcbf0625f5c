package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

class RuleExercisesTest {
    private static final Kept KEPT = new Kept();

    /** Without promtool nothing of this can be tested; it says so once. */
    @BeforeAll
    static void findPromtool() {
        Promtool.find();
    }

    static Stream<RuleLesson> lessons() {
        return Rooms.lessons().stream()
                .filter(RuleLesson.class::isInstance)
                .map(RuleLesson.class::cast);
    }

    static Stream<RuleExercise> exercises() {
        return lessons().flatMap(lesson -> lesson.rules().stream());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void eachWrongRuleFailsWithItsOwnHint(RuleLesson lesson, @TempDir Path directory)
            throws IOException {
        Module copy = ModuleCopy.of(Workshop.here().solution(lesson), directory);
        List<String> others = new ArrayList<>();
        try (Bench bench = new Bench(copy, KEPT)) {
            for (RuleExercise exercise : lesson.rules()) {
                assertThat(exercise.wrong()).as(exercise.file()).hasSizeGreaterThanOrEqualTo(3);
                String right = Files.readString(copy.file(exercise.file()));
                for (RuleExercise.Wrong wrong : exercise.wrong()) {
                    Files.writeString(copy.file(exercise.file()), wrong.in(right));
                    Finding finding =
                            catchThrowableOfType(
                                    Finding.class, () -> RuleGrading.on(bench).check(exercise));
                    if (finding == null || !finding.hint().contains(wrong.hint())) {
                        others.add(exercise.file() + ", " + wrong.words() + ": " + finding);
                    }
                }
                Files.writeString(copy.file(exercise.file()), right);
            }
        }
        assertThat(others).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void noTwoHintsAreTheSame(RuleExercise exercise) {
        assertThat(exercise.wrong().stream().map(RuleExercise.Wrong::hint).toList())
                .doesNotHaveDuplicates();
    }
}
