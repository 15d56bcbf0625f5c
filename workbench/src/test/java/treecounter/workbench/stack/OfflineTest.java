package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.Maven;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** What Maven has to do for any verb, it can do without a network once all is fetched. */
@StartsPrograms(weight = 1)
class OfflineTest {
    private static final List<Lesson> LESSONS = Lesson.all().subList(0, 1);
    private static Workshop workshop;

    /** Fetched as prefetch does it: what happens to lie on this machine is no matter. */
    @BeforeAll
    static void fetchThenGoOffline() throws Exception {
        assumeTrue(Command.onPath("mvn").isPresent(), "no mvn on the PATH");
        workshop = WorkshopCopy.withClasses("offline-test");
        configure("");
        try {
            new Maven(workshop).useAll(LESSONS);
        } catch (Refusal e) {
            assumeTrue(false, "Maven cannot fetch what it needs here: " + e.getMessage());
        }
        configure("--offline\n");
    }

    @Test
    void buildTestAndLintWork() {
        assertThatCode(() -> new Maven(workshop).useAll(LESSONS)).doesNotThrowAnyException();
    }

    /** Or the other test would prove nothing. */
    @Test
    void whatWasNotFetchedIsMissed() throws Exception {
        Path pom = workshop.solution(LESSONS.get(0)).file("pom.xml");
        String unknown = "<artifactId>simpleclient_nowhere</artifactId><version>0.16.0</version>";
        String good = Files.readString(pom);
        Files.writeString(pom, good.replaceFirst("<artifactId>simpleclient</artifactId>", unknown));
        assertThat(new Maven(workshop).command("package", "-Dmaven.test.skip").run().lines())
                .anyMatch(line -> line.contains("offline mode"));
        Files.writeString(pom, good);
    }

    /** The repository of the Maven that runs this test, wherever that is. */
    private static void configure(String more) throws IOException {
        String repository =
                Optional.ofNullable(System.getProperty("localRepository"))
                        .map(place -> "-Dmaven.repo.local=" + place + "\n")
                        .orElse("");
        Path config = workshop.root().resolve(".mvn/maven.config");
        Files.createDirectories(config.getParent());
        // The lists of what was compiled name other directories: the times of the files have to do.
        String compiled = "-Dmaven.compiler.useIncrementalCompilation=false\n";
        Files.writeString(config, repository + compiled + more);
    }
}
