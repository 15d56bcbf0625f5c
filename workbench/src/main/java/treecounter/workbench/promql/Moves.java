package treecounter.workbench.promql;

import static treecounter.workbench.promql.Rule.everywhere;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.promql.Expression.Binary;
import treecounter.workbench.promql.Expression.Call;
import treecounter.workbench.promql.Expression.Grouping;
import treecounter.workbench.promql.Expression.Length;
import treecounter.workbench.promql.Expression.Literal;
import treecounter.workbench.promql.Expression.Matcher;
import treecounter.workbench.promql.Expression.Offset;
import treecounter.workbench.promql.Expression.Range;
import treecounter.workbench.promql.Expression.Selector;
import treecounter.workbench.promql.Rule.Change;
import treecounter.workbench.promql.Rule.Move;

/**
 * The ways to change a query that the {@link Rules} are made of: some lead away from a right one,
 * those called {@code RIGHT_} to what the goal has.
 */
final class Moves {
    private static final List<String> OF_RANGES =
            List.of(
                    "rate",
                    "irate",
                    "increase",
                    "delta",
                    "idelta",
                    "deriv",
                    "resets",
                    "changes",
                    "avg_over_time",
                    "max_over_time",
                    "min_over_time",
                    "sum_over_time",
                    "count_over_time",
                    "last_over_time");

    private static final List<String> OF_SERIES =
            List.of("sum", "avg", "max", "min", "count", "group");

    private static final long SHORTEST_MILLIS = 10_000;

    private Moves() {}

    static final Move NONE = (query, goal) -> Stream.empty();

    // Ranges and steps.

    static final Move OTHER_RANGE = ranges(false, goal -> likelyRanges(goal));
    static final Move RIGHT_RANGE = ranges(false, Goal::lengths);
    static final Move ONE_SCRAPE = ranges(false, goal -> List.of(Length.of("5s")));
    static final Move LONG_ENOUGH = ranges(true, Goal::lengths);
    static final Move COARSE_STEP = step(":1m");
    static final Move NO_STEP = step("");

    private static Collection<Length> likelyRanges(Goal goal) {
        Set<Length> others = new LinkedHashSet<>();
        goal.lengths()
                .forEach(
                        length -> {
                            others.add(new Length(length.millis() / 2));
                            others.add(new Length(length.millis() * 2));
                        });
        List.of("1m", "5m", "10m").forEach(length -> others.add(Length.of(length)));
        return others;
    }

    /** Other lengths for ranges that hold two samples, or for those that do not. */
    private static Move ranges(boolean tooShort, Function<Goal, Collection<Length>> to) {
        return exchanged(
                Range.class,
                Moves::bracket,
                (range, goal) ->
                        range.length().millis() < SHORTEST_MILLIS == tooShort
                                ? to.apply(goal).stream()
                                        .map(other -> new Range(range.part(), other, range.step()))
                                : Stream.empty());
    }

    private static Move step(String step) {
        return exchanged(
                Range.class,
                Moves::bracket,
                (range, goal) ->
                        range.part() instanceof Selector && range.step().isEmpty() != step.isEmpty()
                                ? Stream.of(new Range(range.part(), range.length(), step))
                                : Stream.empty());
    }

    private static String bracket(Range range) {
        return "[" + range.length() + range.step() + "]";
    }

    // Functions.

    static final Move OTHER_FUNCTION = functions(goal -> OF_RANGES.stream());

    static final Move RIGHT_FUNCTION =
            moreThanInGoal(
                    functions(
                            goal ->
                                    goal.functions().stream()
                                            .filter(Moves::takesRange)
                                            .map(Call::name)));

    static final Move NO_FUNCTION =
            dropped(
                    Call.class,
                    Call::name,
                    (call, goal) ->
                            call.aggregates() ? Stream.empty() : Stream.of(atOnce(call.last())));

    static final Move RIGHT_FUNCTION_OF_SERIES =
            everywhere(
                    (node, goal) ->
                            node instanceof Selector
                                            || node instanceof Range
                                            || node instanceof Offset
                                    ? goal.functions().stream()
                                            .filter(Moves::takesRange)
                                            .map(call -> added(ranged(call, node), call.name()))
                                    : Stream.empty());

    static final Move RIGHT_FUNCTION_AROUND =
            single(
                    (node, goal) ->
                            goal.functions().stream()
                                    .filter(call -> !takesRange(call))
                                    .map(call -> added(call.to(node), call.name())));

