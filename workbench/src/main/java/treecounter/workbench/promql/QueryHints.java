package treecounter.workbench.promql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a query of an exercise is wrong, as far as what it gives tells. */
final class QueryHints {
    private static final Pattern TOO_SHORT = Pattern.compile("\\[\\s*([1-5]s?|\\d+ms)\\s*[]:]");

    private final Exercise exercise;
    private final List<List<Promtool.Answer>> wrong;

    /**
     * @param wrong what the exercise's mistakes give, in their order
     */
    QueryHints(Exercise exercise, List<List<Promtool.Answer>> wrong) {
        this.exercise = exercise;
        this.wrong = wrong;
    }

    /** The hint for a query: of the mistake that gives the same, or a general one. */
    String of(
            String query,
            List<Promtool.Answer> given,
            Exercise.World world,
            Promtool.Answer answer) {
        return known(given).orElseGet(() -> general(query, world, answer));
    }

    /** The hint of the known mistake that gives the same everywhere, and anything at all. */
    Optional<String> known(List<Promtool.Answer> given) {
        if (given.stream().allMatch(answer -> answer.samples().isEmpty())) {
            return Optional.empty();
        }
        int next = 0;
        for (String hint : exercise.mistakes().values()) {
            if (Promtool.same(given, wrong.get(next++))) {
                return Optional.of(hint);
            }
        }
        return Optional.empty();
    }

    static String forError(String error) {
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

    private String general(String query, Exercise.World world, Promtool.Answer answer) {
        Map<Map<String, String>, Double> found = answer.samples();
        if (found.isEmpty() && TOO_SHORT.matcher(query).find()) {
            return "with a sample every 5 s, a range this short never holds two. Take [1m] or"
                    + " more.";
        }
        if (found.isEmpty()) {
            return exercise.emptyHints().entrySet().stream()
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
}
