package treecounter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Puts the apps of the lessons under load, in turn and again and again, so that each figure is one
 * of the same minutes as those it is compared with.
 */
final class Pages {
    /** Enough for pages and for 64 scrapes at once, and no threads that only collect. */
    private static final List<String> LIGHT = List.of("-Xmx128m", "-XX:+UseSerialGC");

    private static final List<String> LESSONS =
            List.of(
                    "section-1-exposing",
                    "section-2-custom-metrics",
                    "section-3-prometheus-grafana",
                    "bonus-histograms");
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
    private static final int ROUNDS = setting("ROUNDS", 5);
    private static final Duration WINDOW = Duration.ofSeconds(setting("SECONDS", 4));
    private static final Duration WARM = Duration.ofSeconds(setting("WARM", 20));
    private static final double MEAN_LATENCY = 0.5;
    private static final int MOST = 64;

    private static final String CALL_ONLY = "bare handler, same call";
    private static final String NOTHING = "bare handler, no call";
    private static final String PYTHON = "threaded Python";

    private final Map<String, List<Window>> windows = new LinkedHashMap<>();
    private final Map<String, Double> memory = new LinkedHashMap<>();

    private Pages() {}

    /** What one app did under one load. */
    private record Window(
            int connections, Load.Answers pages, double cpuMillis, Load.Answers scrapes) {}

    static void measure(Path pictures) throws Exception {
        new Pages().run(pictures);
    }

