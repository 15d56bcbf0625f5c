package treecounter.workbench.checks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Nearest;
import treecounter.workbench.workshop.Lesson;

/** Whether a metric is on the page, of the right type and with a help text. */
public final class Declared {
    private static final int DIGITS = 4;
    private static final int MOST_DIGITS = 17;
    private static final int MOST_OF_A_VALUE = 60;
    private static final Set<String> GIVEN = Set.of("jvm", "process");

    private Declared() {}

    private static final Pattern DECLARED =
            Pattern.compile("(?:\\.name|\\bbuild)\\(\\s*\"(\\w+)\"");

    /**
     * Checks a metric.
     *
     * @param place the class that declares it, for the hint
     * @throws Finding if it is not; the hint tells the likely reason
     */
    public static void as(String type, String name, String place, Bench bench) {
        Exposition page = bench.scrape();
        String expected = "# TYPE %s %s".formatted(name, type);
        Finding.when(
                page.type(name).isEmpty()
                        && page.type(name + "_total").orElse("").equals("counter"),
                expected,
                "# TYPE %s_total counter".formatted(name),
                "%s: the library adds _total to a counter's name. %s is a %s: %s.build()."
                        .formatted(place, name, type, capital(type)));
        if (page.type(name).isEmpty()) {
            List<String> own = own(page);
            throw new Finding(
                    expected,
                    own.isEmpty() ? "no metric of the app's own" : "only " + String.join(", ", own),
                    place + ": " + missing(name, place, own, bench));
        }
        Finding.when(
                !page.type(name).get().equals(type),
                expected,
                "# TYPE %s %s".formatted(name, page.type(name).get()),
                "%s: %s is a %s. Use %s.build().".formatted(place, name, type, capital(type)));
        Finding.when(
                page.help(name).orElse("").isBlank(),
                "# HELP %s with a sentence".formatted(name),
                "no help text",
                place + ": say in help(...) what it counts.");
    }

    /**
     * Checks that a metric is one series.
     *
     * @throws Finding if it has a child with labels
     */
    public static void withoutLabels(String name, String place, Bench bench) {
        bench.scrape().samples(name).keySet().stream()
                .filter(series -> !series.labels().isEmpty())
                .findFirst()
                .ifPresent(
                        series -> {
                            throw new Finding(
                                    name + " without labels",
                                    series,
                                    "%s, %s: nobody asks for it apart by anything. Without labelNames(...) it is one series."
                                            .formatted(place, name));
                        });
    }

    /** What an app of this lesson may have declared. */
    private static Set<String> known(Lesson lesson) {
        return Stream.concat(lesson.before().stream(), Stream.of(lesson))
                .flatMap(one -> one.metrics().stream())
                .collect(Collectors.toSet());
    }

    private static String missing(String name, String place, List<String> own, Bench bench) {
        String code = bench.code();
        List<String> unknown =
                own.stream()
                        .filter(one -> !known(bench.module().lesson()).contains(one))
                        .map(one -> asWritten(one, code))
                        .toList();
        if (!unknown.isEmpty()) {
            String other = Nearest.to(name, unknown);
            if (other.endsWith("_" + name) && code.matches("(?s).*\\.(namespace|subsystem)\\(.*")) {
                return "namespace(...) and subsystem(...) put their text before the name, which"
                        + " makes it %s. Take them away.".formatted(other);
            }
            if (other.equals(name + "_info")) {
                return "an Info adds _info by itself, which makes it %s. Take yours away."
                        .formatted(other);
            }
            return Unit.in(other).isPresent() && name.contains("_seconds")
                    ? "the name %s speaks of %s. The base unit is the second, and the name says it."
                            .formatted(other, Unit.in(other).get())
                    : "the name %s is not quite %s.".formatted(other, name);
        }
        bench.get("/treecounter");
        if (bench.scrape().type(name).isPresent()) {
            return "it appears with the first request only, so it is made per request. Declare it"
                    + " as a private static final field.";
        }
        String made = made(name, code);
        if (made.contains(".create()")) {
            return "create() makes a metric that nobody shows. End with register().";
        }
        if (made.matches("(?s).*\\.register\\([^)].*")) {
            return "it is in a registry of its own. register() takes the default one, which"
                    + " /metrics shows.";
        }
        if (own.isEmpty() && code.contains("new CollectorRegistry(")) {
            return "/metrics shows a registry of its own, and register() takes the default one."
                    + " Hand that one to the HTTPMetricHandler.";
        }
        if (!place.startsWith("TreeCounter")
                && !made.isEmpty()
                && !code.contains("new %s(".formatted(place))) {
            return notLoaded(place);
        }
        Optional<String> other = nearlyDeclared(name, code);
        if (other.isPresent()) {
            return "the name %s is not quite %s.".formatted(other.get(), name)
                    + (place.startsWith("TreeCounter") || code.contains("new %s(".formatted(place))
                            ? ""
                            : " And " + notLoaded(place));
        }
        return "declare it as a field and end with register().";
    }

