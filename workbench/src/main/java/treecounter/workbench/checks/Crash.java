package treecounter.workbench.checks;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exception that an app printed.
 *
 * @param exception its class and message
 * @param place the learner's own line that it came from
 * @param onLoading whether that line made a static field, when its class was loaded
 */
public record Crash(String exception, String place, boolean onLoading) {
    private static final Pattern EXCEPTION =
            Pattern.compile(
                    "(?:Caused by: |Exception in thread \"[^\"]*\" )?"
                            + "((?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b.*)");
    private static final String OVERFLOW = "java.lang.StackOverflowError";
    private static final int ENDLESS = 3;
    private static final Pattern FRAME = Pattern.compile("\\s+(at .*\\)|\\.\\.\\. \\d+ more)");
    private static final Pattern NAME_TAKEN =
            Pattern.compile(
                    "of type (\\w+): (\\w+) is already in use by another Collector of type (\\w+)");
    private static final Pattern GAVE_NOTHING =
            Pattern.compile("return value of \"[^\"]*\\.(\\w+)\\([^\"]*\\)\" is null");
    private static final Pattern NO_VALUE =
            Pattern.compile("NullPointerException.*because \"this\\.(\\w+)\" is null");
    private static final Pattern OWN_LINE =
            Pattern.compile("\\s+at .*\\btreecounter\\.[A-Z].*\\((\\w+\\.java):(\\d+)\\)");

    /** The last one in an app's output, down to its first cause. */
    public static Optional<Crash> in(List<String> output) {
        String exception = "";
        String place = "";
        boolean onLoading = false;
        boolean seen = false;
        for (String line : output) {
            Matcher head = EXCEPTION.matcher(line);
            Optional<String> own = ownLine(line);
            if (head.matches()) {
                exception = head.group(1);
                place = line.startsWith("Caused by: ") ? place : "";
                seen = false;
            } else if (!seen && own.isPresent()) {
                place = own.get();
                onLoading = line.contains(".<clinit>(") || line.contains(".lambda$static$");
                seen = true;
            }
        }
        if (exception.isEmpty() && comesBack(output)) {
            // Its own line was printed so long ago that it is forgotten.
            exception = OVERFLOW;
        }
        return exception.isEmpty()
                ? Optional.empty()
                : Optional.of(new Crash(exception, place, onLoading));
    }

    /** Whether the same line of the learner's stands in a trace again and again. */
    private static boolean comesBack(List<String> output) {
        return output.stream()
                .filter(line -> ownLine(line).isPresent())
                .anyMatch(line -> Collections.frequency(output, line) > ENDLESS);
    }

    /** Whether a line is one of a stack trace. */
    public static boolean isFrame(String line) {
        return FRAME.matcher(line).matches();
    }

    /** The learner's own place, if a line of a stack trace is one: {@code File.java, line 7}. */
    public static Optional<String> ownLine(String line) {
        Matcher frame = OWN_LINE.matcher(line);
        return frame.matches()
                ? Optional.of("%s, line %s".formatted(frame.group(1), frame.group(2)))
                : Optional.empty();
    }

    /** Whether a request was answered that had been answered. */
    public boolean isSecondAnswer() {
        return exception.contains("headers already sent");
    }

    /** What is likely wrong there. */
    public String hint() {
        return (place.isEmpty() ? "TreeCounterApp.main" : place) + ": " + cause();
    }

