package treecounter.workbench.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.Module;
import treecounter.workbench.Refusal;
import treecounter.workbench.Workshop;

/** The Maven of this machine, at work on the workshop. */
final class Maven {
    private final Workshop workshop;

    Maven(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * Runs Maven on the same terminal; it speaks only when something is wrong.
     *
     * @throws Refusal if there is none, or it fails
     */
    void run(String... words) {
        if (Programs.show(command(words)) != 0) {
            throw new Refusal("Maven failed; it says above why.", 1);
        }
    }

    /**
     * A run of Maven that is not begun yet.
     *
     * @throws Refusal if there is no Maven
     */
    ProcessBuilder command(String... words) {
        Path maven =
                Programs.onPath("mvn")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "Expected Maven to build with, found no mvn on the"
                                                    + " PATH. Get it: https://maven.apache.org"));
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp", "-q"));
        command.addAll(List.of("-Dstyle.color=never", "-f"));
        command.add(workshop.root().resolve("pom.xml").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        // Or Maven ends with signs for a terminal, also where there is none.
        builder.environment().merge("MAVEN_OPTS", "-Djansi.noreset=true", (a, b) -> a + " " + b);
        return builder;
    }

    /**
     * Makes Maven use, and so fetch, all that any verb needs. The learner's own modules are left
     * out: they need the same as the solutions, and may not compile just now.
     */
    void useEverything(String... settings) {
        String solutions =
                workshop.modules()
                        .map(Module::name)
                        .filter(name -> name.startsWith("solutions/"))
                        .collect(Collectors.joining(","));
        run(settings, "package", "-Dmaven.test.skip", "-pl", ".,forest," + solutions);
        // The workbench is not packaged: it is what runs now. One small test is enough to have
        // what runs tests.
        run(
                settings,
                "test",
                "-Dtest=QueryTest",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "spotless:check",
                "clean:help",
                "-pl",
                "forest,workbench");
    }

    private void run(String[] settings, String... words) {
        run(Stream.concat(Stream.of(settings), Stream.of(words)).toArray(String[]::new));
    }
}
