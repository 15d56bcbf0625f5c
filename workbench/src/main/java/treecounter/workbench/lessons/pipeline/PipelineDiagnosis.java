package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool;
import treecounter.workbench.promql.QueryHints;

/** What the learner says went wrong, by the metrics alone, and how one sees it. */
final class PipelineDiagnosis {
    static final String FILE = "diagnosis.properties";

    private static final List<String> KEYS = List.of("first", "second");

    /** What an honest difference is, and noise is not. */
    private static final double FACTOR = 1.5;

    private final Bench bench;
    private final AnswerSheet said;

    PipelineDiagnosis(Bench bench) {
        this.bench = bench;
        this.said = AnswerSheet.read(bench.module(), FILE);
    }

    /** Runs that were seen, by what was run. */
    private static final class Seen {
        private final Map<List<Object>, TroubledRun> runs = new ConcurrentHashMap<>();

        /** What a run's series, which are many, answer to claims. */
        private final Map<List<Object>, List<List<Promtool.Answer>>> answers =
                new ConcurrentHashMap<>();
    }

    /** One half of the answer. */
    private record Claim(String key, Trouble trouble, String query, boolean rises) {}

    /**
     * Checks both halves of the answer.
     *
     * @throws Finding if one is missing or wrong
     * @throws NotChecked if there is no promtool
     */
    void check() {
        List<Trouble> truth = Trouble.drawn(seed());
        List<Claim> claims = KEYS.stream().map(this::claim).toList();
        Finding.when(
                claims.get(0).trouble() == claims.get(1).trouble(),
                "two different names",
                "twice " + claims.get(0).trouble(),
                FILE + ": two things went wrong, and they are not the same.");
        TroubledRun run = run(truth);
        for (Claim claim : claims) {
            Finding.when(
                    !truth.contains(claim.trouble()),
                    "metrics that tell of " + claim.trouble(),
                    against(claim.trouble(), run),
                    "%s, %s: you say %s. What was found speaks against it."
                            .formatted(FILE, claim.key(), claim.trouble()));
        }
        Promtool promtool = Promtool.find();
        List<List<Promtool.Answer>> answers =
                bench.kept()
                        .get(Seen.class, Seen::new)
                        .answers
                        .computeIfAbsent(
                                List.of(truth, bench.code(), claims),
                                missing ->
                                        promtool.run(
                                                List.of(
                                                        task(run.calm(), claims),
                                                        task(run.troubled(), claims))));
        for (int i = 0; i < claims.size(); i++) {
            judge(claims.get(i), answers.get(0).get(i), answers.get(1).get(i), run);
        }
    }

    private static Promtool.Task task(List<String> series, List<Claim> claims) {
        return new Promtool.Task(series, claims.stream().map(Claim::query).toList());
    }

    private long seed() {
        String seed = said.answer("seed");
        Finding.when(
                !seed.matches("\\d{1,9}"),
                "seed= a whole number",
                seed.isEmpty() ? "nothing" : seed,
                FILE + ": the number that make hurt was told, such as seed=7.");
        return Long.parseLong(seed);
    }

    private Claim claim(String key) {
        String name = said.answer(key);
        Finding.when(
                name.isEmpty(),
                key + "= what went wrong",
                "nothing",
                FILE + ": run make hurt, look at the metrics, and write one of the six names.");
        Trouble trouble =
                Trouble.named(name)
                        .orElseThrow(
                                () ->
                                        new Finding(
                                                "one of " + Trouble.names(),
                                                name,
                                                "%s, %s: copy the name from the comment."
                                                        .formatted(FILE, key)));
        // The sheet takes quotes away, and PromQL needs them.
        String query = said.answers().getProperty(key + ".query", "").strip();
        Finding.when(
                query.isEmpty(),
                key + ".query= what shows it",
                "nothing",
                FILE + ": a query that gives one number, and another one while it is wrong.");
        String moves = said.answer(key + ".moves");
        Finding.when(
                !moves.matches("rises|falls"),
                key + ".moves=rises or falls",
                moves.isEmpty() ? "nothing" : moves,
                FILE + ": say what the number does once things go wrong.");
        Finding.when(
                !trouble.isAskedFor(query),
                "a query about what tells of " + trouble,
                query,
                "%s, %s.query: it asks for nothing that %s alone changes. Has errors_total a where?"
                        .formatted(FILE, key, trouble));
        return new Claim(key, trouble, query, moves.equals("rises"));
    }

    private TroubledRun run(List<Trouble> truth) {
        Map<List<Object>, TroubledRun> runs = bench.kept().get(Seen.class, Seen::new).runs;
        List<Object> which = List.of(truth, bench.code());
        synchronized (runs) { // Whoever else asks for the same waits for it.
            TroubledRun known = runs.get(which);
            if (known != null) {
                return known;
            }
            PipelineChecks.awaitWorker(bench); // It may have begun just now.
            PipelineChecks.needsItsPage(bench);
            TroubledRun seen = TroubledRun.see(bench, truth);
            runs.put(which, seen);
            return seen;
        }
    }

