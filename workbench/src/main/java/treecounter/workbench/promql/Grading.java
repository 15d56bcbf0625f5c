package treecounter.workbench.promql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Judges queries by what they give over made series, and, where the stack runs, whether they find
 * something there.
 */
public final class Grading {
    private final Answers promtool;
    private final LiveData live;

    /** A grading that asks nobody twice what it asked before. */
    public Grading() {
        this(new Answers(), new LiveData());
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
         * Begins to ask what the checks of some exercises, and perhaps others, are going to ask.
         */
        public void askAhead(List<Exercise> exercises, Asked... others) {
            try {
                promtool.askAhead(
                        Stream.concat(exercises.stream().map(this::asked), Stream.of(others))
                                .flatMap(asked -> asked.tasks().stream())
                                .toList());
            } catch (Finding e) {
                // A file cannot be read. The check that needs it says so.
            }
        }

        private Asked asked(Exercise exercise) {
            boolean begun =
                    Files.exists(module.file(exercise.file()))
                            && !query(exercise, module).isEmpty();
            return new Asked(
                    exercise, begun ? withMistakes(exercise, query(exercise, module)) : List.of());
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
            judge(exercise, query);
            Module solution = Workshop.here().solution(module.lesson());
            if (!Files.exists(solution.file(exercise.file()))) {
                return;
            }
            Optional<String> found =
                    live.missing(
                            Options.of(List.of(), System.getenv()),
                            query,
                            query(exercise, solution));
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
            return queries.isEmpty()
                    ? List.of()
                    : exercise.worlds().stream()
                            .map(
                                    world ->
                                            new Promtool.Task(
                                                    world.series(), MadeSeries.END, queries))
                            .toList();
        }
    }

    private static List<String> withMistakes(Exercise exercise, String query) {
        return Stream.concat(Stream.of(query), exercise.mistakes().keySet().stream()).toList();
    }

    /** What each query gives: an answer for each of the made worlds. */
    public List<List<Promtool.Answer>> answers(Exercise exercise, List<String> queries) {
        List<List<Promtool.Answer>> byWorld = promtool.to(new Asked(exercise, queries).tasks());
        return IntStream.range(0, queries.size())
                .mapToObj(query -> byWorld.stream().map(world -> world.get(query)).toList())
                .toList();
    }

    /**
     * Judges a query by what it gives.
     *
     * @throws Finding if that is wrong
     * @throws NotChecked if there is no promtool
     */
    public void judge(Exercise exercise, String query) {
        List<List<Promtool.Answer>> answers = answers(exercise, withMistakes(exercise, query));
        List<Promtool.Answer> given = answers.get(0);
        QueryHints hints = new QueryHints(exercise, answers.subList(1, answers.size()));
        for (int i = 0; i < exercise.worlds().size(); i++) {
            Exercise.World world = exercise.worlds().get(i);
            Promtool.Answer answer = given.get(i);
            if (answer.error().isPresent()) {
                String error = answer.error().get();
                throw new Finding(
                        "a query that Prometheus can evaluate",
                        error,
                        exercise.file() + ": " + QueryHints.forError(error));
            }
            if (!world.isRight(answer)) {
                throw new Finding(
                        "over made series%s:\n%s".formatted(world.when(), text(world.expected())),
                        text(answer.samples()),
                        exercise.file() + ": " + hints.of(query, given, world, answer));
            }
        }
    }

    /** The hint for the first of these answers that a known mistake gives too. */
    public Optional<String> hint(Exercise exercise, List<List<Promtool.Answer>> given) {
        QueryHints hints =
                new QueryHints(
                        exercise, answers(exercise, List.copyOf(exercise.mistakes().keySet())));
        return given.stream().flatMap(one -> hints.known(one).stream()).findFirst();
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

    private static String text(Map<Map<String, String>, Double> samples) {
        if (samples.isEmpty()) {
            return "an empty result";
        }
        StringJoiner text = new StringJoiner("\n");
        samples.entrySet().stream()
                .map(sample -> Declared.sample(sample.getKey(), sample.getValue()))
                .sorted()
                .limit(6)
                .forEach(text::add);
        return samples.size() > 6
                ? text.add("and %d more".formatted(samples.size() - 6)).toString()
                : text.toString();
    }
}
