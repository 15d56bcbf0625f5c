package treecounter.workbench.lessons.logstraces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import treecounter.forest.Forest;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;

/**
 * A run of the learner's app and of a forest, in which things go wrong as a seed draws them. What
 * was seen lies in files: the spans, the lines of both logs, and each trace as a tree.
 */
record IncidentRun(List<SeenSpan> spans, List<LogLine> app, List<LogLine> forest) {
    static final String DIRECTORY = "target/incident";
    static final int PAGES = 12;

    /** Each page asks the forest twice. */
    private static final int CALLS = 2 * PAGES;

    private static final int BEFORE = 2;
    private static final String TREES = "/treecounter";
    private static final String SEED = "seed.txt";
    private static final String SPANS = "spans.jsonl";
    private static final String APP = "app.jsonl";
    private static final String FOREST = "forest.jsonl";
    private static final String TRACES = "traces.txt";
    private static final int PATIENCE_MILLIS = 3_000;

    /** The run of a seed that lies in files, if there is one. */
    static Optional<IncidentRun> recorded(Module module, long seed) {
        Path directory = module.file(DIRECTORY);
        Path drawnBy = directory.resolve(SEED);
        try {
            if (!Files.exists(drawnBy)
                    || !Files.readString(drawnBy).strip().equals(String.valueOf(seed))) {
                return Optional.empty();
            }
            return Optional.of(
                    new IncidentRun(
                            SeenSpan.of(Files.readString(directory.resolve(SPANS))),
                            LogLine.of(Files.readAllLines(directory.resolve(APP))),
                            LogLine.of(Files.readAllLines(directory.resolve(FOREST)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes it.
     *
     * @throws Refusal if a program does not start or answer
     */
    static IncidentRun make(Module module, long seed) {
        String room =
                "%s/incident_%s"
                        .formatted(
                                Servers.settings(module).get("RECEIVER_URL"),
                                UUID.randomUUID().toString().replace("-", ""));
        Map<String, String> settings = new TreeMap<>();
        settings.put("INCIDENT_SEED", String.valueOf(seed));
        settings.put("OTEL_TRACES_EXPORTER", "otlp");
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", room);
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "20");
        settings.put("OTEL_TRACES_SAMPLER", "parentbased_always_on");
        settings.put("LOG_FILE", "");
        settings.put("FOREST_LATENCY", "0");
        settings.put("FOREST_ERROR_RATE", "0");
        Queue<String> forestLines = new ConcurrentLinkedQueue<>();
        Queue<String> appLines = new ConcurrentLinkedQueue<>();
        int port = App.freePort();
        settings.put("TREES_API_URL", Forest.uri(port).toString());
        try (App forest =
                        App.start(
                                LogsTraces.FOREST,
                                module,
                                port,
                                with(settings, "OTEL_SERVICE_NAME", "forest"),
                                forestLines::add);
                App app =
                        App.start(
                                Program.APP,
                                module,
                                Compilation.of(module),
                                App.freePort(),
                                with(settings, "OTEL_SERVICE_NAME", "treecounter"),
                                appLines::add)) {
            ask(app, BEFORE);
            Instant now = Instant.now();
            long begun = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            ask(app, PAGES);
            List<SeenSpan> spans =
                    Poll.until(IncidentRun::isWhole, () -> spans(room, begun), PATIENCE_MILLIS);
            return new IncidentRun(spans, lines(appLines, begun), lines(forestLines, begun));
        } catch (App.NotStarted e) {
            throw new Refusal("The programs of the incident do not start: " + e.what());
        } catch (IOException e) {
            throw new Refusal("The app does not answer: " + e.getMessage());
        }
    }

    private static Map<String, String> with(
            Map<String, String> settings, String key, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value);
        return more;
    }

    private static void ask(App app, int pages) throws IOException {
        for (int i = 0; i < pages; i++) {
            Http.get(app.uri(TREES));
        }
    }

    private static List<SeenSpan> spans(String room, long begun) {
        try {
            return SeenSpan.of(Http.get(URI.create(room + "/spans")).body()).stream()
                    .filter(span -> span.start() >= begun)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether all pages and calls have come, and from the forest an answer to each call. */
    private static boolean isWhole(List<SeenSpan> spans) {
        List<SeenSpan> calls = spans.stream().filter(span -> span.kind().equals("CLIENT")).toList();
        return calls.size() >= CALLS
                && spans.stream().filter(span -> span.name().equals("GET " + TREES)).count()
                        >= PAGES
                && calls.stream()
                        .allMatch(call -> spans.stream().anyMatch(one -> one.isChildOf(call)));
    }

    private static List<LogLine> lines(Queue<String> lines, long begun) {
        long millis = TimeUnit.NANOSECONDS.toMillis(begun);
        return LogLine.of(List.copyOf(lines)).stream()
                .filter(line -> line.millis() >= millis)
                .toList();
    }

    /** Writes the files. */
    void record(Module module, long seed) {
        try {
            record(Files.createDirectories(module.file(DIRECTORY)), seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(Path directory, long seed) throws IOException {
        Files.deleteIfExists(directory.resolve(SEED)); // Written last: all is there then.
        Files.write(directory.resolve(SPANS), spans.stream().map(SeenSpan::text).toList());
        Files.write(directory.resolve(APP), app.stream().map(LogLine::text).toList());
        Files.write(directory.resolve(FOREST), forest.stream().map(LogLine::text).toList());
        Files.write(directory.resolve(TRACES), TraceTree.of(spans));
        Files.writeString(directory.resolve(SEED), seed + "\n");
    }
}
