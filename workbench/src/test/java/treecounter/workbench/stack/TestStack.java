package treecounter.workbench.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import treecounter.workbench.app.App;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Workshop;

/** A stack of a workshop of its own, beside any other stack on this machine. */
final class TestStack {
    /** Two scrapes of 5 s, and a moment to send and to ask. */
    static final Duration TWO_SCRAPES = Duration.ofSeconds(12);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    private final List<String> settings = new ArrayList<>(List.of("up"));
    private final String project;
    private final Workshop workshop;

    /**
     * @param name also of the directory it lives in
     */
    TestStack(String name, String... more) throws IOException {
        project =
                "treecounter-%s-%d"
                        .formatted(name.replaceAll("[^a-z]+", "-"), ProcessHandle.current().pid());
        workshop = WorkshopCopy.make(name);
        settings.add("COMPOSE_PROJECT_NAME=" + project);
        settings.addAll(List.of(more));
        for (Service service : Core.all()) {
            service.ports().keySet().forEach(key -> settings.add(key + "=" + App.freePort()));
        }
    }

    String project() {
        return project;
    }

    Workshop workshop() {
        return workshop;
    }

    Screen screen() {
        return screen;
    }

    /** Its settings, and some more. */
    Options options(String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return Options.of(all, Map.of());
    }

    Stack stack(String... more) {
        return new Stack(screen, workshop, options(more));
    }

    /** Starts it; what it wrote is shown if it does not start. */
    void up(Module module) {
        try {
            stack().up(module);
        } catch (Refusal e) {
            throw new AssertionError(e.getMessage() + "\n" + written(), e);
        }
    }

    void down(boolean forget) {
        stack().down(forget);
    }

    /** All that it wrote so far. */
    String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    URI uri(Service service) {
        return service.uri(options(), "/");
    }

    PrometheusApi prometheus() {
        return PrometheusApi.of(options());
    }

    /** Sends requests to its app. */
    void send(Sent requests) throws IOException {
        requests.to(uri(Core.APP), uri(Core.FOREST));
    }
}
