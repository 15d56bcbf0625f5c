package treecounter.workbench.lessons.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.Listening;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.Workbench;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The servers of lesson 8: on loopback, with a password, and gone when the bench is. */
@StartsPrograms
class ServersTest {
    private static final int SCRAM = 10;

    private final Module module =
            Workshop.here().solution(Lesson.named("bonus-pipeline").orElseThrow());

    /** Frontend, worker, broker, database, cache, back door and forest at least. */
    private static void listenOnLoopbackAlone(ProcessHandle bench) {
        List<ProcessHandle> processes = new ArrayList<>(List.of(bench));
        bench.descendants().forEach(processes::add);
        processes.addAll(databases(processes));
        List<String> addresses =
                Poll.until(
                        found -> found.size() >= 7, () -> Listening.addresses(processes), 20_000);
        assertThat(addresses).hasSizeGreaterThanOrEqualTo(7);
        assertThat(Listening.LOOPBACK).containsAll(addresses);
    }

    @Test
    void theCacheWantsAPassword() throws IOException {
        try (Bench bench = new Bench(module, new Kept());
                Socket socket = new Socket("127.0.0.1", port(bench, "CACHE_URL"))) {
            socket.getOutputStream().write("GET x\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(7);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("-NOAUTH");
        }
    }

    @Test
    void theDatabaseWantsAPassword() throws IOException {
        try (Bench bench = new Bench(module, new Kept());
                Socket socket = new Socket("127.0.0.1", port(bench, "DATABASE_URL"))) {
            byte[] user = "user\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8 + user.length);
            out.writeInt(3 << 16); // Version 3.0 of the protocol.
            out.write(user);
            byte[] answer = socket.getInputStream().readNBytes(9);
            assertThat((char) answer[0]).isEqualTo('R');
            assertThat(answer[8]).isEqualTo((byte) SCRAM);
        }
    }

    @Test
    void theCacheRefusesAWrongPassword() throws IOException {
        try (Bench bench = new Bench(module, new Kept());
                Socket socket = new Socket("127.0.0.1", port(bench, "CACHE_URL"))) {
            socket.getOutputStream().write("AUTH x\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(10);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("-WRONGPASS");
        }
    }

    /** The clients are on the class path of the servers, not on that of the bench. */
    @Test
    void theDatabaseAndTheBrokerRefuseAWrongPassword() throws Exception {
        try (Bench bench = new Bench(module, new Kept());
                URLClassLoader clients = clients()) {
            String database = bench.serverSetting("DATABASE_URL");
            Driver driver =
                    (Driver)
                            clients.loadClass("org.postgresql.Driver")
                                    .getConstructor()
                                    .newInstance();
            driver.connect(database, new Properties()).close();
            assertThatThrownBy(
                            () ->
                                    driver.connect(
                                            database.replaceFirst("password=.*", "password=x"),
                                            new Properties()))
                    .hasMessageContaining("password authentication failed");
            String broker = bench.serverSetting("AMQP_URL");
            connect(clients, broker).close();
            assertThatThrownBy(() -> connect(clients, broker.replaceFirst(":\\w+@", ":x@")))
                    .rootCause()
                    .hasMessageContaining("Authentication failed");
        }
    }

    private URLClassLoader clients() throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : module.libraries()) {
            jars.add(jar.toUri().toURL());
        }
        return new URLClassLoader(jars.toArray(URL[]::new));
    }

    private static AutoCloseable connect(ClassLoader clients, String url) throws Exception {
        Class<?> kind = clients.loadClass("com.rabbitmq.client.ConnectionFactory");
        Object factory = kind.getConstructor().newInstance();
        kind.getMethod("setUri", String.class).invoke(factory, url);
        return (AutoCloseable) kind.getMethod("newConnection").invoke(factory);
    }

    /** PostgreSQL leaves whoever started it; it is known by its directory. */
    private static List<ProcessHandle> databases(List<ProcessHandle> servers) {
        List<String> directories =
                servers.stream().map(each -> "data-%d/postgres".formatted(each.pid())).toList();
        return ProcessHandle.allProcesses()
                .filter(each -> directories.stream().anyMatch(line(each)::contains))
                .toList();
    }

    /** What servers of that process would write to. */
    private static Path data(ProcessHandle servers) {
        return Workshop.here()
                .root()
                .resolve("pipeline-servers/target/servers/data-" + servers.pid());
    }

    private static String line(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static int port(Bench bench, String setting) {
        return URI.create(bench.serverSetting(setting).replaceFirst("^jdbc:", "")).getPort();
    }

    @Test
    void allListenOnLoopbackAloneAndNothingIsLeftWhenTheBenchIsKilled(@TempDir Path home)
            throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workbench.class.getName(),
                        "dev",
                        module.name(),
                        "PORT=" + App.freePort(),
                        "WORKER_PORT=" + App.freePort(),
                        "FOREST_PORT=" + App.freePort());
        Path output = home.resolve("output");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process dev = builder.start();
        try {
            assertThat(
                            Poll.until(
                                    text -> text.contains("serving http"),
                                    () -> Bench.text(output),
                                    180_000))
                    .contains("serving http");
            List<ProcessHandle> started = new ArrayList<>(dev.descendants().toList());
            started.addAll(databases(started));
            assertThat(started.stream().map(each -> each.info().command().orElse("")))
                    .anyMatch(command -> command.contains("postgres"))
                    .anyMatch(command -> command.contains("redis"));
            if (Listening.isKnown()) {
                listenOnLoopbackAlone(dev.toHandle());
            }
            List<Path> directories =
                    started.stream().map(each -> data(each)).filter(Files::exists).toList();
            assertThat(directories).hasSize(1);
            dev.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertThat(
                            Poll.until(
                                    List::isEmpty,
                                    () ->
                                            started.stream()
                                                    .filter(ProcessHandle::isAlive)
                                                    .map(each -> each.info().command().orElse(""))
                                                    .toList(),
                                    20_000))
                    .isEmpty();
            assertThat(Poll.until(gone -> gone, () -> !Files.exists(directories.get(0)), 20_000))
                    .isTrue();
        } finally {
            dev.destroyForcibly();
        }
    }
}
