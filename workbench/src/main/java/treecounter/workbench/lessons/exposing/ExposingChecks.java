package treecounter.workbench.lessons.exposing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Crash;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;

/** Section 1: the app shows its metrics at /metrics. */
@LessonChecks
public class ExposingChecks {
    private static final String HANDLER = "TreeCounterHandler.handle";
    private static final String MAIN = "src/main/java/treecounter/TreeCounterApp.java";
    private static final Pattern REGISTERS =
            Pattern.compile("DefaultExports\\s*\\.\\s*(initialize|register)");
    private static final Pattern SECOND_SERVER =
            Pattern.compile("new ([\\w.]+\\.)?HTTPServer(\\.Builder)?\\(");
    private static final Pattern DEFAULT_CASE =
            Pattern.compile("default\\s*(->|:)\\s*\\{?\\s*\\w+\\.handle\\(");
    private static final List<String> ALIKE = List.of("/metricsx", "/x/metrics", "/METRICS", "/");
    private static final List<String> NEAR_MISSES =
            List.of("/metric", "/metrics/", "/Metrics", "/prometheus", "/treecounter/metrics");

    @Check(
            number = "1.1",
            title = "GET /metrics answers",
            learned =
                    "Prometheus comes and asks; the app sends nothing, and need not know who"
                            + " looks.",
            more =
                    "A field `HttpHandler metrics = new HTTPMetricHandler(registry)`, where"
                        + " registry is CollectorRegistry.defaultRegistry, and a case \"/metrics\""
                        + " that lets it handle the exchange.")
    void metricsAreServed(Bench bench) {
        Http.Answer page = bench.get("/metrics");
        String expected = "GET /metrics answers 200 with metrics";
        if (page.status() == 404) {
            Optional<String> nearMiss =
                    NEAR_MISSES.stream().filter(path -> isMetrics(bench.get(path))).findFirst();
            throw new Finding(
                    expected,
                    nearMiss.map(path -> "404; they are at " + path).orElse("404"),
                    notFoundHint(nearMiss.isPresent(), bench.code()));
        }
        if (page.status() == 500) {
            throw bench.bug(expected, HANDLER + ": the case for /metrics throws.");
        }
        Finding.when(
                Bench.isHtml(page),
                expected,
                page.status() + " with a page for people: " + page.contentType(),
                HANDLER
                        + ": hand the exchange to an HTTPServer.HTTPMetricHandler, without"
                        + " answer().");
        Finding.when(
                !isMetrics(page),
                expected,
                "%d, %s, which begins %s"
                        .formatted(page.status(), page.contentType(), beginning(page.body())),
                HANDLER + ": leave the whole answer to HTTPServer.HTTPMetricHandler.");
        othersAreNotMetrics(bench);
        Http.Answer trees =
                Poll.until(answer -> answer.status() == 200, () -> bench.get("/treecounter"), 3000);
        Finding.when(
                isMetrics(trees),
                "/treecounter still shows the trees",
                "metrics at /treecounter",
                HANDLER + ": only /metrics comes to the HTTPMetricHandler, and no other path.");
        Finding.when(
                trees.status() != 200 || !Bench.isHtml(trees),
                "/treecounter still shows the trees",
                trees.status() + ", " + trees.contentType(),
                HANDLER + ": leave the other cases as they were.");
        Crash.in(bench.app().lastLines())
                .filter(Crash::isSecondAnswer)
                .ifPresent(
                        crash -> {
                            throw new Finding("one answer for each request", crash, crash.hint());
                        });
    }

    private static String notFoundHint(boolean nearMiss, String code) {
        if (nearMiss) {
            return HANDLER + ": Prometheus asks for /metrics, to the letter.";
        }
        if (SECOND_SERVER.matcher(code).find()) {
            return HANDLER
                    + ": an HTTPServer is a second server at a port of its own. Here"
                    + " HTTPServer.HTTPMetricHandler answers one more case.";
        }
        if (code.contains("HTTPMetricHandler(") && code.contains("\"metrics\"")) {
            return HANDLER + ": a path begins with a slash.";
        }
        if (code.contains("== \"/metrics\"")) {
            return HANDLER
                    + ": == asks whether it is the same object. Texts are compared by equals.";
        }
        if (code.contains("HTTPMetricHandler(")) {
            return HANDLER
                    + ": the HTTPMetricHandler is there, and /metrics does not come to it. A case"
                    + " must use it"
                    + (code.contains("\"/metrics\"")
                            ? ", and no condition may keep a GET from it."
                            : ", that of the path \"/metrics\".");
        }
        return HANDLER + ": add a case for the path /metrics to the switch.";
    }

    private static void othersAreNotMetrics(Bench bench) {
        boolean all = isMetrics(bench.get("/nowhere"));
        Finding.when(
                all,
                "metrics at no other path",
                "metrics at /nowhere too",
                HANDLER
                        + (DEFAULT_CASE.matcher(bench.code()).find()
                                ? ": only the case /metrics shows metrics. The default stays 404."
                                : ": other paths come to the HTTPMetricHandler too. Look at the"
                                        + " condition before it, if there is one: it has to let"
                                        + " /metrics pass, and nothing else."));
        for (String path : ALIKE) {
            Finding.when(
                    isMetrics(bench.get(path)),
                    "metrics at no other path",
                    "metrics at %s too".formatted(path),
                    alikeHint(path, bench.code()));
        }
    }

    private static String alikeHint(String path, String code) {
        String exact =
                " Let it be /metrics exactly: a case of the switch is, and so is equals(...).";
        if (path.equals("/")) {
            return HANDLER + ": only /metrics comes to the HTTPMetricHandler, and / does not.";
        }
        if (!path.startsWith("/metrics")) {
            return HANDLER + ": the path is compared in a part, or by small letters only." + exact;
        }
        return code.matches("(?s).*createContext\\(\\s*\"/metrics.*")
                ? "TreeCounterApp.main: a context matches every path that begins like its own. Use"
                        + " a case in "
                        + HANDLER
                        + " instead."
                : HANDLER + ": the path is compared by its beginning only." + exact;
    }

