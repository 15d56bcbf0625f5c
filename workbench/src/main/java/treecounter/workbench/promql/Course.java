package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Made series over any time, in phases such as {@code "5m 1, 30s 0, 10m 1"}: how long, and with
 * which value. In a phase that is {@code gone} the series does not exist.
 */
public final class Course {
    private static final String GONE = "gone";
    private static final Pattern PART = Pattern.compile("(\\d+)([dhms])");
    private static final double BORN_LONG_AGO = 1000;

    private final int step;
    private final List<String> series = new ArrayList<>();
    private int missing = Integer.MAX_VALUE;
    private int seconds;

    private Course(int step) {
        this.step = step;
    }

    /** Series with a sample every so many seconds. */
    public static Course every(int seconds) {
        return new Course(seconds);
    }

    /** From now on each {@code nth} scrape of a series has failed. */
    public Course missing(int nth) {
        missing = nth;
        return this;
    }

    /** Adds a gauge. */
    public Course gauge(String name, String phases) {
        return add(name, phases, false);
    }

    /** Adds a counter; the phases say its increase a second. */
    public Course counter(String name, String phases) {
        return add(name, phases, true);
    }

    /** Adds values in promtool's own notation. */
    public Course exactly(String name, String values) {
        series.add(name + "\t" + values);
        return this;
    }

    private Course add(String name, String phases, boolean counts) {
        StringJoiner values = new StringJoiner(" ");
        double counted = BORN_LONG_AGO;
        boolean there = true;
        int number = 0;
        for (String phase : phases.split(",\\s*")) {
            String[] words = phase.strip().split(" ");
            int samples = seconds(words[0]) / step;
            for (int i = 0; i < samples; i++) {
                number++;
                boolean is = !words[1].equals(GONE);
                if (is) {
                    double value = Double.parseDouble(words[1]);
                    counted += counts ? value * step : 0;
                    values.add(number % missing == 0 ? "_" : "" + (counts ? counted : value));
                } else {
                    // A target that is no longer known ends its series at once.
                    values.add(there && number > 1 ? "stale" : "_");
                }
                there = is;
            }
        }
        seconds = Math.max(seconds, (number - 1) * step);
        return exactly(name, values.toString());
    }

    /** How many seconds it lasts. */
    int seconds() {
        return seconds;
    }

    int step() {
        return step;
    }

    List<String> series() {
        return List.copyOf(series);
    }

    /** A duration as Prometheus writes it, such as {@code 1h30m}, in seconds. */
    public static int seconds(String duration) {
        Matcher part = PART.matcher(duration);
        int sum = 0;
        while (part.find()) {
            int unit =
                    switch (part.group(2)) {
                        case "d" -> 86_400;
                        case "h" -> 3600;
                        case "m" -> 60;
                        default -> 1;
                    };
            sum += Integer.parseInt(part.group(1)) * unit;
        }
        return sum;
    }

    /** The way back. */
    public static String duration(int seconds) {
        StringBuilder text = new StringBuilder();
        int left = seconds;
        int[] units = {86_400, 3600, 60, 1};
        for (int i = 0; i < units.length; i++) {
            if (left >= units[i]) {
                text.append(left / units[i]).append("dhms".charAt(i));
                left %= units[i];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }
}
