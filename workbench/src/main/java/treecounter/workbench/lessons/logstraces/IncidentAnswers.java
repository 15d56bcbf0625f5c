package treecounter.workbench.lessons.logstraces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Refusal;

/**
 * What the learner says of an incident. What is right is worked out from the spans and lines of the
 * run: a span tells which call it was, and its line what the log said of it.
 */
final class IncidentAnswers {
    static final String FILE = "answers.properties";

    private static final String SLOWEST = "slowest.cause";
    private static final String APPRENTICE = "apprentice.seconds";
    private static final String FAILED = "failed.cause";
    private static final String READING = "reading.step";
    private static final Set<String> STEPS = Set.of("normalise", "weigh", "predict");

    /** What one may be off by: a picture of a trace is read with the eye. */
    private static final double OFF_SECONDS = 0.09;

    /** Whoever made no run looks at none, so what was answered has to hold for any of them. */
    private static final int RUNS = 3;

    private final Bench bench;
    private final AnswerSheet said;

    IncidentAnswers(Bench bench) {
        this.bench = bench;
        this.said = AnswerSheet.read(bench.module(), FILE);
    }

    /** Runs that checks have made, by what was run. */
    private static final class Made {
        private final Map<List<Object>, List<IncidentRun>> runs = new ConcurrentHashMap<>();

        private synchronized IncidentRun get(Bench bench, long seed, int number) {
            List<IncidentRun> known =
                    runs.computeIfAbsent(List.of(seed, bench.code()), missing -> new ArrayList<>());
            while (known.size() <= number) {
                known.add(IncidentRun.make(bench.module(), seed));
            }
            return known.get(number);
        }
    }

    /**
     * Checks all four.
     *
     * @throws Finding if one is missing or wrong
     */
    void check() {
        long seed = seed();
        for (String key : List.of(SLOWEST, APPRENTICE, FAILED, READING)) {
            Finding.when(
                    said.answer(key).isEmpty(),
                    "an answer behind %s=".formatted(key),
                    "nothing",
                    "%s: run make incident, and look into %s."
                            .formatted(FILE, IncidentRun.DIRECTORY));
        }
        Optional<IncidentRun> recorded = IncidentRun.recorded(bench.module(), seed);
        if (recorded.isPresent()) {
            judge(recorded.get());
            return;
        }
        Made made = bench.kept().get(Made.class, Made::new);
        for (int i = 0; ; i++) {
            try {
                IncidentRun run = made.get(bench, seed, i);
                judge(run);
                run.record(bench.module(), seed); // The next check need not run it again.
                return;
            } catch (Finding | Refusal e) {
                // On a busy machine another page may have been the slowest.
                if (i == RUNS - 1) {
                    throw e;
                }
            }
        }
    }

    private void judge(IncidentRun run) {
        cause(
                SLOWEST,
                slowest(run),
                run,
                "In the slowest trace, the longest CLIENT span has a child in the forest. The log"
                        + " knows the span_id of that one.");
        seconds(apprentice(run));
        cause(
                FAILED,
                failed(run),
                run,
                "Two lines have the trace_id. The trace says which span_id belongs to"
                        + " /v1/trees/recent.");
        step(reading(run));
    }

    private long seed() {
        String seed = said.answer("seed");
        Finding.when(
                !seed.matches("\\d{1,9}"),
                "seed= a whole number",
                seed.isEmpty() ? "nothing" : seed,
                FILE + ": the number that make incident was told, such as seed=7.");
        return Long.parseLong(seed);
    }

    /** The right answers, worked out from a run. */
    static Map<String, String> right(IncidentRun run) {
        return Map.of(
                SLOWEST,
                slowest(run).get("cause"),
                APPRENTICE,
                String.format(Locale.ROOT, "%.2f", apprentice(run).seconds()),
                FAILED,
                failed(run).get("cause"),
                READING,
                reading(run).name());
    }

    private static LogLine slowest(IncidentRun run) {
        SeenSpan page =
                longest(run, span -> span.isServer() && span.name().equals("GET /treecounter"));
        SeenSpan call = longest(run, span -> span.kind().equals("CLIENT") && span.isChildOf(page));
        return lineOf(answering(call, run), run);
    }

    private static LogLine failed(IncidentRun run) {
        SeenSpan recent =
                one(
                        run,
                        "a trace in which both calls failed",
                        span ->
                                isFailedCall(span)
                                        && span.name().endsWith("/recent")
                                        && hasAnotherFailedCall(span, run));
        return lineOf(answering(recent, run), run);
    }

