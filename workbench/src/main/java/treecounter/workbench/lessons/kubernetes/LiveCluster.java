package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.workshop.Module;

/**
 * Looks at what a cluster has made of a module's manifests, where {@code make cluster} sent them.
 */
final class LiveCluster {
    static final String NAMESPACE = "treecounter";
    static final String NAME = "treecounter";

    private static final String HINT = "deployment.yaml: ";
    private static final String AGAIN = " make cluster SECTION=11 sends the files once more.";

    private final Kubectl kubectl;

    LiveCluster(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Where a module remembers which cluster it was sent to. */
    static Path memory(Module module) {
        return module.file("target/cluster");
    }

    /**
     * That to which a module was sent.
     *
     * @throws NotChecked if it was sent to none
     */
    static LiveCluster of(Module module) {
        Path memory = memory(module);
        if (!Files.exists(memory)) {
            throw new NotChecked(
                    "The files were sent to no cluster. Where kubectl is, and kind or a cluster of"
                            + " yours: make cluster SECTION=11");
        }
        return new LiveCluster(Kubectl.of(Bench.text(memory).strip()));
    }

    /** Remembers that a module was sent to a cluster. */
    static void remember(Module module, String context) {
        try {
            Files.createDirectories(memory(module).getParent());
            Files.writeString(memory(module), context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets it. */
    static void forget(Module module) {
        try {
            Files.deleteIfExists(memory(module));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks that all that is asked for runs, is found by the Service, and has metrics.
     *
     * @throws NotChecked if the cluster does not answer
     */
    void check() {
        try {
            JsonNode deployment = deployment();
            int wanted = deployment.at("/spec/replicas").asInt(1);
            List<JsonNode> pods = pods();
            for (JsonNode pod : pods) {
                trouble(pod).ifPresent(LiveCluster::fail);
            }
            long ready = pods.stream().filter(LiveCluster::isReady).count();
            Finding.when(
                    ready != wanted,
                    "%d pods that are ready, which spec.replicas asks for".formatted(wanted),
                    ready + " of them",
                    HINT
                            + "no pod says why. kubectl --context "
                            + kubectl.context()
                            + " -n "
                            + NAMESPACE
                            + " describe deployment "
                            + NAME
                            + " shows the last events.");
            Finding.when(
                    found() != wanted,
                    "%d pods behind the Service".formatted(wanted),
                    found() + " of them",
                    "service.yaml, spec.selector: the pods are ready, so it does not find them."
                            + AGAIN);
            for (JsonNode pod : pods) {
                hasMetrics(name(pod));
            }
        } catch (Kubectl.Silent e) {
            throw new NotChecked(
                    e.getMessage() + ". Is it running? make cluster SECTION=11 says more.");
        }
    }

    private JsonNode deployment() throws Kubectl.Silent {
        return kubectl.get("/apis/apps/v1/namespaces/%s/deployments/%s".formatted(NAMESPACE, NAME))
                .orElseThrow(
                        () ->
                                new Finding(
                                        "a Deployment %s in namespace %s"
                                                .formatted(NAME, NAMESPACE),
                                        "none of that name",
                                        "deployment.yaml: somebody has deleted it." + AGAIN));
    }

    /** The pods of the Deployment that nobody has told to end. */
    List<JsonNode> pods() throws Kubectl.Silent {
        List<JsonNode> pods = new ArrayList<>();
        kubectl.get("/api/v1/namespaces/%s/pods".formatted(NAMESPACE))
                .ifPresent(
                        all ->
                                all.path("items")
                                        .forEach(
                                                pod -> {
                                                    boolean ends =
                                                            pod.at("/metadata")
                                                                    .has("deletionTimestamp");
                                                    if (!ends && name(pod).startsWith(NAME + "-")) {
                                                        pods.add(pod);
                                                    }
                                                }));
        return pods;
    }

    private static void fail(Finding finding) {
        throw finding;
    }

    /** Why a pod is not ready, if it says so. */
    private static Optional<Finding> trouble(JsonNode pod) {
        if (isReady(pod)) {
            return Optional.empty();
        }
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("status").asText().equals("False")) {
                return found(
                        pod,
                        "no node takes it: " + condition.path("message").asText(),
                        "resources.requests asks for more than a node has left.");
            }
        }
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            Optional<Finding> trouble = trouble(pod, container);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> trouble(JsonNode pod, JsonNode container) {
        String in = "container " + container.path("name").asText() + ": ";
        JsonNode waiting = container.at("/state/waiting");
        String reason = waiting.path("reason").asText();
        String message = waiting.path("message").asText();
        JsonNode last = container.at("/lastState/terminated");
        return switch (reason) {
            case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName" ->
                    found(
                            pod,
                            in + reason + ", " + message,
                            "the cluster cannot get the image "
                                    + container.path("image").asText()
                                    + ". make cluster SECTION=11 builds those of the workshop; is"
                                    + " it named like them?");
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
                    found(
                            pod,
                            in + message,
                            "the container asks for something that is not there, or that it may"
                                    + " not be.");
            case "CrashLoopBackOff" ->
                    last.path("reason").asText().equals("OOMKilled")
                            ? found(
                                    pod,
                                    in + "ended for its memory (OOMKilled), again and again",
                                    "resources.limits.memory is too small for it.")
                            : found(
                                    pod,
                                    in
                                            + "ends again and again, at last with "
                                            + last.path("exitCode").asInt(),
                                    "either the program ends by itself, or the livenessProbe ends"
                                            + " it. kubectl logs --previous shows what it said.");
            case "" ->
                    container.at("/state/running").isObject()
                                    && !container.path("ready").asBoolean()
                            ? found(
                                    pod,
                                    in + "runs, and is not ready",
                                    "its startupProbe or readinessProbe gets no 200 from the path"
                                            + " and port that it asks.")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Finding> found(JsonNode pod, String found, String hint) {
        return Optional.of(
                new Finding("pod %s ready".formatted(name(pod)), found.strip(), HINT + hint));
    }

    private static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** How many ready pods the Service sends requests to. */
    private int found() throws Kubectl.Silent {
        String slices =
                "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=kubernetes.io"
                        + "%%2Fservice-name%%3D%s";
        int ready = 0;
        JsonNode all =
                kubectl.get(slices.formatted(NAMESPACE, NAME))
                        .orElseThrow(() -> new NotChecked("This cluster knows no EndpointSlices."));
        for (JsonNode slice : all.path("items")) {
            for (JsonNode endpoint : slice.path("endpoints")) {
                ready += endpoint.at("/conditions/ready").asBoolean() ? 1 : 0;
            }
        }
        return ready;
    }

    private void hasMetrics(String pod) throws Kubectl.Silent {
        Optional<String> page =
                kubectl.text(
                        "/api/v1/namespaces/%s/pods/%s:8001/proxy/metrics"
                                .formatted(NAMESPACE, pod));
        Finding.when(
                page.isEmpty() || !page.get().contains("requests_total"),
                "/metrics of pod %s, with requests_total".formatted(pod),
                page.isEmpty() ? "no such page" : "a page without it",
                "deployment.yaml, image: is it that of this lesson?");
    }

    private static String name(JsonNode pod) {
        return pod.at("/metadata/name").asText();
    }
}
