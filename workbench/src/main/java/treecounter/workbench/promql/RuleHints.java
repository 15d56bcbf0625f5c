package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import treecounter.workbench.promql.Episodes.Episode;
import treecounter.workbench.promql.RuleExercise.Cause;
import treecounter.workbench.promql.RuleExercise.Firing;
import treecounter.workbench.promql.RuleExercise.World;
import treecounter.workbench.promql.RuleExercise.Wrong;

/** Why a rule of an exercise is wrong, as far as what it does tells. */
final class RuleHints {
    /** What is wrong in a rule of any exercise, whenever it fires. */
    private static final List<Cause> ANYWHERE =
            List.of(
                    new Cause(
                            rule -> rule.labels().values().stream().anyMatch(RuleHints::hasValue),
                            "a label holds $value, which is another one at each evaluation. Labels"
                                    + " say which alert it is, so each time a new one begins, and"
                                    + " its for too. A value belongs into an annotation."));

    /** What makes rules of any exercise silent. */
    private static final List<Cause> SILENT =
            List.of(
                    new Cause(
                            rule -> found("\\[\\s*([1-5]s?|\\d+ms)\\s*[]:]", rule.expr()),
                            "with a sample every 5 s, a range this short never holds two. Take [1m]"
                                    + " or more."),
                    new Cause(
                            rule -> found("topk|bottomk", rule.expr()),
                            "topk gives now the one series and now the other. Each is an alert of"
                                    + " its own, whose for begins anew. Compare all series with the"
                                    + " bound."),
                    new Cause(
                            rule -> found("\\[(5|[6-9]|1\\d)s\\]", rule.expr()),
                            "one missed scrape leaves a range of two scrapes without data, and for"
                                    + " begins anew. A range holds at least four scrapes: [20s]."));

    private final RuleExercise exercise;
    private final Function<String, RuleTest> ask;
    private final List<WrittenRule> right;

    /**
     * @param ask what a file of rules does over the exercise's series
     * @param right the rules of the solution, as far as they can be read
     */
    RuleHints(RuleExercise exercise, Function<String, RuleTest> ask, List<WrittenRule> right) {
        this.exercise = exercise;
        this.ask = ask;
        this.right = right;
    }

    static String forError(String error) {
        if (found("field \\w+ not found", error)) {
            return "no rule has a field of that name. There are alert, expr, for, labels and"
                    + " annotations.";
        }
        if (error.contains("undefined variable") || error.contains("template")) {
            return "templates know $labels.NAME and $value, between {{ and }}.";
        }
        if (error.contains("yaml")) {
            return "look at the blanks at the start of lines, and put a text with braces or a colon"
                    + " in quotes.";
        }
        if (error.contains("not a valid duration")) {
            return "a duration is a number with a unit: 30s, 2m, 1h.";
        }
        return QueryHints.forError(error);
    }

    /** The hint for an alert that does not do over a world what is asked. */
    String of(WrittenRule rule, RuleTest test, World world, Episodes found) {
        List<Firing> asked = world.of(rule.name());
        if (rule.labels().containsKey("for") && rule.held().isEmpty()) {
            return "for stands below labels, and is a label there. It belongs beside expr.";
        }
        Optional<String> anywhere = cause(rule, ANYWHERE).or(() -> keeps(rule));
        if (anywhere.isPresent()) {
            return anywhere.get();
        }
        boolean silent = found.firing().isEmpty();
        if (silent) {
            Optional<String> cause = cause(rule, SILENT);
            if (cause.isPresent()) {
                return cause.get();
            }
        }
        if (!isListed(rule)) {
            Optional<String> way =
                    anotherFor(rule)
                            .or(() -> silent ? cause(rule, exercise.causes()) : Optional.empty())
                            .or(() -> solving(rule));
            if (way.isPresent()) {
                return way.get();
            }
        }
        return known(rule, test)
                .or(() -> silent ? cause(rule, exercise.causes()) : Optional.empty())
                .orElseGet(() -> general(rule, asked, found));
    }

