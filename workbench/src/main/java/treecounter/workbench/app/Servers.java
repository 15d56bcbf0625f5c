package treecounter.workbench.app;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;

/**
 * The servers that the programs of a lesson need: a process that is started once, and ends with
 * this program, however that ends.
 */
public final class Servers {
    private static final long PATIENCE_SECONDS = 120;
    private static final Map<Lesson, Servers> STARTED = new HashMap<>();

    private final App app;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<String, String> settings = new ConcurrentHashMap<>();

    private Servers(Program program, Module module) {
        app = App.start(program, module, module.lesson().serversEnvironment(), this::hear);
    }

    /** Starts those of a module's lesson, where it has any and they do not run, and says so. */
    public static void start(Screen screen, Module module) {
        Optional<Program> program = module.lesson().serversOnTheBench();
        if (program.isEmpty() || running(module.lesson()).isPresent()) {
            return;
        }
        screen.line("Starting the servers of %s ...", module.lesson());
        long start = System.nanoTime();
        settings(module);
        screen.line(
                "  "
                        + String.format(
                                Locale.ROOT,
                                "ready after %.1f s",
                                (System.nanoTime() - start) / 1e9));
    }

    /**
     * What a module's programs find in their environment, to reach the servers; these are started
     * if they do not run.
     *
     * @throws Refusal if they do not start
     */
    public static synchronized Map<String, String> settings(Module module) {
        Lesson lesson = module.lesson();
        Map<String, String> settings =
                lesson.serversOnTheBench()
                        .map(
                                program ->
                                        running(lesson)
                                                .orElseGet(
                                                        () -> {
                                                            Servers servers =
                                                                    new Servers(program, module);
                                                            servers.await(lesson);
                                                            STARTED.put(lesson, servers);
                                                            return servers;
                                                        })
                                                .settings)
                        .orElse(Map.of());
        if (!settings.isEmpty()) {
            Archive.make(module, settings);
        }
        return settings;
    }

    private static synchronized Optional<Servers> running(Lesson lesson) {
        return Optional.ofNullable(STARTED.get(lesson)).filter(servers -> servers.app.isAlive());
    }

    private void hear(String line) {
        if (line.equals("ready")) {
            ready.countDown();
        } else if (line.matches("[A-Z_]+=.*")) {
            settings.put(line.replaceFirst("=.*", ""), line.replaceFirst("[A-Z_]+=", ""));
        }
    }

    private void await(Lesson lesson) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!ready.await(50, TimeUnit.MILLISECONDS)) {
                if (!app.isAlive() || System.nanoTime() > deadline) {
                    app.close();
                    List<String> said = app.lastLines();
                    throw new Refusal(
                            "The servers of %s do not start. Run make build, and try again. They said: %s"
                                    .formatted(
                                            lesson,
                                            said.isEmpty() ? "nothing" : String.join("; ", said)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }
}
