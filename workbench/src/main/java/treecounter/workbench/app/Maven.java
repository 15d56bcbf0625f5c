package treecounter.workbench.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** The Maven of this machine, at work on the workshop. */
public final class Maven {
    private static final Duration LIMIT = Duration.ofHours(2);

    private final Workshop workshop;

    public Maven(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * Runs Maven on the same terminal; it speaks only when something is wrong.
     *
     * @throws Refusal if there is none, or it fails
     */
    public void run(String... words) {
        if (command(words).show() != 0) {
            throw new Refusal("Maven failed; it says above why.", 1);
        }
    }

    /**
     * A run of Maven that is not begun yet.
     *
     * @throws Refusal if there is no Maven
     */
    public Command command(String... words) {
        Path maven =
                Command.onPath("mvn")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "Expected Maven to build with, found no mvn on the"
                                                    + " PATH. Get it: https://maven.apache.org"));
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp", "-q"));
        command.addAll(List.of("-Dstyle.color=never", "-f"));
        command.add(workshop.root().resolve("pom.xml").toString());
        command.addAll(List.of(words));
        String given = Optional.ofNullable(System.getenv("MAVEN_OPTS")).orElse("");
        // Or Maven ends with signs for a terminal, also where there is none.
        return Command.of(command)
                .with(Map.of("MAVEN_OPTS", given + " -Djansi.noreset=true"))
                .within(LIMIT);
    }

    /**
     * Makes Maven use, and so fetch, all that any verb needs of some lessons. The learner's own
     * modules are left out: they need the same as the solutions, and may not compile just now.
     */
    public void useAll(List<Lesson> lessons, String... settings) {
        String modules =
                lessons.stream()
                        .flatMap(
                                lesson ->
                                        Stream.of(
                                                        List.of(workshop.solution(lesson).name()),
                                                        lesson.modules(),
                                                        lesson.modulesWithoutDocker().keySet())
                                                .flatMap(Collection::stream))
                        .collect(Collectors.joining(","));
        run(settings, "package", "-Dmaven.test.skip", "-pl", ".,forest," + modules);
        // The workbench is not packaged: it is what runs now. One small test is enough to have
        // what runs tests, and one file to have what looks at the format.
        run(
                settings,
                "test",
                "-Dtest=QueryTest",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "spotless:check",
                "-DspotlessFiles=.*/Answer[.]java",
                "clean:help",
                "-pl",
                "forest,workbench");
    }

    private void run(String[] settings, String... words) {
        run(Stream.concat(Stream.of(settings), Stream.of(words)).toArray(String[]::new));
    }
}
