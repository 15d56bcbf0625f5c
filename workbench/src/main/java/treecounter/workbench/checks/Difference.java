package treecounter.workbench.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Exposition.Series;

/**
 * How the samples of one name changed from one page to another, beside how they had to.
 *
 * @param bench where it happened, for a look at the code and at what the app printed
 */
public record Difference(
        Bench bench,
        String name,
        Exposition before,
        Exposition now,
        Map<Series, Double> expected,
        Map<Series, Double> found) {
    /** The values that a label has in what was found. */
    public Set<String> values(String label) {
        return found.keySet().stream()
                .map(series -> series.label(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether some value of a label is like that. */
    public boolean some(String label, Predicate<String> like) {
        return values(label).stream().anyMatch(like);
    }

    /** Whether some value of any label is like that. */
    public boolean someValue(Predicate<String> like) {
        return found.keySet().stream()
                .flatMap(series -> series.labels().values().stream())
                .anyMatch(like);
    }

    /** Whether every series found has these labels and no other. */
    public boolean hasLabels(Set<String> names) {
        return found.keySet().stream().allMatch(series -> series.labels().keySet().equals(names));
    }

    /** What is wrong with the names of labels, where something is found that has other ones. */
    Optional<String> otherLabels() {
        if (expected.isEmpty() || found.isEmpty() || hasLabels(labels(expected))) {
            return Optional.empty();
        }
        Set<String> wanted = labels(expected);
        Set<String> surplus = labels(found);
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(surplus);
        surplus.removeAll(wanted);
        if (!missing.isEmpty() && !surplus.isEmpty()) {
            return Optional.of(
                    "a label is called %s. It has to be %s."
                            .formatted(String.join(", ", surplus), String.join(", ", missing)));
        }
        return Optional.of(
                missing.isEmpty()
                        ? "the label %s is one too many: each of its values makes a series of its"
                                        .formatted(String.join(", ", surplus))
                                + " own, and nobody asked for them apart."
                        : "it has no label %s. labelNames(...) names it."
                                .formatted(String.join(", ", missing)));
    }

    private static Set<String> labels(Map<Series, Double> samples) {
        Set<String> names = new TreeSet<>();
        samples.keySet().forEach(series -> names.addAll(series.labels().keySet()));
        return names;
    }

    /** Whether what grew had to, as much as it did, and something else did not. */
    public boolean isOnlyAPart() {
        return !found.isEmpty()
                && found.size() < expected.size()
                && expected.entrySet().containsAll(found.entrySet());
    }

    /** How much all series found grew together. */
    public double sum() {
        return sum(found);
    }

    /** How much more than expected; below 0 if it is less. */
    public double surplus() {
        return sum(found) - sum(expected);
    }

    /** Whether a series has the right values under the wrong names of labels. */
    public boolean isInAnotherOrder() {
        return found.keySet().stream()
                .filter(one -> !expected.containsKey(one))
                .anyMatch(
                        one ->
                                expected.keySet().stream()
                                        .anyMatch(
                                                other ->
                                                        sortedValues(one)
                                                                .equals(sortedValues(other))));
    }

    private static List<String> sortedValues(Series series) {
        return series.labels().values().stream().sorted().toList();
    }

    /** The series that grew less than they had to. */
    public List<Series> missing() {
        return expected.keySet().stream()
                .filter(one -> found.getOrDefault(one, 0.0) < expected.get(one))
                .toList();
    }

    /** The series that grew more than they had to. */
    public List<Series> tooMuch() {
        return found.keySet().stream()
                .filter(one -> found.get(one) > expected.getOrDefault(one, 0.0))
                .toList();
    }

    /** Whether every series grew this many times as much as it had to. */
    public boolean isTimes(int factor) {
        return found.keySet().equals(expected.keySet())
                && expected.entrySet().stream()
                        .allMatch(one -> found.get(one.getKey()) == factor * one.getValue());
    }

    /** Whether nothing grew, though a child that had to is there, at 0. */
    public boolean madeOnly() {
        return found.isEmpty()
                && expected.keySet().stream()
                        .anyMatch(series -> now.samples().getOrDefault(series, -1.0) == 0);
    }

    /** Another metric of the app's own that grew as much as this one had to, all in all. */
    public Optional<String> inAnother() {
        return Declared.own(now).stream()
                .filter(other -> !other.equals(name))
                .filter(other -> Math.floor(sum(now.since(before, other))) == sum(expected))
                .findFirst();
    }

    /** Whether looking at the page changes it. */
    public boolean growsWithScrapes() {
        Exposition one = bench.scrape();
        bench.scrape(); // An app may count a scrape after it has answered.
        return !bench.scrape().since(one, name).isEmpty();
    }

    /** The exception that the app printed last. */
    public Optional<Crash> crash() {
        return bench.crash();
    }

    /** The learner's code without comments. */
    public String code() {
        return bench.code();
    }

    /** The values of samples together. */
    public static double sum(Map<Series, Double> samples) {
        return samples.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
