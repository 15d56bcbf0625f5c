package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.Workbench;

/** The stack on a machine with Java alone. */
class NothingInstalledTest {
    @Test
    void whatIsMissingIsNamedWithTheWayToGetIt(@TempDir Path empty) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        Workbench.class.getName(),
                        "up");
        builder.environment().put("PATH", empty.toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output)
                .contains("found neither")
                .contains("https://docs.docker.com")
                .contains("https://prometheus.io/download/");
    }
}
