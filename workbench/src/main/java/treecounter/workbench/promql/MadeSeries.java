package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Ten minutes of made series, a sample every 5 s, in promtool's notation. Rates change after five
 * minutes, a minute before the end, and 20 s before it, so that a query over another range gives
 * another value; and so they do in the fifth minute, though over all of it they are the same.
 */
public final class MadeSeries {
    /** When queries over these series are evaluated: at their last sample. */
    public static final String END = "10m";

    private static final int STEP = 5;
    private static final int SAMPLES = 120;
    private static final int[] CHANGES = {300, 540, 580};

    private final List<String> series = new ArrayList<>();

    /**
     * Adds a counter that stood at 1000 in the beginning.
     *
     * @param rates its increase a second up to each change and after the last one; the last one
     *     given goes on
     */
    public MadeSeries counter(String name, double... rates) {
        return counter(name, 1000, List.of(), rates);
    }

    /** Adds a counter that starts again at 0 after so many seconds, as an app does. */
    public MadeSeries restarted(List<Integer> after, String name, double... rates) {
        return counter(name, 1000, after, rates);
    }

    /** Adds a counter that is there, at 0, only after so many seconds. */
    public MadeSeries born(int after, String name, double... rates) {
        StringJoiner values = new StringJoiner(" ");
        double value = 0;
        for (int seconds = 0; seconds <= SAMPLES * STEP; seconds += STEP) {
            value += seconds > after ? rate(rates, seconds) * STEP : 0;
            values.add(seconds < after ? "_" : String.valueOf(value));
        }
        return add(name, values);
    }

    private MadeSeries counter(String name, double first, List<Integer> starts, double... rates) {
        StringJoiner values = new StringJoiner(" ");
        double value = first;
        values.add(String.valueOf(value));
        for (int seconds = STEP; seconds <= SAMPLES * STEP; seconds += STEP) {
            value = (starts.contains(seconds) ? 0 : value) + rate(rates, seconds) * STEP;
            values.add(String.valueOf(value));
        }
        return add(name, values);
    }

    private static double rate(double[] rates, int seconds) {
        int phase = 0;
        while (phase < CHANGES.length && seconds > CHANGES[phase]) {
            phase++;
        }
        double rate = rates[Math.min(phase, rates.length - 1)];
        return seconds > 240 && seconds <= 300 ? rate * (seconds > 280 ? 0.65 : 1.2) : rate;
    }

    /** Adds a gauge: a second from which on it has a value, that value, the next second, ... */
    public MadeSeries gauge(String name, double... secondsAndValues) {
        StringJoiner values = new StringJoiner(" ");
        int last = 0;
        for (int seconds = 0; seconds <= SAMPLES * STEP; seconds += STEP) {
            while (last + 2 < secondsAndValues.length && seconds >= secondsAndValues[last + 2]) {
                last += 2;
            }
            values.add(String.valueOf(secondsAndValues[last + 1]));
        }
        return add(name, values);
    }

    /**
     * Adds a histogram: a counter for each bucket, their count and their sum.
     *
     * @param restarts when it starts again at 0
     * @param labels of all its series, as {@code job="treecounter",endpoint="other"}
     * @param bounds of the buckets, the last one +Inf
     * @param typical what an observation in each bucket adds to the sum
     * @param phases observations a second in each bucket by itself, as {@link #counter} has rates
     */
    public MadeSeries histogram(
            List<Integer> restarts,
            String name,
            String labels,
            List<String> bounds,
            List<Double> typical,
            double[][] phases) {
        String all = "{" + labels + "}";
        for (int i = 0; i < bounds.size(); i++) {
            restarted(
                    restarts,
                    "%s_bucket{%s,le=\"%s\"}".formatted(name, labels, bounds.get(i)),
                    rates(phases, i + 1, bucket -> 1));
        }
        restarted(restarts, name + "_count" + all, rates(phases, bounds.size(), bucket -> 1));
        return restarted(restarts, name + "_sum" + all, rates(phases, bounds.size(), typical::get));
    }

    /** In each phase the rates of so many buckets, added up by weight. */
    private static double[] rates(double[][] phases, int buckets, IntToDoubleFunction weight) {
        return Arrays.stream(phases)
                .mapToDouble(
                        phase ->
                                IntStream.range(0, buckets)
                                        .mapToDouble(i -> phase[i] * weight.applyAsDouble(i))
                                        .sum())
                .toArray();
    }

    private MadeSeries add(String name, StringJoiner values) {
        series.add(name + "\t" + values);
        return this;
    }

    public List<String> series() {
        return List.copyOf(series);
    }
}
