package treecounter.workbench.loop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.forest.RandomValues;
import treecounter.forest.ServerAddress;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.Crash;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.stack.Core;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Workshop;

/**
 * The loop of a lesson: runs its app and checks it; on every save compiles, restarts, checks. If
 * the code does not compile, the last good app keeps serving.
 */
public final class Dev {
    private static final long LOOK_MILLIS = 50;

    /** Every answer of the forest is an error. */
    private static final Faults FAILS = new Faults("0-1", 1);

    /** Every answer takes longer than an app waits. */
    private static final Faults IS_SLOW = new Faults("2.5", 0);

    private final Screen screen;
    private final Workshop workshop;
    private final Checking checking;
    private final Comparison comparison;
    private final Module module;
    private final Options options;
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final List<Double> saves = new ArrayList<>();

    /** The checks that have passed in this loop. */
    private final Set<String> green = new HashSet<>();

    /** Kept, or the lock would go with the garbage. */
    private Optional<FileLock> shown = Optional.empty();

    private boolean checkedBefore;
    private LoopForest forest;
    private Compilation served;
    private volatile List<App> apps = List.of();
    private volatile boolean closing;

    /** A loop on {@code module}, a module of {@code workshop}. */
    public Dev(Screen screen, Workshop workshop, Module module, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.checking = new Checking(screen, workshop, given(options));
        this.comparison = new Comparison(screen, workshop);
        this.module = module;
        this.options = options;
    }

    /** What a line that begins the next lesson has to say again. */
    private static String given(Options options) {
        return Stream.of("PORT", "APP_PORT", "FOREST_PORT")
                .flatMap(key -> options.get(key).map(value -> " " + key + "=" + value).stream())
                .collect(Collectors.joining());
    }

    /**
     * Runs until it is told to quit.
     *
     * @return 0; 1 if the port is taken
     */
    public int run() {
        programs().forEach(program -> refuseTakenPort(program.port(options)));
        if (module.lesson().forest().isPresent()) {
            orSay(() -> checking.buildIfNew(module)); // Its forest too.
        }
        forest = startForest();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-app"));
        shown = RunningLoop.show(workshop, module);
        boolean person = Screen.isTerminal();
        if (person) {
            readKeys();
        }
        module.lesson().sayInTheLoop(options).forEach(screen::line);
        screen.line("%s, on every save:", screen.bold(module.name()));
        Map<Path, String> seen = watched();
        round(System.nanoTime());
        Compilation.rehearse(module);
        if (person) {
            screen.line("Letter and Enter: " + letters());
        }
        while (true) {
            String key = nextKey();
            if (key.equals("q")) {
                close();
                return 0;
            }
            if (!key.isEmpty()) {
                orSay(() -> obey(key));
            }
            Map<Path, String> now = watched();
            if (!now.equals(seen)) {
                long start = System.nanoTime() - sinceSave();
                seen = settled(now);
                saves.add(round(start));
                sayMedian();
            } else if (!allAlive() && !isClosing()) {
                screen.line("The app has ended. It starts again on the next save, or with r.");
                closeApps();
            }
        }
    }

    /**
     * Compiles; restarts the app if its code has changed; checks and shows the result.
     *
     * @return the seconds from {@code start} to the result
     */
    private double round(long start) {
        orSay(() -> forest.setRandomValues(RandomValues.of(module.lesson().seed(module))));
        Optional<Compilation> good = compiled();
        if (good.isEmpty()) {
            screen.line(
                    apps.isEmpty()
                            ? "  Nothing runs yet. Save again when it is mended."
                            : "  The last good app keeps serving. Save again when it is mended.");
            return seconds(start);
        }
        Compilation compiled = good.get();
        // At first the page comes first. After that the result does, and the old app serves
        // meanwhile.
        boolean nothingServes = apps.isEmpty();
        if (nothingServes) {
            restart(compiled);
        }
        boolean first = !checkedBefore;
        checkedBefore = true;
        // What is green from the start has not just been learned.
        checking.checkAndShow(module, compiled, check -> green.add(check.number()) && !first);
        double took = seconds(start);
        boolean changed = served == null || !compiled.classes().equals(served.classes());
        if (changed && !nothingServes) {
            restart(compiled);
        }
        screen.line(
                "  %s%s",
                String.format(Locale.ROOT, "%.1f s", took),
                apps.isEmpty() || !allAlive() ? "" : ", serving " + pages());
        checking.makeNextReady(module);
        return took;
    }

