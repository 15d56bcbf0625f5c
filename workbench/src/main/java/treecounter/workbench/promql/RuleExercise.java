package treecounter.workbench.promql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An exercise in rules: made series, when a right alert fires over them, and typical wrong rules. A
 * wrong rule is known by when it fires, however it is written.
 */
public final class RuleExercise {
    /** How often it is looked whether alerts fire, in each of the made worlds. */
    private static final int LOOKS = 120;

    private final String file;
    private final List<String> alerts;
    private final List<World> worlds = new ArrayList<>();
    private final List<Wrong> wrong = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private final List<String> besides = new ArrayList<>();
    private Set<String> told = Set.of("instance", "$value");
    private int interval = 5;
    private int after;

    /** Made series, and what is right over them. */
    record World(
            String when,
            Course course,
            int interval,
            int after,
            List<Firing> firings,
            List<Recorded> recorded) {
        /** The times at which it is looked, in seconds. */
        List<Integer> looks() {
            List<Integer> looks = new ArrayList<>();
            for (int at = after; at <= course.seconds(); at += look()) {
                looks.add(at);
            }
            return looks;
        }

        /** Seconds from look to look. */
        int look() {
            // Prometheus knows of an alert for five minutes after an evaluation, and no longer.
            return Math.max(1, course.seconds() / LOOKS / interval) * interval;
        }

        List<Firing> of(String alert) {
            return firings.stream().filter(each -> each.alert().equals(alert)).toList();
        }
    }

    /** An alert that has to fire, from when to when in seconds, with which labels. */
    record Firing(String alert, int from, int to, int slack, Map<String, String> labels) {}

    /** What a query has to give that asks for a recorded series. */
    record Recorded(String query, int at, double value) {}

    /**
     * Typical wrong rules, one for each alert they are about.
     *
     * @param words what is wrong, as one would say it
     */
    public record Wrong(String words, List<WrittenRule> rules, String hint) {
        /** A file of rules with these in place of those of the same name. */
        public String in(String file) throws IOException {
            List<WrittenRule> all = new ArrayList<>();
            for (WrittenRule rule : WrittenRule.in(file)) {
                all.add(
                        rules.stream()
                                .filter(one -> one.name().equals(rule.name()))
                                .findFirst()
                                .orElse(rule));
            }
            return WrittenRule.file(all);
        }
    }

    /** A hint for rules of a kind that never fire. */
    record Cause(Predicate<WrittenRule> kind, String hint) {}

    /**
     * An exercise whose rules stand in a file of the lesson's directory.
     *
     * @param alerts that are asked for; the first is meant where none is named
     */
    public RuleExercise(String file, String... alerts) {
        this.file = file;
        this.alerts = List.of(alerts);
    }

    /** Rules are evaluated every so many seconds; 5 where nothing is said. */
    public RuleExercise every(int seconds) {
        interval = seconds;
        return this;
    }

    /** In series that follow it is looked from this time on; before, a rule has no past to see. */
    public RuleExercise after(String time) {
        after = Course.seconds(time);
        return this;
    }

    /** The rules need those of another file, which the solution has. */
    public RuleExercise besides(String other) {
        besides.add(other);
        return this;
    }

    /** What summary and description together have to tell: labels, or {@code $value}. */
    public RuleExercise tells(String... what) {
        told = Set.of(what);
        return this;
    }

    /** Adds series, over which nothing fires unless it is said. */
    public RuleExercise over(String when, Course course) {
        worlds.add(new World(when, course, interval, after, new ArrayList<>(), new ArrayList<>()));
        return this;
    }

    /** Says when the first alert fires over them; labels as {@code "job", "treecounter"}. */
    public RuleExercise fires(String from, String to, String slack, String... labels) {
        return firesAs(alerts.get(0), from, to, slack, labels);
    }

    /** Says when another alert fires over them. */
    public RuleExercise firesAs(
            String alert, String from, String to, String slack, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        last().firings()
                .add(
                        new Firing(
                                alert,
                                Course.seconds(from),
                                Course.seconds(to),
                                Course.seconds(slack),
                                byName));
        return this;
    }

    /** Says what a recorded series is over them. */
    public RuleExercise gives(String query, String at, double value) {
        last().recorded().add(new Recorded(query, Course.seconds(at), value));
        return this;
    }

    private World last() {
        return worlds.get(worlds.size() - 1);
    }

    /** Adds wrong rules, and the hint for all that fire at the same times. */
    public RuleExercise wrong(String words, String hint, WrittenRule... rules) {
        wrong.add(new Wrong(words, List.of(rules), hint));
        return this;
    }

    /** Adds a hint for rules of a kind that never fire. */
    public RuleExercise whenSilent(Predicate<WrittenRule> kind, String hint) {
        causes.add(new Cause(kind, hint));
        return this;
    }

    /** Where the learner writes the rules, in the lesson's directory. */
    public String file() {
        return file;
    }

    /** The rules that are wrong on purpose. */
    public List<Wrong> wrong() {
        return List.copyOf(wrong);
    }

    List<String> alerts() {
        return alerts;
    }

    List<World> worlds() {
        return worlds;
    }

    List<Cause> causes() {
        return causes;
    }

    List<String> besides() {
        return besides;
    }

    Set<String> told() {
        return told;
    }

    int interval() {
        return interval;
    }

    @Override
    public String toString() {
        return file;
    }
}
