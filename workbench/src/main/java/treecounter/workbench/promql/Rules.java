package treecounter.workbench.promql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import treecounter.workbench.promql.Rule.Move;
import treecounter.workbench.promql.Rule.Suspect;
import treecounter.workbench.promql.Rule.Words;

/** The ways to get a query wrong, and what they say of it; the likelier ones first. */
final class Rules {
    private static final Map<String, String> DOES =
            Map.ofEntries(
                    Map.entry("rate", "is the increase a second"),
                    Map.entry("increase", "is the increase over the whole range"),
                    Map.entry("irate", "takes the last two samples only"),
                    Map.entry("delta", "is for gauges: it takes a restart for a fall"),
                    Map.entry("idelta", "is the step between the last two samples"),
                    Map.entry("deriv", "is for gauges: it takes a restart for a fall"),
                    Map.entry("resets", "counts the falls only"),
                    Map.entry("changes", "counts every step"),
                    Map.entry("avg_over_time", "is the mean over time"),
                    Map.entry("max_over_time", "is the highest over time"),
                    Map.entry("min_over_time", "is the lowest over time"),
                    Map.entry("sum_over_time", "adds up samples"),
                    Map.entry("count_over_time", "counts samples"),
                    Map.entry("last_over_time", "is the last sample"),
                    Map.entry("sum", "adds up the series"),
                    Map.entry("avg", "is the mean of the series"),
                    Map.entry("max", "keeps the largest value only"),
                    Map.entry("min", "keeps the smallest value only"),
                    Map.entry("count", "counts the series"),
                    Map.entry("group", "says only that there are series"),
                    Map.entry("topk", "keeps the largest with their labels"),
                    Map.entry("bottomk", "keeps the smallest"),
                    Map.entry("quantile", "picks a value among the series"));

    static final String ONE_SIDE =
            "this is one side only. A share, or an average, is one rate divided by another.";

    /** What they do where they are right. */
    private static final Map<String, String> TO_GAUGES =
            Map.of(
                    "delta", "is the last sample less the first",
                    "deriv", "is the slope of a line through all samples");

