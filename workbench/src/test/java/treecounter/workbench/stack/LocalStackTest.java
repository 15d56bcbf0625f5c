package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Options;
import treecounter.workbench.Refusal;
import treecounter.workbench.Screen;
import treecounter.workbench.Workshop;

/** The stack without Docker: the same files, with programs of this machine. */
class LocalStackTest {
    private static final Duration TWO_SCRAPES = Duration.ofSeconds(12);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    private final FreePorts ports = new FreePorts();
    private final Options options =
            ports.with("DOCKER=no", "COMPOSE_PROJECT_NAME=treecounter-test-local");
    private Workshop workshop;
    private Module module;
    private Stack stack;

    @BeforeEach
    void copy() throws IOException {
        Needs.program("prometheus", "LocalStackTest");
        workshop = WorkshopCopy.make("local test");
        module = workshop.solution(Lesson.HISTOGRAMS);
        stack = new Stack(screen, workshop, options);
    }

    @AfterEach
    void stop() {
        if (workshop != null) {
            stack.down(true);
        }
    }

    @Test
    void upTrafficFaultsQueryDown() throws Exception {
        stack.up(module);
        assertThat(written())
                .containsPattern("prometheus +ready, \\d")
                .contains(Service.APP.page(options));
        Eventually.get(TWO_SCRAPES, () -> api().query("up == 1"), found -> found.size() == 2);
        assertThat(api().targets()).extracting("job").contains("treecounter", "prometheus");

        new ForestFaults(screen, ports.with("LATENCY=0.01", "ERRORS=0")).set();
        assertThat(written()).contains("{\"latency\": \"0.01\", \"errorRate\": 0.0}");
        new Traffic(screen, ports.with("RATE=40", "FOR=1")).send();
        assertThat(written()).containsPattern("sent 40  ok 40  failed 0  p50 0\\.\\d\\d s");

        Eventually.get(
                TWO_SCRAPES,
                () -> api().query("sum(requests_total) == 40"),
                found -> found.size() == 1);
        new Query(screen, ports.with("Q=sum by (status) (requests_total{status!='405'})")).show();
        assertThat(written().lines())
                .containsSubsequence("status  value", "200     36", "404     4", "503     0");

        Instant stored = Instant.now();
        stack.down(false);
        assertThat(written()).contains("Stopped forest, app, prometheus");
        for (Service service : List.of(Service.FOREST, Service.APP, Service.PROMETHEUS)) {
            assertThat(service.isTaken(options)).as(service.title() + " has ended").isFalse();
        }
        stack.up(module);
        assertThat(api().query("sum(requests_total)", stored).get(0).value()).isEqualTo(40);
        assertThatThrownBy(() -> new Query(screen, ports.with("Q=sum(")).show())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parse error");
    }

    @Test
    void theSameFileIsUsedWithOtherNamesOnly() throws Exception {
        stack.up(module);
        List<String> theirs = Files.readAllLines(workshop.root().resolve("prometheus.yaml"));
        List<String> ours =
                Files.readAllLines(workshop.root().resolve("target/stack/prometheus.yaml"));
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
        Path file = workshop.root().resolve("prometheus.yaml");
        Files.writeString(file, Files.readString(file).replace("5s", "five seconds"));
        assertThatThrownBy(() -> stack.up(module))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("prometheus has ended");
        assertThat(written()).contains("five seconds");
        stack.down(false);
        assertThat(written()).contains("Stopped forest, app.");
    }

    private PrometheusApi api() {
        return PrometheusApi.of(options);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
