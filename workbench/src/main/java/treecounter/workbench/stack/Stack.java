package treecounter.workbench.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import treecounter.forest.Faults;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Compilation.Problem;
import treecounter.workbench.app.Jars;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Workshop;

/** Forest, app, Prometheus and Grafana together: with Docker where there is one, or without. */
public final class Stack {
    private static final long PATIENCE_SECONDS = 180;
    private static final long REMIND_SECONDS = 10;

    private final Screen screen;
    private final Workshop workshop;
    private final Options options;
    private final Jars jars;
    private final ComposeStack compose;
    private final LocalStack local;

    /** The stack of a workshop. */
    public Stack(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
        this.jars = new Jars(screen, workshop);
        Path directory = workshop.root().resolve("target/stack");
        this.compose = new ComposeStack(workshop, directory, options);
        this.local = new LocalStack(workshop, directory, options);
    }

    /**
     * Starts the stack with a module's app, or takes up what has changed since; waits until all of
     * it is ready.
     *
     * @return 0
     * @throws Refusal if something is missing, or does not start
     */
    public int up(Module module) {
        if (wantsDocker()) {
            upWithDocker(module);
        } else {
            upWithoutDocker(module);
        }
        return 0;
    }

    private void upWithDocker(Module module) {
        if (!local.running().isEmpty()) {
            throw new Refusal("The stack runs already, without Docker. Stop it first: make down");
        }
        refuseBadSettings();
        List<Service> all = Core.inDocker(module.lesson());
        refuseTakenPorts(
                module, all, all.stream().filter(service -> !compose.runs(service)).toList());
        List<Service> services = compose.fetchImages(screen, module.lesson());
        build(module);
        Dashboards.lay(workshop, module.lesson());
        compose.start(module, services);
        await(compose, module, services);
        reload();
        tellWhere(services);
    }

    /** What runs goes on running until all is known to be well that can be known before. */
    private void upWithoutDocker(Module module) {
        List<Service> services = local.possible(module);
        if (ComposeStack.isPossible() && !compose.states().isEmpty()) {
            throw new Refusal("The stack runs already, with Docker. Stop it first: make down");
        }
        refuseBadSettings();
        List<Service> running = local.running();
        List<Service> all = Core.of(module.lesson());
        refuseTakenPorts(
                module,
                all,
                services.stream().filter(service -> !running.contains(service)).toList());
        build(module);
        module.lesson().modulesWithoutDocker().forEach(jars::fetch);
        Dashboards.lay(workshop, module.lesson());
        local.stop();
        awaitFreePorts(services);
        refuseTakenPorts(module, all, services);
        local.start(module, services);
        await(local, module, services);
        tellWhere(services);
        if (!services.contains(Core.GRAFANA)) {
            screen.line(
                    "  Grafana     is not on the PATH; all else works. Get it: %s",
                    Core.GRAFANA.home());
        }
    }

    /**
     * Stops the stack, however it was started.
     *
     * @param forget whether to delete samples and dashboards too
     * @return 0
     */
    public int down(boolean forget) {
        Set<Service> stopped = new LinkedHashSet<>();
        stopped.addAll(local.running());
        local.stop();
        if (ComposeStack.isPossible()) {
            Set<Service> containers = compose.states().keySet();
            stopped.addAll(containers);
            if (forget || !containers.isEmpty()) {
                compose.stop(forget);
            }
        }
        screen.line(stopped.isEmpty() ? "Nothing was running." : "Stopped " + names(stopped) + ".");
        if (forget) {
            local.forget();
            screen.line("Samples and dashboards are deleted.");
        } else if (!stopped.isEmpty()) {
            screen.line("Samples and dashboards are kept. To forget them: make down VOLUMES=1");
        }
        return 0;
    }

    private boolean wantsDocker() {
        if (options.get("DOCKER").filter("no"::equalsIgnoreCase).isPresent()) {
            return false;
        }
        boolean possible = ComposeStack.isPossible();
        if (!possible && Command.onPath("docker").isPresent()) {
            screen.line(
                    Command.of("docker", "version").succeeds()
                            ? "Docker has no compose plugin, so it is not used."
                            : "Docker's engine does not answer, so it is not used. Is it started?");
        }
        return possible;
    }

    private void build(Module module) {
        if (!module.libraries().isEmpty()) {
            List<Problem> problems = Compilation.of(module).problems();
            problems.stream().limit(3).forEach(each -> screen.line(each.text(workshop.root())));
            if (!problems.isEmpty()) {
                throw new Refusal("%s does not compile.".formatted(module.name()), 1);
            }
        }
        jars.build(module);
    }