    static final Move ROUNDED =
            (query, goal) -> Stream.of(added(call("round", Grouping.NONE, query), "round"));

    static final Move ONE_FUNCTION_LESS =
            dropped(
                    Call.class,
                    Call::name,
                    (call, goal) ->
                            call.aggregates() || times(call.name(), goal.right()) > 0
                                    ? Stream.empty()
                                    : Stream.of(atOnce(call.parts().get(0))));

    private static Move functions(Function<Goal, Stream<String>> to) {
        return exchanged(
                Call.class,
                Call::name,
                (call, goal) ->
                        OF_RANGES.contains(call.name()) || call.name().endsWith("_over_time")
                                ? to.apply(goal).map(call::named)
                                : Stream.empty());
    }

    private static boolean takesRange(Call call) {
        return call.last() instanceof Range
                || call.last() instanceof Offset offset && offset.part() instanceof Range;
    }

    /** Without its range: what has a value at each moment. */
    private static Expression atOnce(Expression part) {
        if (part instanceof Offset offset) {
            return new Offset(atOnce(offset.part()), offset.by());
        }
        return part instanceof Range range ? range.part() : part;
    }

    /** A function of the goal, with its range where there is none yet. */
    private static Expression ranged(Call call, Expression node) {
        if (node instanceof Range) {
            return call.to(node);
        }
        Length length = call.all(Range.class).findFirst().orElseThrow().length();
        return call.to(
                node instanceof Offset offset
                        ? new Offset(new Range(offset.part(), length, ""), offset.by())
                        : new Range(node, length, ""));
    }

    // Aggregations.

    static final Move OTHER_AGGREGATION =
            aggregations((call, goal) -> OF_SERIES.stream().map(call::named));

    static final Move RIGHT_AGGREGATION =
            moreThanInGoal(
                    aggregations(
                            (call, goal) ->
                                    goal.aggregations().stream()
                                            .map(
                                                    to ->
                                                            new Call(
                                                                    to.name(),
                                                                    call.grouping(),
                                                                    to.to(call.last()).parts()))));

    static final Move NO_AGGREGATION =
            dropped(
                    Call.class,
                    Call::head,
                    (call, goal) -> call.aggregates() ? Stream.of(call.last()) : Stream.empty());

    static final Move RIGHT_AGGREGATION_AROUND =
            (query, goal) ->
                    Stream.concat(
                                    everywhere(
                                                    (node, to) ->
                                                            node instanceof Call call
                                                                            && takesRange(call)
                                                                    ? aggregated(node, to)
                                                                    : Stream.empty())
                                            .apply(query, goal),
                                    aggregated(query, goal))
                            .filter(
                                    change ->
                                            aggregations(change.query())
                                                    <= aggregations(goal.right()));

    static final Move ONE_AGGREGATION_MORE =
            (query, goal) ->
                    goal.keepsLabels()
                            ? OF_SERIES.stream()
                                    .map(name -> added(call(name, Grouping.NONE, query), name))
                            : Stream.empty();

    static final Move ONE_AGGREGATION_LESS =
            (query, goal) ->
                    aggregations(query) > aggregations(goal.right())
                            ? NO_AGGREGATION.apply(query, goal)
                            : Stream.empty();

    private static Move aggregations(BiFunction<Call, Goal, Stream<Call>> to) {
        return exchanged(
                Call.class,
                Call::name,
                (call, goal) -> call.aggregates() ? to.apply(call, goal) : Stream.empty());
    }

    private static Stream<Change> aggregated(Expression node, Goal goal) {
        return goal.aggregations().stream().map(call -> added(call.to(node), call.head()));
    }

    private static long aggregations(Expression query) {
        return query.all(Call.class).filter(Call::aggregates).count();
    }

    private static Call call(String name, Grouping grouping, Expression of) {
        return new Call(name, grouping, List.of(of));
    }

    // The labels that an aggregation keeps.

    static final Move OTHER_GROUPING = groupings(Moves::otherGroupings);

    static final Move RIGHT_GROUPING =
            groupings((call, goal) -> goal.aggregations().stream().map(Call::grouping));

    private static Move groupings(BiFunction<Call, Goal, Stream<Grouping>> to) {
        return exchanged(
                Call.class,
                Call::head,
                (call, goal) ->
                        call.aggregates()
                                ? to.apply(call, goal)
                                        .map(other -> new Call(call.name(), other, call.parts()))
                                : Stream.empty());
    }

