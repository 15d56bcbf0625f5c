package treecounter.workbench.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Servers;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Workshop;

/**
 * What a check works with: the learner's app, started fresh in a process of its own, and the forest
 * it asks, which has no faults but those a check sets.
 */
public final class Bench implements AutoCloseable {
    /** How long the app waits for the forest here; short, so that a check of a timeout is too. */
    public static final Duration FOREST_TIMEOUT = Duration.ofMillis(200);

    /** So many pages overlap, of so many seconds each, so long after one another. */
    private static final int TOGETHER = 4;

    private static final double EACH = 0.15;
    private static final long APART_MILLIS = 40;

    private static final int TRIES = 5;

    /** How long a busy machine may take to get to a request. */
    private static final long BUSY_MILLIS = 2_000;

    /** A handler of the learner's that stands around the one which answers. */
    private static final Pattern DECORATOR =
            Pattern.compile("class ((?!TreeCounter)\\w+) implements HttpHandler");

    private static final Pattern FILTER = Pattern.compile("class (\\w+) extends Filter\\b");

    /** A handler that is mounted without a Guard around it. */
    private static final Pattern UNGUARDED =
            Pattern.compile("createContext\\(\\s*\"[^\"]*\",\\s*new (?!Guard\\b)(\\w+)");

    private static final Pattern COLLECTOR = Pattern.compile("class (\\w+) extends Collector\\b");
    private static final Pattern STARTED_FIRST =
            Pattern.compile("(?s)server\\.start\\(\\).*\\.createContext\\(");

    private final Module module;
    private final Kept kept;
    private final Kept own = new Kept();
    private final List<String> libraries;

    /** Who shares servers with another bench keeps apart by it. */
    private final String room = "bench_" + UUID.randomUUID().toString().replace("-", "");

    private final Map<Program, App> waiting = new LinkedHashMap<>();
    private final Map<Program, App> apps = new LinkedHashMap<>();
    private Optional<Compilation> compiled = Optional.empty();
    private Forest forest;
    private Optional<Program> asked = Optional.empty();
    private Finding notStarted;
    private Duration slowest = Duration.ZERO;

    /** A bench for a module, on which nothing runs yet. */
    public Bench(Module module, Kept kept) {
        this.module = module;
        this.kept = kept;
        this.libraries = module.libraryTimes();
    }

    /** What is checked. */
    public Module module() {
        return module;
    }

    /** What runs of checks leave for each other. */
    public Kept kept() {
        return kept;
    }

    /** What checks of this run leave for each other: what the app as it is now has shown. */
    public Kept own() {
        return own;
    }

    /** The module's Java code without comments, to look for the cause of a finding; no verdict. */
    public String code() {
        return withoutComments(module.code());
    }

    /** The same of one class; empty if it has no file. */
    public String code(String name) {
        Path file = module.file("src/main/java/treecounter/%s.java".formatted(name));
        return Files.exists(file) ? withoutComments(text(file)) : "";
    }

    private static String withoutComments(String code) {
        return code.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    }

