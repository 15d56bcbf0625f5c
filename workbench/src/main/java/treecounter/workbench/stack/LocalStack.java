package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import treecounter.workbench.Module;
import treecounter.workbench.Options;
import treecounter.workbench.Refusal;

/** The stack as plain processes of this machine, with the same configuration files. */
final class LocalStack implements Running {
    private static final int LINES = 12;

    private final Path root;
    private final Path directory;
    private final Options options;
    private List<Service> begun = List.of();

    /**
     * @param directory for data, logs and process numbers
     */
    LocalStack(Path root, Path directory, Options options) {
        this.root = root;
        this.directory = directory;
        this.options = options;
    }

    /**
     * The services that can run here.
     *
     * @throws Refusal if there is no Prometheus
     */
    static List<Service> possible() {
        if (Programs.onPath("prometheus").isEmpty()) {
            throw new Refusal(
                    "Expected Docker, or the program prometheus on the PATH; found neither.\n"
                            + "  Docker:     https://docs.docker.com/get-started/get-docker/ (start"
                            + " it, then: make up)\n"
                            + "  Prometheus: https://prometheus.io/download/ (unpack it, and add"
                            + " its directory to the PATH)");
        }
        return Stream.of(Service.values())
                .filter(service -> service != Service.GRAFANA || grafanaHome().isPresent())
                .toList();
    }

    /** Starts; returns at once. */
    void start(Module module, List<Service> services, Path forest, Path app) {
        List<String> prometheus = prometheus(module);
        begun = services;
        for (Service service : services) {
            Background program = program(service);
            switch (service) {
                case FOREST -> program.start(java(forest), web(service));
                case APP -> {
                    Map<String, String> settings = web(service);
                    settings.put(
                            "TREES_API_URL",
                            Service.FOREST.uri(options, "/v1/trees/count").toString());
                    program.start(java(app), settings);
                }
                case PROMETHEUS -> program.start(prometheus, Map.of());
                case GRAFANA -> program.start(grafana(), grafanaSettings(module));
            }
        }
    }

    @Override
    public Optional<Failure> failure() {
        return begun.stream()
                .filter(service -> !program(service).isAlive())
                .findFirst()
                .map(service -> new Failure(service.title() + " has ended", lastLines(service)));
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public List<String> lastLines(Service service) {
        return program(service).lastLines(LINES);
    }

    /** The services that run. */
    List<Service> running() {
        return Stream.of(Service.values()).filter(service -> program(service).isAlive()).toList();
    }

    /** Stops what runs, the last first. */
    void stop() {
        List<Service> services = new ArrayList<>(List.of(Service.values()));
        Collections.reverse(services);
        services.forEach(service -> program(service).stop());
    }

    /** Deletes samples and dashboards. */
    void forget() {
        Directories.delete(directory);
    }

    private Background program(Service service) {
        return new Background(directory, service.title());
    }

    private static List<String> java(Path jar) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "-XX:+UseSerialGC", "-jar", jar.toString());
    }

    private Map<String, String> web(Service service) {
        Map<String, String> settings = new HashMap<>();
        settings.put("PORT", String.valueOf(service.port(options)));
        settings.put("HOST", "127.0.0.1");
        for (String key : Stack.FOREST_SETTINGS) {
            options.get(key).ifPresent(value -> settings.put(key, value));
        }
        return settings;
    }

    private List<String> prometheus(Module module) {
        return List.of(
                program("prometheus"),
                "--config.file=" + configuration(module),
                "--storage.tsdb.path=" + directory.resolve("prometheus-data"),
                "--web.listen-address=127.0.0.1:" + Service.PROMETHEUS.port(options),
                "--web.enable-lifecycle");
    }

    /**
     * prometheus.yaml names things as they are called inside the containers. This is the same file
     * with those names, and only those, replaced by what they are here.
     */
    private Path configuration(Module module) {
        try {
            String text = Files.readString(root.resolve("prometheus.yaml"));
            Path file = directory.resolve("prometheus.yaml");
            Files.createDirectories(directory);
            Files.writeString(
                    file,
                    "# Made from prometheus.yaml by make up. Edit that one.\n"
                            + text.replace("app:8001", "localhost:" + Service.APP.port(options))
                                    .replace(
                                            "localhost:9090",
                                            "localhost:" + Service.PROMETHEUS.port(options))
                                    .replace("/lesson/", slashes(module.directory()) + "/"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> grafana() {
        return List.of(
                program("grafana"),
                "server",
                "--homepath",
                grafanaHome().orElseThrow().toString(),
                "--config",
                root.resolve("grafana/grafana.ini").toString());
    }

    private Map<String, String> grafanaSettings(Module module) {
        Map<String, String> settings = new HashMap<>(Stack.settings(module));
        settings.put("GF_SECURITY_ADMIN_USER", Stack.grafanaUser(options));
        settings.put("GF_SECURITY_ADMIN_PASSWORD", Stack.grafanaPassword(options));
        settings.put("GF_SERVER_HTTP_ADDR", "127.0.0.1");
        settings.put("GF_SERVER_HTTP_PORT", String.valueOf(Service.GRAFANA.port(options)));
        settings.put("GF_PATHS_DATA", slashes(directory.resolve("grafana-data")));
        settings.put("GF_PATHS_PROVISIONING", slashes(root.resolve("grafana/provisioning")));
        settings.put("WORKSHOP", slashes(root));
        settings.put("PROMETHEUS_URL", Service.PROMETHEUS.uri(options, "").toString());
        return settings;
    }

    /** Where Grafana's own files lie, for each way to install it. */
    private static Optional<Path> grafanaHome() {
        return Programs.onPath("grafana")
                .flatMap(
                        program -> {
                            Path up = real(program).getParent().getParent();
                            return Stream.of(
                                            up,
                                            up.resolve("share/grafana"),
                                            Path.of("/usr/share/grafana"))
                                    .filter(home -> Files.exists(home.resolve("conf/defaults.ini")))
                                    .findFirst();
                        });
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program(String name) {
        return Programs.onPath(name).orElseThrow().toString();
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