    private static void judge(
            Claim claim, Promtool.Answer calm, Promtool.Answer troubled, TroubledRun run) {
        String where = "%s, %s.query: ".formatted(FILE, claim.key());
        Optional<String> error = calm.error().or(troubled::error);
        Finding.when(
                error.isPresent(),
                "a query that Prometheus can evaluate",
                error.orElse(""),
                where + QueryHints.forError(error.orElse(""), claim.query()));
        int most = Math.max(calm.samples().size(), troubled.samples().size());
        Finding.when(
                most == 0,
                "a query with a result, before or while things go wrong",
                "an empty result",
                where
                        + QueryHints.noneOf(claim.query(), run.troubled())
                                .orElse(
                                        "all that it names is there. Does a pattern, a comparison"
                                                + " or the other side of an operator leave"
                                                + " nothing?"));
        Finding.when(
                most > 1,
                "one number",
                most + " series",
                where + "say which series, or add them up: sum(...).");
        double before = value(calm);
        double during = value(troubled);
        String found =
                "%s before, %s while things go wrong"
                        .formatted(Declared.number(before), Declared.number(during));
        boolean rose = during > before * FACTOR && during - before > 1e-6;
        boolean fell = during < before / FACTOR;
        Finding.when(
                !rose && !fell,
                "a number that %s while things go wrong"
                        .formatted(claim.rises() ? "rises" : "falls"),
                found,
                where
                        + (before == 0 && during == 0
                                ? "your programs count nothing of this. Is each Failure counted"
                                        + " where it is caught (8.8)? Or is the selector another?"
                                : "it hardly differs, so nobody would see %s by it. A rate over [1m] is soon enough."
                                        .formatted(claim.trouble())));
        Finding.when(
                rose != claim.rises(),
                "%s.moves=%s, as the number does".formatted(claim.key(), rose ? "rises" : "falls"),
                found,
                "%s, %s.moves: the number goes the other way.".formatted(FILE, claim.key()));
    }

    /** Where nothing happens, there is no average, and no series. */
    private static double value(Promtool.Answer answer) {
        return answer.samples().values().stream()
                .filter(value -> !value.isNaN())
                .findFirst()
                .orElse(0.0);
    }

    /** What was seen, and would not be so if this had been wrong. */
    private static String against(Trouble trouble, TroubledRun run) {
        return switch (trouble) {
            case SLOW_DATABASE -> notSlow(run);
            case LOCKED_TABLE ->
                    grew(run, PipelineChecks.ERRORS, "where", "database", "error", "timeout");
            case DEAD_CACHE -> grew(run, PipelineChecks.CACHE, "result", "failed");
            case STOPPED_WORKERS -> notStopped(run);
            case REFUSING_BROKER ->
                    grew(run, PipelineChecks.ERRORS, "where", "queue", "error", "refused");
            case POISON_MESSAGES ->
                    "mq_messages{queue=\"dead\"} was %s before, and %s in the end"
                            .formatted(
                                    Declared.number(
                                            run.last(
                                                    false,
                                                    PipelineChecks.MESSAGES,
                                                    is("queue", "dead"))),
                                    Declared.number(
                                            run.last(
                                                    true,
                                                    PipelineChecks.MESSAGES,
                                                    is("queue", "dead"))));
        };
    }

    private static String notSlow(TroubledRun run) {
        double inserts = run.growth(true, PipelineChecks.INSERT + "_count", any -> true);
        double late =
                run.growth(
                        true,
                        PipelineChecks.ERRORS,
                        is("where", "database").and(is("error", "timeout")));
        if (inserts == 0) {
            return "no insert ended while things went wrong, slow or not: db_insert_seconds_count"
                    + " did not rise";
        }
        if (late > inserts / 2) {
            return "inserts were not slow, but ended in vain: errors_total{where=\"database\",error=\"timeout\"} rose by %s"
                    .formatted(Declared.number(late));
        }
        return "an insert took %s s on average before, and %s s while things went wrong"
                .formatted(
                        Declared.number(average(run, false)), Declared.number(average(run, true)));
    }

    private static double average(TroubledRun run, boolean inTrouble) {
        return run.growth(inTrouble, PipelineChecks.INSERT + "_sum", any -> true)
                / Math.max(1, run.growth(inTrouble, PipelineChecks.INSERT + "_count", any -> true));
    }

    private static String notStopped(TroubledRun run) {
        double taken = run.growth(true, PipelineChecks.CONSUMED, any -> true);
        return taken > 0
                ? "workers took %s messages while things went wrong: mq_consumed_total"
                        .formatted(Declared.number(taken))
                : "nothing waits for a worker: mq_messages{queue=\"fruits\"} is %s"
                        .formatted(
                                Declared.number(
                                        run.last(
                                                true,
                                                PipelineChecks.MESSAGES,
                                                is("queue", "fruits"))));
    }

    private static String grew(TroubledRun run, String name, String... labels) {
        Predicate<Series> which = any -> true;
        StringBuilder text = new StringBuilder(name).append('{');
        for (int i = 0; i < labels.length; i += 2) {
            which = which.and(is(labels[i], labels[i + 1]));
            text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
            text.append(labels[i + 1]).append('"');
        }
        return "%s} rose by %s before, and by %s while things went wrong"
                .formatted(
                        text,
                        Declared.number(run.growth(false, name, which)),
                        Declared.number(run.growth(true, name, which)));
    }

    private static Predicate<Series> is(String label, String value) {
        return series -> value.equals(series.labels().get(label));
    }
}
