package treecounter.workbench.lessons.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * The solution in a real cluster of kind's: it becomes ready, a pod that is killed under traffic
 * costs no request, a version that does not start replaces nothing.
 */
@StartsPrograms(weight = 1)
class ClusterTest {
    private static final int RATE = 20;
    private static final long PATIENCE_MILLIS = 180_000;

    private final String context = "kind-treecounter-" + ProcessHandle.current().pid();
    private final Kubectl kubectl = Kubectl.of(context);
    private final int port = App.freePort();
    private final Lesson lesson = Lesson.named("bonus-kubernetes").orElseThrow();
    private final Module module = Workshop.here().solution(lesson);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean made;

    @AfterEach
    void takeAway() {
        if (made) {
            LiveCluster.forget(module);
            kind("delete");
        }
    }

    private void kind(String verb) {
        Command.of("kind", verb, "cluster", "--name", context.substring("kind-".length()))
                .within(Duration.ofMinutes(2))
                .run();
    }

    @Test
    void aPodIsKilledAndAVersionIsBadAndNobodyNotices() throws Exception {
        for (String program : List.of("kubectl", "kind", "docker")) {
            assumeTrue(Command.onPath(program).isPresent(), "no " + program + " on the PATH");
        }
        assumeTrue(Command.of("docker", "version").succeeds(), "Docker's engine does not answer");
        made = true;
        assertThat(run()).as(said()).isZero();
        LiveCluster.of(module).check();
        calmForest();

        nothingFailsWhile(
                () -> {
                    String pod = aPod();
                    does("delete", "pod", pod, "--wait=true", "--timeout=60s");
                    awaitReady();
                    assertThat(pods()).hasSize(2).doesNotContain(pod);
                    return pod;
                });
        nothingFailsWhile(
                () -> {
                    does("set", "image", "deployment/treecounter", "app=treecounter/none:1");
                    awaitFinding("cannot get the image treecounter/none:1");
                    does("rollout", "undo", "deployment/treecounter");
                    awaitReady();
                    return "";
                });
        does("scale", "deployment/treecounter", "--replicas=3");
        awaitReady();
        assertThat(pods()).hasSize(3);
    }

    private int run() {
        Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
        Options options =
                Options.of(
                        List.of(
                                "cluster",
                                "SECTION=" + module.name(),
                                "CONTEXT=" + context,
                                "APP_PORT=" + port),
                        Map.of());
        return new ClusterVerb(screen, Workshop.here(), options).run(lesson);
    }

    private String said() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Else its faults are the app's failures. */
    private void calmForest() throws Exception {
        does("set", "env", "deployment/forest", "FOREST_ERROR_RATE=0", "FOREST_LATENCY=0.02");
        does("rollout", "status", "deployment/forest", "--timeout=120s");
        assertThat(Poll.until(status -> status == 200, this::page, PATIENCE_MILLIS)).isEqualTo(200);
    }

    /** At a steady rate, from outside. */
    private void nothingFailsWhile(Callable<String> work) throws Exception {
        List<Future<Integer>> pages = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(RATE);
        try {
            ScheduledFuture<?> traffic =
                    clock.scheduleAtFixedRate(
                            () -> pages.add(clock.submit(this::page)),
                            0,
                            1_000 / RATE,
                            TimeUnit.MILLISECONDS);
            work.call();
            traffic.cancel(false);
            clock.shutdown();
            assertThat(clock.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            clock.shutdownNow();
        }
        List<Integer> others = new ArrayList<>();
        for (Future<Integer> page : pages) {
            if (page.get() != 200) {
                others.add(page.get());
            }
        }
        assertThat(pages).hasSizeGreaterThan(RATE);
        assertThat(others).as("of %d pages, those that are no 200", pages.size()).isEmpty();
    }

    private int page() {
        try {
            return Http.get(URI.create("http://127.0.0.1:%d/treecounter".formatted(port))).status();
        } catch (IOException e) {
            return -1;
        }
    }

    private void does(String... words) {
        List<String> all = new ArrayList<>(List.of("--namespace", LiveCluster.NAMESPACE));
        all.addAll(List.of(words));
        Command.Result result =
                kubectl.command(all.toArray(String[]::new)).within(Duration.ofMinutes(3)).run();
        assertThat(result.exit()).as(String.join("\n", result.lines())).isZero();
    }

    private List<String> pods() throws Kubectl.Silent {
        List<String> names = new ArrayList<>();
        for (JsonNode pod : new LiveCluster(kubectl).pods()) {
            names.add(pod.at("/metadata/name").asText());
        }
        return names;
    }

    private String aPod() throws Kubectl.Silent {
        return pods().get(0);
    }

    private void awaitReady() {
        assertThat(Poll.until(String::isEmpty, this::finding, PATIENCE_MILLIS)).isEmpty();
    }

    private void awaitFinding(String words) {
        assertThat(Poll.until(hint -> hint.contains(words), this::finding, PATIENCE_MILLIS))
                .contains(words);
    }

    /** The hint of what is wrong now. */
    private String finding() {
        try {
            new LiveCluster(kubectl).check();
            return "";
        } catch (Finding e) {
            return e.hint();
        }
    }
}
