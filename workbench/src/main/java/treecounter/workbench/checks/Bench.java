package treecounter.workbench.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.Http;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;
import treecounter.workbench.Refusal;
import treecounter.workbench.Workshop;
import treecounter.workbench.loop.App;
import treecounter.workbench.loop.Compilation;

/**
 * What a check works with: the learner's app, started fresh in a process of its own, and the forest
 * it asks, which has no faults but those a check sets.
 */
public final class Bench implements AutoCloseable {
    /** How long the app waits for the forest here; short, so that a check of a timeout is too. */
    static final Duration FOREST_TIMEOUT = Duration.ofMillis(200);

    private static final int TRIES = 5;

    /** The bench of the next run of checks, whose Java waits already. */
    private static final AtomicReference<Bench> NEXT = new AtomicReference<>();

    private static final Map<String, Bench> PREPARED = new ConcurrentHashMap<>();
    private static final AtomicInteger PREPARED_SO_FAR = new AtomicInteger();

    private final Module module;
    private final List<String> libraries;
    private Forest forest;
    private App waiting;
    private App app;
    private Finding notStarted;
    private Duration slowest = Duration.ZERO;

    Bench(Module module) {
        this.module = module;
        this.libraries = module.libraryTimes();
    }

    Module module() {
        return module;
    }

    /** The module's Java code without comments, to look for the cause of a finding; no verdict. */
    String code() {
        return module.code().replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    }

    /** The forest that the app asks. */
    Forest forest() {
        app();
        return forest;
    }

    Http.Answer get(String path) {
        return send("GET", path);
    }

    Http.Answer send(String method, String path) {
        String call = method + " " + path;
        long start = System.nanoTime();
        try {
            return Http.send(method, app().uri(path));
        } catch (SocketTimeoutException e) {
            throw new Finding(
                    call + " is answered",
                    "no whole answer within %d s".formatted(Http.PATIENCE.toSeconds()),
                    "TreeCounterHandler.handle: every case must answer the exchange.");
        } catch (IOException e) {
            throw crash().map(crash -> new Finding(call + " is answered", crash, crash.hint()))
                    .orElseGet(() -> notAnswered(call));
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            slowest = slowest.compareTo(took) > 0 ? slowest : took;
        }
    }

    private Finding notAnswered(String call) {
        return app().isAlive()
                ? new Finding(
                        call + " is answered",
                        "the connection was closed",
                        "TreeCounterHandler.handle: every case must answer.")
                : new Finding(
                        call + " is answered",
                        "the app has ended",
                        "TreeCounterApp.main: nothing keeps the app running. server.start() does.");
    }

    /**
     * Asks for pages that the app can answer at once, and returns the metrics from before.
     *
     * <p>On a busy machine an app may miss its deadline for the forest, and then counts a timeout
     * that nobody meant. What was counted says nothing then, so all is asked again.
     */
    Exposition before(Runnable pages) {
        for (int i = 0; i < TRIES; i++) {
            Exposition before = scrape();
            slowest = Duration.ZERO;
            pages.run();
            if (slowest.compareTo(FOREST_TIMEOUT) < 0) {
                return before;
            }
        }
        throw new Finding(
                "pages within %d ms, while the forest answers at once"
                        .formatted(FOREST_TIMEOUT.toMillis()),
                "%d ms".formatted(slowest.toMillis()),
                "TreeCounterHandler.handle: something in it takes time. Or is this machine busy?"
                        + " Then check again.");
    }

    /** The metrics now. */
    Exposition scrape() {
        Http.Answer page = get("/metrics");
        Finding.when(
                page.status() != 200 || isHtml(page),
                "GET /metrics answers 200 with metrics",
                "%d, %s".formatted(page.status(), page.contentType()),
                "TreeCounterHandler.handle: step 1.1 comes first.");
        try {
            return Exposition.parse(page.body());
        } catch (IllegalArgumentException e) {
            throw new Finding(
                    "GET /metrics answers in the text format",
                    e.getMessage(),
                    "TreeCounterHandler.handle: leave /metrics to HTTPServer.HTTPMetricHandler.");
        }
    }

    /** Whether an answer is a page for people. */
    static boolean isHtml(Http.Answer answer) {
        return answer.contentType().startsWith("text/html");
    }

    /** The exception that the app printed last, waited for a moment. */
    Optional<Crash> crash() {
        return Poll.until(Optional::isPresent, () -> Crash.in(app().lastLines()));
    }

