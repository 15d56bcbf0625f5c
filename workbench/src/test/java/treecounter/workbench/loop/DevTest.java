package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.workshop.Workshop;

/** The loop, run as a program in a copy of the workshop whose path has a blank and an umlaut. */
@StartsPrograms(weight = 1)
class DevTest {
    private static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";

    @TempDir Path temp;

    private final List<Loop> loops = new ArrayList<>();
    private Path root;
    private Path lesson;

    @BeforeEach
    void copyTheWorkshop() throws IOException {
        Path here = Workshop.here().root();
        root = Files.createDirectories(temp.resolve("work shop \u00e4"));
        lesson = root.resolve("section-1-exposing");
        copy(here.resolve("workbench/target/classes"), root.resolve("workbench/target/classes"));
        Path solution = here.resolve("solutions/section-1-exposing");
        copy(solution.resolve("src"), lesson.resolve("src"));
        copy(solution.resolve("target/lib"), lesson.resolve("target/lib"));
        Files.copy(solution.resolve("reading.properties"), lesson.resolve("reading.properties"));
    }

    @AfterEach
    void endTheLoops() {
        loops.forEach(Loop::close);
    }

    @Test
    void aSaveIsCompiledServedAndChecked() throws Exception {
        Loop loop = start();
        loop.await("3 of 3.  Done. Next: make dev SECTION=2 PORT=" + loop.port);
        loop.await(" s, serving ");
        assertThat(loop.get("/treecounter").statusCode()).isIn(200, 503);
        edit(HANDLER, "case \"/metrics\"", "case \"/metric\"");
        loop.await("404; they are at /metric");
        loop.await(" s, serving ");
        assertThat(loop.get("/metric").statusCode()).isEqualTo(200);
        edit(HANDLER, "case \"/metric\"", "case \"/metrics\"");
        loop.await("3 of 3");
    }

    @Test
    void whatIsLearnedIsSaidWhenACheckTurnsGreenAndNotAgain() throws Exception {
        edit("reading.properties", "heap.area=heap", "heap.area=nonheap");
        Loop loop = start();
        loop.await("FAIL  1.3");
        loop.await(" s, serving ");
        assertThat(loop.lines).noneMatch(line -> line.contains("Prometheus comes and asks"));
        edit("reading.properties", "heap.area=nonheap", "heap.area=heap");
        loop.await("Whoever scrapes it keeps the history.");
        loop.await("3 of 3");
        loop.await(" s, serving ");
        edit("reading.properties", "heap.area=heap", "heap.area= heap");
        loop.await("3 of 3");
        assertThat(loop.lines)
                .filteredOn(line -> line.contains("Whoever scrapes it keeps the history."))
                .hasSize(1);
    }

    @Test
    void aVerbWithoutALessonMeansTheOneThatRuns() throws Exception {
        assertThat(said("diff")).startsWith("Lesson 1 is done.");
        Loop loop = start();
        loop.await(" s, serving ");
        assertThat(said("check"))
                .startsWith("Lesson 1, section-1-exposing: make dev runs on it. Another one: ")
                .contains("3 of 3");
        loop.process.destroyForcibly().waitFor();
        assertThat(said("diff")).startsWith("Lesson 1 is done.");
    }