    private Optional<Compilation> compiled() {
        AtomicReference<Optional<Compilation>> good = new AtomicReference<>(Optional.empty());
        orSay(() -> good.set(checking.compile(module)));
        return good.get();
    }

    /** What keeps another verb from its work is said here, and the loop goes on. */
    private void orSay(Runnable work) {
        try {
            work.run();
        } catch (Refusal e) {
            screen.line("  " + e.getMessage());
        } catch (UncheckedIOException e) {
            screen.line("  " + Refusal.of(e).getMessage());
        }
    }

    private void sayMedian() {
        if (saves.size() > 1) {
            double median = saves.stream().sorted().toList().get(saves.size() / 2);
            screen.line(
                    "  "
                            + String.format(
                                    Locale.ROOT,
                                    "median of %d saves: %.1f s",
                                    saves.size(),
                                    median));
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The nanoseconds since the newest file was written, 0 if a clock is off. */
    private long sinceSave() {
        long newest =
                watched().keySet().stream()
                        .mapToLong(file -> file.toFile().lastModified())
                        .max()
                        .orElse(0);
        long millis = System.currentTimeMillis() - newest;
        return millis >= 0 && millis < 5_000 ? TimeUnit.MILLISECONDS.toNanos(millis) : 0;
    }

    private synchronized void restart(Compilation compiled) {
        closeApps();
        if (!forest.isAlive()) {
            forest.close();
            forest = startForest();
        }
        Map<String, String> settings = new TreeMap<>(Servers.settings(module));
        settings.put("TREES_API_URL", forest.uri().toString());
        programs().forEach(each -> settings.put(each.portKey(), "" + each.port(options)));
        List<App> started = new ArrayList<>();
        AppOutput output = new AppOutput(this::sayUnlessStart);
        try {
            for (Program program : programs()) {
                int port = program.port(options);
                Map<String, String> own = new TreeMap<>(settings);
                own.putAll(module.lesson().inTheLoop(module, program.name(), options));
                started.add(App.start(program, module, compiled, port, own, output));
                apps = List.copyOf(started);
            }
            served = compiled;
            output.show();
        } catch (App.NotStarted e) {
            // The checks tell of the exception, with a hint.
            Optional<Crash> crash = Crash.in(e.said());
            if (crash.isEmpty()) {
                output.show();
            }
            screen.line(
                    "  The app did not start: "
                            + crash.map(Crash::toString).orElse(e.what())
                            + ".");
            closeApps();
        }
    }

    private List<Program> programs() {
        return module.lesson().programs();
    }

    private boolean allAlive() {
        return apps.stream().allMatch(App::isAlive);
    }

    private void closeApps() {
        apps.forEach(App::close);
        apps = List.of();
        served = null;
    }

    private void sayUnlessStart(String line) {
        if (!line.startsWith("Trees: ")) {
            screen.line("  app: " + line);
        }
    }

    private void sayOfTheForest(String line) {
        if (!line.startsWith("Forest: ")) {
            screen.line("  forest: " + line);
        }
    }

    private void obey(String key) {
        switch (key) {
            case "h" -> checking.nextHint(module);
            case "d" -> comparison.show(module.lesson());
            case "f" -> toggle(FAILS);
            case "s" -> toggle(IS_SLOW);
            case "c" -> checking.check(module);
            case "r" -> {
                served = null;
                round(System.nanoTime());
            }
            default -> screen.line("Letters: " + letters());
        }
    }

    private String letters() {
        return "h hint, again h a better one, d diff, c check, r restart, "
                + (module.lesson().asksTheForest() ? "f fail, s slow, " : "")
                + "q quit";
    }

    private String pages() {
        Program first = programs().get(0);
        return "http://localhost:%d%s".formatted(first.port(options), first.page());
    }

    /** On the port where make faults looks for it; on another one, which it names, if need be. */
    private LoopForest startForest() {
        Faults faults;
        try {
            faults = usualFaults();
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage());
        }
        try {
            LoopForest started = startForest(Core.FOREST.port(options), faults);
            Core.verb("faults", Core.FOREST, options)
                    .ifPresent(verb -> screen.line("Slow or failing: " + verb));
            return started;
        } catch (IOException e) {
            return startForestElsewhere(faults);
        }
    }

    private LoopForest startForest(int port, Faults faults) throws IOException {
        if (module.lesson().forest().isEmpty()) {
            return LoopForest.of(Forest.start("127.0.0.1", port, faults));
        }
        ServerAddress.of("127.0.0.1", port); // It would say itself, and not as the loop does.
        return LoopForest.start(module, port, faults, options, this::sayOfTheForest);
    }

    private LoopForest startForestElsewhere(Faults faults) {
        try {
            int port = App.freePort();
            LoopForest elsewhere = startForest(port, faults);
            screen.line("The forest's port is taken, so it listens on %d:", port);
            screen.line("  make faults FOREST_PORT=%d", port);
            return elsewhere;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Faults usualFaults() {
        return Faults.fromEnvironment(module.lesson().usualFaults());
    }

    /** Sets a fault of the forest, or takes it back. */
    private void toggle(Faults fault) {
        Faults before = usualFaults();
        forest.setFaults(forest.faults().equals(fault) ? before : fault);
        screen.line("  Forest: " + forest.faults().toJson());
    }

    private static void refuseTakenPort(int port) {
        try {
            ServerAddress.of("127.0.0.1", port);
        } catch (IOException e) {
            throw new Refusal(e.getMessage(), 1);
        }
    }

    private void readKeys() {
        Thread keys =
                new Thread(
                        () -> {
                            try (BufferedReader in =
                                    new BufferedReader(new InputStreamReader(System.in))) {
                                in.lines().map(String::strip).forEach(typed::add);
                            } catch (IOException | UncheckedIOException e) {
                                // Without keys the loop goes on by saves alone.
                            }
                        },
                        "keys");
        keys.setDaemon(true);
        keys.start();
    }

    private String nextKey() {
        try {
            String key = typed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return key == null ? "" : key.toLowerCase(Locale.ROOT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "q";
        }
    }

    /** What the learner edits, with size and time of each file. Polled: alike on every system. */
    private Map<Path, String> watched() {
        Map<Path, String> found = new TreeMap<>();
        File[] entries = module.directory().toFile().listFiles(Dev::isEdited);
        for (File entry : entries == null ? new File[0] : entries) {
            try (Stream<Path> files = Files.walk(entry.toPath())) {
                files.map(Path::toFile)
                        .filter(File::isFile)
                        .forEach(f -> found.put(f.toPath(), f.length() + " " + f.lastModified()));
            } catch (IOException | UncheckedIOException e) {
                // A file vanished while it was looked at; the next look sees the rest.
            }
        }
        return found;
    }

    private static boolean isEdited(File entry) {
        return !entry.getName().equals("target") && !entry.getName().startsWith(".");
    }

    /** Waits until an editor that writes several files, or one in steps, is done. */
    private Map<Path, String> settled(Map<Path, String> first) {
        Map<Path, String> before = first;
        while (true) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return before;
            }
            Map<Path, String> now = watched();
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    /** Ctrl-C ends the app and this program at once: the app's end is no news then. */
    private boolean isClosing() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return closing;
    }

    private void close() {
        closing = true;
        apps.forEach(App::close);
        forest.close();
    }
}
