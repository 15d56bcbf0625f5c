package treecounter.workbench.promql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import treecounter.workbench.promql.Promtool.Answer;
import treecounter.workbench.promql.Promtool.Task;
import treecounter.workbench.promql.Rule.Suspect;

/**
 * Why a query of an exercise is wrong. A mistake taken back that makes it right is the cause; so is
 * one that made in the right query gives the same, however the wrong one is written.
 */
public final class QueryHints {
    private static final String UNREAD =
            "Prometheus says where it stopped reading: line, colon, column.";
    private static final String RANGE_OF_A_SUM =
            "a range stands behind a name, not behind a sum. First %s, then sum.";
    private static final String EMPTY =
            "it gives nothing. Does each selector find something, and have both sides of an"
                    + " operator the same labels?";
    private static final String LABELS =
            "the labels of the result differ. 'by (label)' keeps a label, sum alone drops all.";
    private static final String NUMBERS =
            "the labels are right, the numbers are not. Look at what is selected, the range, the"
                    + " function, and what is divided by what.";

    /** What is said where no cause is known. */
    static final Set<String> GENERAL = Set.of(UNREAD, EMPTY, LABELS, NUMBERS);

    private final Exercise exercise;
    private final Optional<Goal> goal;
    private final String query;
    private final Optional<Expression> read;
    private final List<String> listed;
    private final List<Suspect> mutants;
    private final List<Suspect> undone;
    private final Optional<Suspect> solving;

    QueryHints(Exercise exercise, Optional<Goal> solution, String query) {
        this.exercise = exercise;
        read = Parser.read(query);
        // Somebody may be at work on the solution itself.
        goal = solution.filter(known -> !read.equals(Optional.of(known.right())));
        this.query = read.map(Expression::toString).orElse(query);
        listed = List.copyOf(exercise.mistakes().keySet());
        List<Suspect> ways =
                goal.stream()
                        .flatMap(known -> read.stream().flatMap(one -> Rules.undone(one, known)))
                        .distinct()
                        .toList();
        // What leads to the very solution need not be asked about, and nothing else has to.
        solving = ways.stream().filter(way -> way.query().equals(goal.get().right())).findFirst();
        undone = solving.isPresent() ? List.of() : ways;
        mutants =
                solving.isPresent()
                        ? List.of()
                        : goal.stream().flatMap(Rules::mutants).distinct().toList();
    }

    /** What has to be asked before a cause is known. */
    List<Task> tasks() {
        return Stream.of(listed, texts(mutants), texts(undone))
                .flatMap(queries -> Grading.tasks(exercise, queries).stream())
                .toList();
    }

    /**
     * The cause, if one is known: the words of a listed mistake that gives the same; else of a
     * change that makes the query right; else of a mistake that gives the same when made in the
     * right query; else of a change that leaves such a one.
     *
     * @param given what the query gave in each of the worlds
     * @param ask what others give
     */
    Optional<String> cause(List<Answer> given, Function<List<String>, List<List<Answer>>> ask) {
        List<List<Answer>> ofListed = ask.apply(listed);
        for (int i = 0; i < listed.size(); i++) {
            if (isSame(given, ofListed.get(i)) && isLike(Parser.read(listed.get(i)), read)) {
                return Optional.of(exercise.mistakes().get(listed.get(i)));
            }
        }
        if (solving.isPresent()) {
            return solving.map(Suspect::words);
        }
        List<List<Answer>> ofMutants = ask.apply(texts(mutants));
        List<List<Answer>> ofUndone = ask.apply(texts(undone));
        return joined(undoing(ofUndone), "\nOr: ")
                .or(() -> joined(mutants(read, given, ofMutants), "\nOr: "))
                .or(() -> undoingOneOfTwo(ofUndone, ofMutants))
                .or(this::seen);
    }