    private static Stream<Grouping> otherGroupings(Call call, Goal goal) {
        if (call.last() instanceof Call inner && inner.aggregates()) {
            return Stream.empty(); // Its labels are chosen already.
        }
        Set<String> kept = call.grouping().labels();
        Set<String> labels = goal.labels(call).keySet();
        List<Grouping> others = new ArrayList<>();
        kept.forEach(label -> others.add(by(kept, label, "")));
        kept.forEach(label -> labels.forEach(other -> others.add(by(kept, label, other))));
        labels.forEach(label -> others.add(by(kept, "", label)));
        if (!kept.isEmpty()) {
            others.add(new Grouping("without", kept));
        }
        return others.stream();
    }

    private static Grouping by(Set<String> labels, String without, String with) {
        Set<String> changed = new TreeSet<>(labels);
        changed.remove(without);
        changed.add(with);
        changed.remove("");
        return new Grouping("by", changed);
    }

    // Which comes first.

    static final Move AGGREGATED_FIRST =
            on(
                    Call.class,
                    (call, goal) ->
                            call.aggregates()
                                            && call.last() instanceof Call inner
                                            && inner.last() instanceof Range range
                                    ? Stream.of(
                                            turned(
                                                    call,
                                                    inner,
                                                    new Range(
                                                            call.to(range.part()),
                                                            range.length(),
                                                            ":5s")))
                                    : Stream.empty());

    static final Move AGGREGATED_LAST =
            on(
                    Call.class,
                    (call, goal) ->
                            call.last() instanceof Range range
                                            && range.part() instanceof Call inner
                                            && inner.aggregates()
                                    ? Stream.of(
                                            turned(
                                                    call,
                                                    inner,
                                                    call.to(
                                                            new Range(
                                                                    inner.last(),
                                                                    range.length(),
                                                                    ""))))
                                    : Stream.empty());

    private static Change turned(Call outer, Call inner, Expression of) {
        String before = inner.name() + " " + outer.name();
        return new Change(inner.to(of), before, outer.name() + " " + inner.name());
    }

    static final Move AGGREGATED_AFTER =
            on(
                    Binary.class,
                    (pair, goal) ->
                            pair.left() instanceof Call left
                                            && left.aggregates()
                                            && pair.right() instanceof Call right
                                            && right.aggregates()
                                    ? Stream.of(
                                                    pair.of(List.of(left.last(), right.last())),
                                                    pair.of(List.of(byApp(left), byApp(right))))
                                            .flatMap(
                                                    inner ->
                                                            Stream.of("sum", "avg", "max")
                                                                    .map(
                                                                            name ->
                                                                                    call(
                                                                                            name,
                                                                                            left
                                                                                                    .grouping(),
                                                                                            inner)))
                                            .map(to -> new Change(to, symbol(pair), to.name()))
                                    : Stream.empty());

    static final Move AGGREGATED_BEFORE =
            on(
                    Call.class,
                    (call, goal) ->
                            call.aggregates() && call.last() instanceof Binary pair
                                    ? goal.aggregations().stream()
                                            .map(
                                                    to ->
                                                            pair.of(
                                                                    List.of(
                                                                            of(to, pair.left()),
                                                                            of(to, pair.right()))))
                                            .map(to -> new Change(to, call.name(), symbol(pair)))
                                    : Stream.empty());

    static final Move QUANTILE_FIRST =
            on(
                    Call.class,
                    (call, goal) ->
                            isQuantile(call)
                                            && call.last() instanceof Call inner
                                            && inner.aggregates()
                                    ? Stream.of("sum", "avg", "max", "min")
                                            .map(
                                                    name ->
                                                            call(
                                                                    name,
                                                                    by(
                                                                            inner.grouping()
                                                                                    .labels(),
                                                                            "le",
                                                                            ""),
                                                                    call.to(inner.last())))
                                            .map(to -> new Change(to, call.name(), to.name()))
                                    : Stream.empty());

    static final Move QUANTILE_LAST =
            on(
                    Call.class,
                    (call, goal) ->
                            call.aggregates()
                                            && call.last() instanceof Call inner
                                            && isQuantile(inner)
                                    ? goal.aggregations().stream()
                                            .map(to -> inner.to(to.to(inner.last())))
                                            .map(to -> new Change(to, call.name(), inner.name()))
                                    : Stream.empty());

