package treecounter.workbench.lessons.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import treecounter.workbench.app.Jars;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Sends a module's manifests, and the images they name, to a cluster; makes one by kind if asked.
 */
final class ClusterVerb {
    private static final String KIND = "kind-";
    private static final String OWN = KIND + "treecounter";
    private static final String FOREST_IMAGE = "treecounter/forest:1";
    private static final String APP_IMAGE = "treecounter/bonus-kubernetes:1";

    /** In this order: nothing may name what is not there yet. */
    private static final List<String> FILES =
            List.of(
                    "namespace",
                    "configmap",
                    "agent",
                    "forest",
                    "deployment",
                    "service",
                    "outside");

    private static final List<String> FOR_THE_OPERATOR = List.of("podmonitor", "prometheusrule");
    private static final int NODE_PORT = 30_001;
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final String PATIENCE = "--timeout=180s";

    private final Screen screen;
    private final Workshop workshop;
    private final Options options;
    private final String context;
    private final Kubectl kubectl;

    ClusterVerb(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
        this.context = options.get("CONTEXT").orElse(OWN);
        this.kubectl = Kubectl.of(context);
    }

    /**
     * Does so; with {@code END=1} takes away what it has made.
     *
     * @return 0; 1 if the app does not become ready
     * @throws Refusal if something is missing
     */
    int run(Lesson lesson) {
        Module module = workshop.of(lesson, options.get("SECTION"));
        if (!Kubectl.isHere()) {
            throw new Refusal(
                    "Expected kubectl on the PATH, found none. All but the last check goes without"
                            + " a cluster: make check SECTION="
                            + lesson.number());
        }
        boolean known = Kubectl.contexts().contains(context);
        if (options.number("END", 0, 0, 1) == 1) {
            return end(module, known);
        }
        if (!known) {
            make(module);
        }
        load(module);
        return send(module) ? 0 : 1;
    }

    private int end(Module module, boolean known) {
        LiveCluster.forget(module);
        if (!known) {
            screen.line("There is no context %s: nothing to end.", context);
            return 0;
        }
        if (context.equals(OWN)) {
            return show(List.of("kind", "delete", "cluster", "--name", name()), SHORT);
        }
        return kubectl.command("delete", "namespace", LiveCluster.NAMESPACE, PATIENCE)
                .within(LONG)
                .show();
    }

    /** The name of a kind cluster. */
    private String name() {
        return context.substring(KIND.length());
    }

    /** Makes a cluster by kind, whose node is a container. */
    private void make(Module module) {
        if (!context.startsWith(KIND)) {
            List<String> known = Kubectl.contexts();
            throw new Refusal(
                    "CONTEXT: expected a context of kubectl, found '%s'. It knows %s."
                            .formatted(
                                    context, known.isEmpty() ? "none" : String.join(", ", known)));
        }
        if (Command.onPath("kind").isEmpty()) {
            throw new Refusal(
                    "Expected kind on the PATH to make a cluster, found none. With a cluster of"
                            + " your own, name its context: make cluster CONTEXT=minikube");
        }
        refuseWithoutDocker();
        int port = options.number("APP_PORT", 8001, 1, 65_535);
        screen.line(
                "Making the cluster %s (a minute; the first time it fetches 400 MB) ...", name());
        int made =
                show(
                        List.of(
                                "kind",
                                "create",
                                "cluster",
                                "--name=" + name(),
                                "--config=" + configuration(module, port),
                                "--wait=120s"),
                        LONG);
        if (made != 0 || !Kubectl.contexts().contains(context)) {
            throw new Refusal("kind has made no cluster; it says above why.");
        }
    }

