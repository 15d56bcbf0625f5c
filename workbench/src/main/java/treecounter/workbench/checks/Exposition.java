package treecounter.workbench.checks;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Prometheus's text format 0.0.4, read into samples: order, trailing commas and the way a
 * number is written make no difference.
 */
public final class Exposition {
    private static final Comparator<Series> BY_TEXT = Comparator.comparing(Series::toString);

    private static final String QUOTED = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
    private static final Pattern LABEL =
            Pattern.compile("\\G\\s*([a-zA-Z_]\\w*)\\s*=\\s*" + QUOTED + "\\s*(?:,|$)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(?<name>[a-zA-Z_:][\\w:]*)"
                            + ("(?:\\s*\\{(?<labels>(?:[^\"}]++|" + QUOTED + ")*+)}\\s*|\\s+)")
                            + "(?<value>NaN|[+-]?Inf|[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
                            + "(?:\\s+-?\\d+(?:\\.\\d+)?)?(?:\\s+#.*)?");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();
    private final Map<Series, Double> samples = new LinkedHashMap<>();

    private Exposition() {}

    /** A series: a sample's name and its labels. */
    public record Series(String name, Map<String, String> labels) {
        public Series {
            labels = Map.copyOf(labels);
        }

        /** One label's value, empty if there is none. */
        public String label(String label) {
            return labels.getOrDefault(label, "");
        }

        /** As one types it: {@code name{label="value"}}, labels sorted. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            new TreeMap<>(labels)
                    .forEach(
                            (label, value) ->
                                    text.append(text.isEmpty() ? "" : ",")
                                            .append(label)
                                            .append("=\"")
                                            .append(escape(value))
                                            .append('"'));
            return text.isEmpty() ? name : name + "{" + text + "}";
        }

        private static String escape(String value) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
    }

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if a line is not of the format; the message shows the line
     */
    public static Exposition parse(String page) {
        Exposition exposition = new Exposition();
        page.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(exposition::add);
        return exposition;
    }

    /** The type that the page declares for a family, if it does: counter, gauge, ... */
    public Optional<String> type(String family) {
        return Optional.ofNullable(types.get(family));
    }

    /** The help text of a family. */
    public Optional<String> help(String family) {
        return Optional.ofNullable(helps.get(family));
    }

    /** The names of all families that the page declares. */
    public Set<String> families() {
        return types.keySet();
    }

    /** All samples, in the page's order. */
    public Map<Series, Double> samples() {
        return samples;
    }

    /** The samples of one name, sorted by their text. */
    public Map<Series, Double> samples(String name) {
        Map<Series, Double> found = sorted();
        samples.forEach(
                (series, value) -> {
                    if (series.name().equals(name)) {
                        found.put(series, value);
                    }
                });
        return found;
    }

    /** The value of the one sample with these labels and no other, 0 if there is none. */
    public double value(String name, Map<String, String> labels) {
        return samples.getOrDefault(new Series(name, labels), 0.0);
    }

    /** By how much the samples of one name have changed since; those that have not are left out. */
    public Map<Series, Double> since(Exposition before, String name) {
        Map<Series, Double> changes = sorted();
        Set<Series> all = new TreeSet<>(BY_TEXT);
        all.addAll(samples(name).keySet());
        all.addAll(before.samples(name).keySet());
        for (Series series : all) {
            double change =
                    samples.getOrDefault(series, 0.0) - before.samples.getOrDefault(series, 0.0);
            if (change != 0) {
                changes.put(series, change);
            }
        }
        return changes;
    }

    /** An empty map that will be sorted by the series' text. */
    public static Map<Series, Double> sorted() {
        return new TreeMap<>(BY_TEXT);
    }

    private void add(String line) {
        if (!line.startsWith("#")) {
            addSample(line);
            return;
        }
        List<String> words = List.of(line.split("\\s+", 4));
        String text = words.size() == 4 ? words.get(3) : "";
        if (words.size() >= 3 && words.get(1).equals("TYPE")) {
            types.put(words.get(2), text.isEmpty() ? "untyped" : text);
        } else if (words.size() >= 3 && words.get(1).equals("HELP")) {
            helps.put(words.get(2), unescape(text));
        } else if (line.equals("# EOF")) {
            nameCountersInFull();
        }
    }

    /** OpenMetrics, which ends in {@code # EOF}, declares a counter without its _total. */
    private void nameCountersInFull() {
        Map<String, String> declared = new LinkedHashMap<>(types);
        types.clear();
        declared.forEach(
                (family, type) -> {
                    String name = type.equals("counter") ? family + "_total" : family;
                    types.put(name, type);
                    helps.putIfAbsent(name, helps.getOrDefault(family, ""));
                });
    }

    private void addSample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw bad(line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        String text = Optional.ofNullable(sample.group("labels")).orElse("").strip();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find()) {
            labels.put(label.group(1), unescape(label.group(2)));
            end = label.end();
        }
        if (end != text.length()) {
            throw bad(line);
        }
        samples.put(new Series(sample.group("name"), labels), number(sample.group("value")));
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static IllegalArgumentException bad(String line) {
        return new IllegalArgumentException(
                "expected name{label=\"value\"} number, found: " + line);
    }
}
