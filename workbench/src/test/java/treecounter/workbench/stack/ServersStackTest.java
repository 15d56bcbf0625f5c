package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/** The stack, without Docker, of a lesson whose programs need servers. */
@StartsPrograms
class ServersStackTest {
    private TestStack stack;

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.down(true);
        }
    }

    static List<Lesson> lessons() {
        return Rooms.lessons().stream().filter(lesson -> lesson.servers().isPresent()).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("lessons")
    void everyTargetIsUpAndEveryPanelAndQueryHasData(Lesson lesson) throws Exception {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
        stack = new TestStack("servers", "DOCKER=no");
        Module module = stack.workshop().solution(lesson);
        stack.up(module);
        new Traffic(stack.screen(), stack.options("RATE=20", "FOR=25"), lesson).send();
        assertThat(stack.prometheus().targets())
                .extracting("job")
                .contains("prometheus", "treecounter", "worker");
        Eventually.get(
                TestStack.TWO_SCRAPES,
                () -> stack.prometheus().query("up{job=~\"prometheus|treecounter|worker\"} == 1"),
                found -> found.size() == 3);
        List<String> queries = queries(lesson, module);
        assertThat(queries).hasSizeGreaterThan(20);
        Eventually.get(Duration.ofSeconds(60), () -> empty(stack, queries), List::isEmpty);
    }

    static List<String> queries(Lesson lesson, Module module) throws IOException {
        List<String> queries = new ArrayList<>();
        Panels.all().stream()
                .filter(dashboard -> dashboard.lesson() == lesson)
                .flatMap(dashboard -> dashboard.targets().stream())
                .forEach(target -> queries.add(target.filledIn()));
        try (Stream<Path> files = Files.list(module.file("queries"))) {
            Set<String> empty = Rooms.facts(lesson).empty();
            for (Path file : files.toList()) {
                if (!empty.contains(file.getFileName().toString().replace(".promql", ""))) {
                    queries.add(Files.readString(file));
                }
            }
        }
        return queries;
    }

    static List<String> empty(TestStack stack, List<String> queries) throws Exception {
        List<String> empty = new ArrayList<>();
        for (String query : queries) {
            if (stack.prometheus().query(query).stream().allMatch(s -> Double.isNaN(s.value()))) {
                empty.add(query);
            }
        }
        return empty;
    }
}
