package treecounter.workbench.loop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import treecounter.workbench.Module;

/** A lesson's app in a process of its own. */
public final class App implements AutoCloseable {
    private static final int START_SECONDS = 20;
    private static final int LINES_KEPT = 60;

    private final Process process;
    private final int port;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;

    private App(Process process, int port, Consumer<String> onLine) {
        this.process = process;
        this.port = port;
        this.reader = new Thread(() -> read(onLine), "app-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the app and waits until it listens.
     *
     * @param settings its environment, beside {@code PORT} and {@code HOST}
     * @param onLine takes each line that the app prints
     * @throws NotStarted if it ends, or does not listen on its port within 20 s
     */
    public static App start(
            Module module,
            Compilation compiled,
            int port,
            Map<String, String> settings,
            Consumer<String> onLine)
            throws NotStarted {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Quick to start, light to run: what a loop needs. The learner's own run has the defaults.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", classpath(module, compiled)));
        command.addAll(List.of(Tether.class.getName(), "treecounter.TreeCounterApp"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(module.directory().toFile());
        builder.environment().putAll(settings);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("HOST", "127.0.0.1");
        try {
            App app = new App(builder.start(), port, onLine);
            app.awaitListening();
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a path of this app. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
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
        NotStarted(String message) {
            super(message);
        }
    }

    private static String classpath(Module module, Compilation compiled) {
        Path self;
        try {
            self = Path.of(App.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        Stream<Path> parts =
                Stream.of(
                        compiled.classes(),
                        module.file("src/main/resources"),
                        module.file("target/lib"),
                        self);
        return String.join(
                File.pathSeparator,
                parts.filter(Files::exists)
                        .map(
                                p ->
                                        p.endsWith("target/lib")
                                                ? p + File.separator + "*"
                                                : p.toString())
                        .toList());
    }

    private void awaitListening() throws NotStarted {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (!process.isAlive()) {
                close();
                throw new NotStarted(
                        "it ended with exit code %d".formatted(process.exitValue()) + said());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new NotStarted(
                        "it did not listen on the port %d that PORT names within %d s"
                                        .formatted(port, START_SECONDS)
                                + said());
            }
            pause(10);
        }
    }

    private String said() {
        List<String> lines = lastLines();
        return lines.isEmpty() ? " and said nothing" : "; it said:\n" + String.join("\n", lines);
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