    /** One of several mistakes, that is seen without asking. */
    private Optional<String> seen() {
        if (goal.isEmpty() || read.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> unknown =
                read.get()
                        .all(Expression.Selector.class)
                        .map(Expression.Selector::name)
                        .filter(name -> !name.isEmpty() && !goal.get().names().contains(name))
                        .findFirst();
        boolean ratio =
                goal.get().right() instanceof Expression.Binary whole
                        && whole.operator().equals("/")
                        && !query.contains("quantile");
        return unknown.map(name -> Rules.noneCalled(name, goal.get()))
                .or(
                        () ->
                                ratio && read.get().all(Expression.Binary.class).findAny().isEmpty()
                                        ? Optional.of(Rules.ONE_SIDE)
                                        : Optional.empty());
    }

    private static List<String> texts(List<Suspect> suspects) {
        return suspects.stream().map(suspect -> suspect.query().toString()).toList();
    }

    private List<String> undoing(List<List<Answer>> ofUndone) {
        return IntStream.range(0, undone.size())
                .filter(i -> exercise.isRight(ofUndone.get(i)))
                .mapToObj(i -> undone.get(i).words())
                .toList();
    }

    private Optional<String> undoingOneOfTwo(
            List<List<Answer>> ofUndone, List<List<Answer>> ofMutants) {
        for (int i = 0; i < undone.size(); i++) {
            List<String> other =
                    mutants(Optional.of(undone.get(i).query()), ofUndone.get(i), ofMutants);
            if (!other.isEmpty()) {
                return joined(List.of(undone.get(i).words(), other.get(0)), "\nAnd: ");
            }
        }
        return Optional.empty();
    }

    private List<String> mutants(
            Optional<Expression> one, List<Answer> given, List<List<Answer>> ofMutants) {
        return IntStream.range(0, mutants.size())
                .filter(i -> isSame(given, ofMutants.get(i)))
                .mapToObj(mutants::get)
                .filter(mutant -> isLike(Optional.of(mutant.query()), one))
                .filter(mutant -> mutant.isIn(query, goal.orElseThrow()))
                .map(Suspect::words)
                .toList();
    }

    /**
     * Made of as many parts of each kind: else what is said of one may not be true of the other.
     */
    private static boolean isLike(Optional<Expression> one, Optional<Expression> other) {
        return one.isEmpty() || other.isEmpty() || parts(one.get()).equals(parts(other.get()));
    }

    private static Map<String, Long> parts(Expression query) {
        return query.all()
                .filter(
                        part ->
                                !(part instanceof Expression.Range
                                        || part instanceof Expression.Literal))
                .collect(
                        Collectors.groupingBy(
                                part ->
                                        part instanceof Expression.Call call && call.aggregates()
                                                ? "aggregation"
                                                : part.getClass().getSimpleName(),
                                Collectors.counting()));
    }

    private static Optional<String> joined(List<String> words, String by) {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        words.stream()
                                .filter(
                                        one ->
                                                words.stream()
                                                        .noneMatch(other -> isPartOf(other, one)))
                                .distinct()
                                .limit(2)
                                .collect(Collectors.joining(by)));
    }

    private static boolean isPartOf(String words, String longer) {
        return longer.endsWith(words) && !longer.equals(words);
    }

    /** The same everywhere, and anything at all: nothing has too many reasons. */
    private static boolean isSame(List<Answer> given, List<Answer> other) {
        return given.stream().anyMatch(answer -> !answer.samples().isEmpty())
                && Promtool.same(given, other);
    }

    private static final Map<String, String> OF_ERRORS = new LinkedHashMap<>();

