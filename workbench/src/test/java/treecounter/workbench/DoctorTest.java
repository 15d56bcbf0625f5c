package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import treecounter.workbench.Cli.Run;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Workshop;

/** What doctor says of a machine, and whether one can begin. */
@StartsPrograms(weight = 3)
class DoctorTest {
    private final Path root = Workshop.here().root();

    @TempDir Path empty;

    @Test
    void onThisMachineOneCanBegin() throws Exception {
        Run run = Cli.run("doctor");
        assertThat(run.exitCode()).describedAs(run.output()).isZero();
        assertThat(run.output())
                .contains("ok    JDK " + Runtime.version())
                .containsPattern("ok    Maven \\d+\\.\\d+\\.\\d+, on Java \\d+\n")
                .contains("ok    lesson 1, 2");
    }

    @Test
    void withoutMavenOneCannotAndItSaysWhatToInstall() throws Exception {
        Run run = Cli.run(root, Map.of("PATH", empty.toString()), "doctor");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .contains("to do Maven: no mvn on the PATH")
                .contains("to do Docker: not found")
                .contains("to do promtool: not on the PATH")
                .contains("to do git: not found")
                .contains("to do lesson 1, 2");
    }

    /** Any of a program's ports; the second of the inbox is that of its letters. */
    @ParameterizedTest
    @CsvSource({"PROMETHEUS_PORT, 1", "SMTP_PORT, 7"})
    void aTakenPortIsNamedWithWhoHoldsIt(String key, String lesson) throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = held.getLocalPort();
            Run run = Cli.run(root, Map.of(key, String.valueOf(port)), "doctor", lesson);
            assertThat(run.output())
                    .contains("to do port %d is taken by ".formatted(port))
                    .contains("%s=%d".formatted(key, port + 10));
            assumeTrue(
                    Command.onPath("ss").isPresent() || Command.onPath("lsof").isPresent(),
                    "neither ss nor lsof is on the PATH, so nobody tells who holds a port");
            assertThat(run.output()).contains("process " + ProcessHandle.current().pid());
        }
    }

    /** Without Docker it looks whether each server could start, and what that would be given. */
    @Test
    void itLeavesTheFilesOfTheWorkshopAlone() throws Exception {
        assumeTrue(File.separatorChar == '/', "programs are made as scripts");
        program("prometheus", "");
        program("mvn", "echo Apache Maven 3.9.9; echo Java version: 17");
        Path file = root.resolve("prometheus.yaml");
        byte[] before = Files.readAllBytes(file);
        try {
            Run run = Cli.run(root, Map.of("PATH", empty.toString()), "doctor", "7");
            assertThat(run.output())
                    .contains("ok    prometheus: here without Docker")
                    .contains("to do alertmanager: not on the PATH. Get it: https://")
                    .contains("its stack wants Docker, or alertmanager")
                    .doesNotContain("its stack wants Docker, or prometheus");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        } finally {
            Files.write(file, before);
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(empty.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aProxyIsPointedOutBecauseMavenDoesNotReadIt() throws Exception {
        Run run = Cli.run(root, Map.of("https_proxy", "http://proxy.example:3128"), "doctor");
        assertThat(run.output()).contains("a proxy is set (https_proxy)").contains("settings.xml");
    }
}
