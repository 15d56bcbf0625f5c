package treecounter.workbench.lessons.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/**
 * What is said of a cluster, asked by a real kubectl. The cluster is played: its answers have the
 * fields that are looked at, as Kubernetes's API describes them. ClusterTest has a real one.
 */
@StartsPrograms
class LiveClusterTest {
    private static final String DEPLOYMENT =
            "/apis/apps/v1/namespaces/treecounter/deployments/treecounter";
    private static final String PODS = "/api/v1/namespaces/treecounter/pods";
    private static final String SLICES =
            "/apis/discovery.k8s.io/v1/namespaces/treecounter/endpointslices";

    private final Map<String, String> answers = new TreeMap<>();
    private HttpServer api;

    @TempDir Path directory;

    @BeforeEach
    void startApi() throws IOException {
        assumeTrue(Kubectl.isHere(), "no kubectl on the PATH");
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext(
                "/",
                exchange -> {
                    String found = answers.get(exchange.getRequestURI().getPath());
                    byte[] body =
                            (found == null
                                            ? """
                                            {"kind": "Status", "apiVersion": "v1",
                                             "status": "Failure", "reason": "NotFound",
                                             "message": "not found", "code": 404}
                                            """
                                            : found)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        api.start();
        answers.put(DEPLOYMENT, "{\"spec\": {\"replicas\": 2}}");
        answers.put(PODS, items(ready("treecounter-a"), ready("treecounter-b"), ready("forest-c")));
        answers.put(SLICES, slices(true, true));
        answers.put(PODS + "/treecounter-a:8001/proxy/metrics", "requests_total 1\n");
        answers.put(PODS + "/treecounter-b:8001/proxy/metrics", "requests_total 2\n");
    }

    @AfterEach
    void stopApi() {
        if (api != null) {
            api.stop(0);
        }
    }

    @Test
    void whereAllRunsNothingIsFound() throws IOException {
        cluster().check();
    }

    @Test
    void noDeployment() throws IOException {
        answers.remove(DEPLOYMENT);
        assertThat(finding().hint()).contains("somebody has deleted it");
    }

    @Test
    void anImageThatTheClusterCannotGet() throws IOException {
        answers.put(
                PODS,
                items(
                        ready("treecounter-a"),
                        waiting("ErrImagePull", "no such host", "{}").replace(":1", ":2")));
        assertThat(finding().found()).contains("container app", "no such host");
        assertThat(finding().hint())
                .contains("cannot get the image treecounter/bonus-kubernetes:2");
    }

    @Test
    void aConfigMapThatIsNotThere() throws IOException {
        answers.put(
                PODS,
                items(
                        waiting(
                                "CreateContainerConfigError",
                                "configmap \\\"treecounter\\\" not found",
                                "{}")));
        assertThat(finding().found()).contains("configmap \"treecounter\" not found");
        assertThat(finding().hint()).contains("something that is not there");
    }

    @Test
    void tooLittleMemory() throws IOException {
        answers.put(
                PODS,
                items(
                        waiting(
                                "CrashLoopBackOff",
                                "back-off",
                                "{\"terminated\": {\"reason\": \"OOMKilled\", \"exitCode\":"
                                        + " 137}}")));
        assertThat(finding().hint()).contains("resources.limits.memory is too small");
    }

    @Test
    void aProgramThatEnds() throws IOException {
        answers.put(
                PODS,
                items(
                        waiting(
                                "CrashLoopBackOff",
                                "back-off",
                                "{\"terminated\": {\"reason\": \"Error\", \"exitCode\": 143}}")));
        assertThat(finding().found()).contains("at last with 143");
        assertThat(finding().hint()).contains("livenessProbe");
    }

    @Test
    void noRoomOnANode() throws IOException {
        answers.put(
                PODS,
                items(
                        """
                        {"metadata": {"name": "treecounter-a"}, "status": {"conditions": [
                          {"type": "PodScheduled", "status": "False",
                           "message": "0/1 nodes are available: 1 Insufficient cpu."}]}}
                        """));
        assertThat(finding().found()).contains("1 Insufficient cpu");
        assertThat(finding().hint()).contains("resources.requests");
    }

    @Test
    void aProbeThatGetsNoAnswer() throws IOException {
        answers.put(
                PODS,
                items(
                        """
                        {"metadata": {"name": "treecounter-a"}, "status": {
                          "conditions": [{"type": "Ready", "status": "False"}],
                          "containerStatuses": [
                            {"name": "app", "ready": false, "state": {"running": {}}}]}}
                        """));
        assertThat(finding().hint()).contains("startupProbe or readinessProbe");
    }

    @Test
    void aPodThatEndsIsNotCounted() throws IOException {
        String ends =
                ready("treecounter-c")
                        .replace("\"name\"", "\"deletionTimestamp\": \"now\", \"name\"");
        answers.put(PODS, items(ready("treecounter-a"), ready("treecounter-b"), ends));
        cluster().check();
        answers.put(PODS, items(ready("treecounter-a"), ends));
        assertThat(finding().found()).isEqualTo("1 of them");
    }

    @Test
    void aServiceThatDoesNotFindThem() throws IOException {
        answers.put(SLICES, slices(false, true));
        assertThat(finding().hint()).startsWith("service.yaml, spec.selector");
    }

    @Test
    void anotherApp() throws IOException {
        answers.put(PODS + "/treecounter-b:8001/proxy/metrics", "go_goroutines 1\n");
        assertThat(finding().expected()).contains("treecounter-b");
        assertThat(finding().hint()).contains("deployment.yaml, image");
    }

    @Test
    void aClusterThatDoesNotAnswerIsNotChecked() throws IOException {
        LiveCluster cluster = cluster();
        api.stop(0);
        assertThatThrownBy(cluster::check)
                .isInstanceOf(NotChecked.class)
                .hasMessageStartingWith("The cluster of context made does not answer: ")
                .hasMessageContaining("Is it running?");
    }

    @Test
    void whereNothingWasSentNobodyIsAsked() {
        Lesson lesson = Lesson.named("bonus-kubernetes").orElseThrow();
        var module = new Workshop(directory).starter(lesson);
        assertThatThrownBy(() -> LiveCluster.of(module))
                .isInstanceOf(NotChecked.class)
                .hasMessageContaining("make cluster SECTION=11");
        LiveCluster.remember(module, "kind-other");
        LiveCluster.of(module);
        LiveCluster.forget(module);
        assertThatThrownBy(() -> LiveCluster.of(module)).isInstanceOf(NotChecked.class);
    }

    private Finding finding() throws IOException {
        return catchThrowableOfType(Finding.class, () -> cluster().check());
    }

    private LiveCluster cluster() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config"),
                        """
                        apiVersion: v1
                        kind: Config
                        clusters:
                          - {name: made, cluster: {server: "http://127.0.0.1:%d"}}
                        users:
                          - {name: made, user: {}}
                        contexts:
                          - {name: made, context: {cluster: made, user: made}}
                        """
                                .formatted(api.getAddress().getPort()));
        // It also looks into a home directory, and fails where that is a file.
        return new LiveCluster(
                new Kubectl(
                        "made",
                        Map.of("KUBECONFIG", file.toString(), "HOME", directory.toString())));
    }

    private static String items(String... items) {
        return "{\"items\": [" + String.join(",", items) + "]}";
    }

    private static String ready(String name) {
        return """
        {"metadata": {"name": "%s"}, "status": {
          "conditions": [{"type": "Ready", "status": "True"}],
          "containerStatuses": [{"name": "app", "ready": true, "state": {"running": {}}}]}}
        """
                .formatted(name);
    }

    private static String waiting(String reason, String message, String last) {
        return """
        {"metadata": {"name": "treecounter-b"}, "status": {
          "conditions": [{"type": "Ready", "status": "False"}],
          "containerStatuses": [{"name": "app", "ready": false,
            "image": "treecounter/bonus-kubernetes:1", "lastState": %s,
            "state": {"waiting": {"reason": "%s", "message": "%s"}}}]}}
        """
                .formatted(last, reason, message);
    }

    private static String slices(boolean one, boolean other) {
        return items(
                "{\"endpoints\": [{\"conditions\": {\"ready\": %b}}, {\"conditions\": {\"ready\": %b}}]}"
                        .formatted(one, other));
    }
}
