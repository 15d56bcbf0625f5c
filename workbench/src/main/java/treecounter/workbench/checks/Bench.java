package treecounter.workbench.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.Module;
import treecounter.workbench.Workshop;
import treecounter.workbench.loop.App;
import treecounter.workbench.loop.Compilation;

/**
 * What a check works with: the learner's app, started fresh in a process of its own, and the forest
 * it asks, which has no faults but those a check sets.
 */
public final class Bench implements AutoCloseable {
    /** How long the app waits for the forest here; short, so that a check of a timeout is too. */
    static final Duration FOREST_TIMEOUT = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Module module;
    private Forest forest;
    private App app;
    private Finding notStarted;

    Bench(Module module) {
        this.module = module;
    }

    /** An answer of the app. */
    record Page(int status, String contentType, String body) {
        boolean isHtml() {
            return contentType.startsWith("text/html");
        }
    }

    Module module() {
        return module;
    }

    /** The module's Java code, to look for the cause of a finding; never to judge by. */
    String code() {
        return module.code();
    }

    /** The forest that the app asks. */
    Forest forest() {
        app();
        return forest;
    }

    Page get(String path) {
        return send("GET", path);
    }

    Page send(String method, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(app().uri(path))
                        .method(method, BodyPublishers.noBody())
                        .timeout(PATIENCE)
                        .build();
        String call = method + " " + path;
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            return new Page(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse("no Content-Type"),
                    answer.body());
        } catch (HttpTimeoutException e) {
            throw new Finding(
                    call + " is answered",
                    "no answer within %d s".formatted(PATIENCE.toSeconds()),
                    "TreeCounterHandler.handle: every case must answer the exchange.");
        } catch (IOException e) {
            throw new Finding(
                    call + " is answered",
                    app().isAlive() ? "the connection was closed" : "the app has ended",
                    "Look at what the app printed:" + lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** The metrics now. */
    Exposition scrape() {
        Page page = get("/metrics");
        Finding.when(
                page.status() != 200 || page.isHtml(),
                "GET /metrics answers 200 with metrics",
                "%d, %s".formatted(page.status(), page.contentType()),
                "TreeCounterHandler.handle: step 1.1 comes first.");
        try {
            return Exposition.parse(page.body());
        } catch (IllegalArgumentException e) {
            throw new Finding(
                    "GET /metrics answers in the text format",
                    e.getMessage(),
                    "TreeCounterHandler.handle: leave /metrics to HTTPServer.HTTPMetricHandler.");
        }
    }

    /** The first line of an exception that the app printed, empty if there is none. */
    String exception() {
        List<String> lines = app().lastLines();
        return lines.stream()
                .filter(line -> line.matches(".*\\b[\\w.]+(Exception|Error)\\b.*"))
                .reduce((first, second) -> second)
                .orElse("");
    }

    /** The app, started when it is first needed. */
    App app() {
        if (notStarted != null) {
            throw notStarted;
        }
        if (app == null) {
            start();
        }
        return app;
    }

    @Override
    public void close() {
        if (app != null) {
            app.close();
        }
        if (forest != null) {
            forest.close();
        }
    }

    private void start() {
        Compilation compiled = Compilation.of(module);
        Finding.when(
                !compiled.problems().isEmpty(),
                "the code compiles",
                compiled.problems().size() + " errors",
                "The compiler says where.");
        try {
            forest = Forest.start("127.0.0.1", 0, Faults.NONE);
            Map<String, String> settings =
                    Map.of(
                            "TREES_API_URL",
                            forest.uri().toString(),
                            "TREES_API_TIMEOUT",
                            String.valueOf(FOREST_TIMEOUT.toMillis() / 1000.0));
            app = App.start(module, compiled, App.freePort(), settings, line -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (App.NotStarted e) {
            notStarted = explain(e.getMessage());
            throw notStarted;
        }
    }

    private static Finding explain(String output) {
        String hint =
                "The first line of the exception names the cause, the lines below it the place.";
        if (output.contains("already registered") && output.contains("jvm_")) {
            hint =
                    "TreeCounterApp.main: the metrics of the JVM are registered twice. Keep"
                            + " DefaultExports.initialize() and take the other away.";
        } else if (output.contains("already registered")) {
            hint = "TreeCounterHandler: two metrics of one name are registered. Keep one.";
        } else if (output.contains("Invalid metric name")) {
            hint = "A metric's name holds letters, digits and _ only: requests_total.";
        } else if (output.contains("Incorrect number of labels")) {
            hint = "labels(...) takes as many values as labelNames(...) has names.";
        }
        return new Finding("the app starts", output, hint);
    }

    private String lastWords() {
        List<String> lines = app().lastLines();
        return lines.isEmpty()
                ? " nothing"
                : "\n"
                        + String.join(
                                "\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** The module that checks run on, from a name; for an IDE the lesson's starter. */
    static Bench on(String name, Class<?> checks) {
        Workshop workshop = Workshop.here();
        if (!name.isEmpty()) {
            return new Bench(workshop.find(name, Path.of("").toAbsolutePath()));
        }
        return workshop.modules()
                .filter(module -> module.lesson().checks() == checks)
                .findFirst()
                .map(Bench::new)
                .orElseThrow();
    }
}
