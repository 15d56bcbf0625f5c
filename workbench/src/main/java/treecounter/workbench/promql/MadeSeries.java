package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Ten minutes of made series, a sample every 5 s, in promtool's notation. Rates change after five
 * and after nine minutes, so that a query over another range gives another value.
 */
public final class MadeSeries {
    /** When queries over these series are evaluated: at their last sample. */
    public static final String END = "10m";

    private static final int STEP = 5;
    private static final int SAMPLES = 120;
    private static final int NEVER = -1;

    private final List<String> series = new ArrayList<>();

    /**
     * Adds a counter.
     *
     * @param first its increase a second in minutes 0 to 5
     * @param middle the same in minutes 5 to 9
     * @param last the same in the last minute
     */
    public MadeSeries counter(String name, double first, double middle, double last) {
        return counter(name, first, middle, last, NEVER);
    }

    /** Adds a counter that starts again at 0 after {@code reset} seconds, as an app does. */
    public MadeSeries counter(String name, double first, double middle, double last, int reset) {
        StringJoiner values = new StringJoiner(" ");
        double value = 1000;
        values.add(String.valueOf(value));
        for (int i = 1; i <= SAMPLES; i++) {
            int seconds = i * STEP;
            double rate = seconds <= 300 ? first : seconds <= 540 ? middle : last;
            value = (seconds == reset ? 0 : value) + rate * STEP;
            values.add(String.valueOf(value));
        }
        series.add(name + "\t" + values);
        return this;
    }

    /** Adds a gauge with one value for minutes 0 to 5, one up to 9, one for the last. */
    public MadeSeries gauge(String name, double first, double middle, double last) {
        StringJoiner values = new StringJoiner(" ");
        for (int i = 0; i <= SAMPLES; i++) {
            int seconds = i * STEP;
            values.add(String.valueOf(seconds <= 300 ? first : seconds <= 540 ? middle : last));
        }
        series.add(name + "\t" + values);
        return this;
    }

    public List<String> series() {
        return List.copyOf(series);
    }
}
