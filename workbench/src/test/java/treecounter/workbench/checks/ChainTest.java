package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;

/** Who has finished a lesson finds the same code, and new TODOs, in the next one. */
class ChainTest {
    /** Classes that a starter has beyond the solution before it. */
    private static final Map<Lesson, List<String>> NEW_FILES =
            Map.of(Lesson.HISTOGRAMS, List.of("LatencyHandler.java"));

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"CUSTOM_METRICS", "PROMETHEUS_GRAFANA", "HISTOGRAMS"})
    void theStarterIsTheSolutionBeforeItWithTodos(Lesson lesson) throws IOException {
        Workshop workshop = Workshop.here();
        Lesson before = Lesson.values()[lesson.ordinal() - 1];
        Map<String, List<String>> starter = code(workshop.starter(lesson), "starter");
        Map<String, List<String>> solution = code(workshop.solution(before), "solution");

        List<String> files = new ArrayList<>(solution.keySet());
        files.addAll(NEW_FILES.getOrDefault(lesson, List.of()));
        assertThat(starter).containsOnlyKeys(files);
        solution.forEach((file, lines) -> assertThat(starter.get(file)).as(file).isEqualTo(lines));
    }

    /** The lines of each class, without those that are a TODO. */
    private Map<String, List<String>> code(Module module, String name) throws IOException {
        Module copy = Committed.copy(module, directory.resolve(name));
        Map<String, List<String>> files = new TreeMap<>();
        for (Path source : copy.sources()) {
            files.put(
                    source.getFileName().toString(),
                    Files.readString(source)
                            .lines()
                            .filter(line -> !line.strip().startsWith("// TODO "))
                            .toList());
        }
        return files;
    }
}