    private static Call byApp(Call call) {
        return new Call(call.name(), by(call.grouping().labels(), "", "instance"), call.parts());
    }

    /** An aggregation of the goal, in place of the part's own. */
    private static Call of(Call to, Expression part) {
        return to.to(part instanceof Call call && call.aggregates() ? call.last() : part);
    }

    private static boolean isQuantile(Call call) {
        return call.name().equals("histogram_quantile");
    }

    // Series by name and label.

    static final Move NO_MATCHER = matchers((selector, matcher, goal) -> Stream.of(List.of()));

    static final Move RIGHT_MATCHER_MORE =
            onSelectors((selector, goal) -> more(selector, goal.matchers().stream()));

    static final Move ONE_MATCHER_MORE =
            onSelectors(
                    (selector, goal) ->
                            more(
                                    selector,
                                    goal.labels(selector).entrySet().stream()
                                            .map(
                                                    label ->
                                                            matcher(
                                                                    label.getKey(),
                                                                    "=",
                                                                    label.getValue()
                                                                            .iterator()
                                                                            .next()))));

    static final Move OTHER_MATCHER =
            matchers((selector, matcher, goal) -> neighbours(matcher, goal).map(List::of));

    static final Move RIGHT_MATCHER =
            matchers(
                    (selector, matcher, goal) ->
                            goal.matchers().stream()
                                    .filter(right -> right.label().equals(matcher.label()))
                                    .map(List::of));

    static final Move OTHER_NAME = names(Goal::names);

    static final Move RIGHT_NAME =
            moreThanInGoal(
                    names(goal -> goal.right().all(Selector.class).map(Selector::name).toList()));

    /** Other series, where no single change of the selector would do. */
    static final Move RIGHT_SELECTOR =
            exchanged(
                    Selector.class,
                    Selector::toString,
                    (selector, goal) ->
                            goal.all(Selector.class).stream().anyMatch(one -> isNear(selector, one))
                                    ? Stream.empty()
                                    : goal.all(Selector.class).stream());

    /** What a condition can be replaced by. */
    private interface Replacement {
        Stream<List<Matcher>> of(Selector selector, Matcher matcher, Goal goal);
    }

    private static Move matchers(Replacement by) {
        return onSelectors(
                (selector, goal) ->
                        selector.matchers().stream()
                                .flatMap(
                                        matcher ->
                                                by.of(selector, matcher, goal)
                                                        .map(
                                                                to ->
                                                                        replaced(
                                                                                selector, matcher,
                                                                                to))));
    }

    private static Move onSelectors(BiFunction<Selector, Goal, Stream<Change>> change) {
        return on(Selector.class, change);
    }

    private static Change replaced(Selector selector, Matcher matcher, List<Matcher> by) {
        List<Matcher> matchers = new ArrayList<>(selector.matchers());
        int place = matchers.indexOf(matcher);
        matchers.remove(place);
        matchers.addAll(place, by);
        String after = by.stream().map(Matcher::toString).collect(Collectors.joining());
        return new Change(selector.with(matchers), matcher.toString(), after);
    }

    /** With a condition on a label that has none. */
    private static Stream<Change> more(Selector selector, Stream<Matcher> matchers) {
        return matchers.filter(
                        matcher ->
                                selector.matchers().stream()
                                        .noneMatch(one -> one.label().equals(matcher.label())))
                .map(
                        matcher -> {
                            List<Matcher> all = new ArrayList<>(selector.matchers());
                            all.add(matcher);
                            return added(selector.with(all), matcher.toString());
                        });
    }

    private static Stream<Matcher> neighbours(Matcher matcher, Goal goal) {
        String label = matcher.label();
        String value = matcher.value();
        List<Matcher> others = new ArrayList<>();
        if (!label.equals("__name__")) {
            others.add(matcher(label, matcher.operator().equals("=") ? "!=" : "=", value));
            List<String> values =
                    goal.labels().getOrDefault(label, Set.of()).stream()
                            .filter(other -> !other.equals(value))
                            .toList();
            values.forEach(other -> others.add(matcher(label, "=", other)));
            values.stream()
                    .filter(other -> !other.contains("+"))
                    .limit(3)
                    .forEach(
                            other -> {
                                others.add(matcher(label, "!=", other));
                                others.add(matcher(label, "=~", value + "|" + other));
                            });
            if (!value.isEmpty()) {
                String first = value.substring(0, 1);
                others.add(matcher(label, "=", first + ".".repeat(value.length() - 1)));
                others.add(matcher(label, "=~", first));
            }
        }
        others.add(matcher(label, "=", ".+"));
        others.add(matcher(label, "=~", ".+"));
        return others.stream();
    }

