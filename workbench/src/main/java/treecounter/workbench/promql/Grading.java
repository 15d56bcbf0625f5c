package treecounter.workbench.promql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Judges queries by what they give over made series, and, where the stack runs, whether they find
 * something there.
 */
public final class Grading {
    /** Enough for the queries of a lesson, and for why they are wrong. */
    private static final int KEPT = 200;

    private final Answers promtool;
    private final LiveData live;

    /** A grading that asks nobody twice what it asked before. */
    public Grading() {
        this(KEPT);
    }

    /** A grading that remembers so many answers, which are some for each query. */
    public Grading(int kept) {
        this(new Answers(kept), new LiveData());
    }

    private Grading(Answers promtool, LiveData live) {
        this.promtool = promtool;
        this.live = live;
    }

    /** The grading of a run of checks, which goes on where the last run ended. */
    public static OnModule on(Bench bench) {
        return bench.kept().get(Grading.class, Grading::new).new OnModule(bench.module());
    }

    /** The grading of one module's queries. */
    public final class OnModule {
        private final Module module;

        private OnModule(Module module) {
            this.module = module;
        }

        /**
         * Begins to ask what the checks of some exercises, and perhaps others, are going to ask;
         * then, for the first query that is wrong, why.
         */
        public void askAhead(List<Exercise> exercises, Asked... others) {
            Map<Exercise, String> begun = new LinkedHashMap<>();
            try {
                for (Exercise exercise : exercises) {
                    if (Files.exists(module.file(exercise.file()))) {
                        begun.put(exercise, query(exercise, module));
                    }
                }
            } catch (Finding e) {
                return; // A file cannot be read. The check that needs it says so.
            }
            begun.values().removeIf(String::isEmpty);
            promtool.ask(
                    Stream.concat(
                                    begun.entrySet().stream()
                                            .map(
                                                    each ->
                                                            new Asked(
                                                                    each.getKey(),
                                                                    List.of(each.getValue()))),
                                    Stream.of(others))
                            .flatMap(asked -> asked.tasks().stream())
                            .toList());
            CompletableFuture.runAsync(() -> askWhyAhead(begun));
        }

        private void askWhyAhead(Map<Exercise, String> begun) {
            try {
                begun.entrySet().stream()
                        .filter(
                                each ->
                                        !each.getKey()
                                                .isRight(given(each.getKey(), each.getValue())))
                        .findFirst()
                        .ifPresent(
                                each ->
                                        promtool.ask(
                                                hints(each.getKey(), each.getValue()).tasks()));
            } catch (TestAbortedException e) {
                // No promtool. The checks say so.
            }
        }

        /**
         * Checks the module's query.
         *
         * @throws Finding if it is missing or wrong
         * @throws NotChecked if there is no promtool
         */
        public void check(Exercise exercise) {
            String query = query(exercise, module);
            Finding.when(
                    query.isEmpty(),
                    "a query in " + exercise.file(),
                    "only its comment",
                    exercise.file() + ": write the query below the comment that asks for it.");
            judgeHere(exercise, query);
        }

        /** As {@link #check}, but a query that is not begun is left open. */
        public void checkIfBegun(Exercise exercise) {
            String query = query(exercise, module);
            if (query.isEmpty()) {
                throw new TestAbortedException("not begun");
            }
            judgeHere(exercise, query);
        }

        /** The grading behind it, for other questions than the module's own queries. */
        public Grading grading() {
            return Grading.this;
        }

        private void judgeHere(Exercise exercise, String query) {
            Options options = Options.of(List.of(), System.getenv());
            try {
                judge(exercise, query);
            } catch (NotChecked e) {
                refuseUnreadable(exercise, query, live.parseError(options, query));
                throw e;
            }
            Module solution = Workshop.here().solution(module.lesson());
            if (!Files.exists(solution.file(exercise.file()))) {
                return;
            }
            Optional<String> found = live.missing(options, query, query(exercise, solution));
            if (found.isPresent()) {
                throw new Finding(
                        "data from the Prometheus that runs here, as the solution gives",
                        found.get(),
                        exercise.file()
                                + ": it is right over made series. Does it select by an instance,"
                                + " a job or a value that is called otherwise here?");
            }
        }
    }

    /** Queries that are asked about the made series of an exercise. */
    public record Asked(Exercise exercise, List<String> queries) {
        List<Promtool.Task> tasks() {
            return Grading.tasks(exercise, queries);
        }
    }

    /** A task for each of the made worlds; none if there is nothing to ask. */
    static List<Promtool.Task> tasks(Exercise exercise, List<String> queries) {
        return queries.isEmpty()
                ? List.of()
                : exercise.worlds().stream()
                        .map(world -> new Promtool.Task(world.series(), queries))
                        .toList();
    }

    /** What each query gives: an answer for each of the made worlds. */
    public List<List<Promtool.Answer>> answers(Exercise exercise, List<String> queries) {
        List<List<Promtool.Answer>> byWorld = promtool.to(tasks(exercise, queries));
        return IntStream.range(0, queries.size())
                .mapToObj(query -> byWorld.stream().map(world -> world.get(query)).toList())
                .toList();
    }