    /** A file of the learner's, whatever an editor of any system made of it. */
    public static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "");
        } catch (IOException e) {
            throw new Finding(
                    "a text in " + file.getFileName(),
                    e.getMessage(),
                    file.getFileName() + ": make reset brings the file back.");
        }
    }

    /** The forest that the app asks. */
    public Forest forest() {
        app();
        return forest;
    }

    public Http.Answer get(String path) {
        return send("GET", path);
    }

    public Http.Answer send(String method, String path) {
        return send(method, path, "");
    }

    /** Sends JSON; none if it is empty. */
    public Http.Answer send(String method, String path, String json) {
        return asked(
                method + " " + path,
                path,
                uri ->
                        json.isEmpty()
                                ? Http.send(method, uri)
                                : Http.send(
                                        method,
                                        uri,
                                        Map.of("Content-Type", "application/json"),
                                        json));
    }

    private interface Asking {
        Http.Answer answer(URI uri) throws IOException;
    }

    private Http.Answer asked(String call, String path, Asking asking) {
        long start = System.nanoTime();
        try {
            return asking.answer(app(asked()).uri(path));
        } catch (SocketTimeoutException e) {
            throw new Finding(
                    call + " is answered",
                    "no whole answer within %d s".formatted(Http.PATIENCE.toSeconds()),
                    silentHint());
        } catch (IOException e) {
            throw crash().map(crash -> new Finding(call + " is answered", crash, crash.hint()))
                    .orElseGet(() -> notAnswered(call));
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            slowest = slowest.compareTo(took) > 0 ? slowest : took;
        }
    }

    /** Sends a request with headers of its own, and without a body. */
    public Http.Answer send(String method, String path, Map<String, String> headers) {
        return asked(method + " " + path, path, uri -> Http.send(method, uri, headers));
    }

    private String silentHint() {
        Matcher filter = FILTER.matcher(code());
        return filter.find()
                ? filter.group(1)
                        + ": nobody answers a request that it does not pass on, by"
                        + " chain.doFilter(exchange). Or a case of TreeCounterHandler.handle does"
                        + " not answer."
                : "TreeCounterHandler.handle: every case must answer the exchange.";
    }

    private Finding notAnswered(String call) {
        if (!app().isAlive()) {
            Optional<String> taken =
                    app().lastLines().stream()
                            .filter(line -> line.contains("Port %d ".formatted(app().port())))
                            .findFirst();
            if (taken.isPresent()) {
                return new Finding(
                        call + " is answered",
                        "the app has ended: " + taken.get(),
                        "TreeCounterApp.main: a second server wants the port that the first one"
                                + " has. One is enough: what it is to answer is a case of"
                                + " TreeCounterHandler.handle.");
            }
            return new Finding(
                    call + " is answered",
                    "the app has ended",
                    "TreeCounterApp.main: nothing keeps the app running. server.start() does.");
        }
        return new Finding(
                call + " is answered", "the connection was closed", notAnsweredHint(call));
    }

    private String notAnsweredHint(String call) {
        Optional<String> unguarded = unguarded();
        if (unguarded.isPresent()) {
            return unguarded.get();
        }
        Matcher filter = FILTER.matcher(code());
        if (filter.find()) {
            return filter.group(1)
                    + ": it throws, or does not pass the exchange on. An exception in a filter is"
                    + " printed nowhere: does labels(...) take as many values as labelNames(...)"
                    + " has names? Or a case of TreeCounterHandler.handle does not answer.";
        }
        if (!code().contains(".send(")) {
            return "TreeCounterHandler.answer: nobody sends the answer any more. What is counted"
                    + " stands beside answer.send(exchange), not in its place.";
        }
        List<String> decorators =
                DECORATOR.matcher(code()).results().map(found -> found.group(1)).toList();
        return !decorators.isEmpty()
                ? String.join(", ", decorators)
                        + ": each exchange has to be handed on to the handler inside, once."
                        + " Or a case of TreeCounterHandler.handle does not answer."
                : "TreeCounterHandler.handle: the way that %s goes ends without an answer. There, too, every case must answer."
                        .formatted(call);
    }

    /**
     * Lets pages overlap that take 0.15 s at least, and says where the sum of what an app measures
     * of them is less than that. On a busy machine all take longer, and what is missing can hide in
     * it; so some tries are made, and one is enough.
     *
     * @param sum the series that adds up their seconds
     * @param place where the start of a request is kept
     * @throws Finding if it is less, as where all requests share one start
     */
    public void eachHasItsOwnStart(String sum, String place) {
        double least = 0.9 * TOGETHER * EACH;
        for (int i = 0; i < TRIES; i++) {
            forest().setFaults(new Faults(String.valueOf(EACH), 0));
            Exposition before = scrape();
            overlapping("/treecounter", TOGETHER, APART_MILLIS);
            forest().setFaults(Faults.NONE);
            double added =
                    Poll.until(
                            seconds -> seconds >= least,
                            () -> Difference.sum(scrape().since(before, sum)));
            Finding.when(
                    added < least,
                    "%d pages at a time, of %s s each, add %s to %s"
                            .formatted(TOGETHER, EACH, Declared.number(TOGETHER * EACH), sum),
                    Declared.number(added),
                    place
                            + ": the start is a field, which all requests share, and each of them"
                            + " sets it anew. A variable of the method belongs to one request.");
        }
    }

    /** Asks for a page several times, each a little after the one before, and waits for all. */
    private void overlapping(String path, int times, long millisApart) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long wait = i * millisApart;
            Thread client =
                    new Thread(
                            () -> {
                                try {
                                    Thread.sleep(wait);
                                    get(path);
                                } catch (InterruptedException | Finding e) {
                                    // What is measured tells.
                                }
                            },
                            "client");
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Why nothing is printed of an exception, if the code looks like that. */
    public Optional<String> unguarded() {
        Matcher mounted = UNGUARDED.matcher(code());
        return mounted.find()
                ? Optional.of(
                        "TreeCounterApp.main: an exception in the %s is printed nowhere, for no Guard stands around it. Let the Guard stand outermost, and it tells."
                                .formatted(mounted.group(1)))
                : Optional.empty();
    }

    /** What is found where the app answers 500: the exception that it printed. */
    public Finding bug(String expected, String otherwise) {
        Optional<Crash> crash = crash();
        return new Finding(
                expected,
                crash.map(e -> "500, because of " + e).orElse("500"),
                crash.map(Crash::hint).orElse(otherwise));
    }

    /**
     * Asks for pages that the app can answer at once, and returns the metrics from before.
     *
     * <p>On a busy machine an app may miss its deadline for the forest, and then counts a timeout
     * that nobody meant. What was counted says nothing then, so all is asked again.
     */
    public Exposition before(Runnable pages) {
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

    /**
     * How often the app asks the forest for recent trees while it starts: seen on another app, for
     * this one may have been scraped.
     */
    public long askedAtStart() {
        app();
        long before = forest.timesAskedForRecent();
        askAnother("/nowhere"); // Answered once the server has been started.
        return forest.timesAskedForRecent() - before;
    }

    /** The page of another app, of which nobody has asked anything yet; empty without one. */
    public Optional<Exposition> pageAtStart() {
        app();
        return askAnother("/metrics").map(Exposition::parse);
    }

    private Optional<String> askAnother(String path) {
        Map<String, String> settings = new TreeMap<>(Servers.settings(module));
        settings.putAll(module.lesson().onTheBench(Servers.settings(module), room));
        settings.put("TREES_API_URL", forest.uri().toString());
        Program program = module.lesson().programs().get(0);
        Compilation code = compiled.orElseGet(() -> Compilation.of(module));
        try (App another = App.waiting(program, module, App.freePort(), settings, line -> {})) {
            another.run(code);
            return Optional.of(Http.get(another.uri(path)).body());
        } catch (App.NotStarted | IOException e) {
            // The app that was started first has told what there is to tell.
            return Optional.empty();
        }
    }

    /**
     * Lets clients ask for a page and reset the connection: the handler's write then fails. A newer
     * JDK writes a body no earlier than when the exchange is closed, but the headers of HEAD at
     * once. The forest answers when they are gone.
     */
    public void hangUp(int clients) {
        long asked = forest().timesAsked();
        forest.setFaults(new Faults("60", 0));
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                Socket socket = new Socket("127.0.0.1", app().port());
                sockets.add(socket);
                socket.setSoLinger(true, 0);
                String request = "HEAD /treecounter HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            Poll.until(
                    times -> times >= asked + clients || areAnswered(sockets),
                    forest::timesAsked,
                    BUSY_MILLIS);
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new Finding(
                    "the app takes connections", e, "TreeCounterApp.main: does the app still run?");
        } finally {
            forest.setFaults(Faults.NONE);
            forest.hurry();
        }
    }

    /** As by an app that does not ask the forest. */
    private static boolean areAnswered(List<Socket> sockets) {
        try {
            for (Socket socket : sockets) {
                if (socket.getInputStream().available() == 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    /** The metrics now. A scrape that asks others may fail once, on a busy machine. */
    public Exposition scrape() {
        Http.Answer once = get("/metrics");
        Http.Answer page = once.status() == 500 ? get("/metrics") : once;
        String expected = "GET /metrics answers 200 with metrics";
        if (page.status() == 500 && !page.body().contains("No handler for context")) {
            throw bug(expected, "TreeCounterHandler.handle: the case for /metrics throws.");
        }
        Finding.when(
                page.status() != 200 || isHtml(page),
                expected,
                "%d, %s".formatted(page.status(), page.contentType()),
                notScrapedHint(page));
        try {
            return Exposition.parse(page.body());
        } catch (IllegalArgumentException e) {
            throw new Finding(
                    "GET /metrics answers in the text format", e.getMessage(), unreadableHint());
        }
    }

    /** The library lets a collector say what it likes. */
    private String unreadableHint() {
        Matcher collector = COLLECTOR.matcher(code());
        return collector.find()
                ? collector.group(1)
                        + ".java, collect: a name there is none. It holds letters, digits and _"
                        + " only, and a family takes it first, before the help text."
                : "TreeCounterHandler.handle: leave /metrics to HTTPServer.HTTPMetricHandler.";
    }

    private String notScrapedHint(Http.Answer page) {
        if (page.status() == 500) {
            return "TreeCounterApp.main: the context has no handler. createContext(...) takes one"
                    + " behind the path.";
        }
        if (!page.body().contains("No context found")) {
            return "TreeCounterHandler.handle: step 1.1 comes first.";
        }
        return STARTED_FIRST.matcher(code()).find()
                ? "TreeCounterApp.main: the server is started before it has its context. Start it"
                        + " when all is mounted."
                : "TreeCounterApp.main: no context of the server takes this path. The one of \"/\""
                        + " takes every path.";
    }

    /** Whether an answer is a page for people. */
    public static boolean isHtml(Http.Answer answer) {
        return answer.contentType().startsWith("text/html");
    }

    /** The exception that the app printed last, waited for a moment. */
    public Optional<Crash> crash() {
        // Its line comes a little later than its head.
        return Poll.until(
                crash -> crash.isPresent() && !crash.get().place().isEmpty(),
                () -> Crash.in(app(asked()).lastLines()));
    }

    /** Does something while another program than the first is the one that is asked for pages. */
    public void asking(Program program, Runnable work) {
        asked = Optional.of(program);
        try {
            work.run();
        } finally {
            asked = Optional.empty();
        }
    }

    private Program asked() {
        return asked.orElseGet(() -> module.lesson().programs().get(0));
    }

    /** A setting that its programs have from the servers of the lesson. */
    public String serverSetting(String name) {
        return Servers.settings(module).get(name);
    }

    /** What keeps its programs apart from others that share those servers. */
    public String room() {
        return room;
    }

    /** The app, started when it is first needed. */
    public App app() {
        return app(module.lesson().programs().get(0));
    }

    /** One of the lesson's programs. All start when one is first needed. */
    public synchronized App app(Program program) {
        if (notStarted != null) {
            throw notStarted;
        }
        if (apps.isEmpty()) {
            startAll();
        }
        return apps.get(program);
    }

    @Override
    public synchronized void close() {
        apps.values().forEach(App::close);
        waiting.values().forEach(App::close);
        if (forest != null) {
            forest.close();
        }
    }

    private void startAll() {
        makeReady();
        Compilation code = compiled.orElseGet(() -> Compilation.of(module));
        code.problems().stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new Finding(
                                    "the code compiles",
                                    problem.text(module.directory()),
                                    "make check SECTION=%s shows all errors."
                                            .formatted(module.name()));
                        });
        // Those first that nobody waits for.
        module.lesson().programs().stream()
                .sorted(Comparator.comparing(program -> !program.ready().isEmpty()))
                .forEach(program -> start(program, code));
    }

    private void start(Program program, Compilation code) {
        for (int i = 1; !apps.containsKey(program); i++) {
            makeReady();
            App ready = waiting.remove(program);
            try {
                ready.run(code);
                apps.put(program, ready);
            } catch (App.NotStarted e) {
                // Another program can take the port in the moment before the app does.
                if (i == TRIES || !e.getMessage().contains("Port %d ".formatted(ready.port()))) {
                    notStarted = explain(e.getMessage());
                    throw notStarted;
                }
                // The others have been told the old one.
                waiting.values().forEach(App::close);
                waiting.clear();
            }
        }
    }

    /**
     * Lets a Java wait for each program, begun first as it takes longest, and starts a forest. A
     * run of checks that finds this done begins at once.
     *
     * @throws UncheckedIOException if there is no port to be had
     */
    public synchronized void makeReady() {
        int forestPort = forest == null ? App.freePort() : forest.uri().getPort();
        Map<String, String> settings = new TreeMap<>(Servers.settings(module));
        settings.putAll(module.lesson().onTheBench(Servers.settings(module), room));
        settings.put("ROOM", room);
        settings.put("TREES_API_URL", Forest.uri(forestPort).toString());
        settings.put("TREES_API_TIMEOUT", String.valueOf(FOREST_TIMEOUT.toMillis() / 1000.0));
        apps.forEach((program, app) -> settings.put(program.portKey(), "" + app.port()));
        for (Program program : module.lesson().programs()) {
            if (!waiting.containsKey(program) && !apps.containsKey(program)) {
                int port = App.freePort();
                waiting.put(program, App.waiting(program, module, port, settings, line -> {}));
            }
            settings.put(
                    program.portKey(),
                    "" + apps.getOrDefault(program, waiting.get(program)).port());
        }
        try {
            if (forest == null) {
                forest = Forest.start("127.0.0.1", forestPort, Faults.NONE);
            }
        } catch (IOException e) {
            close();
            waiting.clear();
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
                                        "TreeCounterApp.main: nothing listens on the port. Does it"
                                                + " come to server.start()? Or is this machine very"
                                                + " busy? Then check again."));
    }

    /** Starts the app in the background: the checks find it ready, or all but. */
    public void start(Compilation code) {
        compiled = Optional.of(code);
        Thread start = new Thread(this::startAhead, "start-app");
        start.setDaemon(true);
        start.start();
    }

    /** A bench for the starter of the lesson with these checks, as an IDE runs them. */
    static Bench onStarter(Class<?> checks) {
        Lesson lesson =
                Lesson.all().stream()
                        .filter(one -> one.checks() == checks)
                        .findFirst()
                        .orElseThrow();
        return new Bench(Workshop.here().starter(lesson), new Kept());
    }

    /** Whether it can serve for a module as it is now: a library may have been built anew. */
    public boolean isFor(Module other) {
        return module.equals(other)
                && libraries.equals(other.libraryTimes())
                && waiting.values().stream().allMatch(App::isAlive);
    }

    private void startAhead() {
        try {
            app();
        } catch (Finding | Refusal | UncheckedIOException e) {
            // The first check that needs the app finds it again, and says so.
        }
    }
}
