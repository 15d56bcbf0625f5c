package treecounter.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own. */
final class AppUnderLoad implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final Process process;
    private final int port;

    private AppUnderLoad(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** Starts it with {@code PORT} set, and waits until it listens. */
    static AppUnderLoad start(String name, List<String> command, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.INHERIT);
        builder.environment().putAll(settings);
        builder.environment().put("PORT", String.valueOf(port));
        AppUnderLoad app = new AppUnderLoad(name, builder.start(), port);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!app.listens()) {
            if (!app.process.isAlive() || System.nanoTime() > deadline) {
                app.close();
                throw new IOException(name + " does not start: " + String.join(" ", command));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return app;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** The time of a processor that it has taken by now. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Its resident memory in MB, where the system says it in a file. */
    Optional<Double> megabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
