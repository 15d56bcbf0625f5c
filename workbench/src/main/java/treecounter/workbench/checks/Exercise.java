package treecounter.workbench.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import treecounter.workbench.Module;

/**
 * A PromQL exercise: made series, what a right query gives, and typical wrong queries. A wrong
 * query is known by its result, however it is written.
 */
final class Exercise {
    private static final double TOLERANCE = 1e-6;
    private static final Pattern TOO_SHORT = Pattern.compile("\\[([1-5]s|\\d+ms)\\]");

    private final String name;
    private final List<String> series;
    private final Map<Map<String, String>, Double> expected = new LinkedHashMap<>();
    private final Map<String, String> mistakes = new LinkedHashMap<>();
    private String emptyHint =
            "nothing matches. Check the metric's name and each label with its value.";

    /** An exercise whose query stands in {@code queries/NAME.promql}. */
    Exercise(String name, Counters counters) {
        this.name = name;
        this.series = counters.series();
    }

    /** Adds a sample that a right query gives; labels as {@code "status", "200"}. */
    Exercise gives(double value, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        expected.put(byName, value);
        return this;
    }

    /** Adds a wrong query, and the hint for every query with the same result. */
    Exercise mistake(String query, String hint) {
        mistakes.put(query, hint);
        return this;
    }

    /** Sets the hint for a query that gives nothing. */
    Exercise whenEmpty(String hint) {
        emptyHint = hint;
        return this;
    }

    /** The queries that are wrong on purpose, with their hints. */
    Map<String, String> mistakes() {
        return mistakes;
    }

    String name() {
        return name;
    }

    private String file() {
        return "queries/" + name + ".promql";
    }

    /** The query without its comments, empty if there is none yet. */
    private String query(Module module) {
        Path file = module.file(file());
        if (!Files.exists(file)) {
            throw new Finding(
                    "the file " + file(),
                    "no such file",
                    "make reset SECTION=%s brings it back.".formatted(module.lesson().number()));
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        compare(query);
    }

    /** As {@link #check}, but a query that is not begun is left open. */
    void checkIfBegun(Module module) {
        String query = query(module);
        if (query.isEmpty()) {
            throw new TestAbortedException("not begun");
        }
        compare(query);
    }

    private void compare(String query) {
        List<String> queries = new ArrayList<>(List.of(query));
        queries.addAll(mistakes.keySet());
        List<Promtool.Answer> answers =
                Promtool.find().answer(List.of(new Promtool.Task(series, Counters.END, queries)));
        Promtool.Answer answer = answers.get(0);
        if (answer.error().isPresent()) {
            String error = answer.error().get();
            throw new Finding(
                    "a query that Prometheus can evaluate",
                    error,
                    file() + ": " + errorHint(error));
        }
        if (same(answer.samples(), expected)) {
            return;
        }
        String hint = null;
        int next = 1;
        for (String mistake : mistakes.values()) {
            Promtool.Answer wrong = answers.get(next++);
            boolean telling = !answer.samples().isEmpty();
            if (hint == null
                    && telling
                    && wrong.error().isEmpty()
                    && same(wrong.samples(), answer.samples())) {
                hint = mistake;
            }
        }
        throw new Finding(
                text(expected) + " from made series",
                text(answer.samples()),
                file() + ": " + (hint == null ? generalHint(query, answer.samples()) : hint));
    }

    private static String errorHint(String error) {
        if (error.contains("expected type range vector")) {
            return "rate and increase need a range in square brackets: rate(name[1m]).";
        }
        if (error.contains("not a vector") || error.contains("expected type instant vector")) {
            return "a range alone is no result. Put rate(...) around it.";
        }
        if (error.contains("many-to-many") || error.contains("duplicate series")) {
            return "each side of an operator must have one series per label set. Sum both sides.";
        }
        return "Prometheus says where it stopped reading: line, colon, column.";
    }

    private String generalHint(String query, Map<Map<String, String>, Double> found) {
        if (found.isEmpty() && TOO_SHORT.matcher(query).find()) {
            return "with a sample every 5 s, a range this short never holds two. Take [1m] or"
                    + " more.";
        }
        if (found.isEmpty()) {
            return emptyHint;
        }
        if (!found.keySet().equals(expected.keySet())) {
            return "the labels of the result differ. 'by (label)' keeps a label, sum alone drops"
                    + " all.";
        }
        return "the labels are right, the numbers are not. Look at the range, the function, and"
                + " what is divided by what.";
    }

    private static boolean same(
            Map<Map<String, String>, Double> one, Map<Map<String, String>, Double> other) {
        BiPredicate<Double, Double> close =
                (a, b) ->
                        a.equals(b)
                                || Math.abs(a - b)
                                        <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(labels -> close.test(one.get(labels), other.get(labels)));
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