    private Optional<WrittenRule> right(WrittenRule rule) {
        return right.stream().filter(one -> one.name().equals(rule.name())).findFirst();
    }

    /** Whether its hint is known by heart. */
    private boolean isListed(WrittenRule rule) {
        return exercise.wrong().stream()
                .flatMap(wrong -> wrong.rules().stream())
                .anyMatch(
                        one ->
                                one.name().equals(rule.name())
                                        && one.held().equals(rule.held())
                                        && asksTheSame(one, rule));
    }

    private static boolean asksTheSame(WrittenRule one, WrittenRule other) {
        Optional<Expression> read = Parser.read(one.expr());
        return read.isPresent() && read.equals(Parser.read(other.expr()));
    }

    /** Where it is not asked for: it says nothing of an alert that never fires. */
    private Optional<String> keeps(WrittenRule rule) {
        return right(rule)
                .filter(one -> !rule.kept().isEmpty() && one.kept().isEmpty())
                .filter(one -> asksTheSame(one, rule) && one.held().equals(rule.held()))
                .map(
                        one ->
                                "keep_firing_for lets it go on for %s after its end, and nobody asked for that."
                                        .formatted(rule.kept()));
    }

    /** Where the rule is right but for its for. */
    private Optional<String> anotherFor(WrittenRule rule) {
        return right(rule)
                .filter(one -> asksTheSame(one, rule))
                .filter(one -> !rule.held().isEmpty() && !one.held().equals(rule.held()))
                .map(
                        one ->
                                one.held().isEmpty()
                                        ? "for is %s, and no for is asked for here."
                                                .formatted(rule.held())
                                        : "for is %s; %s is asked for."
                                                .formatted(rule.held(), one.held()));
    }

    /** What is taken back of the expression, where that makes it the solution's. */
    private Optional<String> solving(WrittenRule rule) {
        Optional<Goal> goal =
                right(rule)
                        .flatMap(
                                one ->
                                        Goal.of(
                                                one.expr(),
                                                exercise.worlds().stream()
                                                        .flatMap(
                                                                world ->
                                                                        world
                                                                                .course()
                                                                                .series()
                                                                                .stream())));
        return goal.flatMap(
                known ->
                        Parser.read(rule.expr()).stream()
                                .flatMap(read -> Rules.undone(read, known))
                                .filter(way -> way.query().equals(known.right()))
                                .map(Rule.Suspect::words)
                                .findFirst());
    }

    private static Optional<String> cause(WrittenRule rule, List<Cause> causes) {
        return causes.stream().filter(each -> each.kind().test(rule)).map(Cause::hint).findFirst();
    }

    /** The hint for recorded series that are not what is asked. */
    String forRecorded(List<WrittenRule> rules, RuleTest test) {
        for (Wrong wrong : exercise.wrong()) {
            if (ask.apply(WrittenRule.file(wrong.rules())).recorded().equals(test.recorded())) {
                return wrong.hint();
            }
        }
        Optional<String> missing =
                exercise.worlds().stream()
                        .flatMap(world -> world.recorded().stream())
                        .map(RuleExercise.Recorded::query)
                        .filter(
                                name ->
                                        rules.stream()
                                                .map(WrittenRule::name)
                                                .noneMatch(name::equals))
                        .findFirst();
        if (missing.isPresent()) {
            return "nothing is recorded as %s. The comment says the names."
                    .formatted(missing.get());
        }
        for (WrittenRule rule : rules) {
            if (rule.alerts() && right(rule).filter(one -> !one.alerts()).isPresent()) {
                return "%s is an alert. A rule that stores what it gives begins with record: in place of alert:."
                        .formatted(rule.name());
            }
        }
        Optional<String> way = rules.stream().flatMap(rule -> solving(rule).stream()).findFirst();
        if (way.isPresent()) {
            return way.get();
        }
        return "the record is there under its name, its value is not right. What is divided by"
                + " what, and over which range?";
    }