    static final List<Rule> ALL =
            List.of(
                    rule(Rules::range, Moves.OTHER_RANGE, Moves.RIGHT_RANGE),
                    rule(
                            "with a sample every 5 s, a range this short never holds two. Take [1m]"
                                    + " or more.",
                            Moves.ONE_SCRAPE,
                            Moves.LONG_ENOUGH),
                    rule(
                            "the step of the subquery leaves out what lies between.",
                            Moves.COARSE_STEP,
                            Moves.NO_STEP),
                    rule(Rules::function, Moves.OTHER_FUNCTION, Moves.RIGHT_FUNCTION),
                    rule(Rules::noFunction, Moves.NO_FUNCTION, Moves.RIGHT_FUNCTION_OF_SERIES),
                    rule(Rules::noFunction, Moves.NONE, Moves.RIGHT_FUNCTION_AROUND),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    side(oneSide) + both(wrong, right) + ".",
                            Moves.OTHER_AGGREGATION,
                            Moves.RIGHT_AGGREGATION),
                    rule(
                            Rules::noAggregation,
                            Moves.NO_AGGREGATION,
                            Moves.RIGHT_AGGREGATION_AROUND),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    "%s is one too many: it puts together what has to stay apart."
                                            .formatted(wrong),
                            Moves.ONE_AGGREGATION_MORE,
                            Moves.ONE_AGGREGATION_LESS),
                    rule(Rules::grouping, Moves.OTHER_GROUPING, Moves.RIGHT_GROUPING),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    side(oneSide)
                                            + (right.startsWith("le=")
                                                    ? "buckets are cumulative: a request is in each"
                                                            + " that it fits. Select one."
                                                    : "nothing selects by %s, so all are in it."
                                                            .formatted(label(right))),
                            Moves.NO_MATCHER,
                            Moves.RIGHT_MATCHER_MORE),
                    rule(Rules::matcher, Moves.OTHER_MATCHER, Moves.RIGHT_MATCHER),
                    rule(
                            (wrong, right, oneSide, goal) -> surplus(wrong, goal),
                            Moves.ONE_MATCHER_MORE,
                            Moves.NO_MATCHER),
                    rule(Rules::name, Moves.OTHER_NAME, Moves.RIGHT_NAME),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    right.equals("/")
                                            ? "this is inverted: what is below the line belongs"
                                                    + " above it."
                                            : "this is inverted: what is taken away comes last.",
                            Moves.SWAPPED,
                            Moves.SWAPPED),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    switch (right) {
                                        case "/" -> ONE_SIDE;
                                        case "-" ->
                                                "this is one side only. The other is taken away"
                                                        + " from it.";
                                        default ->
                                                "series of any value are in it. A comparison"
                                                        + " keeps those that meet it.";
                                    },
                            Moves.ONE_SIDE,
                            Moves.RIGHT_SIDE),
                    rule(
                            (wrong, right, oneSide, goal) -> operator(wrong, right),
                            Moves.OTHER_OPERATOR,
                            Moves.RIGHT_OPERATOR),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    "a %s hides that one of its series was restarted. First %s,"
                                                    .formatted(
                                                            wrong.split(" ")[0],
                                                            wrong.split(" ")[1])
                                            + " then %s.".formatted(wrong.split(" ")[0]),
                            Moves.AGGREGATED_FIRST,
                            Moves.AGGREGATED_LAST),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    right.equals("/")
                                            ? "an average of ratios forgets that one has more"
                                                    + " behind it. First sum both sides, then"
                                                    + " divide."
                                            : "a series that one side does not have drops out."
                                                    + " Sum each side first.",
                            Moves.AGGREGATED_AFTER,
                            Moves.AGGREGATED_BEFORE),
                    rule(
                            "quantiles of apps cannot be put together. Sum the buckets first.",
                            Moves.QUANTILE_FIRST,
                            Moves.QUANTILE_LAST),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    "%s: this is how it was, not how it is.".formatted(wrong),
                            Moves.ONE_OFFSET_MORE,
                            Moves.NO_OFFSET),
                    rule(
                            "nothing looks back: offset gives what was some time ago.",
                            Moves.NO_OFFSET,
                            Moves.RIGHT_OFFSET_MORE),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    "%s for %s: it looks at another time.".formatted(wrong, right),
                            Moves.OTHER_OFFSET,
                            Moves.RIGHT_OFFSET),
                    rule(Rules::reckoned, Moves.RECKONED, Moves.NOT_RECKONED),
                    rule(
                            "vector(0) shows a 0 where there is nothing.",
                            Moves.OR_ZERO,
                            Moves.NOT_OR_ZERO),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    wrong.matches("round|ceil|floor")
                                            ? "rounded: the numbers look alike but are not the"
                                                    + " same. A panel rounds what it shows."
                                            : "%s is not asked for.".formatted(wrong),
                            Moves.ROUNDED,
                            Moves.ONE_FUNCTION_LESS),
                    rule(Rules::number, Moves.OTHER_NUMBER, Moves.RIGHT_NUMBER),
                    rule(
                            (wrong, right, oneSide, goal) ->
                                    "%s selects other series than are asked for.".formatted(wrong),
                            Moves.NONE,
                            Moves.RIGHT_SELECTOR));

    private Rules() {}

    /** The right query with one mistake, each. */
    static Stream<Suspect> mutants(Goal goal) {
        return ALL.stream()
                .flatMap(rule -> rule.mutants(goal))
                .filter(mutant -> !mutant.query().equals(goal.right()));
    }

    /** A wrong query with one mistake taken back, each. */
    static Stream<Suspect> undone(Expression query, Goal goal) {
        return ALL.stream()
                .flatMap(rule -> rule.undone(query, goal))
                .filter(undone -> !undone.query().equals(query));
    }

    private static Rule rule(String words, Move mutate, Move undo) {
        return rule((wrong, right, oneSide, goal) -> words, mutate, undo);
    }

    private static Rule rule(Words words, Move mutate, Move undo) {
        return new Rule(words, mutate, undo);
    }

    private static String range(String wrong, String right, boolean oneSide, Goal goal) {
        String was = wrong.replaceAll("[\\[\\]]|:.*", "");
        String is = right.replaceAll("[\\[\\]]|:.*", "");
        return oneSide
                ? "two ranges: one side looks back %s, the other %s.".formatted(was, is)
                : "this looks back %s; %s is asked for.".formatted(was, is);
    }

    private static String function(String wrong, String right, boolean oneSide, Goal goal) {
        String side = side(oneSide);
        if (isOfGauges(right) && Set.of("rate", "irate", "increase").contains(wrong)) {
            return side
                    + wrong
                    + " of a gauge: a gauge may fall, "
                    + wrong
                    + " takes that for a restart.";
        }
        return switch (wrong + " " + right) {
            case "rate increase" ->
                    side + "rate for increase: this is per second, not over the whole range.";
            case "increase rate" ->
                    side + "increase for rate: this is how many in the range, not per second.";
            default -> side + both(wrong, right) + ".";
        };
    }

    private static String both(String wrong, String right) {
        return "%s %s; %s %s"
                .formatted(
                        wrong,
                        does(wrong, right, "is something else"),
                        right,
                        does(right, right, "is asked for"));
    }

    /** What a function does where the right one is asked for. */
    private static String does(String name, String right, String otherwise) {
        String any = DOES.getOrDefault(name, otherwise);
        return isOfGauges(right) ? TO_GAUGES.getOrDefault(name, any) : any;
    }

    private static boolean isOfGauges(String function) {
        return function.endsWith("_over_time") || TO_GAUGES.containsKey(function);
    }

    private static String noFunction(String wrong, String right, boolean oneSide, Goal goal) {
        String side = side(oneSide);
        return switch (right) {
            case "rate", "increase" ->
                    side
                            + "these are totals since the start. Take the %s of each."
                                    .formatted(right);
            case "absent" -> "absent(...) is 1 if nothing is there; this is what is there.";
            case "histogram_quantile" ->
                    "these are buckets. histogram_quantile makes seconds of them.";
            default ->
                    side
                            + "this is the value now. %s looks back: it %s."
                                    .formatted(right, does(right, right, "is asked for"));
        };
    }

    private static String noAggregation(String wrong, String right, boolean oneSide, Goal goal) {
        String name = right.split(" ")[0];
        return side(oneSide)
                + (Set.of("topk", "bottomk").contains(name)
                        ? "these are all of them. %s %s.".formatted(name, DOES.get(name))
                        : goal.right() instanceof Expression.Binary && !oneSide
                                ? "each series still stands by itself. First %s on both sides."
                                        .formatted(right)
                                : right.contains("by")
                                        ? "each series still stands by itself. %s puts them"
                                                        .formatted(right)
                                                + " together."
                                        : "one number for all series together is asked for: %s."
                                                .formatted(name));
    }

    private static String grouping(String wrong, String right, boolean oneSide, Goal goal) {
        Set<String> lost = labels(right);
        lost.removeAll(labels(wrong));
        Set<String> more = labels(wrong);
        more.removeAll(labels(right));
        if (wrong.contains("without (")) {
            return "without drops the labels it names; by keeps them.";
        }
        if (lost.contains("le")) {
            return "histogram_quantile needs the label le of the buckets: by (le, ...) keeps it.";
        }
        if (oneSide) {
            return "a 'by' on one side only leaves nothing to pair.";
        }
        if (more.isEmpty()) {
            Set<String> kept = labels(wrong);
            kept.addAll(lost);
            return "the label %s is lost. by (%s) keeps it."
                    .formatted(String.join(", ", lost), String.join(", ", kept));
        }
        return lost.isEmpty()
                ? "by %s keeps apart what belongs together.".formatted(String.join(", ", more))
                : "this is by %s; by %s is asked for."
                        .formatted(String.join(", ", more), String.join(", ", lost));
    }

    private static Set<String> labels(String head) {
        Set<String> labels = new TreeSet<>();
        if (head.contains("(")) {
            labels.addAll(Arrays.asList(head.replaceAll(".*\\(|\\).*", "").split(", ")));
        }
        return labels;
    }

    private static String surplus(String wrong, Goal goal) {
        Expression.Matcher was = condition(wrong);
        boolean finds =
                !was.operator().equals("=")
                        || goal.series().stream().anyMatch(one -> Goal.has(one, was));
        return finds
                ? "%s leaves out others that are asked for.".formatted(wrong)
                : "the made series have none with %s.".formatted(wrong);
    }

    private static String matcher(String wrong, String right, boolean oneSide, Goal goal) {
        String label = label(wrong);
        String side = side(oneSide);
        Expression.Matcher was = condition(wrong);
        Expression.Matcher is = condition(right);
        if (was.operator().equals("=") && was.value().matches(".*(\\.[.*+]|[*|\\[]|\\.$).*")) {
            return side + "a pattern needs =~; = compares the text as it stands.";
        }
        if (was.operator().equals("=")) {
            boolean known = goal.labels().getOrDefault(label, Set.of()).contains(was.value());
            return side
                    + (known
                            ? "%s is not the %s that is asked for.".formatted(wrong, label)
                            : "the made series have none with %s.".formatted(wrong));
        }
        if (was.operator().equals("=~")) {
            Matcher part = pattern(was.value()).matcher(is.value());
            return side
                    + (!is.operator().equals("=")
                            ? "%s takes some only, or others too.".formatted(wrong)
                            : part.matches()
                                    ? "%s takes others too.".formatted(wrong)
                                    : part.find()
                                            ? wrong
                                                    + ": a pattern has to match the whole value,"
                                                    + " from its first letter to its last."
                                            : "%s is not the %s that is asked for."
                                                    .formatted(wrong, label));
        }
        return side + "%s takes all others, whatever they are.".formatted(wrong);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(text));
        }
    }

    private static Expression.Matcher condition(String text) {
        return ((Expression.Selector) Parser.read("{" + text + "}").orElseThrow())
                .matchers()
                .get(0);
    }

    private static String label(String matcher) {
        return matcher.replaceFirst("[=!].*", "");
    }

    private static String name(String wrong, String right, boolean oneSide, Goal goal) {
        String side = side(oneSide);
        if (!goal.names().contains(wrong)) {
            return side + noneCalled(wrong, goal);
        }
        return wrong.endsWith("_bucket")
                ? side + "buckets are cumulative: a request is in each that it fits."
                : side + "%s is not what is asked for.".formatted(wrong);
    }

    private static String operator(String wrong, String right) {
        if (wrong.contains("bool") && !right.contains("bool")) {
            return "with bool a comparison gives 0 where it should give nothing.";
        }
        return wrong.split(" ")[0].equals(right.split(" ")[0])
                ? pairs(wrong, right)
                : "%s stands where %s is asked for.".formatted(wrong, right);
    }

    /** Which series of two sides belong together. */
    private static String pairs(String wrong, String right) {
        if (right.contains(" group_") && !wrong.contains(" group_")) {
            return (wrong.contains(" ")
                            ? ""
                            : "one side has a label that the other has not: ignoring (...) leaves"
                                    + " it out. And ")
                    + "several series on one side belong to the same one on the other: group_left"
                    + " or group_right says which side has several.";
        }
        if (right.contains("group_left") && wrong.contains("group_right")) {
            return "group_right says that the right side has several series for one on the left."
                    + " Here it is the left.";
        }
        if (wrong.contains("on (") && !right.contains("on (")) {
            return "on (...) pairs by what stands in it alone. ignoring (...) pairs by all labels"
                    + " but those.";
        }
        return wrong.contains("ignoring (")
                ? "each label that one side alone has stands in ignoring (...), and no other."
                : "one side has a label that the other has not. Pairs are made by all labels but"
                        + " those in ignoring (...).";
    }

    /** Of a name that no series has. */
    static String noneCalled(String wrong, Goal goal) {
        return goal.names().contains(wrong + "_bucket")
                ? "a histogram has no series of its own name: they end in _bucket, _sum and"
                        + " _count."
                : "the made series have none called %s.".formatted(wrong);
    }

    private static String reckoned(String wrong, String right, boolean oneSide, Goal goal) {
        return switch (wrong) {
            case "100 *", "* 100" ->
                    "a share from 0 to 1 is asked for. A panel can show it as percent.";
            case "1 -" -> "1 - ... is the share of all others.";
            case "> 0" -> "> 0 leaves out what is 0.";
            default ->
                    wrong.matches("[=!<>].*")
                            ? "%s keeps only what meets it, and no comparison is asked for."
                                    .formatted(wrong)
                            : "%s is one too many: the unit is another then.".formatted(wrong);
        };
    }

    private static String number(String wrong, String right, boolean oneSide, Goal goal) {
        double was = Double.parseDouble(wrong);
        double is = Double.parseDouble(right);
        return is < 1 && was > 1 && goal.right().toString().contains("histogram_quantile")
                ? "a quantile goes from 0 to 1: 95 % is 0.95."
                : "%s is not the number that is asked for.".formatted(wrong);
    }

    private static String side(boolean one) {
        return one ? "on one side: " : "";
    }
}