    private static Path configuration(Module module, int port) {
        Path file = module.file("target/kind.yaml");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(
                    file,
                    """
                    kind: Cluster
                    apiVersion: kind.x-k8s.io/v1alpha4
                    nodes:
                      - role: control-plane
                        extraPortMappings:
                          - containerPort: %d
                            hostPort: %d
                            listenAddress: 127.0.0.1
                    """
                            .formatted(NODE_PORT, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseWithoutDocker() {
        if (Command.onPath("docker").isEmpty() || !Command.of("docker", "version").succeeds()) {
            throw new Refusal(
                    "Expected a Docker that answers, to build images; found none. Start it, and"
                            + " once more: make cluster SECTION=11");
        }
    }

    /** Builds the images, and brings them where the cluster looks for them. */
    private void load(Module module) {
        refuseWithoutDocker();
        new Jars(screen, workshop).build(module);
        build(FOREST_IMAGE, "forest");
        build(APP_IMAGE, module.name());
        List<String> images = List.of(FOREST_IMAGE, APP_IMAGE);
        Optional<List<String>> loads = loader();
        if (loads.isEmpty()) {
            screen.line(
                    "How images come into the cluster of %s is not known here: push them where it"
                            + " fetches them, and name them so in k8s.",
                    context);
            return;
        }
        screen.line("Loading %s ...", String.join(", ", images));
        List<String> words = new ArrayList<>(loads.get());
        words.addAll(images);
        if (show(words, LONG) != 0) {
            throw new Refusal("The images are not in the cluster; it says above why.");
        }
    }

    private Optional<List<String>> loader() {
        if (context.startsWith(KIND)) {
            return Optional.of(List.of("kind", "load", "docker-image", "--name", name()));
        }
        if (context.startsWith("k3d-")) {
            return Optional.of(List.of("k3d", "image", "import", "-c", context.substring(4)));
        }
        return context.equals("minikube")
                ? Optional.of(List.of("minikube", "image", "load"))
                : Optional.empty();
    }

    private void build(String image, String from) {
        screen.line("Building the image %s ...", image);
        Command.Result result =
                Command.of(
                                "docker",
                                "build",
                                "--quiet",
                                "--target=app",
                                "--build-arg=JAVA_IMAGE=" + Images.get("JAVA_IMAGE"),
                                "--build-arg=MODULE=" + from,
                                "--tag=" + image,
                                ".")
                        .in(workshop.root())
                        .within(LONG)
                        .run();
        if (result.exit() != 0) {
            result.lines().forEach(screen::line);
            throw new Refusal("Docker cannot build %s; it says above why.".formatted(image));
        }
    }

    private boolean send(Module module) {
        List<String> files = new ArrayList<>(FILES);
        boolean operator =
                kubectl.command("get", "--raw", "/apis/monitoring.coreos.com/v1").succeeds();
        if (operator) {
            files.addAll(FOR_THE_OPERATOR);
        } else {
            screen.line(
                    "The cluster knows no PodMonitor and no PrometheusRule: these are left out"
                            + " until kube-prometheus-stack is in it.");
        }
        for (String name : files) {
            Path file = module.file("k8s/" + name + ".yaml");
            if (Files.exists(file) && apply(file) != 0) {
                throw new Refusal(
                        "The cluster does not take %s/k8s/%s.yaml; it says above why."
                                .formatted(module.name(), name));
            }
        }
        LiveCluster.remember(module, context);
        for (String name : List.of("forest", LiveCluster.NAME)) {
            if (waitFor(name) != 0) {
                kubectl.command("--namespace", LiveCluster.NAMESPACE, "get", "pods").show();
                screen.line("make check SECTION=%d says why.", module.lesson().number());
                return false;
            }
        }
        screen.line(
                context.equals(OWN)
                        ? "http://localhost:%s/treecounter"
                                .formatted(options.get("APP_PORT").orElse("8001"))
                        : "Its page: kubectl --context %s -n %s port-forward service/%s 8001:80"
                                .formatted(context, LiveCluster.NAMESPACE, LiveCluster.NAME));
        return true;
    }

    private int apply(Path file) {
        return kubectl.command("apply", "--filename", file.toString()).within(SHORT).show();
    }

    private int waitFor(String deployment) {
        return kubectl.command(
                        "--namespace",
                        LiveCluster.NAMESPACE,
                        "rollout",
                        "status",
                        PATIENCE,
                        "deployment/" + deployment)
                .within(LONG)
                .show();
    }

    private static int show(List<String> words, Duration limit) {
        return Command.of(words).within(limit).show();
    }
}
