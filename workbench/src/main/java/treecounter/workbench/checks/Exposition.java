package treecounter.workbench.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A page in Prometheus's text format 0.0.4, read into samples: order, trailing commas and the way a
 * number is written make no difference.
 */
public final class Exposition {
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
        Set<Series> all = new TreeSet<>(java.util.Comparator.comparing(Series::toString));
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

    private static Map<Series, Double> sorted() {
        return new TreeMap<>(java.util.Comparator.comparing(Series::toString));
    }

    private void add(String line) {
        if (!line.startsWith("#")) {
            addSample(line);
            return;
        }
        List<String> words = List.of(line.split("\\s+", 4));
        if (words.size() >= 3 && words.get(1).equals("TYPE")) {
            types.put(words.get(2), words.size() == 4 ? words.get(3) : "untyped");
        } else if (words.size() >= 3 && words.get(1).equals("HELP")) {
            helps.put(words.get(2), words.size() == 4 ? words.get(3) : "");
        }
    }

    private void addSample(String line) {
        try {
            int at = 0;
            while (at < line.length() && line.charAt(at) != '{' && line.charAt(at) > ' ') {
                at++;
            }
            String name = line.substring(0, at);
            if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
                throw bad(line);
            }
            Map<String, String> labels = new LinkedHashMap<>();
            if (line.charAt(at) == '{') {
                at = readLabels(line, at + 1, labels);
            }
            String value = line.substring(at).strip().split("\\s+")[0];
            samples.put(new Series(name, labels), number(value));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw bad(line);
        }
    }

    private static int readLabels(String line, int start, Map<String, String> labels) {
        int at = start;
        while (line.charAt(at) != '}') {
            int equals = line.indexOf('=', at);
            String label = line.substring(at, equals).strip();
            StringBuilder value = new StringBuilder();
            at = equals + 1;
            if (line.charAt(at) != '"') {
                throw bad(line);
            }
            for (at++; line.charAt(at) != '"'; at++) {
                char c = line.charAt(at);
                if (c == '\\') {
                    at++;
                    c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
                }
                value.append(c);
            }
            labels.put(label, value.toString());
            at++;
            while (line.charAt(at) == ',' || line.charAt(at) == ' ') {
                at++;
            }
        }
        return at + 1;
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
