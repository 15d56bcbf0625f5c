package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * The image of bonus-kubernetes lives under what its Deployment asks for: that memory and no more,
 * a root file system that it cannot write to, no root and no rights; and ends in the time it has.
 */
@NeedsDocker("JAVA_IMAGE")
@StartsPrograms
class PodDockerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGES = 3_000;
    private static final int AT_ONCE = 64;

    private final Module module =
            Workshop.here().solution(Lesson.named("bonus-kubernetes").orElseThrow());
    private final String name = "treecounter-pod-" + ProcessHandle.current().pid();
    private final int port = App.freePort();

    @AfterEach
    void takeAway() {
        docker("rm", "--force", name);
        docker("image", "rm", name);
    }

    @Test
    void itLivesWithWhatItIsGiven() throws Exception {
        JsonNode spec =
                new YAMLMapper()
                        .readTree(module.file("k8s/deployment.yaml").toFile())
                        .at("/spec/template/spec");
        JsonNode app = spec.at("/containers/0");
        assertThat(app.path("name").asText()).isEqualTo("app");
        ok(
                "build",
                "--quiet",
                "--target=app",
                "--build-arg=JAVA_IMAGE=" + Images.get("JAVA_IMAGE"),
                "--build-arg=MODULE=" + module.name(),
                "--tag=" + name,
                Workshop.here().root().toString());
        ok(run(app));

        Eventually.get(PATIENCE, () -> status("/healthz"), status -> status == 200);
        assertThat(inspected("Config").path("User").asText()).matches("[1-9]\\d*(:\\d+)?");
        assertThat(statuses(PAGES)).containsOnly(503);
        assertThat(status("/healthz")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(inspected("State").path("OOMKilled").asBoolean()).isFalse();

        int grace = spec.path("terminationGracePeriodSeconds").asInt();
        int pause = app.at("/lifecycle/preStop/sleep/seconds").asInt();
        assertThat(pause).isPositive().isLessThan(grace);
        // The kubelet's SIGTERM comes after the pause, and its SIGKILL is exit code 137.
        ok("stop", "--timeout=" + (grace - pause), name);
        assertThat(inspected("State").path("ExitCode").asInt()).isEqualTo(143);
    }

    private String[] run(JsonNode app) {
        JsonNode rights = app.path("securityContext");
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--detach",
                                "--name=" + name,
                                "--publish=127.0.0.1:%d:8001".formatted(port),
                                "--memory="
                                        + app.at("/resources/limits/memory")
                                                .asText()
                                                .replace("Mi", "m"),
                                // Nobody listens there: the app says 503.
                                "--env=TREES_API_URL=http://127.0.0.1:9/v1/trees/count"));
        if (rights.path("readOnlyRootFilesystem").asBoolean()) {
            words.add("--read-only");
        }
        if (!rights.path("allowPrivilegeEscalation").asBoolean(true)) {
            words.add("--security-opt=no-new-privileges:true");
        }
        rights.at("/capabilities/drop").forEach(right -> words.add("--cap-drop=" + right.asText()));
        app.path("volumeMounts")
                .forEach(mount -> words.add("--tmpfs=" + mount.path("mountPath").asText()));
        words.add(name);
        assertThat(words)
                .contains("--read-only", "--cap-drop=ALL")
                .anyMatch(word -> word.matches("--memory=\\d+m"));
        return words.toArray(String[]::new);
    }

    private List<Integer> statuses(int pages) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < pages; i++) {
                asked.add(() -> status("/treecounter"));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : clients.invokeAll(asked)) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    private int status(String path) {
        try {
            return Http.get(URI.create("http://127.0.0.1:" + port + path)).status();
        } catch (IOException e) {
            return -1;
        }
    }

    private JsonNode inspected(String part) throws IOException {
        return new JsonMapper().readTree(docker("inspect", name).out()).at("/0/" + part);
    }

    private void ok(String... words) {
        Command.Result result = docker(words);
        assertThat(result.exit()).as(String.join("\n", result.lines())).isZero();
    }

    private static Command.Result docker(String... words) {
        List<String> all = new ArrayList<>(List.of("docker"));
        all.addAll(List.of(words));
        return Command.of(all).within(Duration.ofMinutes(3)).run();
    }
}