    private String cause() {
        if (exception.matches(".*\\b(jvm|process)_\\w+ is already in use.*")) {
            return "the metrics of the JVM are registered twice: by another line too, or by this"
                    + " one each time it runs. Once is enough, and DefaultExports.initialize() in"
                    + " TreeCounterApp.main sees to it.";
        }
        Matcher taken = NAME_TAKEN.matcher(exception);
        if (taken.find() && !taken.group(1).equals(taken.group(3))) {
            String counter = " already: a counter x_total takes x too";
            return "the name %s is taken by a %s%s. Choose another name, or take one of them away."
                    .formatted(
                            taken.group(2).replaceFirst("_(created|total|sum|count)$", ""),
                            taken.group(3),
                            taken.group(3).equals("Counter") ? counter : " already");
        }
        if (exception.contains("is already in use")) {
            return onLoading
                    ? "a metric of this name is registered already. Another field has the same"
                            + " name(...), or register() is called twice."
                    : "a metric of this name is registered already, so this line has run before."
                            + " Make each one once, as a private static final field.";
        }
        if (exception.contains("exposes the same name multiple times")) {
            return "the collector that is registered here names a family twice. Each stands once in"
                    + " what describe() returns, and collect().";
        }
        if (isSecondAnswer()) {
            return "this request has its answer already, and this is a second one. Does an if"
                    + " before it lack a return, or a case its break?";
        }
        if (exception.contains("noLabelsChild")) {
            return "a metric with labels has no value of its own. Say which child: labels(...). Or"
                    + " is it another metric that is meant?";
        }
        if (exception.contains("Incorrect number of labels")) {
            return "labels(...) takes one value for each name of labelNames(...). Is it the right"
                    + " metric? Or has it too many names, or too few, where it is declared?";
        }
        if (exception.contains("Help hasn't been set")) {
            return "the metric has no help text. Say in help(...) what it counts.";
        }
        if (exception.contains("Name hasn't been set")) {
            return "the metric has no name. Give it one with name(...).";
        }
        if (exception.contains("Invalid metric name")) {
            return "the name of a metric holds letters, digits and _ only."
                    + (exception.matches(".*name: \\w+ .*")
                            ? " This looks like the help text."
                            : "");
        }
        if (exception.contains("Invalid metric label name")) {
            return "the name of a label holds letters, digits and _ only."
                    + (exception.matches(".*name: .*,.*")
                            ? " Two names are two texts, each in quotes of its own."
                            : exception.matches(".*name: [\\d/].*")
                                    ? " This looks like a value: labelNames(...) takes the names,"
                                            + " and values come in labels(...)."
                                    : "");
        }
        if (exception.contains("cannot add context")) {
            return "a handler is mounted at this path already. Take the old line away.";
        }
        if (exception.contains("Illegal value for path")) {
            return "the path of a context begins with a slash. The one of \"/\" takes every path.";
        }
        if (exception.contains("Collector.collect(")) {
            return "a collector gave null here. Its collect() returns a list on every way, also"
                    + " where it knows nothing.";
        }
        Matcher gaveNothing = GAVE_NOTHING.matcher(exception);
        if (gaveNothing.find()) {
            return "%s() has nothing to give here. Is it the right method?"
                    .formatted(gaveNothing.group(1));
        }
        if (exception.contains("must be non-negative")) {
            return "a counter only goes up, and is given less than 0. Where that is a time,"
                    + " subtract the earlier one from the later one, both of the same clock and"
                    + " in the same unit.";
        }
        if (exception.matches(".*NullPointerException.*because \"[^\"]*\\.[A-Z_]+\" is null.*")
                || onLoading && exception.matches(".*NullPointerException.*\"\\w+\" is null.*")) {
            return "static fields are made from top to bottom. This runs before the one that it"
                    + " needs is made: let it stand below.";
        }
        if (exception.startsWith(OVERFLOW)) {
            return "this calls itself, again and again. Is the same method of another object"
                    + " meant?";
        }
        if (exception.contains("CollectorRegistry.") && exception.contains("this.registry")) {
            return "an HTTPMetricHandler was made without a registry. Give it"
                    + " CollectorRegistry.defaultRegistry.";
        }
        Matcher noValue = NO_VALUE.matcher(exception);
        if (noValue.find()) {
            return "the field %s has no value. Give it one where it is declared."
                    .formatted(noValue.group(1));
        }
        return "the exception says what is wrong, this line is where.";
    }

    @Override
    public String toString() {
        return place.isEmpty() ? exception : exception + " (" + place + ")";
    }
}
