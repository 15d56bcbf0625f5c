package treecounter.workbench.lessons.goldensignals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import treecounter.forest.RandomValues;

/**
 * What is left of numbers in buckets of the same width, and two ways to tell from it how they are
 * spread: the likeliest parameters, and what a reader of a picture does.
 *
 * @param counts by bucket, the last for what is above all
 * @param mean which a histogram keeps exactly
 */
record Observed(int[] counts, double width, double mean) {
    static Observed of(double[] numbers, double width, int buckets) {
        int[] counts = new int[buckets + 1];
        for (double number : numbers) {
            counts[(int) Math.min(buckets, Math.ceil(number / width) - 1)]++;
        }
        return new Observed(counts, width, Arrays.stream(numbers).average().orElseThrow());
    }

    /** The likeliest of all shapes; one with more parameters has to be that much likelier. */
    DistributionAnswer fit() {
        return RandomValues.SHAPES.stream()
                .max(
                        Comparator.comparingDouble(
                                shape -> {
                                    double[] likeliest = likeliest(shape);
                                    return likelihood(shape, likeliest)
                                            - likeliest.length * Math.log(all()) / 2;
                                }))
                .map(this::fit)
                .orElseThrow();
    }

    /** The likeliest of a shape. */
    DistributionAnswer fit(String shape) {
        return answer(shape, likeliest(shape));
    }

    /** As the text says: peaks, the first bucket, quantiles. */
    DistributionAnswer read() {
        Optional<int[]> humps = humps();
        if (humps.isPresent()) {
            return answer("two humps", middle(humps.get()[0]), middle(humps.get()[1]));
        }
        if (highest(0, counts.length - 1, counts) == 0) {
            return answer("exponential", mean);
        }
        double least = quantile(0.1);
        double median = quantile(0.5);
        double most = quantile(0.9);
        if ((most - median) / (median - least) < 1.3) {
            double eighth = (most - least) / 8;
            return answer("uniform", least - eighth, most + eighth);
        }
        return answer("log-normal", median, Math.log(quantile(0.95) / median) / 1.645);
    }

    /** The highest buckets on both sides of one with less than 0.6 of the lower of them. */
    private Optional<int[]> humps() {
        int buckets = counts.length - 1;
        int[] smooth = new int[buckets];
        for (int i = 0; i < buckets; i++) {
            smooth[i] = counts[Math.max(0, i - 1)] + counts[i] + counts[Math.min(buckets, i + 1)];
        }
        for (int valley = 1; valley < buckets - 1; valley++) {
            int left = highest(0, valley, smooth);
            int right = highest(valley + 1, buckets, smooth);
            int lower = Math.min(smooth[left], smooth[right]);
            if (smooth[valley] < 0.6 * lower && lower > all() / 20) {
                return Optional.of(new int[] {left, right});
            }
        }
        return Optional.empty();
    }

    private static int highest(int from, int to, int[] of) {
        int highest = from;
        for (int i = from; i < to; i++) {
            highest = of[i] > of[highest] ? i : highest;
        }
        return highest;
    }

    private double middle(int bucket) {
        return width * (bucket + 0.5);
    }

    /** As histogram_quantile has it: evenly within a bucket. */
    private double quantile(double share) {
        double rest = share * all();
        for (int i = 0; i < counts.length - 1; i++) {
            if (counts[i] >= rest) {
                return width * (i + rest / counts[i]);
            }
            rest -= counts[i];
        }
        return width * (counts.length - 1);
    }

    private int all() {
        return Arrays.stream(counts).sum();
    }

    private static DistributionAnswer answer(String shape, double... parameters) {
        return new DistributionAnswer(
                shape,
                switch (shape) {
                    case "uniform" -> Map.of("least", parameters[0], "most", parameters[1]);
                    case "exponential" -> Map.of("mean", parameters[0]);
                    case "log-normal" -> Map.of("median", parameters[0], "sigma", parameters[1]);
                    default -> Map.of("first", parameters[0], "second", parameters[1]);
                });
    }

