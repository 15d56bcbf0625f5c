package treecounter.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long an app takes from its start to its first page: by itself, and as make dev starts it. */
final class Starts {
    private static final int TIMES = 7;
    private static final long PATIENCE_SECONDS = 20;
    private static final List<String> MODULES =
            List.of("section-1-exposing", "solutions/bonus-histograms");
    private static final String PLAIN = "java -jar";
    private static final String ARCHIVED = "as make dev does";

    private final String forest;
    private final Map<String, double[]> seconds = new LinkedHashMap<>();

    /** For apps that ask the forest at this address. */
    Starts(String forest) {
        this.forest = forest;
    }

    void measure() throws IOException, InterruptedException {
        System.out.println("Starting apps ...");
        for (int i = 0; i < TIMES; i++) {
            for (String module : MODULES) {
                put(module + ", " + PLAIN, i, start(Pages.java("-jar", jar(module)), ""));
                if (Files.exists(archive())) {
                    String classes = Path.of(module, "target/classes").toAbsolutePath() + "\n\n";
                    put(module + ", " + ARCHIVED, i, start(tethered(module), classes));
                }
            }
        }
        Table table =
                new Table(
                        "Start to the first page, of %d starts".formatted(TIMES),
                        "app",
                        List.of("median s", "worst s"));
        seconds.forEach(
                (name, times) -> {
                    Arrays.sort(times);
                    table.row(name, List.of(text(times[TIMES / 2]), text(times[TIMES - 1])));
                });
        System.out.println(table);
    }

    private void put(String name, int time, double value) {
        seconds.computeIfAbsent(name, missing -> new double[TIMES])[time] = value;
    }

    private double start(List<String> command, String input)
            throws IOException, InterruptedException {
        int port = AppUnderLoad.freePort();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("TREES_API_URL", forest);
        long start = System.nanoTime();
        Process app = builder.start();
        try (OutputStream told = app.getOutputStream()) {
            told.write(input.getBytes(StandardCharsets.UTF_8));
            told.flush();
            URI page = URI.create("http://127.0.0.1:%d/treecounter".formatted(port));
            while (!answers(page)) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IOException("no page of " + String.join(" ", command));
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            app.destroyForcibly().waitFor();
        }
    }

    private static boolean answers(URI page) {
        try {
            return ((HttpURLConnection) page.toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String jar(String module) {
        return module + "/target/app.jar";
    }

    private static Path archive() {
        return Path.of("workbench/target/app-apps.jsa").toAbsolutePath();
    }

    /** The flags that the loop starts apps with, and its archive of loaded classes. */
    private static List<String> tethered(String module) {
        List<String> command = new ArrayList<>(Pages.java("-XX:TieredStopAtLevel=1"));
        command.addAll(
                List.of(
                        "-Xlog:disable",
                        "-XX:SharedArchiveFile=" + archive(),
                        "-cp",
                        Path.of("workbench/target/app.jar").toAbsolutePath()
                                + File.pathSeparator
                                + Path.of(module, "target/lib").toAbsolutePath()
                                + "/*",
                        "treecounter.workbench.app.Tether",
                        "treecounter.TreeCounterApp"));
        return command;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