    private List<Promtool.Answer> given(Exercise exercise, String query) {
        return answers(exercise, List.of(query)).get(0);
    }

    /**
     * Judges a query by what it gives.
     *
     * @throws Finding if that is wrong
     * @throws NotChecked if there is no promtool
     */
    public void judge(Exercise exercise, String query) {
        List<Promtool.Answer> given = given(exercise, query);
        for (int i = 0; i < exercise.worlds().size(); i++) {
            Exercise.World world = exercise.worlds().get(i);
            Promtool.Answer answer = given.get(i);
            if (answer.error().isPresent()) {
                String error = answer.error().get();
                throw unreadable(
                        exercise,
                        error,
                        QueryHints.isOfPairs(error)
                                ? cause(exercise, query)
                                        .orElseGet(() -> QueryHints.forError(error, query))
                                : QueryHints.forError(error, query));
            }
            if (!world.isRight(answer)) {
                throw new Finding(
                        "over made series%s:\n%s"
                                .formatted(world.when(), text(world.expected(), answer.samples())),
                        text(answer.samples(), world.expected()),
                        exercise.file()
                                + ": "
                                + cause(exercise, query)
                                        .orElseGet(() -> QueryHints.general(world, answer)));
            }
        }
    }

    private static void refuseUnreadable(Exercise exercise, String query, Optional<String> error) {
        if (error.isPresent()) {
            throw unreadable(exercise, error.get(), QueryHints.forError(error.get(), query));
        }
    }

    private static Finding unreadable(Exercise exercise, String error, String hint) {
        return new Finding(
                "a query that Prometheus can evaluate", error, exercise.file() + ": " + hint);
    }

    /** Why a query is wrong, if that can be told. */
    public Optional<String> cause(Exercise exercise, String query) {
        return cause(exercise, hints(exercise, query), query);
    }

    /** The same where a right query is known that stands in no file. */
    Optional<String> cause(Exercise exercise, String right, String query) {
        return cause(exercise, new QueryHints(exercise, goal(exercise, right), query), query);
    }

    private Optional<String> cause(Exercise exercise, QueryHints hints, String query) {
        promtool.ask(hints.tasks()); // All in one run.
        return hints.cause(given(exercise, query), queries -> answers(exercise, queries));
    }

    /** Begins to ask what the queries of some exercises give, in one run. */
    public void askAhead(Map<Exercise, List<String>> queries) {
        promtool.ask(
                queries.entrySet().stream()
                        .flatMap(
                                each ->
                                        each.getValue().stream()
                                                .map(query -> List.of(query))
                                                .flatMap(one -> tasks(each.getKey(), one).stream()))
                        .toList());
    }

    /** Begins to ask what these queries give, and why they are wrong, in one run. */
    void askAhead(Exercise exercise, List<String> queries) {
        promtool.ask(
                queries.stream()
                        .flatMap(
                                query ->
                                        Stream.concat(
                                                tasks(exercise, List.of(query)).stream(),
                                                hints(exercise, query).tasks().stream()))
                        .toList());
    }

    private static QueryHints hints(Exercise exercise, String query) {
        return new QueryHints(exercise, goal(exercise), query);
    }

    /** The solution of an exercise, where it is there to be read. */
    static Optional<Goal> goal(Exercise exercise) {
        return Lesson.all().stream()
                .filter(QueryLesson.class::isInstance)
                .filter(lesson -> ((QueryLesson) lesson).queries().contains(exercise))
                .map(lesson -> Workshop.here().solution(lesson))
                .filter(solution -> Files.exists(solution.file(exercise.file())))
                .findFirst()
                .flatMap(solution -> goal(exercise, query(exercise, solution)));
    }

    private static Optional<Goal> goal(Exercise exercise, String right) {
        return Goal.of(right, exercise.worlds().stream().flatMap(world -> world.series().stream()));
    }

    /** The query without its comments, empty if there is none yet. */
    private static String query(Exercise exercise, Module module) {
        Path file = module.file(exercise.file());
        if (!Files.exists(file)) {
            throw new Finding(
                    "the file " + exercise.file(),
                    "no such file",
                    "%s: make reset SECTION=%d brings it back."
                            .formatted(exercise.file(), module.lesson().number()));
        }
        return Bench.text(file)
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String text(
            Map<Map<String, String>, Double> samples, Map<Map<String, String>, Double> others) {
        int digits =
                samples.keySet().stream()
                        .filter(others::containsKey)
                        .filter(labels -> !Promtool.close(samples.get(labels), others.get(labels)))
                        .mapToInt(
                                labels -> Declared.digits(samples.get(labels), others.get(labels)))
                        .max()
                        .orElse(Declared.digits(0, 1));
        if (samples.isEmpty()) {
            return "an empty result";
        }
        StringJoiner text = new StringJoiner("\n");
        samples.entrySet().stream()
                .map(sample -> Declared.sample(sample.getKey(), sample.getValue(), digits))
                .sorted()
                .limit(6)
                .forEach(text::add);
        return samples.size() > 6
                ? text.add("and %d more".formatted(samples.size() - 6)).toString()
                : text.toString();
    }
}
