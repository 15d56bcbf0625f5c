package treecounter.workbench.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Workshop;

/** A lesson's app in a process of its own. */
public final class App implements AutoCloseable {
    /** The system property with the jar to take {@link Tether} from, if it is not this program. */
    public static final String BENCH = "treecounter.bench";

    /** Enough for pages, and for as many scrapes at once as anybody asks for: docs/cost.md. */
    private static final String HEAP = "-Xmx128m";

    private static final int START_SECONDS = 20;
    private static final int LINES_KEPT = 1_000;

    private final Process process;
    private final Program program;
    private final Module module;
    private final int port;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;

    private App(
            Process process, Program program, Module module, int port, Consumer<String> onLine) {
        this.process = process;
        this.program = program;
        this.module = module;
        this.port = port;
        this.reader = new Thread(() -> read(onLine), "app-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program of a lesson and waits until it listens, if it is one that is waited for.
     *
     * @param compiled the learner's classes
     * @param settings its environment, beside {@code PORT} and {@code HOST}
     * @param onLine takes each line that it prints
     * @throws NotStarted if it ends, or does not listen on its port within 20 s
     */
    public static App start(
            Program program,
            Module module,
            Compilation compiled,
            int port,
            Map<String, String> settings,
            Consumer<String> onLine)
            throws NotStarted {
        App app = tethered(program, module, port, settings, onLine);
        app.run(compiled);
        return app;
    }

    /**
     * Starts a program of a module of its own; returns at once.
     *
     * @param learners the module of the learner's that it is for
     */
    static App start(
            Program program,
            Module learners,
            Map<String, String> environment,
            Consumer<String> onLine) {
        App app = tethered(program, learners, 0, environment, onLine);
        app.run(app.module.file("target/classes"));
        return app;
    }

    /**
     * Starts a program of a module of its own and waits until it listens.
     *
     * @param learners the module of the learner's that it is for
     * @throws NotStarted as above
     */
    public static App start(
            Program program,
            Module learners,
            int port,
            Map<String, String> settings,
            Consumer<String> onLine)
            throws NotStarted {
        App app = tethered(program, learners, port, settings, onLine);
        app.run(app.module.file("target/classes"));
        app.awaitListening();
        return app;
    }

    /** A Java that waits for the classes of a program, and loads meanwhile what every app needs. */
    public static App waiting(
            Program program,
            Module module,
            int port,
            Map<String, String> settings,
            Consumer<String> onLine) {
        String[] first =
                Stream.concat(Stream.of(Tether.LOAD), module.lesson().rehearsal().stream())
                        .toArray(String[]::new);
        return tethered(program, module, port, settings, onLine, first);
    }

    private static App tethered(
            Program program,
            Module learners,
            int port,
            Map<String, String> settings,
            Consumer<String> onLine,
            String... first) {
        Module module = program.in(Workshop.here(), learners);
        List<String> command =
                new ArrayList<>(
                        Archive.of(module)
                                .map(archive -> java(module, "-XX:SharedArchiveFile=" + archive))
                                .orElseGet(() -> java(module, "-Xshare:auto")));
        if (!program.ready().isEmpty()) {
            command.add(1, HEAP);
        }
        if (program.module().isPresent()) {
            // With the libraries: some look there for what is to serve them.
            int classPath = command.indexOf("-cp") + 1;
            command.set(
                    classPath,
                    command.get(classPath) + File.pathSeparator + module.file("target/app.jar"));
        }
        command.add(program.mainClass());
        command.addAll(List.of(first));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(module.directory().toFile());
        builder.environment().putAll(settings);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("HOST", "127.0.0.1");
        try {
            return new App(builder.start(), program, module, port, onLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Java with {@link Tether} and the libraries of a module, up to the arguments. */
    static List<String> java(Module module, String archive) {
        String libraries = module.libraryDirectory() + File.separator + "*";
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Quick to start, light to run: what a loop needs. The learner's own run has the
                // defaults.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // An archive that does not fit is passed over, without this loudly.
                "-Xlog:disable",
                archive,
                "-cp",
                bench() + File.pathSeparator + libraries,
                Tether.class.getName());
    }

    /** Where {@link Tether} is. Tests run from a directory, and make a jar that has an archive. */
    static Path bench() {
        return Path.of(System.getProperty(BENCH, Workshop.code().toString()));
    }

    /**
     * Runs the program in a Java that waits for it, and waits until it listens.
     *
     * @throws NotStarted if it ends, or does not listen on its port within 20 s
     */
    public void run(Compilation compiled) throws NotStarted {
        if (isWaitedFor() && listens()) {
            close();
            throw new NotStarted("Port %d is taken by another program".formatted(port), List.of());
        }
        run(program.module().isEmpty() ? compiled.classes() : module.file("target/classes"));
        if (isWaitedFor()) {
            awaitListening();
        }
    }

    private void run(Path classes) {
        String directories =
                Stream.of(classes, module.file("src/main/resources"))
                        .filter(Files::exists)
                        .map(directory -> directory + "\n")
                        .collect(Collectors.joining("", "", "\n"));
        try {
            OutputStream input = process.getOutputStream();
            input.write(directories.getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // It has ended already; that is found next, with what it said.
        }
    }

    private boolean isWaitedFor() {
        return !program.ready().isEmpty();
    }

    /**
     * A port that nobody listens on now, and another one each time: an app takes its port only when
     * it starts. It lies below those that systems hand out by themselves, so that hardly anybody
     * else takes it meanwhile.
     */
    public static int freePort() {
        return Ports.next();
    }

    /** The address of a path of this app. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Which of the lesson's programs it is. */
    public Program program() {
        return program;
    }

    /** Where it listens, once it runs. */
    public int port() {
        return port;
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the app printed last. */
    public List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    /** Ends the process at once; its port is free when this returns. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            reader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The app ended or stayed silent; the message tells, with its last lines. */
    public static final class NotStarted extends Exception {
        private final String what;
        private final transient List<String> said;

        NotStarted(String what, List<String> said) {
            super(
                    said.isEmpty()
                            ? what + " and said nothing"
                            : what + "; it said:\n" + String.join("\n", said));
            this.what = what;
            this.said = said;
        }

        /** What the app printed last. */
        public List<String> said() {
            return said;
        }

        /** The message without the last lines, for where they have been shown. */
        public String what() {
            return what;
        }
    }

    private void awaitListening() throws NotStarted {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (!process.isAlive()) {
                close();
                throw new NotStarted(
                        "it ended with exit code %d".formatted(process.exitValue()), lastLines());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new NotStarted(
                        "it did not listen on the port %d that PORT names within %d s"
                                .formatted(port, START_SECONDS),
                        lastLines());
            }
            pause(10);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                }
                onLine.accept(line);
            }
        } catch (IOException e) {
            // The process was ended while its output was being read.
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
