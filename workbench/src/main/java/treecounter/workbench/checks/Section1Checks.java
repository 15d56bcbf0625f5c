package treecounter.workbench.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import treecounter.workbench.checks.Bench.Page;

/** Section 1: the app shows its metrics at /metrics. */
@LessonChecks
public class Section1Checks {
    private static final String HANDLER = "TreeCounterHandler.handle";
    private static final List<String> NEAR_MISSES =
            List.of("/metric", "/metrics/", "/Metrics", "/prometheus", "/treecounter/metrics");

    @Check(
            number = "1.1",
            title = "GET /metrics answers",
            more =
                    "A field `HttpHandler metrics = new HTTPMetricHandler(registry)`, where"
                        + " registry is CollectorRegistry.defaultRegistry, and a case \"/metrics\""
                        + " that lets it handle the exchange.")
    void metricsAreServed(Bench bench) {
        Page page = bench.get("/metrics");
        String expected = "GET /metrics answers 200 with metrics";
        if (page.status() == 404) {
            Optional<String> nearMiss =
                    NEAR_MISSES.stream().filter(path -> isMetrics(bench.get(path))).findFirst();
            throw new Finding(
                    expected,
                    nearMiss.map(path -> "404; they are at " + path).orElse("404"),
                    nearMiss.isPresent()
                            ? HANDLER + ": Prometheus asks for /metrics, to the letter."
                            : HANDLER + ": add a case for the path /metrics to the switch.");
        }
        Finding.when(
                page.status() == 500,
                expected,
                "500 " + bench.exception(),
                HANDLER
                        + ": the case for /metrics throws. Its stack trace is in the app's"
                        + " output.");
        Finding.when(
                page.isHtml(),
                expected,
                page.status() + " with a page for people: " + page.contentType(),
                HANDLER
                        + ": hand the exchange to an HTTPServer.HTTPMetricHandler, without"
                        + " answer().");
        Finding.when(
                page.status() != 200 || !isMetrics(page),
                expected,
                page.status() + ", " + page.contentType(),
                HANDLER + ": leave the whole answer to HTTPServer.HTTPMetricHandler.");
        Finding.when(
                isMetrics(bench.get("/metricsx")),
                "any other path is 404",
                "metrics at /metricsx too",
                "A context of the JDK server matches every path that begins like it. Use a case in "
                        + HANDLER
                        + " instead.");
        Page trees = bench.get("/treecounter");
        Finding.when(
                trees.status() != 200 || !trees.isHtml(),
                "/treecounter still shows the trees",
                trees.status() + ", " + trees.contentType(),
                HANDLER + ": leave the other cases as they were.");
    }

    @Check(
            number = "1.2",
            title = "the page shows the JVM's own metrics",
            more =
                    "TreeCounterApp.main, first line: DefaultExports.initialize(). It registers"
                            + " with CollectorRegistry.defaultRegistry, so show that one.")
    void jvmMetricsAreShown(Bench bench) {
        Exposition page = bench.scrape();
        List<String> wanted =
                List.of("jvm_memory_bytes_used", "jvm_threads_state", "process_cpu_seconds_total");
        List<String> missing =
                wanted.stream().filter(name -> !page.families().contains(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        String code = bench.code();
        String hint =
                "TreeCounterApp.main: call DefaultExports.initialize() before the server starts.";
        if (code.contains("DefaultExports.") && code.contains("new CollectorRegistry")) {
            hint =
                    HANDLER
                            + ": it shows a registry of its own. DefaultExports registers with"
                            + " CollectorRegistry.defaultRegistry.";
        } else if (code.contains("DefaultExports.")) {
            hint =
                    "TreeCounterApp.main: DefaultExports is there, but nothing of it is shown."
                            + " Is it called, and before the server starts?";
        }
        throw new Finding(
                "families such as " + String.join(", ", wanted),
                page.families().isEmpty() ? "an empty page" : "none of " + missing,
                hint);
    }

    @Check(
            number = "1.3",
            title = "three questions about the page are answered",
            more =
                    "Open /metrics in a browser. The type stands in the line # TYPE above the"
                        + " samples; a sample is a name, its labels, a value; a family has one line"
                        + " per series.")
    void thePageIsRead(Bench bench) throws IOException {
        Exposition page = bench.scrape();
        Path file = bench.module().file("reading.properties");
        Finding.when(
                !Files.exists(file),
                "the file " + file.getFileName(),
                "no such file",
                "make reset SECTION=1 brings it back.");
        Properties answers = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            answers.load(reader);
        }
        String type = page.type("process_cpu_seconds_total").orElse("missing");
        expect(answers, "cpu.type", type, "the line # TYPE process_cpu_seconds_total");
        String area = answer(answers, "heap.area");
        boolean isHeap =
                area.equals("heap")
                        && page.samples("jvm_memory_bytes_used").keySet().stream()
                                .anyMatch(series -> series.label("area").equals(area));
        Finding.when(
                !isHeap,
                "the value of the label area whose jvm_memory_bytes_used is the heap's",
                found(area),
                "reading.properties, heap.area: only what stands between the quotes.");
        String states = String.valueOf(page.samples("jvm_threads_state").size());
        expect(answers, "thread.series", states, "the lines that begin with jvm_threads_state{");
    }

    private static void expect(Properties answers, String key, String right, String where) {
        String given = answer(answers, key).toLowerCase(Locale.ROOT);
        Finding.when(
                !given.equals(right),
                "the answer that your own page gives",
                found(given),
                "reading.properties, %s: look at %s on /metrics.".formatted(key, where));
    }

    private static String answer(Properties answers, String key) {
        return answers.getProperty(key, "").strip().replace("\"", "");
    }

    private static String found(String given) {
        return given.isEmpty() ? "no answer" : "'" + given + "'";
    }

    private static boolean isMetrics(Page page) {
        return page.status() == 200
                && (page.contentType().startsWith("text/plain; version=0.0.4")
                        || page.contentType().startsWith("application/openmetrics-text"));
    }
}
