package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.Lesson;
import treecounter.workbench.Workshop;

/** What Maven has to do for any verb, it can do without a network once all is fetched. */
class OfflineTest {
    private Workshop workshop;

    @BeforeEach
    void offline() throws Exception {
        Path fetched =
                Path.of(System.getProperty("user.home"), ".m2/repository/com/diffplug/spotless");
        assumeTrue(Programs.onPath("mvn").isPresent(), "no mvn on the PATH");
        assumeTrue(Files.isDirectory(fetched), "run make prefetch first");
        workshop = WorkshopCopy.make("offline-test");
        Path config = workshop.root().resolve(".mvn/maven.config");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "--offline\n");
    }

    @Test
    void buildTestAndLintWork() {
        assertThatCode(() -> new Maven(workshop).useEverything()).doesNotThrowAnyException();
    }

    /** Or the other test would prove nothing. */
    @Test
    void whatWasNotFetchedIsMissed() throws Exception {
        Path pom = workshop.solution(Lesson.EXPOSING).file("pom.xml");
        String unknown = "<artifactId>simpleclient_nowhere</artifactId><version>0.16.0</version>";
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replaceFirst("<artifactId>simpleclient</artifactId>", unknown));
        assertThat(Programs.lines(new Maven(workshop).command("package", "-Dmaven.test.skip")))
                .anyMatch(line -> line.contains("offline mode"));
    }
}
