package treecounter.workbench.promql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.promql.Expression.Binary;
import treecounter.workbench.promql.Expression.Call;
import treecounter.workbench.promql.Expression.Grouping;
import treecounter.workbench.promql.Expression.Length;
import treecounter.workbench.promql.Expression.Matcher;
import treecounter.workbench.promql.Expression.Range;
import treecounter.workbench.promql.Expression.Selector;

/**
 * A right query, and what one could confuse in it.
 *
 * @param series the made series it is asked about
 */
record Goal(Expression right, List<Selector> series) {
    static Optional<Goal> of(String right, Stream<String> series) {
        return Parser.read(right)
                .map(
                        read ->
                                new Goal(
                                        read,
                                        series.map(one -> one.split("\t")[0])
                                                .flatMap(one -> Parser.read(one).stream())
                                                .map(Selector.class::cast)
                                                .distinct()
                                                .toList()));
    }

    <T extends Expression> List<T> all(Class<T> kind) {
        return right.all(kind).distinct().toList();
    }

    List<Call> aggregations() {
        return all(Call.class).stream().filter(Call::aggregates).toList();
    }

    List<Call> functions() {
        return all(Call.class).stream().filter(call -> !call.aggregates()).toList();
    }

    Set<Length> lengths() {
        return right.all(Range.class).map(Range::length).collect(Collectors.toSet());
    }

    List<Matcher> matchers() {
        return right.all(Selector.class)
                .flatMap(selector -> selector.matchers().stream())
                .distinct()
                .toList();
    }

    /** The names of all series. */
    Set<String> names() {
        return series.stream().map(Selector::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels of the series that the right query speaks of, and their values. */
    Map<String, Set<String>> labels() {
        return labels(right);
    }

    /** The same of the series that a part of it speaks of. */
    Map<String, Set<String>> labels(Expression part) {
        Set<String> names =
                part.all(Selector.class).map(Selector::name).collect(Collectors.toSet());
        return series.stream()
                .filter(one -> names.contains("") || names.contains(one.name()))
                .flatMap(one -> one.matchers().stream())
                .filter(label -> !label.label().equals("job")) // One and the same everywhere.
                .collect(
                        Collectors.groupingBy(
                                Matcher::label,
                                TreeMap::new,
                                Collectors.mapping(
                                        Matcher::value, Collectors.toCollection(TreeSet::new))));
    }

    /** What a selector names, and none of the series has. */
    Optional<String> lacks(Selector selector) {
        List<Selector> called =
                series.stream().filter(one -> one.name().equals(selector.name())).toList();
        if (called.isEmpty()) {
            return Optional.of("no series here is called %s.".formatted(selector.name()));
        }
        return selector.matchers().stream()
                .filter(matcher -> matcher.operator().equals("="))
                .filter(matcher -> called.stream().noneMatch(one -> has(one, matcher)))
                .map(matcher -> "no %s here has %s.".formatted(selector.name(), matcher))
                .findFirst();
    }

    /** Whether a series has the label and the value that are asked for. */
    static boolean has(Selector one, Matcher matcher) {
        return one.matchers().stream()
                .anyMatch(
                        label ->
                                label.label().equals(matcher.label())
                                        && label.value().equals(matcher.value()));
    }

    /** Whether several series are asked for, or one with its labels. */
    boolean keepsLabels() {
        return !loses(right)
                && !(right instanceof Binary pair && pair.parts().stream().allMatch(Goal::loses));
    }

    private static boolean loses(Expression part) {
        return part instanceof Call call
                && (call.name().equals("absent")
                        || call.aggregates()
                                && call.grouping().equals(Grouping.NONE)
                                && call.parts().size() == 1);
    }
}
