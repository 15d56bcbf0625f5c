package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A way to get a query wrong.
 *
 * @param words what they say of the cause
 * @param mutate makes the mistake in a right query
 * @param undo takes it back in a wrong one
 */
record Rule(Words words, Move mutate, Move undo) {
    /** Says what is wrong with a query. */
    interface Words {
        /**
         * @param wrong the part of the query in which the mistake shows, perhaps empty
         * @param right what stands there when it is right, perhaps empty
         * @param oneSide whether it is made at one of several places
         */
        String of(String wrong, String right, boolean oneSide, Goal goal);
    }

    /** Ways to change a query. */
    interface Move extends BiFunction<Expression, Goal, Stream<Change>> {}

    /** A changed query, with what stood in it before, and stands there now. */
    record Change(Expression query, String before, String after) {
        private Change in(Expression whole, int part) {
            List<Expression> parts = new ArrayList<>(whole.parts());
            parts.set(part, query);
            return new Change(whole.of(parts), before, after);
        }

        private boolean isLike(Change other) {
            return before.equals(other.before) && after.equals(other.after);
        }
    }

    /**
     * A query that is wrong for a reason, or perhaps right without it.
     *
     * @param wrong where it shows
     * @param right what stands there when it is right
     */
    record Suspect(Rule rule, Expression query, String words, String wrong, String right) {
        private static final Pattern PIECE =
                Pattern.compile("\\w+(?==|!)|[\\w:]+|\"[^\"]*\"|[^\\s\\w:\"()\\[\\]]+");

        /** Whether a query shows what this is about: something more, or less, than the goal has. */
        boolean isIn(String text, Goal goal) {
            String good = goal.right().toString();
            List<String> more = pieces(wrong);
            return more.stream().allMatch(piece -> count(piece, text) > 0)
                    && (wrong.equals(right)
                            || wrong.contains(" ") && !wrong.contains("(")
                            || more.stream().anyMatch(one -> count(one, text) > count(one, good))
                            || pieces(right).stream()
                                    .anyMatch(one -> count(one, text) < count(one, good)));
        }

        private List<String> pieces(String feature) {
            boolean lacksMatcher = wrong.isEmpty() && feature.matches("\\w+[=!].*");
            return lacksMatcher
                    ? List.of(feature.replaceFirst("[=!].*", ""))
                    : PIECE.matcher(feature).results().map(MatchResult::group).toList();
        }

        private static long count(String piece, String text) {
            boolean word = piece.matches("[\\w:]+");
            String quoted = Pattern.quote(piece);
            return Pattern.compile(word ? "(?<![\\w:])" + quoted + "(?![\\w:])" : quoted)
                    .matcher(text)
                    .results()
                    .count();
        }
    }

    /** Changes at each place by itself, and the same change at all of them. */
    static Move everywhere(Move local) {
        return (query, goal) -> {
            Map<Change, Integer> kinds = new LinkedHashMap<>();
            List<Change> single = single(local, query, goal).toList();
            single.forEach(
                    change ->
                            kinds.merge(
                                    new Change(query, change.before, change.after),
                                    1,
                                    Integer::sum));
            Stream<Change> together =
                    kinds.entrySet().stream()
                            .filter(kind -> kind.getValue() > 1)
                            .map(Map.Entry::getKey)
                            .map(
                                    kind ->
                                            new Change(
                                                    query.mapped(
                                                            node ->
                                                                    local.apply(node, goal)
                                                                            .filter(kind::isLike)
                                                                            .findFirst()
                                                                            .map(Change::query)
                                                                            .orElse(node)),
                                                    kind.before,
                                                    kind.after));
            return Stream.concat(single.stream(), together);
        };
    }

    /** Changes at each place by itself. */
    static Stream<Change> single(Move local, Expression node, Goal goal) {
        Stream<Change> changes = local.apply(node, goal);
        for (int i = 0; i < node.parts().size(); i++) {
            int part = i;
            changes =
                    Stream.concat(
                            changes,
                            single(local, node.parts().get(i), goal)
                                    .map(change -> change.in(node, part)));
        }
        return changes;
    }

    /** The right query with this mistake. */
    Stream<Suspect> mutants(Goal goal) {
        return mutate.apply(goal.right(), goal)
                .map(
                        change ->
                                suspect(
                                        change.query,
                                        change.query,
                                        change.after,
                                        change.before,
                                        goal));
    }

    /** A query without this mistake. */
    Stream<Suspect> undone(Expression query, Goal goal) {
        return undo.apply(query, goal)
                .map(change -> suspect(change.query, query, change.before, change.after, goal));
    }

    private Suspect suspect(
            Expression changed, Expression wrongQuery, String wrong, String right, Goal goal) {
        String whole = wrongQuery.toString();
        boolean oneSide =
                wrongQuery.all(Expression.Binary.class).findAny().isPresent()
                        && count(right, goal.right().toString()) > 1
                        && count(right, whole) > 0
                        && (wrong.isEmpty() || count(wrong, whole) == 1);
        return new Suspect(this, changed, words.of(wrong, right, oneSide, goal), wrong, right);
    }

    private static int count(String part, String whole) {
        return part.isEmpty() ? 0 : whole.split(Pattern.quote(part), -1).length - 1;
    }
}
