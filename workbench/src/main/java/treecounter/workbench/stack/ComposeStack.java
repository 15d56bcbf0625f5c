package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.Module;
import treecounter.workbench.Options;
import treecounter.workbench.Refusal;
import treecounter.workbench.Screen;

/** The stack in containers, by docker-compose.yaml. */
final class ComposeStack implements Running {
    private static final int LINES = 12;
    private static final List<String> SETTINGS =
            List.of("COMPOSE_PROJECT_NAME", "GRAFANA_USER", "GRAFANA_PASSWORD");

    private final Path root;
    private final Path log;
    private final Options options;
    private Optional<Process> starting = Optional.empty();

    /**
     * @param logs where to keep what Compose says
     */
    ComposeStack(Path root, Path logs, Options options) {
        this.root = root;
        this.log = logs.resolve("compose.log");
        this.options = options;
    }

    /** Whether Docker can be used here now. */
    static boolean isPossible() {
        return Programs.onPath("docker").isPresent()
                && Programs.succeeds("docker", "version")
                && Programs.succeeds("docker", "compose", "version");
    }

    /**
     * Fetches the images that are not here yet.
     *
     * @return the services whose images are here
     * @throws Refusal if one is missing that the others cannot do without
     */
    List<Service> fetchImages(Screen screen) {
        for (String name : List.of("JAVA_IMAGE", "PROMETHEUS_IMAGE")) {
            if (!Images.fetch(screen, name)) {
                throw new Refusal(
                        "Expected the image %s, and it cannot be fetched; Docker says above why. Without Docker: DOCKER=no make up"
                                .formatted(Images.get(name)));
            }
        }
        List<Service> services = new ArrayList<>(List.of(Service.values()));
        if (!Images.fetch(screen, "GRAFANA_IMAGE")) {
            screen.line("Grafana's image cannot be fetched; going on without Grafana.");
            services.remove(Service.GRAFANA);
        }
        return services;
    }

    /** Builds the images of the workshop and starts; returns at once. */
    void start(Module module, List<Service> services) {
        List<String> words = new ArrayList<>(List.of("up", "--detach", "--build", "--wait"));
        services.forEach(service -> words.add(service.title()));
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder up =
                    compose(words).redirectErrorStream(true).redirectOutput(log.toFile());
            up.environment().putAll(Stack.settings(module));
            starting = Optional.of(up.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isSettled() {
        return starting.map(process -> !process.isAlive()).orElse(true);
    }

    @Override
    public Optional<Failure> failure() {
        if (!isSettled() || starting.map(Process::exitValue).orElse(0) == 0) {
            return Optional.empty();
        }
        Map<Service, String> states = states();
        return Stream.of(Service.values())
                .filter(service -> states.getOrDefault(service, "").matches(".*(Exit|unhealthy).*"))
                .findFirst()
                .map(
                        service ->
                                new Failure(
                                        service.title() + " failed: " + states.get(service),
                                        lastLines(service)))
                .or(
                        () ->
                                Optional.of(
                                        new Failure(
                                                "docker compose failed",
                                                LastLines.of(log, LINES))));
    }

    @Override
    public List<String> lastLines(Service service) {
        return LastLines.of(
                Programs.lines(
                        compose(List.of("logs", "--no-color", "--no-log-prefix", service.title()))),
                LINES);
    }

    /** The services that run, or have ended and are still there. */
    Map<Service, String> states() {
        Map<Service, String> states = new EnumMap<>(Service.class);
        ProcessBuilder list =
                new ProcessBuilder(
                        "docker",
                        "ps",
                        "--all",
                        "--filter",
                        "label=com.docker.compose.project="
                                + options.get("COMPOSE_PROJECT_NAME").orElse("treecounter"),
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}\t{{.Status}}");
        for (String line : Programs.lines(list)) {
            String[] words = line.split("\t", 2);
            Stream.of(Service.values())
                    .filter(service -> service.title().equals(words[0]))
                    .forEach(service -> states.put(service, words[1]));
        }
        return states;
    }

    /** Whether a service's container runs. */
    boolean runs(Service service) {
        return states().getOrDefault(service, "").startsWith("Up");
    }

    /** Stops everything; {@code forget} deletes the data too. */
    void stop(boolean forget) {
        List<String> words = new ArrayList<>(List.of("down", "--remove-orphans"));
        if (forget) {
            words.add("--volumes");
        }
        ProcessBuilder down = compose(words).redirectErrorStream(true);
        List<String> said = Programs.lines(down);
        if (!states().isEmpty()) {
            throw new Refusal(
                    "docker compose down failed: "
                            + LastLines.of(said, 3).stream().collect(Collectors.joining("; ")));
        }
    }

    private ProcessBuilder compose(List<String> words) {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        Stream.of(
                        SETTINGS.stream(),
                        Stack.FOREST_SETTINGS.stream(),
                        Stream.of(Service.values()).map(Service::portKey))
                .flatMap(keys -> keys)
                .forEach(
                        key ->
                                options.get(key)
                                        .ifPresent(value -> builder.environment().put(key, value)));
        return builder;
    }
}
