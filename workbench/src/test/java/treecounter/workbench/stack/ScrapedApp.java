package treecounter.workbench.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** A module's app, its forest, and a Prometheus that scrapes it by the repository's own file. */
final class ScrapedApp implements AutoCloseable {
    private static final Path ROOT = Workshop.here().root();
    private static final int APP_PORT = 8001;
    private static final int FOREST_PORT = 8002;
    private static final int PROMETHEUS_PORT = 9090;

    private final Network network = Network.newNetwork();
    private final GenericContainer<?> forest;
    private final GenericContainer<?> app;
    private final GenericContainer<?> prometheus;

    ScrapedApp(Module module) {
        forest =
                java("forest", ROOT.resolve("forest/target"), FOREST_PORT)
                        .withEnv("FOREST_LATENCY", "0")
                        .withEnv("FOREST_ERROR_RATE", "0");
        app =
                java("app", module.file("target"), APP_PORT)
                        .withEnv("TREES_API_URL", "http://forest:8002/v1/trees/count")
                        // Whatever else this machine does: what is counted here is known.
                        .withEnv("TREES_API_TIMEOUT", "20")
                        .withWorkingDirectory("/app");
        module.lesson().prepare(Screen.standard(), Workshop.here());
        module.lesson()
                .besideTheApp()
                .forEach(
                        (name, directory) ->
                                app.withCopyFileToContainer(
                                        MountableFile.forHostPath(ROOT.resolve(directory)),
                                        "/app/" + name));
        prometheus =
                new GenericContainer<>(Images.get("PROMETHEUS_IMAGE"))
                        .withNetwork(network)
                        .withCopyFileToContainer(
                                MountableFile.forHostPath(ROOT.resolve("prometheus.yaml")),
                                "/workshop/prometheus.yaml")
                        .withCommand(
                                "--config.file=/workshop/prometheus.yaml",
                                "--storage.tsdb.path=/prometheus")
                        .withExposedPorts(PROMETHEUS_PORT)
                        .waitingFor(Wait.forHttp("/-/ready").forPort(PROMETHEUS_PORT));
        // What prometheus.yaml finds by glob.
        for (String name : List.of("jobs", "rules")) {
            if (Files.isDirectory(module.file(name))) {
                prometheus.withCopyFileToContainer(
                        MountableFile.forHostPath(module.file(name)), "/lesson/" + name);
            }
        }
        forest.start();
        app.start();
        prometheus.start();
    }

    /** As in the Dockerfile: app.jar beside lib. */
    private GenericContainer<?> java(String name, Path target, int port) {
        return new GenericContainer<>(Images.get("JAVA_IMAGE"))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCopyFileToContainer(
                        MountableFile.forHostPath(target.resolve("app.jar")), "/app/app.jar")
                .withCopyFileToContainer(
                        MountableFile.forHostPath(target.resolve("lib")), "/app/lib")
                .withEnv("HOST", "0.0.0.0")
                .withEnv("PORT", String.valueOf(port))
                // A small heap: what is counted at garbage collections has a value soon.
                .withCommand("java", "-Xmx32m", "-XX:+UseSerialGC", "-jar", "/app/app.jar")
                .withExposedPorts(port)
                // Not by a request: it would be counted.
                .waitingFor(Wait.forLogMessage(".*: http://localhost:.*\\n", 1))
                .withStartupTimeout(Duration.ofSeconds(60));
    }

    URI uri() {
        return uri(app, APP_PORT);
    }

    URI forest() {
        return uri(forest, FOREST_PORT);
    }

    PrometheusApi prometheus() {
        return new PrometheusApi(uri(prometheus, PROMETHEUS_PORT));
    }

    /** The page of metrics now. */
    String metrics() throws IOException {
        return Http.get(uri().resolve("/metrics")).body();
    }

    void stopApp() {
        app.stop();
    }

    private static URI uri(GenericContainer<?> container, int port) {
        return URI.create(
                "http://" + container.getHost() + ":" + container.getMappedPort(port) + "/");
    }

    @Override
    public void close() {
        prometheus.stop();
        app.stop();
        forest.stop();
        network.close();
    }
}
