package treecounter.workbench.checks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import treecounter.workbench.workshop.Lesson;

/** Whether a metric is on the page, of the right type and with a help text. */
public final class Declared {
    private static final Set<String> GIVEN = Set.of("jvm", "process");
    private static final Set<String> OF_THE_LESSONS =
            Lesson.all().stream()
                    .flatMap(lesson -> lesson.metrics().stream())
                    .collect(Collectors.toSet());

    private Declared() {}

    /**
     * Checks a metric.
     *
     * @param place the class that declares it, for the hint
     * @throws Finding if it is not; the hint tells the likely reason
     */
    public static void as(String type, String name, String place, Bench bench) {
        Exposition page = bench.scrape();
        String expected = "# TYPE %s %s".formatted(name, type);
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

    private static String missing(String name, String place, List<String> own, Bench bench) {
        List<String> unknown = own.stream().filter(one -> !OF_THE_LESSONS.contains(one)).toList();
        if (!unknown.isEmpty()) {
            String other = unknown.get(unknown.size() - 1);
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
        String code = bench.code();
        if (code.contains(".create()")) {
            return "create() makes a metric that nobody shows. End with register().";
        }
        if (code.contains("new CollectorRegistry(")) {
            return "it is in a registry of its own. register() takes the default one, which"
                    + " /metrics shows.";
        }
        if (!place.startsWith("TreeCounter")
                && code.contains("\"" + name + "\"")
                && !code.contains("new %s(".formatted(place))) {
            return "nobody loads this class yet. In TreeCounterApp.main "
                    + (place.endsWith("Handler")
                            ? "put a %s around the TreeCounterHandler.".formatted(place)
                            : "make a %s.".formatted(place));
        }
        return "declare it as a field and end with register().";
    }

    /** The families that are neither the JVM's nor the process's. */
    private static List<String> own(Exposition page) {
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
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        BigDecimal rounded =
                new BigDecimal(value).round(whole ? MathContext.DECIMAL64 : new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Changes of samples, one a line. */
    public static String changes(Map<Exposition.Series, Double> changes) {
        if (changes.isEmpty()) {
            return "no change";
        }
        return changes.entrySet().stream()
                .map(change -> change.getKey() + " +" + number(change.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Labels and a value as PromQL shows them. */
    public static String sample(Map<String, String> labels, double value) {
        String text = new Exposition.Series("", labels).toString();
        return (text.isEmpty() ? "{}" : text) + " " + number(value);
    }
}
