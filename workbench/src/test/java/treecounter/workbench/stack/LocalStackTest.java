package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.Readme;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.promql.LiveData;
import treecounter.workbench.promql.Query;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;

/** The stack without Docker: the same files, with programs of this machine. */
@StartsPrograms
class LocalStackTest {
    private TestStack stack;
    private Module module;

    @BeforeEach
    void copy() throws IOException {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
        // With a blank and an umlaut, as in many a home directory.
        stack = new TestStack("local t\u00e4st", "DOCKER=no");
        module = stack.workshop().solution(Lesson.named("histograms").orElseThrow());
    }

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.down(true);
        }
    }

    @Test
    void upTrafficFaultsQueryDown() throws Exception {
        stack.up(module);
        assertThat(stack.written())
                .containsPattern("prometheus +ready, \\d")
                .contains(Core.APP.page(stack.options()))
                .contains("make faults FOREST_PORT=" + Core.FOREST.port(stack.options()));
        Eventually.get(
                TestStack.TWO_SCRAPES,
                () -> stack.prometheus().query("up == 1"),
                found -> found.size() == 2);
        assertThat(stack.prometheus().targets())
                .extracting("job")
                .contains("treecounter", "prometheus");

        new ForestFaults(stack.screen(), stack.options("LATENCY=0.01", "ERRORS=0")).set();
        assertThat(stack.written()).contains("{\"latency\": \"0.01\", \"errorRate\": 0.0}");
        new Traffic(stack.screen(), stack.options("RATE=10", "FOR=4"), module.lesson()).send();
        assertThat(stack.written()).containsPattern("sent 40  ok 40  failed 0  p50 0\\.\\d\\d s");

        Eventually.get(
                TestStack.TWO_SCRAPES,
                () -> stack.prometheus().query("sum(requests_total) == 40"),
                found -> found.size() == 1);
        new Query(stack.screen(), stack.options("Q=sum by (status) (requests_total)")).show();
        assertThat(stack.written().lines())
                .containsSubsequence(
                        "status  value", "200     36", "404     4", "405     0", "503     0");

        assertThat(Readme.blocks("stack").flatMap(block -> block.text().lines()))
                .filteredOn(line -> !line.startsWith("  Grafana "))
                .hasSizeGreaterThan(8)
                .map(LocalStackTest::shape)
                .isSubsetOf(stack.written().lines().map(LocalStackTest::shape).toList());

        Eventually.get(
                TestStack.TWO_SCRAPES.multipliedBy(2),
                () -> missing("sum(requests_total{instance='app-1:8001'})"),
                found -> found.equals(Optional.of("an empty result")));
        assertThat(missing("requests_total + on () requests_total").orElseThrow())
                .contains("many-to-many");
        assertThat(missing("sum by (status) (requests_total)")).isEmpty();
        assertThat(new LiveData().missing(stack.options(), "absent(up)", "absent(up)")).isEmpty();

        Instant stored = Instant.now();
        stack.down(false);
        assertThat(stack.written()).contains("Stopped forest, app, prometheus");
        for (Service service : List.of(Core.FOREST, Core.APP, Core.PROMETHEUS)) {
            assertThat(service.isTaken(stack.options()))
                    .as(service.name() + " has ended")
                    .isFalse();
        }
        assertThat(missing("nothing")).as("where no Prometheus runs").isEmpty();
        stack.up(module);
        assertThat(stack.prometheus().query("sum(requests_total)", stored).get(0).value())
                .isEqualTo(40);
        assertThatThrownBy(() -> new Query(stack.screen(), stack.options("Q=sum(")).show())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parse error")
                .hasMessageContaining("something is not closed");
        new Query(stack.screen(), stack.options("Q=rate(request_total[1m])")).show();
        new Query(stack.screen(), stack.options("Q=requests_total{status='201'}")).show();
        assertThat(stack.written())
                .contains("No data: no series here is called request_total.")
                .contains("No data: no requests_total here has status=\"201\".");
    }

    /** A line without what differs from run to run: numbers, and until when there is traffic. */
    private static String shape(String line) {
        return line.replaceAll("\\b\\d+(\\.\\d+)?", "9").replaceAll(", (until|for) .*", "");
    }

    private Optional<String> missing(String query) {
        return new LiveData().missing(stack.options(), query, "sum(requests_total)");
    }

    /** The inbox listens on two ports; this is where letters come in. */
    @Test
    void aSecondPortThatIsTakenIsNamedBeforeAnythingStarts() throws Exception {
        assumeTrue(
                Command.onPath("alertmanager").isPresent()
                        || Command.onPath("prometheus-alertmanager").isPresent(),
                "no alertmanager on the PATH");
        Module letters = stack.workshop().solution(Lesson.named("alerting").orElseThrow());
        int port = Integer.parseInt(stack.options().get("SMTP_PORT").orElseThrow());
        try (ServerSocket holder = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(holder.isBound()).isTrue();
            assertThatThrownBy(() -> stack.stack().up(letters))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Port %d is taken, and inbox needs it".formatted(port))
                    .hasMessageContaining("SMTP_PORT=");
        }
        stack.down(false);
        assertThat(stack.written()).endsWith("Nothing was running.\n");
    }

    @Test
    void theSameFileIsUsedWithOtherNamesOnly() throws Exception {
        stack.up(module);
        List<String> theirs =
                Files.readAllLines(stack.workshop().root().resolve("prometheus.yaml"));
        List<String> ours =
                Files.readAllLines(stack.workshop().root().resolve("target/stack/prometheus.yaml"));
        assertThat(ours).hasSize(theirs.size() + 1);
        for (int i = 0; i < theirs.size(); i++) {
            String changed = ours.get(i + 1);
            if (!theirs.get(i).matches(".*(targets: |/lesson/).*")) {
                assertThat(changed).isEqualTo(theirs.get(i));
            }
        }
    }

    @Test
    void aPrometheusThatFailsIsNamedWithItsLastWords() throws Exception {
        Path file = stack.workshop().root().resolve("prometheus.yaml");
        Files.writeString(file, Files.readString(file).replace("5s", "five seconds"));
        assertThatThrownBy(() -> stack.stack().up(module))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("prometheus has ended");
        assertThat(stack.written()).contains("five seconds");
        stack.down(false);
        assertThat(stack.written()).contains("Stopped forest, app.");
    }
}
