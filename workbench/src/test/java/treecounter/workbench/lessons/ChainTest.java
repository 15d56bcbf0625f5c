package treecounter.workbench.lessons;

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
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Who has finished a lesson finds the same code, and new TODOs, in the next one. */
class ChainTest {
    @TempDir Path directory;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("lessonsWithAStart")
    void theStarterIsTheSolutionBeforeItWithTodos(Lesson lesson) throws IOException {
        Workshop workshop = Workshop.here();
        Lesson before = lesson.startsFrom().flatMap(Lesson::named).orElseThrow();
        Map<String, List<String>> starter = code(workshop.starter(lesson), "starter");
        Map<String, List<String>> solution = code(workshop.solution(before), "solution");

        List<String> files = new ArrayList<>(solution.keySet());
        files.addAll(Rooms.facts(lesson).newFiles());
        assertThat(starter).containsOnlyKeys(files);
        solution.forEach((file, lines) -> assertThat(starter.get(file)).as(file).isEqualTo(lines));
    }

    static List<Lesson> lessonsWithAStart() {
        return Rooms.lessons().stream().filter(lesson -> lesson.startsFrom().isPresent()).toList();
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
