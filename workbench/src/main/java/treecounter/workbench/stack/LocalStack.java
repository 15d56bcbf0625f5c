package treecounter.workbench.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import treecounter.workbench.machine.Background;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;
import treecounter.workbench.workshop.Service.Start;
import treecounter.workbench.workshop.Workshop;

/** The stack as plain processes of this machine, with the same configuration files. */
final class LocalStack implements Running {
    private static final int LINES = 12;

    private final Workshop workshop;
    private final Path directory;
    private final Options options;
    private List<Service> begun = List.of();

    /**
     * @param directory for data, logs and process numbers
     */
    LocalStack(Workshop workshop, Path directory, Options options) {
        this.workshop = workshop;
        this.directory = directory;
        this.options = options;
    }

    /**
     * The services of a module's stack that can run here.
     *
     * @throws Refusal if one is missing that the others cannot do without
     */
    List<Service> possible(Module module) {
        Map<Service, Start> starts = starts(module);
        List<Service> missing =
                Core.of(module.lesson()).stream()
                        .filter(Service::required)
                        .filter(service -> !starts.containsKey(service))
                        .toList();
        if (missing.contains(Core.PROMETHEUS)) {
            boolean noDocker = options.get("DOCKER").filter("no"::equalsIgnoreCase).isPresent();
            throw new Refusal(
                    (noDocker
                                    ? "Expected the program prometheus on the PATH, as DOCKER=no"
                                            + " wants; found none. Get it: %s"
                                    : "Expected Docker, or the program prometheus on the PATH;"
                                          + " found neither.\n"
                                          + "  Docker:    "
                                          + " https://docs.docker.com/get-started/get-docker/"
                                          + " (start it, then: make up)\n"
                                          + "  Prometheus: %s (unpack it, and add its directory to"
                                          + " the PATH)")
                            .formatted(Core.PROMETHEUS.home()));
        }
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "Expected Docker, or %s on the PATH; found neither. Get it: %s"
                            .formatted(missing.get(0).name(), missing.get(0).home()));
        }
        return List.copyOf(starts.keySet());
    }

    /** Starts; returns at once. */
    void start(Module module, List<Service> services) {
        begun = services;
        starts(module)
                .forEach(
                        (service, start) -> {
                            if (services.contains(service)) {
                                program(service).start(start.command(), start.environment());
                            }
                        });
    }

    private Map<Service, Start> starts(Module module) {
        Place place = new Place(workshop, directory, module, options);
        Map<Service, Start> starts = new LinkedHashMap<>();
        for (Service service : Core.of(module.lesson())) {
            service.natively().start(place).ifPresent(start -> starts.put(service, start));
        }
        return starts;
    }

    @Override
    public Optional<Failure> failure() {
        return begun.stream()
                .filter(service -> !program(service).isAlive())
                .findFirst()
                .map(service -> new Failure(service.name() + " has ended", lastLines(service)));
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public List<String> lastLines(Service service) {
        return program(service).lastLines(LINES);
    }

    /** The services that run, of whichever lesson. */
    List<Service> running() {
        return Core.all().stream().filter(service -> program(service).isAlive()).toList();
    }

    /** Stops what runs, the last first. */
    void stop() {
        List<Service> services = new ArrayList<>(Core.all());
        Collections.reverse(services);
        services.forEach(service -> program(service).stop());
    }

    /** Deletes samples and dashboards. */
    void forget() {
        Directories.delete(directory);
    }

    private Background program(Service service) {
        return new Background(directory, service.name());
    }
}