    private String said(String... words) throws Exception {
        Process process = program(words).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whileTheCodeDoesNotCompileTheLastGoodAppServes() throws Exception {
        Loop loop = start();
        loop.await(" s, serving ");
        edit(HANDLER, "case \"/metrics\" ->", "case \"/metrics\" -> nonsense +");
        loop.await("TreeCounterHandler.java:26");
        loop.await("not a statement");
        loop.await("nonsense + metrics.handle(exchange);");
        loop.await("The last good app keeps serving");
        assertThat(loop.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerInAFileIsCheckedWithoutARestart() throws Exception {
        Loop loop = start();
        loop.await(" s, serving ");
        String started = startTime(loop);
        edit("reading.properties", "heap.area=heap", "heap.area=nonheap");
        loop.await("FAIL  1.3");
        loop.await(" s, serving ");
        assertThat(startTime(loop)).isEqualTo(started);
    }

    @Test
    void anAppThatCannotStartIsToldAndTheLoopGoesOn() throws Exception {
        Loop loop = start();
        loop.await(" s, serving ");
        String app = "src/main/java/treecounter/TreeCounterApp.java";
        edit(app, "DefaultExports.initialize();", "Integer.parseInt(\"broken\");");
        loop.await("broken");
        loop.await("The app did not start: java.lang.NumberFormatException");
        loop.await(" s");
        assertThat(loop.lines).noneMatch(line -> line.contains("\tat "));
        edit(app, "Integer.parseInt(\"broken\");", "DefaultExports.initialize();");
        loop.await("3 of 3");
        loop.await(" s, serving ");
        assertThat(loop.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void whileTheSourcesAreGoneTheLastGoodAppServes() throws Exception {
        Loop loop = start();
        loop.await(" s, serving ");
        Path sources = lesson.resolve("src/main/java/treecounter");
        Path elsewhere = lesson.resolve("target/elsewhere");
        Files.move(sources, elsewhere);
        loop.await("found none");
        loop.await("The last good app keeps serving");
        assertThat(loop.get("/metrics").statusCode()).isEqualTo(200);
        Files.move(elsewhere, sources);
        loop.await("3 of 3");
    }

    @Test
    void theLockOfAnEditorIsNoSource() throws Exception {
        Path lock = lesson.resolve("src/main/java/treecounter/.#TreeCounterApp.java");
        try {
            Files.createSymbolicLink(lock, Path.of("me@host.1:1"));
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no symbolic links here");
        }
        Loop loop = start();
        loop.await("3 of 3");
    }

    @Test
    void anAppWhoseEndHangsEndsWithTheLoop() throws Exception {
        edit(
                "src/main/java/treecounter/TreeCounterApp.java",
                "DefaultExports.initialize();",
                "DefaultExports.initialize(); Runtime.getRuntime().addShutdownHook("
                        + "new Thread(() -> { while (true) { Thread.onSpinWait(); } }));");
        Loop loop = start();
        loop.await(" s, serving ");
        List<ProcessHandle> children = loop.process.toHandle().descendants().toList();
        loop.process.destroyForcibly();
        until(
                () -> "every child has ended",
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void twoLoopsRunBesideEachOther() throws Exception {
        Loop one = start();
        Loop two = start();
        one.await(" s, serving ");
        two.await(" s, serving ");
        assertThat(one.get("/metrics").statusCode()).isEqualTo(200);
        assertThat(two.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aTakenPortEndsItWithOneLine() throws Exception {
        try (ServerSocket held =
                new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Loop loop = start(held.getLocalPort());
            assertThat(loop.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.process.exitValue()).isEqualTo(1);
            assertThat(loop.lines)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("Port " + held.getLocalPort());
        }
    }

    @Test
    void killedItLeavesNoAppBehind() throws Exception {
        Loop loop = start();
        loop.await(" s, serving ");
        List<ProcessHandle> children = loop.process.toHandle().descendants().toList();
        assertThat(children).isNotEmpty();
        loop.process.destroyForcibly();
        until(
                () -> "every child has ended",
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new java.net.InetSocketAddress("127.0.0.1", loop.port));
        }
    }

    @Test
    void terminatedItLeavesNoAppBehind() throws Exception {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"),
                "Windows has no SIGTERM to send");
        Loop loop = start();
        loop.await(" s, serving ");
        List<ProcessHandle> children = loop.process.toHandle().descendants().toList();
        loop.process.destroy();
        assertThat(loop.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        until(
                () -> "every child has ended",
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private Loop start() throws IOException {
        return start(App.freePort());
    }

    private Loop start(int port) throws IOException {
        ProcessBuilder builder = program("dev", "1", "PORT=" + port);
        builder.environment().put("FOREST_LATENCY", "0");
        Loop loop = new Loop(builder.start(), port);
        loops.add(loop);
        return loop;
    }

    /** The program of the copy. */
    private ProcessBuilder program(String... words) {
        String own = Workshop.here().root().resolve("workbench/target/classes").toString();
        String libraries =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.equals(own) && !entry.endsWith("test-classes"))
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // As the Makefile has it.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                root.resolve("workbench/target/classes")
                                        + File.pathSeparator
                                        + libraries,
                                "treecounter.workbench.Workbench"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().remove("SECTION");
        return builder.redirectErrorStream(true);
    }

    /** Saves as many editors do: a new file, moved over the old one. */
    private void edit(String file, String find, String replace) throws IOException {
        Path path = lesson.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(find);
        Path saved =
                Files.writeString(
                        path.resolveSibling(path.getFileName() + "~"), text.replace(find, replace));
        Files.move(saved, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String startTime(Loop loop) throws Exception {
        return loop.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("process_start_time_seconds "))
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void until(Supplier<String> what, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).describedAs(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A running loop and what it has printed. */
    private static final class Loop {
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Process process;
        private final int port;
        private int read;

        Loop(Process process, int port) {
            this.process = process;
            this.port = port;
            Thread reader =
                    new Thread(
                            () -> {
                                try (BufferedReader in =
                                        new BufferedReader(
                                                new InputStreamReader(
                                                        process.getInputStream(),
                                                        StandardCharsets.UTF_8))) {
                                    in.lines().forEach(lines::add);
                                } catch (IOException | java.io.UncheckedIOException e) {
                                    lines.add("the output ended: " + e);
                                }
                            });
            reader.setDaemon(true);
            reader.start();
        }

        /** Waits for a line that comes after those waited for before. */
        void await(String words) throws InterruptedException {
            until(
                    () -> "'%s' after line %d of %s".formatted(words, read, lines),
                    () -> {
                        for (int i = read; i < lines.size(); i++) {
                            if (lines.get(i).contains(words)) {
                                read = i + 1;
                                return true;
                            }
                        }
                        return false;
                    });
        }

        HttpResponse<String> get(String path) throws Exception {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            return client.send(request, BodyHandlers.ofString());
        }

        void close() {
            process.destroyForcibly();
        }
    }
}
