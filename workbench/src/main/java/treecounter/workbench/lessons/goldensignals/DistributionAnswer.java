package treecounter.workbench.lessons.goldensignals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Distribution;
import treecounter.forest.Distribution.TwoHumps;
import treecounter.workbench.checks.Finding;

/**
 * What somebody says of a distribution, such as {@code log-normal median=12 sigma=0.6}.
 *
 * <p>A parameter may be off by a tenth; a peak by a tenth of the distance of the peaks and half a
 * bucket. A simulation over seeds, of 2,000 observations in 30 buckets, shows that this can be met.
 * A delay may be {@value #WAY} s longer still, since the way to the forest is measured with it.
 */
record DistributionAnswer(String shape, Map<String, Double> parameters) {
    /** Seconds that an app may add to what the forest took. */
    static final double WAY = 0.01;

    private static final double SHARE = 0.1;
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z]+)\\s*=\\s*(\\S+?)(?:,|\\s|$)");

    /** Shapes as one may write them, and what each has. */
    private static final Map<String, List<String>> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("uniform", List.of("least", "most"));
        SHAPES.put("exponential", List.of("mean"));
        SHAPES.put("log-normal", List.of("median", "sigma"));
        SHAPES.put("two humps", List.of("first", "second"));
    }

    /** What is looked for in a picture of each shape. */
    private static final Map<String, String> SIGNS =
            Map.of(
                    "uniform",
                            "from its least to its most, each bucket of a uniform one holds about"
                                    + " as many",
                    "exponential",
                            "an exponential one is highest in its first bucket, and falls from"
                                    + " there on",
                    "log-normal",
                            "a log-normal one has one hump, few in its first bucket, and its tail"
                                    + " on the right only",
                    "two humps", "between two humps lie buckets with less than half as many");

    /** How each parameter is read off. */
    private static final Map<String, String> READ =
            Map.of(
                    "least",
                            "the quantile 0.1, minus an eighth of the way from there to the"
                                    + " quantile 0.9",
                    "most",
                            "the quantile 0.9, plus an eighth of the way from the quantile 0.1 to"
                                    + " it",
                    "mean", "the sum divided by the count",
                    "median", "the quantile 0.5",
                    "sigma",
                            "the logarithm (ln) of the quantile 0.95 divided by the median, and"
                                    + " that divided by 1.645",
                    "first", "the middle of the highest bucket left of the valley",
                    "second", "the middle of the highest bucket right of the valley");

    /**
     * Reads an answer.
     *
     * @param key where it stands in the file
     * @throws Finding if it is none
     */
    static DistributionAnswer parse(String key, String text) {
        Finding.when(
                text.isEmpty(),
                "a shape and its parameters",
                "no answer",
                hint(key, "write one behind " + key + "=. make buckets draws what to look at."));
        Map<String, Double> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            parameters.put(
                    parameter.group(1).toLowerCase(Locale.ROOT),
                    number(key, parameter.group(1), parameter.group(2)));
        }
        String typed = letters(PARAMETER.matcher(text).replaceAll(" "));
        String shape =
                SHAPES.keySet().stream()
                        .filter(known -> letters(known).equals(typed))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Finding(
                                                "one of " + String.join(", ", SHAPES.keySet()),
                                                "'" + text + "'",
                                                hint(key, "it begins with a shape.")));
        List<String> missing = new ArrayList<>(SHAPES.get(shape));
        missing.removeAll(parameters.keySet());
        Finding.when(
                !missing.isEmpty(),
                shape + " with " + String.join(" and ", SHAPES.get(shape)),
                "'" + text + "'",
                hint(key, missing + " is missing: NAME=NUMBER, as the comment shows.")
                        .replaceAll("[\\[\\]]", ""));
        return new DistributionAnswer(shape, parameters);
    }

    /**
     * Compares with the truth.
     *
     * @param halfBucket of 30 over the range
     * @param way what is measured with it, and is not the forest's
     * @throws Finding if it is another
     */
    void judge(String key, Distribution truth, double halfBucket, double way) {
        Finding.when(
                !shape.equals(truth.shape()),
                "the shape that the buckets show",
                "'" + shape + "'",
                hint(key, SIGNS.get(shape) + ". Is it so here?"));
        wrong(truth, halfBucket, way)
                .ifPresent(
                        name -> {
                            double given = ordered().get(name);
                            throw new Finding(
                                    "%s %s".formatted(name, allowed(truth)),
                                    "%s=%s".formatted(name, given),
                                    hint(
                                            key,
                                            name
                                                    + cause(
                                                            given,
                                                            truth.parameters().get(name),
                                                            name)));
                        });
    }

    /** The first parameter that is too far off. */
    Optional<String> wrong(Distribution truth, double halfBucket, double way) {
        Map<String, Double> given = ordered();
        return truth.parameters().entrySet().stream()
                .filter(
                        right -> {
                            double off = given.get(right.getKey()) - right.getValue();
                            double allowed = tolerance(truth, right.getValue(), halfBucket);
                            double more = right.getKey().equals("sigma") ? 0 : way; // No seconds.
                            return !(off >= -allowed && off <= allowed + more);
                        })
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static double tolerance(Distribution truth, double right, double halfBucket) {
        return truth instanceof TwoHumps humps
                ? SHARE * (humps.second() - humps.first()) + halfBucket
                : SHARE * right;
    }

    private static String allowed(Distribution truth) {
        return truth instanceof TwoHumps
                ? "within a tenth of the distance of the peaks, and half a bucket"
                : "within 10 %";
    }

    /** The lower peak is the first, however they are called. */
    private Map<String, Double> ordered() {
        if (!shape.equals("two humps")) {
            return parameters;
        }
        double one = parameters.get("first");
        double other = parameters.get("second");
        return Map.of("first", Math.min(one, other), "second", Math.max(one, other));
    }

    private static String cause(double given, double right, String name) {
        double factor = given / right;
        if (factor > 800 && factor < 1200) {
            return ": these are milliseconds. The metric's name says seconds.";
        }
        return " is " + READ.get(name) + ". Are there 2,000 observations?";
    }

    private static double number(String key, String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Finding(
                    "a number, such as %s=0.25".formatted(name),
                    "'%s'".formatted(text),
                    hint(key, name + " takes a number with a point, and no unit."));
        }
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static String hint(String key, String words) {
        return "%s, %s: %s".formatted(DistributionsFile.NAME, key, words);
    }

    @Override
    public String toString() {
        return shape
                + parameters.entrySet().stream()
                        .map(each -> " " + each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining());
    }
}
