package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.Listening;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.machine.Background;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * A real Prometheus in agent mode, with arguments and configuration of the container beside the
 * app, scrapes the solution of bonus-kubernetes and writes to a second one.
 */
@StartsPrograms
class AgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGES = 5;

    private final Module module =
            Workshop.here().solution(Lesson.named("bonus-kubernetes").orElseThrow());
    private final int agentPort = App.freePort();
    private final URI receiver = URI.create("http://127.0.0.1:" + App.freePort());

    @TempDir Path directory;

    @BeforeEach
    void thereIsPrometheus() {
        assumeTrue(Command.onPath("prometheus").isPresent(), "no prometheus on the PATH");
    }

    @Test
    void whatTheAgentScrapesArrivesWithTheNamesOfItsPod() throws Exception {
        Background agent = new Background(directory, "agent");
        Background server = new Background(directory, "server");
        try (Bench bench = new Bench(module, new Kept())) {
            bench.makeReady();
            server.start(
                    List.of(
                            "prometheus",
                            "--config.file=" + Files.writeString(directory.resolve("none"), ""),
                            "--storage.tsdb.path=" + directory.resolve("server"),
                            "--web.enable-remote-write-receiver",
                            "--web.listen-address=" + receiver.getAuthority()),
                    Map.of());
            Eventually.get(PATIENCE, () -> isReady(server), ready -> ready);
            agent.start(
                    command(bench.app().port()),
                    Map.of("POD_NAME", "treecounter-x1", "POD_NAMESPACE", "treecounter"));
            int pages = 0;
            while (pages < PAGES) {
                // On a busy machine the first ones may be late, and are 503.
                pages += bench.get("/treecounter").status() == 200 ? 1 : 0;
            }
            List<PrometheusApi.Series> arrived =
                    Eventually.get(
                            PATIENCE,
                            () ->
                                    found(
                                            "requests_total{endpoint=\"/treecounter\",status=\"200\"}",
                                            agent),
                            series -> series.stream().anyMatch(each -> each.value() == PAGES));
            assertThat(arrived)
                    .singleElement()
                    .satisfies(
                            series ->
                                    assertThat(series.labels())
                                            .containsEntry("pod", "treecounter-x1")
                                            .containsEntry("namespace", "treecounter"));
            assertThat(found("up", agent)).singleElement().matches(up -> up.value() == 1);
            assertThat(found("jvm_threads_current", agent)).isNotEmpty();
            if (Listening.isKnown()) {
                assertThat(listening("agent")).hasSize(1);
                assertThat(Listening.LOOPBACK).containsAll(listening("agent"));
                assertThat(Listening.LOOPBACK).containsAll(listening("server"));
            }
        } finally {
            agent.stop();
            server.stop();
        }
    }

    /** That of the container, with places of this machine for those of the cluster. */
    private List<String> command(int appPort) throws IOException {
        JsonNode map = read("k8s/agent.yaml").at("/data");
        String configuration = map.elements().next().asText();
        String here =
                configuration
                        .replaceAll("(localhost|127.0.0.1):8001", "127.0.0.1:" + appPort)
                        .replaceFirst("http://[^/\\s]+/", receiver + "/");
        assertThat(here).contains("127.0.0.1:" + appPort, receiver.toString());
        Path file = Files.writeString(directory.resolve("agent.yaml"), here);
        List<String> command = new ArrayList<>(List.of("prometheus"));
        for (JsonNode argument : container("agent").path("args")) {
            command.add(
                    argument.asText()
                            .replaceFirst("(--config.file=).*", "$1" + file)
                            .replaceFirst(
                                    "(--storage.agent.path=).*", "$1" + directory.resolve("agent"))
                            .replaceFirst("(--web.listen-address=.*:).*", "$1" + agentPort));
        }
        assertThat(command).contains("--agent");
        return command;
    }

    private JsonNode container(String name) throws IOException {
        for (JsonNode each : read("k8s/deployment.yaml").at("/spec/template/spec/containers")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no container " + name);
    }

    private JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(module.file(file).toFile());
    }

    private boolean isReady(Background server) {
        try {
            return Http.get(receiver.resolve("/-/ready")).status() == 200;
        } catch (IOException e) {
            assertThat(server.isAlive()).as(String.join("\n", server.lastLines(5))).isTrue();
            return false;
        }
    }

    private List<PrometheusApi.Series> found(String query, Background agent) throws Exception {
        assertThat(agent.isAlive()).as(String.join("\n", agent.lastLines(5))).isTrue();
        return new PrometheusApi(receiver).query(query);
    }

    private List<String> listening(String program) throws IOException {
        String pid = Files.readString(directory.resolve(program + ".pid")).split(" ")[0];
        return Listening.addresses(List.of(ProcessHandle.of(Long.parseLong(pid)).orElseThrow()));
    }
}