    /** The app, started when it is first needed. */
    synchronized App app() {
        if (notStarted != null) {
            throw notStarted;
        }
        if (app == null) {
            start();
        }
        return app;
    }

    @Override
    public synchronized void close() {
        if (app != null) {
            app.close();
        }
        if (waiting != null) {
            waiting.close();
        }
        if (forest != null) {
            forest.close();
        }
    }

    private void start() {
        makeReady();
        Compilation compiled = Compilation.of(module);
        compiled.problems().stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new Finding(
                                    "the code compiles",
                                    problem.text(module.directory()),
                                    "make check SECTION=%s shows all errors."
                                            .formatted(module.name()));
                        });
        for (int i = 1; app == null; i++) {
            makeReady();
            App ready = waiting;
            waiting = null;
            try {
                ready.run(module, compiled);
                app = ready;
            } catch (App.NotStarted e) {
                // Another program can take the port in the moment before the app does.
                if (i == TRIES || !e.getMessage().contains("Port %d ".formatted(ready.port()))) {
                    notStarted = explain(e.getMessage());
                    throw notStarted;
                }
            }
        }
    }

    /** A Java that waits for the app, begun first as it takes longest, and a forest. */
    private synchronized void makeReady() {
        int forestPort = forest == null ? App.freePort() : forest.uri().getPort();
        if (waiting == null) {
            Map<String, String> settings =
                    Map.of(
                            "TREES_API_URL",
                            Forest.uri(forestPort).toString(),
                            "TREES_API_TIMEOUT",
                            String.valueOf(FOREST_TIMEOUT.toMillis() / 1000.0));
            waiting = App.waiting(module, App.freePort(), settings, line -> {});
        }
        try {
            if (forest == null) {
                forest = Forest.start("127.0.0.1", forestPort, Faults.NONE);
            }
        } catch (IOException e) {
            waiting.close();
            waiting = null;
            throw new UncheckedIOException(e);
        }
    }

    private static Finding explain(String output) {
        List<String> lines = output.lines().toList();
        return Crash.in(lines)
                .map(crash -> new Finding("the app starts", crash, crash.hint()))
                .orElseGet(
                        () ->
                                new Finding(
                                        "the app starts",
                                        output,
                                        "TreeCounterApp.main: it calls server.start() and"
                                                + " returns."));
    }

    /** Lets a Java wait for the next run of checks on a module, which then begins at once. */
    public static void makeNextReady(Module module) {
        Bench bench = new Bench(module);
        try {
            bench.makeReady();
            discard(NEXT.getAndSet(bench));
        } catch (UncheckedIOException e) {
            // The next run makes its own ready, and says what is wrong.
        }
    }

    /**
     * A bench for a module, whose app starts meanwhile: the checks find it ready, or all but.
     *
     * @return the name under which a run of checks takes it over
     */
    static String prepare(Module module) {
        Bench bench = new Bench(module);
        Bench next = NEXT.getAndSet(null);
        if (next != null && next.isFor(bench)) {
            bench = next;
        } else {
            discard(next);
        }
        String name = module.name() + " " + PREPARED_SO_FAR.incrementAndGet();
        PREPARED.put(name, bench);
        Thread start = new Thread(bench::startAhead, "start-app");
        start.setDaemon(true);
        start.start();
        return name;
    }

    /** Takes over a prepared bench, if nobody has yet. */
    static Optional<Bench> take(String prepared) {
        return Optional.ofNullable(PREPARED.remove(prepared));
    }

    /** A bench for the starter of the lesson with these checks, as an IDE runs them. */
    static Bench onStarter(Class<?> checks) {
        Lesson lesson =
                Arrays.stream(Lesson.values())
                        .filter(one -> one.checks() == checks)
                        .findFirst()
                        .orElseThrow();
        return new Bench(Workshop.here().starter(lesson));
    }

    /** Whether this one can take the place of {@code other}: a library may have been built anew. */
    private boolean isFor(Bench other) {
        return module.equals(other.module)
                && libraries.equals(other.libraries)
                && waiting.isAlive();
    }

    private static void discard(Bench bench) {
        if (bench != null) {
            bench.close();
        }
    }

    private void startAhead() {
        try {
            app();
        } catch (Finding | Refusal | UncheckedIOException e) {
            // The first check that needs the app finds it again, and says so.
        }
    }
}
