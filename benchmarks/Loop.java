import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Measures the loop of a lesson as a learner has it: {@code java benchmarks/Loop.java [MODULE]}. It
 * clones the last commit into a temporary directory, builds it there, and prints median and worst
 * of 5 warm checks, of 5 warm starts with a forest that answers at once, and of 20 saves with 2
 * seconds between a result and the next save. The module is the one whose checks take longest where
 * none is named; all its checks have to pass, so name a solution, such as {@code
 * solutions/bonus-histograms}.
 */
public final class Loop {
    private static final int SAVES = 20;
    private static final int RUNS = 5;
    private static final int PORT = 8091;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Loop() {}

    public static void main(String[] args) throws Exception {
        Path clone = Files.createTempDirectory("treecounter-loop");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(clone)));
        run(Path.of("."), "git", "clone", "-q", ".", clone.toString());
        System.out.println("Building a clone ...");
        run(clone, "make", "build");
        String lesson = args.length > 0 ? args[0] : "solutions/section-2-custom-metrics";
        List<Double> checks = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            long start = System.nanoTime();
            run(clone, "make", "check", "SECTION=" + lesson);
            if (i > 0) {
                checks.add(seconds(start)); // The first one compiles.
            }
        }
        print("warm check", checks);
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            Process dev = dev(clone, lesson);
            awaitPage();
            starts.add(seconds(start));
            end(dev);
        }
        print("warm start, to the first page", starts);
        print("save to result", saves(clone, lesson));
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Still there: " + directory);
        }
    }

    private static List<Double> saves(Path clone, String lesson) throws Exception {
        Path file = clone.resolve(lesson + "/src/main/java/treecounter/TreeCounterHandler.java");
        String text = Files.readString(file);
        List<Double> saves = new ArrayList<>();
        Process dev = dev(clone, lesson);
        try (BufferedReader output = dev.inputReader()) {
            await(output, line -> line.contains("serving http"));
            TimeUnit.SECONDS.sleep(2);
            for (int i = 0; i < SAVES; i++) {
                while (output.ready()) {
                    output.readLine(); // Of the run before, whatever else it said.
                }
                long start = System.nanoTime();
                Files.writeString(file, text + "// " + i + "\n");
                await(output, line -> line.contains("Done. "));
                saves.add(seconds(start));
                await(output, line -> line.contains("serving http"));
                TimeUnit.SECONDS.sleep(2);
            }
        } finally {
            end(dev);
        }
        return saves;
    }

    private static Process dev(Path clone, String lesson) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("make", "dev", "SECTION=" + lesson, "PORT=" + PORT);
        builder.environment().put("FOREST_LATENCY", "0");
        return builder.directory(clone.toFile()).redirectErrorStream(true).start();
    }

    /** Ends the loop, and waits until all its processes have: the next one needs their port. */
    private static void end(Process dev) throws Exception {
        List<ProcessHandle> all = dev.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            one.onExit().get(30, TimeUnit.SECONDS);
        }
        dev.waitFor(10, TimeUnit.SECONDS);
    }

    private static void await(BufferedReader output, Predicate<String> wanted) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (wanted.test(line)) {
                return;
            }
        }
        throw new IOException("the loop ended");
    }

    private static void awaitPage() throws Exception {
        HttpRequest page =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/treecounter")).build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try {
                CLIENT.send(page, BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("no page within 30 s");
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            System.err.printf(
                    "Expected '%s' to succeed, found:%n%s", String.join(" ", command), output);
            System.exit(1);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String what, List<Double> seconds) {
        Collections.sort(seconds);
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%-30s median %.2f s, worst %.2f s, of %d",
                        what,
                        seconds.get(seconds.size() / 2),
                        seconds.get(seconds.size() - 1),
                        seconds.size()));
    }
}
