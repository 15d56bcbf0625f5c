package treecounter.forest;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import treecounter.forest.Distribution.Exponential;
import treecounter.forest.Distribution.LogNormal;
import treecounter.forest.Distribution.TwoHumps;
import treecounter.forest.Distribution.Uniform;

/**
 * Answers with a random number after a random delay. How both are spread, a seed decides: to find
 * that out from the metrics of an app is an exercise, so look away if you mean to do it.
 *
 * <p>The ranges from which parameters are drawn are such that 2,000 observations in 30 buckets tell
 * them; a simulation over many seeds is among the tests.
 *
 * @param value the numbers
 * @param delay seconds until the answer
 */
public record RandomValues(Distribution value, Distribution delay) {
    /** Seconds that 999 of 1,000 delays stay under, and more: a client waits for 2. */
    public static final double LONGEST = 1.2;

    /** What 999 of 1,000 values stay under. */
    public static final double HIGHEST = 120;

    /** The seed where nothing else is said. */
    public static final long SEED = 3;

    /** The shapes. */
    public static final List<String> SHAPES =
            List.of("uniform", "exponential", "log-normal", "two humps");

    /** Those of a seed: two distributions of different shapes. */
    public static RandomValues of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int shape = random.nextInt(SHAPES.size());
        int other = (shape + 1 + random.nextInt(SHAPES.size() - 1)) % SHAPES.size();
        return new RandomValues(
                some(SHAPES.get(shape), random).times(HIGHEST / LONGEST),
                some(SHAPES.get(other), random));
    }

    /** Always the same number, after the same delay. */
    public static RandomValues always(double value, double seconds) {
        return new RandomValues(new Uniform(value, value), new Uniform(seconds, seconds));
    }

    /** Those of {@code FOREST_SEED}, {@value #SEED} where it is unset. */
    static RandomValues fromEnvironment() {
        return of(Settings.get("FOREST_SEED").map(Settings::seed).orElse(SEED));
    }

    /** One of a shape, as a seed would give it for delays. */
    public static Distribution some(String shape, RandomGenerator random) {
        return switch (shape) {
            case "uniform" -> new Uniform(between(0.15, 0.4, random), between(0.7, 1.1, random));
            case "exponential" -> new Exponential(between(0.05, 0.17, random));
            case "log-normal" -> {
                double sigma = between(0.4, 0.8, random);
                // The 999th of 1,000 numbers is 3.1 sigmas above the median.
                double most = LONGEST / Math.exp(3.1 * sigma);
                yield new LogNormal(between(0.75 * most, most, random), sigma);
            }
            case "two humps" -> {
                double width = between(0.04, 0.08, random);
                double first = between(Math.max(0.15, 3 * width), 0.4, random);
                double second = between(first + Math.max(0.3, 5 * width), 0.95, random);
                yield new TwoHumps(first, second, width, between(0.35, 0.65, random));
            }
            default -> throw new IllegalArgumentException("no such shape: " + shape);
        };
    }

    private static double between(double least, double most, RandomGenerator random) {
        return least + (most - least) * random.nextDouble();
    }
}
