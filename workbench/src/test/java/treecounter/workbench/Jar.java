package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import treecounter.workbench.workshop.Workshop;

/** A module's own jar, running as {@code java -jar target/app.jar} in another country. */
public record Jar(Process process) implements AutoCloseable {
    private static final int START_SECONDS = 30;

    public static Jar start(String module, int port, Map<String, String> environment)
            throws Exception {
        return start(module, port, process(module, port, environment));
    }

    /** The same, with all that it prints in a file. */
    public static Jar start(String module, int port, Map<String, String> environment, Path output)
            throws Exception {
        ProcessBuilder builder = process(module, port, environment);
        return start(module, port, builder.redirectOutput(output.toFile()));
    }

    private static Jar start(String module, int port, ProcessBuilder builder) throws Exception {
        Jar jar = new Jar(builder.start());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens(port)) {
            assertThat(jar.process.isAlive() && System.nanoTime() < deadline)
                    .describedAs("%s listens on %d", module, port)
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return jar;
    }

    public static ProcessBuilder process(String module, int port, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=de",
                        "-Duser.country=DE",
                        // As README and image have it.
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Workshop.here()
                                .root()
                                .resolve(module)
                                .resolve("target/app.jar")
                                .toString());
        builder.environment().putAll(environment);
        builder.environment().put("PORT", String.valueOf(port));
        return builder.redirectErrorStream(true);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
