package treecounter.workbench.checks;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exception that an app printed.
 *
 * @param exception its class and message
 * @param place the learner's own line that it came from
 */
public record Crash(String exception, String place) {
    private static final Pattern EXCEPTION =
            Pattern.compile(
                    "(?:Caused by: |Exception in thread \"[^\"]*\" )?"
                            + "((?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b.*)");
    private static final Pattern NAME_TAKEN =
            Pattern.compile(
                    "of type (\\w+): (\\w+) is already in use by another Collector of type (\\w+)");
    private static final Pattern OWN_LINE =
            Pattern.compile("\\s+at .*\\btreecounter\\.[A-Z].*\\((\\w+\\.java):(\\d+)\\)");

    /** The last one in an app's output, down to its first cause. */
    public static Optional<Crash> in(List<String> output) {
        String exception = "";
        String place = "";
        boolean seen = false;
        for (String line : output) {
            Matcher head = EXCEPTION.matcher(line);
            Matcher frame = OWN_LINE.matcher(line);
            if (head.matches()) {
                exception = head.group(1);
                place = line.startsWith("Caused by: ") ? place : "";
                seen = false;
            } else if (!seen && frame.matches()) {
                place = "%s, line %s".formatted(frame.group(1), frame.group(2));
                seen = true;
            }
        }
        return exception.isEmpty() ? Optional.empty() : Optional.of(new Crash(exception, place));
    }

    /** What is likely wrong there. */
    public String hint() {
        return (place.isEmpty() ? "TreeCounterApp.main" : place) + ": " + cause();
    }

    private String cause() {
        if (exception.matches(".*\\b(jvm|process)_\\w+ is already in use.*")) {
            return "the metrics of the JVM are registered twice. Keep DefaultExports.initialize()"
                    + " and take the other away.";
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
            return "a metric of this name is registered already. Make each one once, as a private"
                    + " static final field, not per request.";
        }
        if (exception.contains("noLabelsChild")) {
            return "a metric with labels has no value of its own. Say which child: labels(...).";
        }
        if (exception.contains("Incorrect number of labels")) {
            return "labels(...) takes one value for each name of labelNames(...).";
        }
        if (exception.contains("Help hasn't been set")) {
            return "the metric has no help text. Say in help(...) what it counts.";
        }
        if (exception.contains("Name hasn't been set")) {
            return "the metric has no name. Give it one with name(...).";
        }
        if (exception.contains("Invalid metric name")) {
            return "the name of a metric holds letters, digits and _ only.";
        }
        if (exception.contains("Invalid metric label name")) {
            return "the name of a label holds letters, digits and _ only.";
        }
        return "the exception says what is wrong, this line is where.";
    }

    @Override
    public String toString() {
        return place.isEmpty() ? exception : exception + " (" + place + ")";
    }
}