    /** The hint of the wrong rule that fires and is pending at the same times everywhere. */
    private Optional<String> known(WrittenRule rule, RuleTest test) {
        List<WrittenRule> others = new ArrayList<>();
        List<Wrong> wrongs = new ArrayList<>();
        for (Wrong wrong : exercise.wrong()) {
            for (WrittenRule one : wrong.rules()) {
                if (one.name().equals(rule.name())) {
                    others.add(one.as("Wrong%d".formatted(others.size())));
                    wrongs.add(wrong);
                }
            }
        }
        if (others.isEmpty() || doesNothing(rule.name(), test)) {
            return Optional.empty();
        }
        RuleTest wrong = ask.apply(WrittenRule.file(others));
        for (int i = 0; i < others.size(); i++) {
            if (alike(rule, test, others.get(i), wrong)) {
                return Optional.of(wrongs.get(i).hint());
            }
        }
        return Optional.empty();
    }

    private boolean doesNothing(String name, RuleTest test) {
        return test.alerts().stream()
                .flatMap(List::stream)
                .flatMap(samples -> samples.keySet().stream())
                .map(labels -> labels.get("alertname"))
                .noneMatch(name::equals);
    }

    private boolean alike(WrittenRule one, RuleTest test, WrittenRule other, RuleTest otherTest) {
        Set<String> theirs = new HashSet<>(one.labels().keySet());
        theirs.addAll(other.labels().keySet());
        for (int i = 0; i < exercise.worlds().size(); i++) {
            World world = exercise.worlds().get(i);
            if (!Episodes.of(test, i, one.name(), world)
                    .without(theirs)
                    .equals(Episodes.of(otherTest, i, other.name(), world).without(theirs))) {
                return false;
            }
        }
        return true;
    }

    private String general(WrittenRule rule, List<Firing> asked, Episodes found) {
        List<Episode> firing = found.firing();
        if (firing.isEmpty()) {
            return found.all().isEmpty()
                    ? "the expression gives nothing here. Ask Prometheus for its parts, one by one."
                    : "it is pending and never fires: it does not hold without a break for as long"
                            + " as for says.";
        }
        if (asked.isEmpty()) {
            return "here nothing is wrong, or not for long enough. What else does the expression"
                    + " match? How long does for wait?";
        }
        for (Firing wanted : asked) {
            for (Episode each : firing) {
                if (found.isInTime(wanted, each) && !Episodes.hasLabels(wanted, each)) {
                    return label(wanted.labels(), each.labels());
                }
            }
        }
        if (firing.size() > asked.size()) {
            return "it fires more often than it should. Does it stop in between, or is there an"
                    + " alert for each of several series?";
        }
        Firing wanted = asked.get(0);
        Episode first = firing.get(0);
        if (first.from() < wanted.from() - wanted.slack()) {
            if (right(rule).filter(one -> one.held().equals(rule.held())).isPresent()) {
                return "it fires too early, and not because of for. Is it the bound, or does the"
                        + " expression match what it should not?";
            }
            return "it fires too early. Is for %s what is asked? And the bound?"
                    .formatted(rule.held().isEmpty() ? "(there is none)" : rule.held());
        }
        if (first.from() > wanted.from() + wanted.slack()) {
            return "it fires too late. Are range, bound and for (%s) those that are asked for?"
                    .formatted(rule.held());
        }
        return "it does not end when it should. How far does its range look back?";
    }

    private static String label(Map<String, String> wanted, Map<String, String> found) {
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String is = found.get(each.getKey());
            if (!each.getValue().equals(is)) {
                return each.getKey().equals("severity")
                        ? is == null
                                ? "the label severity is missing. Put it below labels of the rule."
                                : "the label severity is %s, and %s is asked for."
                                        .formatted(is, each.getValue())
                        : "the label %s is lost on the way. A sum keeps the labels that by names."
                                .formatted(each.getKey());
            }
        }
        return "its labels are not those that are asked for.";
    }

    private static boolean hasValue(String template) {
        return template.contains("$value") || template.contains(".Value");
    }

    private static boolean found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).find();
    }
}
