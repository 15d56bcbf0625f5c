package treecounter.workbench.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import treecounter.workbench.Module;
import treecounter.workbench.Options;
import treecounter.workbench.Workshop;
import treecounter.workbench.stack.LiveData;

/**
 * A PromQL exercise: made series, what a right query gives, and typical wrong queries. A wrong
 * query is known by its result, however it is written.
 */
final class Exercise {
    private static final double TOLERANCE = 1e-6;
    private static final Pattern TOO_SHORT = Pattern.compile("\\[\\s*([1-5]s?|\\d+ms)\\s*[]:]");

    private final String name;
    private final List<World> worlds = new ArrayList<>();
    private final Map<String, String> mistakes = new LinkedHashMap<>();
    private final Map<Pattern, String> emptyHints = new LinkedHashMap<>();

    /** Made series, and what a right query gives over them. */
    private record World(
            String when, List<String> series, Map<Map<String, String>, Double> expected) {
        /**
         * Whether these samples are the expected ones. Further labels do no harm, as long as each
         * expected sample is there once.
         */
        boolean isRight(Promtool.Answer answer) {
            Map<Map<String, String>, Double> asked = new LinkedHashMap<>();
            for (Map.Entry<Map<String, String>, Double> sample : answer.samples().entrySet()) {
                Map<String, String> labels = new LinkedHashMap<>(sample.getKey());
                expected.keySet().forEach(some -> labels.keySet().retainAll(some.keySet()));
                if (asked.put(labels, sample.getValue()) != null) {
                    return false;
                }
            }
            return answer.error().isEmpty() && same(asked, expected);
        }
    }

    /** An exercise whose query stands in {@code queries/NAME.promql}. */
    Exercise(String name, Counters counters) {
        this.name = name;
        over(counters, "");
    }

    /** Adds other series, over which a right query gives something else. */
    Exercise over(Counters counters, String when) {
        worlds.add(new World(when, counters.series(), new LinkedHashMap<>()));
        return this;
    }

    /** Adds a sample that a right query gives; labels as {@code "status", "200"}. */
    Exercise gives(double value, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        worlds.get(worlds.size() - 1).expected().put(byName, value);
        return this;
    }

    /** Adds a wrong query, and the hint for every query with the same result. */
    Exercise mistake(String query, String hint) {
        mistakes.put(query, hint);
        return this;
    }

    /** Adds a hint for a query that gives nothing, where a pattern is found in it. */
    Exercise whenEmpty(String pattern, String hint) {
        emptyHints.put(Pattern.compile(pattern, Pattern.DOTALL), hint);
        return this;
    }

    /** The queries that are wrong on purpose, with their hints. */
    Map<String, String> mistakes() {
        return mistakes;
    }

    String file() {
        return "queries/" + name + ".promql";
    }

    @Override
    public String toString() {
        return name;
    }