    static {
        OF_ERRORS.put(
                "in aggregation expression, got scalar",
                "the number stands first, then a comma, then what it is taken of.");
        OF_ERRORS.put(
                "in aggregation expression, got range vector",
                "an aggregation puts series together, and takes no range. Over a range it is"
                        + " rate(...) of a counter, max_over_time(...) and its like of a gauge.");
        OF_ERRORS.put(
                "expected type range vector in call to function \"(\\w+)\"",
                "$1 needs a range: square brackets behind the name of the series.");
        OF_ERRORS.put(
                "not a vector|expected type instant vector|only scalar and instant vector",
                "a range alone is no result. Put rate(...), or another function of a range, around"
                        + " it.");
        OF_ERRORS.put("ranges only allowed for vector selectors", RANGE_OF_A_SUM.formatted("rate"));
        OF_ERRORS.put(
                "unexpected <aggr:group>",
                "PromQL has no group by. The labels that stay stand in parentheses: by (one,"
                        + " another).");
        OF_ERRORS.put(
                "unexpected identifier \"where\"",
                "PromQL has no where. Labels are selected in curly brackets behind the name.");
        OF_ERRORS.put(
                "unexpected \"\\{\" in aggregation",
                "curly brackets stand right behind the name, and a range behind them.");
        OF_ERRORS.put(
                "unexpected identifier \"(and|or)\" in label matching",
                "labels in curly brackets are parted by commas, and all of them have to hold.");
        OF_ERRORS.put(
                "in label matching, expected string",
                "within curly brackets one = compares, and the value of a label stands in quotes:"
                        + " {label=\"value\"}.");
        OF_ERRORS.put("unexpected character: ';'", "a query ends without a semicolon.");
        OF_ERRORS.put(
                "unexpected character: '\\.'",
                "nothing is called with a point. A function stands around what it is given:"
                        + " rate(...).");
        OF_ERRORS.put(
                "unexpected \"\\(\" in aggregation",
                "by stands before the parentheses: by (label) (...).");
        OF_ERRORS.put(
                "^[2-9]:1: parse error: unexpected (?:<aggr|identifier|<func)",
                "a file holds one query. Is this a second one, or is an operator missing between"
                        + " two lines?");
        OF_ERRORS.put("^1:1: parse error: unexpected <op:/>", "a comment begins with #.");
        OF_ERRORS.put(
                "duration expression: '\\$'",
                "$__rate_interval and its like are variables of Grafana. Elsewhere a range is a"
                        + " number with a unit: [1m].");
        OF_ERRORS.put(
                "unknown function with name"
                        + " \"(\\w+_(?:total|seconds|count|sum|bucket|bytes_used))\"",
                "$1 is no function: a range stands in square brackets behind it.");
        OF_ERRORS.put(
                "in grouping opts",
                "the labels of by stand in parentheses, with commas: by (one, another).");
        OF_ERRORS.put(
                "unexpected <by>",
                "by belongs to sum and its like, once, and not to a function of a range.");
        OF_ERRORS.put(
                "unexpected identifier .* in aggregation",
                "what is put together stands in parentheses, behind those of by.");
        OF_ERRORS.put("inside braces: '[<>]", "a label is compared by =, !=, =~ or !~ only.");
        OF_ERRORS.put("inside braces", "the value of a label stands in quotes: {label=\"value\"}.");
        OF_ERRORS.put("duration|unit", "the units of a range are ms, s, m, h and d: [1m].");
        OF_ERRORS.put("in subquery or range", "a range ends with its square bracket.");
        OF_ERRORS.put(
                "offset modifier",
                "offset goes behind the bracket of the series, inside of rate and sum.");
        OF_ERRORS.put(
                "non-empty matcher", "a selector must not match what is empty: .+ in place of .*");
        OF_ERRORS.put("wrong number of arguments", "there is an argument too few, or too many.");
        OF_ERRORS.put(
                "expected (\\d+) argument\\(s\\) in call",
                "there is an argument too few, or too many: it takes $1, with commas between"
                        + " them.");
        OF_ERRORS.put(
                "expected type scalar in call .*got string", "a number stands without quotes.");
        OF_ERRORS.put(
                "expected type scalar in call",
                "a number stands first. Two arguments are swapped?");
        OF_ERRORS.put(
                "unexpected \"=\"",
                "outside of curly brackets two values are compared by ==, and a query has no name"
                        + " in front.");
        OF_ERRORS.put(
                "unclosed|unexpected end of input",
                "something is not closed, or missing at the end.");
        OF_ERRORS.put("unknown function", "there is no function of that name.");
        OF_ERRORS.put(
                "many-to-one matching must be explicit",
                "several series on one side belong to the same one on the other. group_left or"
                        + " group_right behind the labels says which side has several.");
        OF_ERRORS.put(
                "many-to-many|duplicate series",
                "each side of an operator must have one series per label set. Sum both sides.");
    }

    /** What a query names, and none of the series has; empty if nothing is seen. */
    public static Optional<String> noneOf(String query, List<String> series) {
        return Goal.of(query, series.stream())
                .flatMap(
                        asked ->
                                asked.all(Expression.Selector.class).stream()
                                        .flatMap(one -> asked.lacks(one).stream())
                                        .findFirst());
    }

    /** Whether the query was read, and its two sides do not fit together. */
    static boolean isOfPairs(String error) {
        return error.matches("(?s).*(many-to-|duplicate series).*");
    }

    /** What the engine's message means; the first that fits. */
    public static String forError(String error, String query) {
        if (query.contains("://")) {
            return "this is an address. Of it, what stands behind expr= is the query.";
        }
        if (error.contains("ranges only allowed")) {
            if (query.matches("(?s).*\"\\s*\\[.*")) {
                return "the name of a series stands without quotes.";
            }
            Matcher over = Pattern.compile("\\b(increase|delta)\\(").matcher(query);
            if (over.find()) {
                return RANGE_OF_A_SUM.formatted(over.group(1));
            }
        }
        return forError(error);
    }

    /** The same, where only the message is known. */
    static String forError(String error) {
        for (Map.Entry<String, String> each : OF_ERRORS.entrySet()) {
            Matcher found = Pattern.compile(each.getKey()).matcher(error);
            if (found.find()) {
                return found.groupCount() == 0
                        ? each.getValue()
                        : each.getValue().replace("$1", found.group(1));
            }
        }
        return UNREAD;
    }

    /** What can be said where no cause is known. */
    static String general(Exercise.World world, Answer answer) {
        Map<Map<String, String>, Double> found = answer.samples();
        if (found.isEmpty()) {
            return EMPTY;
        }
        return world.hasLabels(answer) ? NUMBERS : LABELS;
    }
}