    private static Matcher matcher(String label, String operator, String value) {
        return new Matcher(label, operator, '"' + value + '"');
    }

    private static Move names(Function<Goal, Collection<String>> names) {
        return exchanged(
                Selector.class,
                Selector::name,
                (selector, goal) ->
                        selector.name().isEmpty()
                                ? Stream.empty()
                                : names.apply(goal).stream()
                                        .map(name -> new Selector(name, selector.matchers())));
    }

    private static boolean isNear(Selector one, Selector other) {
        Set<String> differing = new TreeSet<>();
        for (Selector in : List.of(one, other)) {
            in.matchers().stream()
                    .filter(
                            matcher ->
                                    !one.matchers().contains(matcher)
                                            || !other.matchers().contains(matcher))
                    .forEach(matcher -> differing.add(matcher.label()));
        }
        return differing.size() < (one.name().equals(other.name()) ? 2 : 1);
    }

    // Two sides.

    static final Move SWAPPED =
            on(
                    Binary.class,
                    (pair, goal) ->
                            pair.right() instanceof Literal
                                            || !Set.of("/", "-").contains(symbol(pair))
                                    ? Stream.empty()
                                    : Stream.of(
                                            new Change(
                                                    pair.of(List.of(pair.right(), pair.left())),
                                                    symbol(pair),
                                                    symbol(pair))));

    static final Move ONE_SIDE =
            dropped(
                    Binary.class,
                    Moves::symbol,
                    (pair, goal) ->
                            pair.parts().stream().filter(part -> !(part instanceof Literal)));

    static final Move RIGHT_SIDE =
            (query, goal) ->
                    query.all(Binary.class).count() < goal.right().all(Binary.class).count()
                            ? single(Moves::paired).apply(query, goal)
                            : Stream.empty();

    static final Move OTHER_OPERATOR =
            operators(
                    (operator, goal) ->
                            operator.matches("[=!<>]=?")
                                    ? Stream.of("!=", "<", ">", operator + " bool")
                                    : Stream.of("*", "+", "-", "/", ">"));

    static final Move RIGHT_OPERATOR =
            operators((operator, goal) -> goal.all(Binary.class).stream().map(Binary::operator));

    private static Stream<Change> paired(Expression node, Goal goal) {
        return goal.all(Binary.class).stream()
                .flatMap(
                        pair ->
                                Stream.of(
                                                pair.of(List.of(node, pair.right())),
                                                pair.of(List.of(pair.left(), node)))
                                        .map(both -> added(both, symbol(pair))));
    }

    private static Move operators(BiFunction<String, Goal, Stream<String>> to) {
        return exchanged(
                Binary.class,
                Binary::operator,
                (pair, goal) ->
                        to.apply(pair.operator(), goal)
                                .map(other -> new Binary(pair.left(), other, pair.right())));
    }

    private static String symbol(Binary pair) {
        return pair.operator().replaceFirst(" .*", "");
    }

    // Some time ago.

    static final Move ONE_OFFSET_MORE = unmoved(goal -> Stream.of(Length.of("5m")));

    static final Move RIGHT_OFFSET_MORE =
            unmoved(goal -> goal.all(Offset.class).stream().map(Offset::by));

    static final Move NO_OFFSET =
            dropped(Offset.class, Moves::words, (offset, goal) -> Stream.of(offset.part()));

    static final Move OTHER_OFFSET = offsets(goal -> Stream.of("1m", "10m", "-5m").map(Length::of));

    static final Move RIGHT_OFFSET =
            offsets(goal -> goal.all(Offset.class).stream().map(Offset::by));

    private static Move unmoved(Function<Goal, Stream<Length>> by) {
        return everywhere(
                (node, goal) ->
                        node instanceof Range
                                        || node instanceof Selector && goal.lengths().isEmpty()
                                ? by.apply(goal)
                                        .map(length -> new Offset(node, length))
                                        .map(offset -> added(offset, words(offset)))
                                : Stream.empty());
    }

    private static Move offsets(Function<Goal, Stream<Length>> to) {
        return exchanged(
                Offset.class,
                Moves::words,
                (offset, goal) -> to.apply(goal).map(by -> new Offset(offset.part(), by)));
    }

    private static String words(Offset offset) {
        return "offset " + offset.by();
    }

