package treecounter.forest;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an answer takes: uniform from {@code least} to {@code most} seconds, but {@code
 * tailSeconds} for the share {@code tailShare} (0 to 1) of the answers.
 */
record Latency(double least, double most, double tailShare, double tailSeconds) {
    static final String ALLOWED =
            "seconds from 0 to 60: 0.05, or 0-1 for a range; with a tail: 0.05,1%:2";
    private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
    private static final Pattern FORM =
            Pattern.compile(NUMBER + "(?:-" + NUMBER + ")?(?:," + NUMBER + "%:" + NUMBER + ")?");

    /**
     * Reads {@code 0.05}, {@code 0-1} or {@code 0.05,1%:2}.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    static Latency parse(String text) {
        Matcher form = FORM.matcher(text.replace(" ", ""));
        if (form.matches()) {
            double least = number(form.group(1), 0);
            double most = number(form.group(2), least);
            double share = number(form.group(3), 0) / 100;
            double tail = number(form.group(4), 0);
            if (least <= most && most <= 60 && share <= 1 && tail <= 60) {
                return new Latency(least, most, share, tail);
            }
        }
        throw new IllegalArgumentException(
                "latency: expected %s; found '%s'".formatted(ALLOWED, text));
    }

    double seconds(RandomGenerator random) {
        if (random.nextDouble() < tailShare) {
            return tailSeconds;
        }
        return least + (most - least) * random.nextDouble();
    }

    private static double number(String text, double otherwise) {
        return text == null ? otherwise : Double.parseDouble(text);
    }
}