    private void run(Path pictures) throws Exception {
        List<AppUnderLoad> apps = new ArrayList<>();
        try (AppUnderLoad forest =
                AppUnderLoad.start(
                        "forest",
                        java("-jar", "forest/target/app.jar"),
                        Map.of("FOREST_LATENCY", "0", "FOREST_ERROR_RATE", "0"))) {
            String url = "http://127.0.0.1:%d/v1/trees/count".formatted(forest.port());
            new Starts(url).measure();
            startAll(apps, url);
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf("Round %d of %d ...%n", round + 1, ROUNDS);
                for (int connections : CONNECTIONS) {
                    for (AppUnderLoad app : apps) {
                        window(app, connections);
                    }
                }
            }
            print();
            AppUnderLoad last = named(apps, "solutions/bonus-histograms");
            scrapesAtOnce(last);
            waiting(forest, last);
            draw(pictures);
        } finally {
            apps.forEach(AppUnderLoad::close);
        }
    }

    private void startAll(List<AppUnderLoad> apps, String forest) throws Exception {
        Map<String, String> call = Map.of("TREES_API_URL", forest);
        String own = Path.of("benchmarks/target/app.jar").toString();
        List<String> bare = java("-cp", own, BareApp.class.getName());
        apps.add(AppUnderLoad.start(NOTHING, bare, Map.of()));
        apps.add(AppUnderLoad.start(CALL_ONLY, bare, call));
        for (String lesson : LESSONS) {
            for (String module : List.of(lesson, "solutions/" + lesson)) {
                apps.add(
                        AppUnderLoad.start(module, java("-jar", module + "/target/app.jar"), call));
            }
        }
        try {
            apps.add(AppUnderLoad.start(PYTHON, List.of("python3", "benchmarks/trees.py"), call));
        } catch (IOException e) {
            System.out.println(
                    PYTHON
                            + ": not measured. It wants python3 with the package"
                            + " prometheus_client.");
        }
        for (AppUnderLoad app : apps) {
            System.out.printf("Warming %s for %d s ...%n", app.name(), WARM.toSeconds());
            Load.on(app.port(), "/treecounter", CONNECTIONS.get(1), WARM);
        }
    }

    private void window(AppUnderLoad app, int connections) throws Exception {
        List<Load.Answers> scrapes = new ArrayList<>();
        Thread scraper = new Thread(() -> scrape(app, scrapes), "scraper");
        if (shows(app)) {
            scraper.start();
        }
        Duration before = app.cpu();
        Load.Answers pages = Load.on(app.port(), "/treecounter", connections, WINDOW);
        Duration cpu = app.cpu().minus(before);
        scraper.interrupt();
        scraper.join();
        if (pages.failed() > 0) {
            System.out.printf("%s: %d answers were not 200%n", app.name(), pages.failed());
        }
        long[] nanos =
                scrapes.stream()
                        .flatMapToLong(one -> Arrays.stream(one.nanos()))
                        .sorted()
                        .toArray();
        windows.computeIfAbsent(app.name(), name -> new ArrayList<>())
                .add(
                        new Window(
                                connections,
                                pages,
                                cpu.toNanos() / 1e6 / pages.nanos().length,
                                new Load.Answers(nanos, 0, WINDOW.toSeconds())));
        if (connections == CONNECTIONS.get(1)) {
            app.megabytes().ifPresent(megabytes -> memory.put(app.name(), megabytes));
        }
    }

    /** One scrape a second. */
    private static void scrape(AppUnderLoad app, List<Load.Answers> scrapes) {
        try {
            while (true) {
                scrapes.add(Load.on(app.port(), "/metrics", 1, Duration.ZERO));
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException | IllegalStateException e) {
            // The window has ended.
        } catch (IOException e) {
            System.out.println(app.name() + ": a scrape failed: " + e.getCause());
        }
    }

    private static boolean shows(AppUnderLoad app) {
        return !app.name().startsWith("bare") && !app.name().equals(LESSONS.get(0));
    }

    private void print() {
        for (int connections : CONNECTIONS) {
            Table table =
                    new Table(
                            "%d connections, forest at zero latency, median of %d rounds of %d s"
                                    .formatted(connections, ROUNDS, WINDOW.toSeconds()),
                            "app",
                            List.of(
                                    "pages/s",
                                    "of the first starter",
                                    "p50 ms",
                                    "p99 ms",
                                    "CPU ms a page",
                                    "of the bare one",
                                    "scrape p99 ms",
                                    "RSS MB"));
            double first = median(LESSONS.get(0), connections, one -> one.pages().perSecond());
            double bare = median(CALL_ONLY, connections, Window::cpuMillis);
            for (String name : windows.keySet()) {
                double rate = median(name, connections, one -> one.pages().perSecond());
                double cpu = median(name, connections, Window::cpuMillis);
                table.row(
                        name,
                        List.of(
                                number("%,.0f", rate),
                                number("%.2f", rate / first),
                                number("%.2f", median(name, connections, one -> ms(one, 0.5))),
                                number("%.2f", median(name, connections, one -> ms(one, 0.99))),
                                number("%.3f", cpu),
                                number("%.2f", cpu / bare),
                                scrapes(name, connections),
                                Optional.ofNullable(memory.get(name))
                                        .map(megabytes -> number("%.0f", megabytes))
                                        .orElse("-")));
            }
            System.out.println(table);
        }
    }

    /** Over all rounds: there are few in one. */
    private String scrapes(String name, int connections) {
        long[] all =
                windows.get(name).stream()
                        .filter(one -> one.connections() == connections)
                        .flatMapToLong(one -> Arrays.stream(one.scrapes().nanos()))
                        .sorted()
                        .toArray();
        return all.length == 0 ? "-" : number("%.1f", new Load.Answers(all, 0, 1).quantile(0.99));
    }

    private void scrapesAtOnce(AppUnderLoad app) throws IOException {
        Duration before = app.cpu();
        Load.Answers eight = Load.on(app.port(), "/metrics", 8, WINDOW);
        double cpu = app.cpu().minus(before).toNanos() / 1e6 / eight.nanos().length;
        Load.Answers most = Load.on(app.port(), "/metrics", MOST, WINDOW);
        Table table =
                new Table(
                        "Scrapes of " + app.name(),
                        "connections",
                        List.of("scrapes/s", "p50 ms", "p99 ms", "CPU ms a scrape", "failed"));
        table.row("8", scrapeCells(eight, number("%.2f", cpu)));
        table.row("" + MOST, scrapeCells(most, "-"));
        System.out.println(table);
        app.megabytes().ifPresent(mb -> System.out.printf("RSS afterwards: %.0f MB%n", mb));
    }

    private static List<String> scrapeCells(Load.Answers answers, String cpu) {
        return List.of(
                number("%,.0f", answers.perSecond()),
                number("%.1f", answers.quantile(0.5)),
                number("%.1f", answers.quantile(0.99)),
                cpu,
                "" + answers.failed());
    }

    /** A forest that takes its time: then the number of connections bounds the pages. */
    private static void waiting(AppUnderLoad forest, AppUnderLoad app) throws IOException {
        faults(forest, "0-1");
        Load.Answers pages = Load.on(app.port(), "/treecounter", MOST, WINDOW.multipliedBy(ROUNDS));
        double bound = MOST / MEAN_LATENCY;
        System.out.printf(
                Locale.ROOT,
                "%nForest at 0 to 1 s, %d connections: %.1f pages/s, %.2f of the bound of %.0f%n",
                MOST,
                pages.perSecond(),
                pages.perSecond() / bound,
                bound);
        faults(forest, "0");
    }

    private static void faults(AppUnderLoad forest, String latency) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:%d/faults".formatted(forest.port()))
                                .toURL()
                                .openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write("{\"latency\": \"%s\"}".formatted(latency).getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("PUT /faults: " + connection.getResponseCode());
        }
    }

    private void draw(Path pictures) throws IOException {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (int connections : List.of(8, MOST)) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (String name : windows.keySet()) {
                row.put(name, median(name, connections, Window::cpuMillis));
            }
            bars.put(connections + " connections", row);
        }
        Chart.bars("What one page costs", "ms of CPU", bars)
                .save(pictures.resolve("cost-pages.png"));
    }

    private double median(String name, int connections, ToDoubleFunction<Window> of) {
        double[] values =
                windows.get(name).stream()
                        .filter(one -> one.connections() == connections)
                        .mapToDouble(of)
                        .sorted()
                        .toArray();
        return values[values.length / 2];
    }

    private static double ms(Window window, double share) {
        return window.pages().quantile(share);
    }

    private static AppUnderLoad named(List<AppUnderLoad> apps, String name) {
        return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A Java with the flags that all apps get here. */
    static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LIGHT);
        command.addAll(List.of(arguments));
        return command;
    }

    private static int setting(String name, int otherwise) {
        return Optional.ofNullable(System.getenv(name)).map(Integer::valueOf).orElse(otherwise);
    }
}