    private static String notLoaded(String place) {
        return "nobody loads this class yet. In TreeCounterApp.main "
                + (place.endsWith("Handler")
                        ? "put a %s around the TreeCounterHandler.".formatted(place)
                        : "make a %s.".formatted(place));
    }

    /** A name in the code that is another with something added, or left out at the end. */
    private static Optional<String> nearlyDeclared(String name, String code) {
        return DECLARED.matcher(code)
                .results()
                .map(found -> found.group(1))
                .filter(other -> !other.equals(name))
                .filter(other -> name.startsWith(other) || other.startsWith(name))
                .findFirst();
    }

    /** A counter's name without the _total that the library has added. */
    private static String asWritten(String name, String code) {
        String shorter = name.replaceFirst("_total$", "");
        return code.contains("\"" + shorter + "\"") ? shorter : name;
    }

    /** The statement that makes a metric of this name, empty if there is none. */
    private static String made(String name, String code) {
        Matcher statement =
                Pattern.compile("[^;]*\"%s\"[^;]*".formatted(Pattern.quote(name))).matcher(code);
        return statement.find() ? statement.group() : "";
    }

    /** The families that are neither the JVM's nor the process's. */
    static List<String> own(Exposition page) {
        return page.families().stream()
                .filter(family -> !GIVEN.contains(family.split("_")[0]))
                .filter(family -> !family.endsWith("_created"))
                .toList();
    }

    private static String capital(String type) {
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    /** A number without noise: 3, 0.104. */
    public static String number(double value) {
        return rounded(value, DIGITS);
    }

    /** The same, with as many digits as it takes to look different from another number. */
    public static String number(double value, double other) {
        return rounded(value, digits(value, other));
    }

    private static String rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = new BigDecimal(value);
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        // What stands before the point is never rounded: of a time, it is days.
        int least = Math.max(digits, exact.precision() - exact.scale());
        BigDecimal rounded = exact.round(whole ? MathContext.DECIMAL64 : new MathContext(least));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /**
     * Changes of samples, one a line, in numbers that look different from the others; a label's
     * value that is a whole page would push the hint off the screen, so it is cut.
     */
    public static String changes(
            Map<Exposition.Series, Double> changes, Map<Exposition.Series, Double> others) {
        if (changes.isEmpty()) {
            return "no change";
        }
        return changes.entrySet().stream()
                .map(
                        change -> {
                            double by = change.getValue();
                            double other = others.getOrDefault(change.getKey(), by);
                            String sign = by < 0 ? " " : " +";
                            return shown(change.getKey()) + sign + number(by, other);
                        })
                .collect(Collectors.joining("\n"));
    }

    private static Exposition.Series shown(Exposition.Series series) {
        Map<String, String> labels = new LinkedHashMap<>(series.labels());
        labels.replaceAll(
                (label, value) ->
                        value.length() > MOST_OF_A_VALUE
                                ? value.substring(0, MOST_OF_A_VALUE) + "..."
                                : value);
        return new Exposition.Series(series.name(), labels);
    }

    /** As many digits as it takes that two different numbers look different; never less than 4. */
    public static int digits(double one, double other) {
        int digits = DIGITS;
        while (digits < MOST_DIGITS
                && one != other
                && rounded(one, digits).equals(rounded(other, digits))) {
            digits++;
        }
        return digits;
    }

    /** Labels and a value as PromQL shows them, with so many digits. */
    public static String sample(Map<String, String> labels, double value, int digits) {
        String text = new Exposition.Series("", labels).toString();
        return (text.isEmpty() ? "{}" : text) + " " + rounded(value, digits);
    }
}
