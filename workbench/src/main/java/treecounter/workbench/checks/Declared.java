package treecounter.workbench.checks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a metric is on the page, of the right type and with a help text. */
final class Declared {
    private static final Set<String> GIVEN = Set.of("jvm", "process");

    private Declared() {}

    /**
     * @throws Finding if it is not; the hint tells the likely reason
     */
    static void as(String type, String name, Bench bench) {
        Exposition page = bench.scrape();
        String expected = "# TYPE %s %s".formatted(name, type);
        if (page.type(name).isEmpty()) {
            throw new Finding(expected, others(page), missingHint(name, bench));
        }
        Finding.when(
                !page.type(name).get().equals(type),
                expected,
                "# TYPE %s %s".formatted(name, page.type(name).get()),
                "The class that declares it: use %s.build().".formatted(capital(type)));
        Finding.when(
                page.help(name).orElse("").isBlank(),
                "# HELP %s with a sentence".formatted(name),
                "no help text",
                "The class that declares it: say in help(...) what it counts.");
    }

    private static String missingHint(String name, Bench bench) {
        Exposition page = bench.scrape();
        String code = bench.code();
        String field =
                name.equals("request_latency_seconds") ? "LatencyHandler" : "TreeCounterHandler";
        if (page.type(base(name)).isPresent() || page.type(name + "_total").isPresent()) {
            return field + ": the name is not quite " + name + ".";
        }
        bench.get("/treecounter");
        if (bench.scrape().type(name).isPresent()) {
            return field
                    + ": it appears with the first request only. Declare it as a private static"
                    + " final field.";
        }
        if (code.contains(".create()")) {
            return field + ": create() makes a metric that nobody shows. End with register().";
        }
        if (code.contains("new CollectorRegistry")) {
            return field
                    + ": register() without a registry takes the default one. Show that one at"
                    + " /metrics.";
        }
        if (code.contains("\"" + name + "\"") && field.equals("LatencyHandler")) {
            return "TreeCounterApp.main: put a LatencyHandler around the handler, or nobody loads"
                    + " it.";
        }
        return field + ": declare it as a field and end with register().";
    }

    /** The families that are neither the JVM's nor the process's, for comparison. */
    private static String others(Exposition page) {
        List<String> own =
                page.families().stream()
                        .filter(family -> !GIVEN.contains(family.split("_")[0]))
                        .filter(family -> !family.endsWith("_created"))
                        .toList();
        return own.isEmpty() ? "no metric of the app's own" : "only " + String.join(", ", own);
    }

    private static String base(String name) {
        return name.replaceFirst("_total$", "");
    }

    private static String capital(String type) {
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    /** A number without noise: 3, 0.104. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Changes of samples, one a line. */
    static String changes(Map<Exposition.Series, Double> changes) {
        if (changes.isEmpty()) {
            return "no change";
        }
        return changes.entrySet().stream()
                .map(change -> change.getKey() + " +" + number(change.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Labels and a value as PromQL shows them. */
    static String sample(Map<String, String> labels, double value) {
        String text = new Exposition.Series("", labels).toString();
        return (text.isEmpty() ? "{}" : text) + " " + number(value);
    }
}
