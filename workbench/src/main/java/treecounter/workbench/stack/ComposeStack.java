package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.LastLines;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Workshop;

/** The stack in containers, by docker-compose.yaml. */
final class ComposeStack implements Running {
    private static final int LINES = 12;
    private static final String OWN = "compose/%s.yaml";
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final List<String> SETTINGS =
            List.of("COMPOSE_PROJECT_NAME", "GRAFANA_USER", "GRAFANA_PASSWORD");

    private final Workshop workshop;
    private final Path log;
    private final Options options;
    private Optional<Process> starting = Optional.empty();

    /**
     * @param logs where to keep what Compose says
     */
    ComposeStack(Workshop workshop, Path logs, Options options) {
        this.workshop = workshop;
        this.log = logs.resolve("compose.log");
        this.options = options;
    }

    /** Whether Docker can be used here now. */
    static boolean isPossible() {
        return Command.onPath("docker").isPresent()
                && Command.of("docker", "version").succeeds()
                && Command.of("docker", "compose", "version").succeeds();
    }

    /**
     * Fetches the images of a lesson that are not here yet.
     *
     * @return the services whose images are here
     * @throws Refusal if one is missing that the others cannot do without
     */
    List<Service> fetchImages(Screen screen, Lesson lesson) {
        List<Service> services = new ArrayList<>();
        for (Service service : Core.inDocker(lesson)) {
            if (Images.fetch(screen, service.image())) {
                services.add(service);
            } else if (service.required()) {
                throw new Refusal(
                        "Expected the image %s, and it cannot be fetched; Docker says above why. Without Docker: DOCKER=no make up"
                                .formatted(Images.get(service.image())));
            } else {
                screen.line(
                        "The image of %s cannot be fetched; going on without it.", service.name());
            }
        }
        return services;
    }

    /** Builds the images of the workshop and starts; returns at once. */
    void start(Module module, List<Service> services) {
        Path own = workshop.root().resolve(OWN.formatted(module.lesson().directory()));
        List<String> words = files(Files.exists(own) ? List.of(own) : List.of());
        words.addAll(List.of("up", "--detach", "--build", "--wait"));
        services.forEach(service -> words.add(service.name()));
        try {
            Files.createDirectories(log.getParent());
            starting =
                    Optional.of(
                            compose(words)
                                    .with(Core.seed(module))
                                    .with(
                                            Map.of(
                                                    "MODULE",
                                                    module.name(),
                                                    "FOREST_MODULE",
                                                    Core.forest(module),
                                                    "DASHBOARDS",
                                                    Dashboards.RELATIVE))
                                    .begin(log));
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
        return Core.all().stream()
                .filter(service -> states.getOrDefault(service, "").matches(".*(Exit|unhealthy).*"))
                .findFirst()
                .map(
                        service ->
                                new Failure(
                                        service.name() + " failed: " + states.get(service),
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
                compose(List.of("logs", "--no-color", "--no-log-prefix", service.name()))
                        .run()
                        .lines(),
                LINES);
    }

    /** The services that run, or have ended and are still there. */
    Map<Service, String> states() {
        Map<Service, String> states = new LinkedHashMap<>();
        Command list =
                Command.of(
                        "docker",
                        "ps",
                        "--all",
                        "--filter",
                        "label=com.docker.compose.project="
                                + options.get("COMPOSE_PROJECT_NAME").orElse("treecounter"),
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}\t{{.Status}}");
        for (String line : list.run().lines()) {
            String[] words = line.split("\t", 2);
            Core.all().stream()
                    .filter(service -> service.name().equals(words[0]))
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
        List<String> words = files(ownOfAllLessons());
        words.addAll(List.of("down", "--remove-orphans"));
        if (forget) {
            words.add("--volumes");
        }
        List<String> said = compose(words).within(STOP).run().lines();
        if (!states().isEmpty()) {
            throw new Refusal(
                    "docker compose down failed: "
                            + LastLines.of(said, 3).stream().collect(Collectors.joining("; ")));
        }
    }

    /** The base, then what a lesson adds to it or changes in it. */
    private static List<String> files(List<Path> own) {
        List<String> words = new ArrayList<>(List.of("--file", "docker-compose.yaml"));
        own.forEach(file -> words.addAll(List.of("--file", file.toString())));
        return words;
    }

    private List<Path> ownOfAllLessons() {
        return Lesson.all().stream()
                .map(lesson -> workshop.root().resolve(OWN.formatted(lesson.directory())))
                .filter(Files::exists)
                .toList();
    }

    private Command compose(List<String> words) {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(words);
        Map<String, String> settings = new TreeMap<>();
        Stream.of(
                        SETTINGS.stream(),
                        Core.FOREST_SETTINGS.stream(),
                        Core.all().stream().flatMap(service -> service.ports().keySet().stream()))
                .flatMap(keys -> keys)
                .forEach(key -> options.get(key).ifPresent(value -> settings.put(key, value)));
        return Command.of(command).in(workshop.root()).with(settings);
    }
}