    // Reckoning with the result, and numbers.

    static final Move RECKONED =
            reckoned("100 * x", "1000 * x", "60 * x", "x / 60", "x / 300", "1 - x", "x > 0");

    static final Move NOT_RECKONED = notReckoned(pair -> !pair.operator().startsWith("or"));
    static final Move OR_ZERO = reckoned("x or vector(0)");
    static final Move NOT_OR_ZERO = notReckoned(pair -> pair.operator().startsWith("or"));

    static final Move OTHER_NUMBER =
            numbers(
                    (number, goal) ->
                            Double.parseDouble(number) == Math.rint(Double.parseDouble(number))
                                    ? Stream.of("0", "2", "3")
                                    : Stream.of("0.05", "0.5", "0.9", "0.99", "95", "5"));

    static final Move RIGHT_NUMBER =
            numbers((number, goal) -> goal.all(Literal.class).stream().map(Literal::text));

    private static Move reckoned(String... ways) {
        return (query, goal) ->
                Stream.of(ways)
                        .map(way -> (Binary) Parser.read(way).orElseThrow())
                        .map(
                                way ->
                                        added(
                                                way.mapped(
                                                        part ->
                                                                part instanceof Selector
                                                                        ? query
                                                                        : part),
                                                done(way)));
    }

    private static Move notReckoned(Predicate<Binary> which) {
        return dropped(
                Binary.class,
                Moves::done,
                (pair, goal) ->
                        which.test(pair)
                                        && pair.parts().stream().anyMatch(Moves::isConstant)
                                        && goal.all(Binary.class).stream()
                                                .noneMatch(one -> done(one).equals(done(pair)))
                                ? pair.parts().stream().filter(part -> !isConstant(part))
                                : Stream.empty());
    }

    private static boolean isConstant(Expression part) {
        return part.all(Selector.class).findAny().isEmpty();
    }

    /** What a reckoning does, without the part it does it to. */
    private static String done(Binary pair) {
        if (isConstant(pair.right())) {
            return pair.operator() + " " + pair.right();
        }
        return isConstant(pair.left()) ? pair.left() + " " + pair.operator() : pair.operator();
    }

    private static Move numbers(BiFunction<String, Goal, Stream<String>> to) {
        return exchanged(
                Literal.class,
                Literal::text,
                (literal, goal) ->
                        literal.text().matches("-?[0-9.]+")
                                ? to.apply(literal.text(), goal).map(Literal::new)
                                : Stream.empty());
    }

    // What all are made of.

    /** Something else of the same kind in a node's place. */
    private static <T extends Expression> Move exchanged(
            Class<T> kind,
            Function<T, String> feature,
            BiFunction<T, Goal, Stream<? extends T>> to) {
        return on(
                kind,
                (node, goal) ->
                        to.apply(node, goal)
                                .filter(other -> !other.equals(node))
                                .distinct()
                                .map(
                                        other ->
                                                new Change(
                                                        other,
                                                        feature.apply(node),
                                                        feature.apply(other))));
    }

    /** A part of a node in its place. */
    private static <T extends Expression> Move dropped(
            Class<T> kind,
            Function<T, String> feature,
            BiFunction<T, Goal, Stream<? extends Expression>> to) {
        return on(
                kind,
                (node, goal) ->
                        to.apply(node, goal)
                                .map(part -> new Change(part, feature.apply(node), "")));
    }

    private static Change added(Expression to, String feature) {
        return new Change(to, "", feature);
    }

    private static <T extends Expression> Move on(
            Class<T> kind, BiFunction<T, Goal, Stream<Change>> change) {
        return everywhere(
                (node, goal) ->
                        kind.isInstance(node)
                                ? change.apply(kind.cast(node), goal)
                                : Stream.empty());
    }

    /** At one place only, not at several at once. */
    private static Move single(Move local) {
        return (query, goal) -> Rule.single(local, query, goal);
    }

    /** Only changes of what a query has more of than the goal. */
    private static Move moreThanInGoal(Move move) {
        return (query, goal) ->
                move.apply(query, goal)
                        .filter(
                                change ->
                                        times(change.before(), query)
                                                > times(change.before(), goal.right()));
    }

    private static long times(String name, Expression query) {
        return query.all()
                .filter(
                        part ->
                                part instanceof Selector selector && selector.name().equals(name)
                                        || part instanceof Call call && call.name().equals(name))
                .count();
    }
}
