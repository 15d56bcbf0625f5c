package treecounter.forest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How random numbers above 0 are spread: a shape, and the parameters of that shape. */
public sealed interface Distribution {
    /** The shape's name, as one writes it in an answer. */
    String shape();

    /** The parameters that tell this one from others of its shape, by name. */
    Map<String, Double> parameters();

    /** A number. */
    double draw(RandomGenerator random);

    /** The same shape, stretched. */
    Distribution times(double factor);

    /** As likely anywhere between two bounds. */
    record Uniform(double least, double most) implements Distribution {
        @Override
        public String shape() {
            return "uniform";
        }

        @Override
        public Map<String, Double> parameters() {
            return ordered("least", least, "most", most);
        }

        @Override
        public double draw(RandomGenerator random) {
            return least + (most - least) * random.nextDouble();
        }

        @Override
        public Uniform times(double factor) {
            return new Uniform(least * factor, most * factor);
        }
    }

    /** The larger, the rarer: half as many with every step of the same width. */
    record Exponential(double mean) implements Distribution {
        @Override
        public String shape() {
            return "exponential";
        }

        @Override
        public Map<String, Double> parameters() {
            return Map.of("mean", mean);
        }

        @Override
        public double draw(RandomGenerator random) {
            return mean * random.nextExponential();
        }

        @Override
        public Exponential times(double factor) {
            return new Exponential(mean * factor);
        }
    }

    /** One hump with a long tail: the logarithms are a bell. */
    record LogNormal(double median, double sigma) implements Distribution {
        @Override
        public String shape() {
            return "log-normal";
        }

        @Override
        public Map<String, Double> parameters() {
            return ordered("median", median, "sigma", sigma);
        }

        @Override
        public double draw(RandomGenerator random) {
            return median * Math.exp(sigma * random.nextGaussian());
        }

        @Override
        public LogNormal times(double factor) {
            return new LogNormal(median * factor, sigma);
        }
    }

    /**
     * Two bells side by side.
     *
     * @param first where the lower one has its peak
     * @param second where the other has
     * @param width the standard deviation of each
     * @param share of the numbers in the first, 0 to 1
     */
    record TwoHumps(double first, double second, double width, double share)
            implements Distribution {
        @Override
        public String shape() {
            return "two humps";
        }

        @Override
        public Map<String, Double> parameters() {
            return ordered("first", first, "second", second);
        }

        @Override
        public double draw(RandomGenerator random) {
            double peak = random.nextDouble() < share ? first : second;
            return Math.max(peak / 100, peak + width * random.nextGaussian());
        }

        @Override
        public TwoHumps times(double factor) {
            return new TwoHumps(first * factor, second * factor, width * factor, share);
        }
    }

    private static Map<String, Double> ordered(String a, double first, String b, double second) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        parameters.put(a, first);
        parameters.put(b, second);
        return parameters;
    }
}