    /** A file of the learner's, whatever an editor of any system made of it. */
    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "");
        } catch (IOException e) {
            throw new Finding(
                    "a text in " + file.getFileName(),
                    e.getMessage(),
                    file.getFileName() + ": make reset brings the file back.");
        }
    }

    /** The query without its comments, empty if there is none yet. */
    private String query(Module module) {
        Path file = module.file(file());
        if (!Files.exists(file)) {
            throw new Finding(
                    "the file " + file(),
                    "no such file",
                    "%s: make reset SECTION=%d brings it back."
                            .formatted(file(), module.lesson().number()));
        }
        return text(file)
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /**
     * Checks the module's query.
     *
     * @throws Finding if it is missing or wrong
     * @throws NotChecked if there is no promtool
     */
    void check(Module module) {
        String query = query(module);
        Finding.when(
                query.isEmpty(),
                "a query in " + file(),
                "only its comment",
                file() + ": write the query below the comment that asks for it.");
        judge(module, query);
    }

    /** As {@link #check}, but a query that is not begun is left open. */
    void checkIfBegun(Module module) {
        String query = query(module);
        if (query.isEmpty()) {
            throw new TestAbortedException("not begun");
        }
        judge(module, query);
    }

    private void judge(Module module, String query) {
        judge(query);
        Module solution = Workshop.here().solution(module.lesson());
        if (!Files.exists(solution.file(file()))) {
            return;
        }
        Optional<String> found =
                LiveData.missing(Options.of(List.of(), System.getenv()), query, query(solution));
        if (found.isPresent()) {
            throw new Finding(
                    "data from the Prometheus that runs here, as the solution gives",
                    found.get(),
                    file()
                            + ": it is right over made series. Does it select by an instance, a"
                            + " job or a value that is called otherwise here?");
        }
    }

    /** What a check of the module's query asks promtool; nothing if there is no query yet. */
    List<Promtool.Task> tasks(Module module) {
        boolean begun = Files.exists(module.file(file())) && !query(module).isEmpty();
        return begun ? tasks(withMistakes(query(module))) : List.of();
    }

    List<Promtool.Task> tasks(List<String> queries) {
        return worlds.stream()
                .map(world -> new Promtool.Task(world.series(), Counters.END, queries))
                .toList();
    }

    private List<String> withMistakes(String query) {
        return Stream.concat(Stream.of(query), mistakes.keySet().stream()).toList();
    }

    /** What each query gives: an answer for each of the made worlds. */
    List<List<Promtool.Answer>> answers(List<String> queries) {
        List<List<Promtool.Answer>> byWorld = Promtool.answer(tasks(queries));
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
    void judge(String query) {
        List<List<Promtool.Answer>> answers = answers(withMistakes(query));
        List<Promtool.Answer> given = answers.get(0);
        for (int i = 0; i < worlds.size(); i++) {
            World world = worlds.get(i);
            Promtool.Answer answer = given.get(i);
            if (answer.error().isPresent()) {
                String error = answer.error().get();
                throw new Finding(
                        "a query that Prometheus can evaluate",
                        error,
                        file() + ": " + errorHint(error));
            }
            if (!world.isRight(answer)) {
                throw new Finding(
                        "over made series%s:\n%s".formatted(world.when(), text(world.expected())),
                        text(answer.samples()),
                        file()
                                + ": "
                                + knownHint(given, answers.subList(1, answers.size()))
                                        .orElseGet(() -> generalHint(query, world, answer)));
            }
        }
    }

    /** The hint for the first of these answers that a known mistake gives too. */
    Optional<String> hint(List<List<Promtool.Answer>> given) {
        List<List<Promtool.Answer>> wrong = answers(List.copyOf(mistakes.keySet()));
        return given.stream().flatMap(one -> knownHint(one, wrong).stream()).findFirst();
    }

    /** The hint of the known mistake that gives the same everywhere, and anything at all. */
    private Optional<String> knownHint(
            List<Promtool.Answer> given, List<List<Promtool.Answer>> wrong) {
        if (given.stream().allMatch(answer -> answer.samples().isEmpty())) {
            return Optional.empty();
        }
        int next = 0;
        for (String hint : mistakes.values()) {
            if (same(given, wrong.get(next++))) {
                return Optional.of(hint);
            }
        }
        return Optional.empty();
    }

    private static String errorHint(String error) {
        if (error.contains("expected type range vector")) {
            return "rate and increase need a range in square brackets: rate(name[1m]).";
        }
        if (error.contains("not a vector")
                || error.contains("expected type instant vector")
                || error.contains("must contain only scalar and instant vector")) {
            return "a range alone is no result. Put rate(...) around it.";
        }
        if (error.contains("ranges only allowed for vector selectors")) {
            return "a range stands behind a name, not behind a sum. First rate, then sum.";
        }
        if (error.contains("in grouping opts")) {
            return "the labels of by stand in parentheses: by (label).";
        }
        if (error.contains("inside braces")) {
            return "the value of a label stands in quotes: {label=\"value\"}.";
        }
        if (error.contains("unclosed") || error.contains("unexpected end of input")) {
            return "something is not closed, or missing at the end.";
        }
        if (error.contains("unknown function")) {
            return "there is no function of that name.";
        }
        if (error.contains("many-to-many") || error.contains("duplicate series")) {
            return "each side of an operator must have one series per label set. Sum both sides.";
        }
        return "Prometheus says where it stopped reading: line, colon, column.";
    }

    private String generalHint(String query, World world, Promtool.Answer answer) {
        Map<Map<String, String>, Double> found = answer.samples();
        if (found.isEmpty() && TOO_SHORT.matcher(query).find()) {
            return "with a sample every 5 s, a range this short never holds two. Take [1m] or"
                    + " more.";
        }
        if (found.isEmpty()) {
            return emptyHints.entrySet().stream()
                    .filter(each -> each.getKey().matcher(query).find())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(
                            "nothing matches. Check the metric's name and each label with its"
                                    + " value.");
        }
        if (!found.keySet().equals(world.expected().keySet())) {
            return "the labels of the result differ. 'by (label)' keeps a label, sum alone drops"
                    + " all.";
        }
        return "the labels are right, the numbers are not. Look at the range, the function, and"
                + " what is divided by what.";
    }

    /** Whether two queries give the same in every world. */
    static boolean same(List<Promtool.Answer> one, List<Promtool.Answer> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).error().equals(other.get(i).error())
                    || !same(one.get(i).samples(), other.get(i).samples())) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(
            Map<Map<String, String>, Double> one, Map<Map<String, String>, Double> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(labels -> close(one.get(labels), other.get(labels)));
    }

    private static boolean close(Double a, Double b) {
        return a.equals(b)
                || Double.isFinite(a)
                        && Double.isFinite(b)
                        && Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
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
