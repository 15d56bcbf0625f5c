package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

@Execution(ExecutionMode.CONCURRENT)
@StartsPrograms
class StartersTest {
    private static final Pattern TODO = Pattern.compile("TODO (\\d+\\.\\d+)?");

    static List<Lesson> lessons() {
        return Rooms.lessons();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void itCompilesAndFailsWhatIsAskedAndNothingElse(Lesson lesson, @TempDir Path directory)
            throws IOException {
        Module starter = Committed.copy(Workshop.here().starter(lesson), directory);
        assertThat(Compilation.of(starter).problems()).isEmpty();
        List<Outcome> outcomes = CheckRun.of(starter, true, outcome -> {});

        Map<String, String> expected = new TreeMap<>(Rooms.facts(lesson).failures());
        Map<String, String> hints = new TreeMap<>();
        Optional<String> promtool = Optional.empty();
        for (Outcome outcome : outcomes) {
            if (outcome.result() == Result.FAILED) {
                assertThat(outcome.cause().orElseThrow()).isInstanceOf(Finding.class);
                Finding finding = (Finding) outcome.cause().orElseThrow();
                assertThat(finding.hint()).matches(Hints.NAMES_A_PLACE);
                hints.put(outcome.check().number(), finding.hint());
            } else if (outcome.result() == Result.NOT_CHECKED
                    && Rooms.facts(lesson).wantGrafana().contains(outcome.check().number())) {
                expected.remove(outcome.check().number());
            } else if (outcome.result() == Result.NOT_CHECKED
                    && withoutPromtool().equals(outcome.cause().map(Throwable::getMessage))) {
                expected.remove(outcome.check().number());
                promtool = withoutPromtool();
            } else {
                assertThat(outcome.result())
                        .as(outcome.check().number())
                        .isIn(Result.OPEN, Result.NOT_CHECKED);
                assertThat(outcome.check().optional()).as(outcome.check().number()).isTrue();
            }
        }
        assertThat(hints.keySet()).isEqualTo(new TreeSet<>(expected.keySet()));
        expected.forEach((number, words) -> assertThat(hints.get(number)).contains(words));
        promtool.ifPresent(cause -> Assumptions.abort("all but queries fail. " + cause));
    }

    /** What a check says here that cannot ask promtool; empty where promtool is. */
    private static Optional<String> withoutPromtool() {
        try {
            Promtool.find();
            return Optional.empty();
        } catch (NotChecked e) {
            return Optional.of(e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void everyTodoHasACheckAndEveryCheckATodo(Lesson lesson, @TempDir Path directory)
            throws IOException {
        Module starter = Committed.copy(Workshop.here().starter(lesson), directory);
        Set<String> checks =
                CheckRun.checks(lesson).stream()
                        .map(Check::number)
                        .filter(number -> !Rooms.facts(lesson).withoutTodo().contains(number))
                        .collect(Collectors.toSet());
        assertThat(todos(starter)).isEqualTo(checks);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void theSolutionHasNoTodo(Lesson lesson) throws IOException {
        assertThat(todos(Workshop.here().solution(lesson))).isEmpty();
    }

    private static Set<String> todos(Module module) throws IOException {
        Set<String> numbers = new TreeSet<>();
        for (Path file : ModuleCopy.files(module.directory())) {
            Matcher todo = TODO.matcher(Files.readString(module.directory().resolve(file)));
            while (todo.find()) {
                numbers.add(todo.group(1) == null ? "a TODO without a number" : todo.group(1));
            }
        }
        return numbers;
    }
}