    private void refuseBadSettings() {
        try {
            new Faults(
                    options.get("FOREST_LATENCY").orElse(Faults.NONE.latency()),
                    options.get("FOREST_ERROR_RATE").map(Double::valueOf).orElse(0.0));
        } catch (NumberFormatException e) {
            throw new Refusal("FOREST_ERROR_RATE: expected a share from 0 to 1, such as 0.15.");
        } catch (IllegalArgumentException e) {
            throw new Refusal("FOREST_LATENCY, FOREST_ERROR_RATE: " + e.getMessage());
        }
    }

    /** Who has just been ended may hold its port a moment longer. */
    private void awaitFreePorts(List<Service> services) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (services.stream().anyMatch(service -> service.isTaken(options))
                && System.nanoTime() < deadline) {
            pause();
        }
    }

    private void refuseTakenPorts(Module module, List<Service> all, List<Service> services) {
        Map<Integer, Service> byPort = new TreeMap<>();
        for (Service service : all) {
            for (String key : service.ports().keySet()) {
                int port = service.port(options, key);
                Service other = byPort.putIfAbsent(port, service);
                if (other != null) {
                    throw new Refusal(
                            "Expected a port for each program, found %d for %s and %s. Choose another %s."
                                    .formatted(port, other.name(), service.name(), key));
                }
            }
        }
        for (Service service : services) {
            for (String key : service.takenPorts(options)) {
                int port = service.port(options, key);
                throw new Refusal(
                        "Port %d is taken, and %s needs it. End what holds it (make dev?), or choose another: make up SECTION=%d %s=%d"
                                .formatted(
                                        port,
                                        service.name(),
                                        module.lesson().number(),
                                        key,
                                        port + 10));
            }
        }
    }

    private void await(Running running, Module module, List<Service> services) {
        screen.line("Waiting for %s, with the app of %s", names(services), module.name());
        long start = System.nanoTime();
        long reminded = 0;
        List<Service> waiting = new ArrayList<>(services);
        while (!waiting.isEmpty() || !running.isSettled()) {
            running.failure().ifPresent(this::fail);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            if (seconds > PATIENCE_SECONDS && !waiting.isEmpty()) {
                Service late = waiting.get(0);
                String message = "%s is not ready after %d s".formatted(late.name(), seconds);
                fail(new Running.Failure(message, running.lastLines(late)));
            }
            for (Service service : List.copyOf(waiting)) {
                if (service.isReady(options)) {
                    double took = (System.nanoTime() - start) / 1e9;
                    screen.line(
                            "  %s  %s",
                            inColumn(service.name(), services),
                            String.format(Locale.ROOT, "ready, %.1f s", took));
                    waiting.remove(service);
                }
            }
            if (seconds - reminded >= REMIND_SECONDS) {
                reminded = seconds;
                screen.line(
                        "  still waiting for %s",
                        waiting.isEmpty() ? "docker compose to end" : names(waiting));
            }
            pause();
        }
        running.failure().ifPresent(this::fail);
    }

    private void fail(Running.Failure failure) {
        failure.lastLines().forEach(line -> screen.line("    " + line));
        throw new Refusal(
                "%s. Above are its last lines. Mend it and run make up again, or: make down"
                        .formatted(failure.message()));
    }

    /** A Prometheus that ran already has yet to see an edited prometheus.yaml. */
    private void reload() {
        try {
            PrometheusApi.of(options).reload();
        } catch (PrometheusApi.Refused e) {
            throw new Refusal(
                    "Prometheus does not take up prometheus.yaml and goes on with the old one: "
                            + e.getMessage());
        } catch (IOException e) {
            throw new Refusal("Prometheus did not answer when it was told to reload: " + e);
        }
    }

    private void tellWhere(List<Service> services) {
        screen.line("");
        for (Service service : services) {
            if (service.page().isEmpty()) {
                continue; // Nothing to look at.
            }
            String login =
                    service == Core.GRAFANA
                            ? "  (%s / %s)"
                                    .formatted(
                                            Core.grafanaUser(options),
                                            Core.grafanaPassword(options))
                            : "";
            screen.line(
                    "  %s  %s%s",
                    inColumn(capital(service.name()), services), service.page(options), login);
        }
        screen.line("");
        Stream.of(
                        Core.verb("traffic", Core.APP, options),
                        Core.verb("faults", Core.FOREST, options),
                        Core.verb("query", Core.PROMETHEUS, options))
                .flatMap(Optional::stream)
                .forEach(verb -> screen.line("  " + verb));
    }

    private static String inColumn(String name, List<Service> services) {
        int width = services.stream().mapToInt(service -> service.name().length()).max().orElse(0);
        return name + " ".repeat(width - name.length());
    }

    private static String names(Iterable<Service> services) {
        List<String> names = new ArrayList<>();
        services.forEach(service -> names.add(service.name()));
        return String.join(", ", names);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }
}