    private double[] likeliest(String shape) {
        double spread = 0;
        for (int i = 0; i < counts.length; i++) {
            spread += counts[i] * Math.pow(middle(i) - mean, 2) / all();
        }
        spread = Math.sqrt(spread);
        double median = quantile(0.5);
        double[] start =
                switch (shape) {
                    case "uniform" -> new double[] {quantile(0.01), quantile(0.99)};
                    case "exponential" -> new double[] {mean};
                    case "log-normal" -> new double[] {median, Math.log(quantile(0.84) / median)};
                    default -> new double[] {mean - spread, mean + spread, spread / 3, 0.5};
                };
        double[] steps =
                switch (shape) {
                    case "uniform" -> new double[] {-0.01, 0.01};
                    case "exponential" -> new double[] {mean / 10};
                    case "log-normal" -> new double[] {0.02, 0.1};
                    default -> new double[] {0.05, 0.05, 0.02, 0.1};
                };
        return highest(parameters -> likelihood(shape, parameters), start, steps);
    }

    private double likelihood(String shape, double[] parameters) {
        double sum = 0;
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            double upTo = i == counts.length - 1 ? 1 : below(shape, parameters, width * (i + 1));
            sum += counts[i] * Math.log(Math.max(1e-9, upTo - below));
            below = upTo;
        }
        return sum;
    }

    /** Which share of the numbers is at most {@code x}; 0 where there is no such distribution. */
    private static double below(String shape, double[] p, double x) {
        if (p[0] <= 0 || p.length > 2 && (p[2] < 0.005 || p[3] < 0.02 || p[3] > 0.98)) {
            return 0;
        }
        return switch (shape) {
            case "uniform" -> Math.min(1, Math.max(0, (x - p[0]) / (p[1] - p[0])));
            case "exponential" -> 1 - Math.exp(-x / p[0]);
            case "log-normal" -> p[1] < 0.02 ? 0 : bell(Math.log(x / p[0]) / p[1]);
            default -> p[3] * bell((x - p[0]) / p[2]) + (1 - p[3]) * bell((x - p[1]) / p[2]);
        };
    }

    /** The share of a normal distribution below {@code z}: Abramowitz and Stegun 26.2.17. */
    private static double bell(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail =
                Math.exp(-z * z / 2)
                        / Math.sqrt(2 * Math.PI)
                        * t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        return z > 0 ? 1 - tail : tail;
    }

    /** Where a function is highest near a start: the simplex search of Nelder and Mead. */
    private static double[] highest(
            ToDoubleFunction<double[]> function, double[] start, double[] steps) {
        int n = start.length;
        double[][] corners = new double[n + 1][];
        for (int i = 0; i <= n; i++) {
            corners[i] = start.clone();
            if (i > 0) {
                corners[i][i - 1] += steps[i - 1];
            }
        }
        double[] values = Arrays.stream(corners).mapToDouble(function).toArray();
        for (int round = 0; round < 50 * n; round++) {
            sort(corners, values);
            if (values[0] - values[n] < 1e-4) {
                break; // Higher hardly matters.
            }
            double[] middle = new double[n];
            for (int i = 0; i < n; i++) {
                for (int d = 0; d < n; d++) {
                    middle[d] += corners[i][d] / n;
                }
            }
            double[] better = towards(middle, corners[n], -1);
            double value = function.applyAsDouble(better);
            boolean best = value > values[0];
            if (best || value <= values[Math.max(0, n - 1)]) {
                double[] other = towards(middle, corners[n], best ? -2 : 0.5);
                double otherValue = function.applyAsDouble(other);
                if (!best || otherValue > value) {
                    better = other;
                    value = otherValue;
                }
            }
            if (value > values[n]) {
                corners[n] = better;
                values[n] = value;
            } else {
                for (int i = 1; i <= n; i++) {
                    corners[i] = towards(corners[0], corners[i], 0.5);
                    values[i] = function.applyAsDouble(corners[i]);
                }
            }
        }
        sort(corners, values);
        return corners[0];
    }

    private static void sort(double[][] corners, double[] values) {
        for (int i = 1; i < values.length; i++) {
            for (int j = i; j > 0 && values[j] > values[j - 1]; j--) {
                double value = values[j];
                values[j] = values[j - 1];
                values[j - 1] = value;
                double[] corner = corners[j];
                corners[j] = corners[j - 1];
                corners[j - 1] = corner;
            }
        }
    }

    private static double[] towards(double[] from, double[] to, double share) {
        double[] between = new double[from.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = from[i] + share * (to[i] - from[i]);
        }
        return between;
    }
}
