package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.loop.Compilation;

@Execution(ExecutionMode.CONCURRENT)
class StartersTest {
    /** The checks that a starter must fail, with words of the hint that begins its exercise. */
    static final Map<Lesson, Map<String, String>> FAILURES =
            Map.of(
                    Lesson.EXPOSING,
                    Map.of(
                            "1.1", "TreeCounterHandler.handle: add a case",
                            "1.2", "step 1.1 comes first",
                            "1.3", "step 1.1 comes first"),
                    Lesson.CUSTOM_METRICS,
                    Map.of(
                            "2.1", "TreeCounterHandler: declare it",
                            "2.2", "TreeCounterHandler.answer: all answers but the scrapes pass",
                            "2.3", "TreeCounterHandler: declare it",
                            "2.4", "TreeCounterHandler: declare it"),
                    Lesson.PROMETHEUS_GRAFANA,
                    Map.of(
                            "3.1", "TreeCounterHandler: call labels(...) once for each child",
                            "3.2", "queries/01-rate.promql: write the query",
                            "3.3", "queries/02-by-status.promql: write the query",
                            "3.4", "queries/03-increase.promql: write the query",
                            "3.5", "queries/04-error-ratio.promql: write the query",
                            "3.6", "queries/05-forest-wait.promql: write the query",
                            "3.7", "dashboard.json: in Grafana choose Export"),
                    Lesson.HISTOGRAMS,
                    Map.of(
                            "4.1", "LatencyHandler: declare it",
                            "4.2", "TreeCounterApp.main: put a LatencyHandler around",
                            "4.3", "LatencyHandler.handle:",
                            "4.4", "queries/01-average-latency.promql: write the query",
                            "4.5", "queries/02-p95.promql: write the query"));

    /**
     * The dashboard is exported from Grafana, so the starter has no file that could hold a TODO.
     */
    private static final Set<String> WITHOUT_TODO = Set.of("3.7");

    private static final Pattern TODO = Pattern.compile("TODO (\\d+\\.\\d+)?");

    @ParameterizedTest
    @EnumSource
    void itCompilesAndFailsWhatIsAskedAndNothingElse(Lesson lesson, @TempDir Path directory)
            throws IOException {
        Module starter = Committed.copy(Workshop.here().starter(lesson), directory);
        assertThat(Compilation.of(starter).problems()).isEmpty();
        List<Outcome> outcomes = CheckRun.of(starter, true, outcome -> {});

        Map<String, String> hints = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome.result() == Result.FAILED) {
                assertThat(outcome.cause().orElseThrow()).isInstanceOf(Finding.class);
                Finding finding = (Finding) outcome.cause().orElseThrow();
                assertThat(finding.hint()).matches(Hints.NAMES_A_PLACE);
                hints.put(outcome.check().number(), finding.hint());
            } else {
                assertThat(outcome.result()).as(outcome.check().number()).isEqualTo(Result.OPEN);
                assertThat(outcome.check().optional()).as(outcome.check().number()).isTrue();
            }
        }
        Map<String, String> expected = FAILURES.get(lesson);
        assertThat(hints.keySet()).isEqualTo(new TreeSet<>(expected.keySet()));
        expected.forEach((number, words) -> assertThat(hints.get(number)).contains(words));
    }

    @ParameterizedTest
    @EnumSource
    void everyTodoHasACheckAndEveryCheckATodo(Lesson lesson, @TempDir Path directory)
            throws IOException {
        Module starter = Committed.copy(Workshop.here().starter(lesson), directory);
        Set<String> checks =
                CheckRun.checks(lesson).stream()
                        .map(Check::number)
                        .filter(number -> !WITHOUT_TODO.contains(number))
                        .collect(Collectors.toSet());
        assertThat(todos(starter)).isEqualTo(checks);
    }

    @ParameterizedTest
    @EnumSource
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