    @Check(
            number = "1.2",
            title = "the page shows the JVM's own metrics",
            learned = "The page shows the whole registry: whoever registers something is on it.",
            more =
                    "TreeCounterApp.main, first line: DefaultExports.initialize(). It registers"
                            + " with CollectorRegistry.defaultRegistry, so show that one.")
    void jvmMetricsAreShown(Bench bench) {
        List<String> wanted =
                List.of("jvm_memory_bytes_used", "jvm_threads_state", "process_cpu_seconds_total");
        // Registering them takes a moment, and may come after the start.
        Exposition page =
                Poll.until(
                        shown -> shown.families().containsAll(wanted),
                        bench::scrape,
                        bench.code().contains("DefaultExports.") ? 2000 : 0);
        List<String> missing =
                wanted.stream().filter(name -> !page.families().contains(name)).toList();
        Finding.when(
                !missing.isEmpty(),
                "metrics such as " + String.join(", ", wanted),
                page.families().isEmpty() ? "an empty page" : "no " + String.join(", ", missing),
                missingHint(bench.code()));
        if (!REGISTERS.matcher(Bench.text(bench.module().file(MAIN))).find()) {
            bench.pageAtStart()
                    .ifPresent(
                            first ->
                                    Finding.when(
                                            !first.families().containsAll(wanted),
                                            "these metrics on the first page after the start",
                                            "none before somebody has asked for the trees",
                                            "DefaultExports.initialize() waits for a request where"
                                                + " it stands. TreeCounterApp.main is run at the"
                                                + " start."));
        }
    }

    private static String missingHint(String code) {
        if (!code.contains("DefaultExports.")) {
            return "TreeCounterApp.main: call DefaultExports.initialize() before the server"
                    + " starts.";
        }
        if (code.matches("(?s).*DefaultExports\\s*\\.register\\(\\s*new\\b.*")) {
            return "TreeCounterApp.main: DefaultExports registers with a registry that nobody"
                    + " shows. initialize() takes CollectorRegistry.defaultRegistry.";
        }
        if (code.contains("new CollectorRegistry(")) {
            return HANDLER
                    + ": it shows a registry of its own. DefaultExports registers with"
                    + " CollectorRegistry.defaultRegistry.";
        }
        if (!code.contains("HTTPMetricHandler")) {
            return HANDLER
                    + ": leave /metrics to HTTPServer.HTTPMetricHandler, which shows all that is"
                    + " registered.";
        }
        if (code.matches("(?s).*defaultRegistry\\s*\\.clear\\(.*")) {
            return "TreeCounterApp.main: clear() takes all out of the registry again.";
        }
        return "TreeCounterApp.main: DefaultExports is there, but nothing of it is shown. Is it"
                + " called, in main itself?";
    }

    @Check(
            number = "1.3",
            title = "three questions about the page are answered",
            learned = "The page holds the values of now. Whoever scrapes it keeps the history.",
            more =
                    "Open /metrics in a browser. The type stands in the line # TYPE above the"
                        + " samples; a sample is a name, its labels, a value; a metric has one line"
                        + " per series.")
    void thePageIsRead(Bench bench) {
        Exposition page = bench.scrape();
        AnswerSheet answers = AnswerSheet.read(bench.module(), "reading.properties");
        String type = page.type("process_cpu_seconds_total").orElse("missing");
        expect(
                answers,
                "cpu.type",
                type,
                "the line # TYPE process_cpu_seconds_total on /metrics says it.");
        String area = answers.answer("heap.area");
        boolean isHeap =
                area.equals("heap")
                        && page.samples("jvm_memory_bytes_used").keySet().stream()
                                .anyMatch(series -> series.label("area").equals(area));
        Finding.when(
                !isHeap,
                "the value of the label area whose jvm_memory_bytes_used is the heap's",
                found(area),
                "reading.properties, heap.area: what stands between the quotes of area=\"...\", for"
                        + " the heap.");
        String states = String.valueOf(page.samples("jvm_threads_state").size());
        expect(
                answers,
                "thread.series",
                states,
                "count the lines of /metrics that begin with jvm_threads_state{, not the threads.");
    }

    private static void expect(AnswerSheet answers, String key, String right, String where) {
        String given = answers.answer(key).toLowerCase(Locale.ROOT);
        boolean isNumber = right.matches("\\d+");
        Finding.when(
                !given.equals(right),
                "the answer that your own page gives",
                found(given),
                "reading.properties, %s: %s"
                        .formatted(
                                key,
                                given.isEmpty()
                                        ? "%s Write it behind %s=, on the same line."
                                                .formatted(where, key)
                                        : isNumber && !given.matches("\\d+")
                                                ? "a number in digits, and nothing behind it: "
                                                        + where
                                                : !isNumber && given.contains(" ")
                                                        ? "one word is the answer: " + where
                                                        : where));
    }

    private static String found(String given) {
        return given.isEmpty() ? "no answer" : "'" + given + "'";
    }

    private static String beginning(String body) {
        return body.isBlank() ? "with nothing" : body.lines().findFirst().orElse("");
    }

    /** Whether Prometheus would take it; any library may have written it. */
    private static boolean isMetrics(Http.Answer page) {
        boolean named =
                page.contentType().startsWith("text/plain")
                        || page.contentType().startsWith("application/openmetrics-text");
        if (page.status() != 200 || !named) {
            return false;
        }
        try {
            Exposition.parse(page.body());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
