package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/** The stack of docker-compose.yaml, as a learner starts it, breaks it and stops it. */
@NeedsDocker({"PROMETHEUS_IMAGE", "JAVA_IMAGE"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@StartsPrograms(weight = 1)
class ComposeDockerTest {
    private static final Duration TWO_SCRAPES = TestStack.TWO_SCRAPES;

    private TestStack stack;
    private Module module;
    private Sent sent = Sent.NOTHING;
    private Instant stored;
    private Map<Map<String, String>, Double> storedSamples;

    @BeforeAll
    void copy() throws Exception {
        stack = new TestStack("compose t\u00e4st");
        module = stack.workshop().solution(Lesson.named("prometheus-grafana").orElseThrow());
    }

    @AfterAll
    void stop() {
        stack.down(true);
    }

    @Test
    @Order(1)
    void upStartsAllAndSaysWhere() throws Exception {
        Instant start = Instant.now();
        stack.up(module);
        Instant up = Instant.now();
        Eventually.get(TWO_SCRAPES, () -> ask("up == 1"), found -> found.size() == 2);
        System.out.printf(
                "make up: ready after %.1f s, first samples in Prometheus after %.1f s%n",
                seconds(start, up), seconds(start, Instant.now()));
        assertThat(stack.written())
                .containsPattern("forest +ready, \\d")
                .containsPattern("app +ready, \\d")
                .containsPattern("prometheus +ready, \\d")
                .contains(Core.APP.page(stack.options()))
                .contains(Core.PROMETHEUS.page(stack.options()));
        assertThat(stack.prometheus().targets()).extracting("health").containsOnly("up");
    }

    @Test
    @Order(2)
    void portsAreBoundToLoopbackOnly() {
        List<String> bound = new ArrayList<>();
        for (String id : containers()) {
            bound.addAll(
                    inspect(
                            id,
                            "{{range .NetworkSettings.Ports}}{{range .}}{{println"
                                    + " .HostIp}}{{end}}{{end}}"));
        }
        assertThat(bound).hasSizeGreaterThanOrEqualTo(3).containsOnly("127.0.0.1");
    }

    @Test
    @Order(2)
    void containersHaveNoRightsTheyDoNotNeed() {
        for (String id : containers()) {
            String host = String.join("", inspect(id, "{{json .HostConfig}}"));
            assertThat(host)
                    .contains("\"ReadonlyRootfs\":true")
                    .contains("\"CapDrop\":[\"ALL\"]")
                    .contains("no-new-privileges:true")
                    .containsPattern("\"Memory\":[1-9]")
                    .contains("\"Privileged\":false");
            assertThat(inspect(id, "{{.Config.User}}"))
                    .allMatch(user -> user.matches("[1-9].*|nobody|grafana"));
        }
    }

    @Test
    @Order(3)
    void trafficIsCounted() throws Exception {
        send(new Sent(20, 3, 2, 10));
        assertThat(value("sum(requests_total)")).isEqualTo(sent.all());
    }

    @Test
    @Order(4)
    void aForestThatFailsIsSeenWithinTwoScrapes() throws Exception {
        Instant start = Instant.now();
        Sent.faults(stack.uri(Core.FOREST), "0", 1);
        Sent failing = new Sent(0, 10, 0, 0);
        stack.send(failing);
        sent = sent.plus(failing);
        String share =
                "sum(rate(requests_total{status='503'}[20s])) / sum(rate(requests_total[20s])) >"
                        + " 0.2";
        Eventually.get(TWO_SCRAPES, () -> ask(share), found -> found.size() == 1);
        System.out.printf(
                "The forest's failures were seen after %.1f s%n", seconds(start, Instant.now()));
        awaitCounted();
    }

    @Test
    @Order(5)
    void aRestartOfPrometheusLosesNoStoredSample() throws Exception {
        stored = Instant.now().minusSeconds(1);
        storedSamples = samplesAt(stored);
        assertThat(storedSamples).hasSizeGreaterThan(100);
        docker("kill", "prometheus", "KILL");
        stack.up(module);
        assertThat(samplesAt(stored)).isEqualTo(storedSamples);
    }

    @Test
    @Order(6)
    void anAppThatIsKilledLeavesAGapAndNoNegativeRate() throws Exception {
        // Who has not seen a series cannot tell that it has ended: one scrape since the restart.
        String scraped = "timestamp(up{job='treecounter'}) > " + Instant.now().getEpochSecond();
        Eventually.get(TWO_SCRAPES, () -> ask(scraped), one -> one.size() == 1);
        docker("kill", "app", "KILL");
        Eventually.get(
                TWO_SCRAPES, () -> ask("up{job='treecounter'} == 0"), one -> one.size() == 1);
        assertThat(ask("requests_total")).as("no value is made up for the gap").isEmpty();
        Sent before = sent;
        stack.up(module);
        Eventually.get(
                TWO_SCRAPES, () -> ask("up{job='treecounter'} == 1"), one -> one.size() == 1);
        sent = Sent.NOTHING;
        send(new Sent(7, 1, 1, 2));
        assertThat(value("max(resets(requests_total[1h]))")).isEqualTo(1);
        double all = before.all() + sent.all();
        assertThat(value("sum(increase(requests_total[1h]))")).isBetween(all * 0.95, all * 1.5);
        assertThat(ask("rate(requests_total[1m]) < 0")).isEmpty();
    }

    @Test
    @Order(7)
    void anEditedFileIsTakenUp() throws Exception {
        String text = Files.readString(file());
        saveByRenaming(text.replace("job_name: prometheus", "job_name: edited"));
        stack.prometheus().reload();
        awaitJobs("treecounter", "edited");
        saveByRenaming(text.replace("job_name: prometheus", "job_name: hangup"));
        docker("kill", "prometheus", "HUP");
        awaitJobs("treecounter", "hangup");
        saveByRenaming(text);
        stack.up(module);
        awaitJobs("treecounter", "prometheus");
    }

    @Test
    @Order(8)
    void aFileThatIsNoGoodIsRefusedAndTheOldOneStays() throws Exception {
        String text = Files.readString(file());
        saveByRenaming(text.replace("5s", "five seconds"));
        assertThatThrownBy(() -> stack.stack().up(module))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("goes on with the old one")
                .hasMessageContaining("five seconds");
        awaitJobs("treecounter", "prometheus");
        saveByRenaming(text);
    }

    @Test
    @Order(9)
    void downKeepsTheDataUnlessToldToForget() throws Exception {
        stack.down(false);
        assertThat(containers()).isEmpty();
        stack.up(module);
        assertThat(samplesAt(stored)).isEqualTo(storedSamples);
        assertThat(volumes()).isNotEmpty();
        stack.down(true);
        assertThat(volumes()).isEmpty();
    }

    @Test
    @Order(10)
    void aServiceThatFailsIsNamedWithItsLastWords() {
        Stack broken = stack.stack("FOREST_LATENCY=never");
        assertThatThrownBy(() -> broken.up(module))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("forest failed");
        assertThat(stack.written()).contains("found 'never'");
        stack.down(true);
    }

    @Test
    @Order(11)
    void aTakenPortIsNamedBeforeAnythingStarts() throws Exception {
        try (var holder =
                new java.net.ServerSocket(
                        Core.PROMETHEUS.port(stack.options()),
                        1,
                        java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThat(holder.isBound()).isTrue();
            assertThatThrownBy(() -> stack.stack().up(module))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(
                            "Port " + Core.PROMETHEUS.port(stack.options()) + " is taken")
                    .hasMessageContaining("PROMETHEUS_PORT=");
        }
        assertThat(containers()).isEmpty();
    }

    private void send(Sent more) throws Exception {
        stack.send(more);
        sent = sent.plus(more);
        awaitCounted();
    }

    private void awaitCounted() throws Exception {
        Eventually.get(
                TWO_SCRAPES, () -> value("sum(requests_total)"), count -> count == sent.all());
    }

    private void awaitJobs(String... jobs) throws Exception {
        List<String> expected = Stream.of(jobs).sorted().toList();
        Eventually.get(
                TWO_SCRAPES,
                () ->
                        stack.prometheus().targets().stream()
                                .map(PrometheusApi.Target::job)
                                .sorted()
                                .toList(),
                expected::equals);
    }

    private Map<Map<String, String>, Double> samplesAt(Instant time) throws Exception {
        return stack.prometheus().query("{job='treecounter'}", time).stream()
                .collect(
                        java.util.stream.Collectors.toMap(
                                PrometheusApi.Series::labels, PrometheusApi.Series::value));
    }

    private List<PrometheusApi.Series> ask(String query) throws Exception {
        return stack.prometheus().query(query);
    }

    private double value(String query) throws Exception {
        List<PrometheusApi.Series> found = ask(query);
        return found.isEmpty() ? Double.NaN : found.get(0).value();
    }

    private Path file() {
        return stack.workshop().root().resolve("prometheus.yaml");
    }

    /** As many editors save: a new file takes the place of the old one. */
    private void saveByRenaming(String text) throws Exception {
        Path next = file().resolveSibling("prometheus.yaml.next");
        Files.writeString(next, text);
        Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void docker(String verb, String service, String signal) {
        List<String> said =
                Command.of(
                                "docker",
                                verb,
                                "--signal",
                                signal,
                                stack.project() + "-" + service + "-1")
                        .run()
                        .lines();
        assertThat(said).containsExactly(stack.project() + "-" + service + "-1");
    }

    private List<String> containers() {
        return Command.of("docker", "ps", "--all", "--quiet", "--filter", label()).run().lines();
    }

    private List<String> volumes() {
        return Command.of("docker", "volume", "ls", "--quiet", "--filter", label()).run().lines();
    }

    private String label() {
        return "label=com.docker.compose.project=" + stack.project();
    }

    private static List<String> inspect(String container, String format) {
        return Command.of("docker", "inspect", "--format", format, container).run().lines().stream()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