    private static boolean hasAnotherFailedCall(SeenSpan call, IncidentRun run) {
        return run.spans().stream()
                .filter(other -> other.traceId().equals(call.traceId()))
                .anyMatch(other -> isFailedCall(other) && !other.name().equals(call.name()));
    }

    private static boolean isFailedCall(SeenSpan span) {
        return span.kind().equals("CLIENT") && span.status().equals("ERROR");
    }

    private void cause(String key, LogLine right, IncidentRun run, String way) {
        String answer = said.answer(key).toLowerCase(Locale.ROOT);
        Set<String> causes =
                Stream.concat(run.forest().stream(), run.app().stream())
                        .map(line -> line.get("cause"))
                        .filter(cause -> !cause.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
        Finding.when(
                !causes.contains(answer),
                "%s= a cause of the log, one of %s".formatted(key, causes),
                answer,
                "%s: the field cause of %s/forest.jsonl. Another seed has others."
                        .formatted(FILE, IncidentRun.DIRECTORY));
        Finding.when(
                !answer.equals(right.get("cause")),
                key + "= the cause of that call",
                answer + ", which the log says of another one",
                "%s, %s: %s".formatted(FILE, key, way));
    }

    private static SeenSpan apprentice(IncidentRun run) {
        LogLine line =
                run.forest().stream()
                        .filter(one -> one.has("apprentice", "true"))
                        .findFirst()
                        .orElseThrow(() -> incomplete("a line of an apprentice"));
        return one(run, "the span of that line", one -> one.spanId().equals(line.spanId()));
    }

    private void seconds(SeenSpan span) {
        String answer = said.answer(APPRENTICE).replaceFirst("(?i) ?s$", "");
        Finding.when(
                !answer.matches("\\d*\\.?\\d+"),
                APPRENTICE + "= seconds, such as 0.15",
                answer,
                FILE + ": a number, in seconds.");
        double seconds = Double.parseDouble(answer);
        Finding.when(
                Math.abs(seconds / 1000 - span.seconds()) <= OFF_SECONDS,
                APPRENTICE + "= seconds",
                answer,
                "%s, %s: these are milliseconds.".formatted(FILE, APPRENTICE));
        Finding.when(
                Math.abs(seconds - span.seconds()) > OFF_SECONDS,
                APPRENTICE + "= the seconds of the forest's span",
                answer,
                "%s, %s: the line with apprentice=true has a span_id. The span of that id in a"
                                .formatted(FILE, APPRENTICE)
                        + " trace tells how long.");
    }

    private static SeenSpan reading(IncidentRun run) {
        LogLine line =
                run.app().stream()
                        .filter(one -> one.has("message", "weights read anew"))
                        .findFirst()
                        .orElseThrow(() -> incomplete("a line 'weights read anew'"));
        return longest(
                run, span -> span.traceId().equals(line.traceId()) && STEPS.contains(span.name()));
    }

    private void step(SeenSpan slow) {
        String answer = said.answer(READING).toLowerCase(Locale.ROOT);
        Finding.when(
                !STEPS.contains(answer),
                "%s= one of normalise, weigh, predict".formatted(READING),
                answer,
                FILE
                        + (Set.of("preprocess", "forecast").contains(answer)
                                ? ": %s took long because a step within it did. Which?"
                                        .formatted(answer)
                                : ": the name of a span."));
        Finding.when(
                !answer.equals(slow.name()),
                READING + "= the step that read the weights anew",
                answer,
                "%s, %s: app.jsonl has one line about weights. In the trace of its trace_id, which"
                                .formatted(FILE, READING)
                        + " step takes longer than in others?");
    }

    private static SeenSpan answering(SeenSpan call, IncidentRun run) {
        return one(run, "the forest's span of a call", span -> span.isChildOf(call));
    }

    private static LogLine lineOf(SeenSpan span, IncidentRun run) {
        return run.forest().stream()
                .filter(line -> line.spanId().equals(span.spanId()))
                .findFirst()
                .orElseThrow(() -> incomplete("a line of the forest for each call"));
    }

    private static SeenSpan longest(IncidentRun run, Predicate<SeenSpan> which) {
        return run.spans().stream()
                .filter(which)
                .max(Comparator.comparing(SeenSpan::seconds))
                .orElseThrow(() -> incomplete("spans of pages, calls and steps"));
    }

    private static SeenSpan one(IncidentRun run, String what, Predicate<SeenSpan> which) {
        return run.spans().stream().filter(which).findFirst().orElseThrow(() -> incomplete(what));
    }

    private static Finding incomplete(String what) {
        return new Finding(
                what + " in the run",
                "none",
                "%s: this run is not whole. Once 9.1 to 9.8 are green: make incident SECTION=9"
                        .formatted(FILE));
    }
}
