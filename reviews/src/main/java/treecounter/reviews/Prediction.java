package treecounter.reviews;

import java.util.Locale;

/**
 * What a text is taken for.
 *
 * @param probability that this is right, from 0 to 1, as whoever says so believes
 * @param by {@link #MODEL} or {@link #RULE_OF_THUMB}
 */
public record Prediction(String sentiment, double probability, String by) {
    /** The classifier, which has learned. */
    public static final String MODEL = "model";

    /** Which has not. */
    public static final String RULE_OF_THUMB = "rule of thumb";

    /** As a client gets it. */
    public String toJson() {
        String who = by.equals(MODEL) ? "" : ", \"by\": " + Json.text(by);
        return String.format(
                Locale.ROOT,
                "{\"sentiment\": %s, \"probability\": %.2f%s}",
                Json.text(sentiment),
                probability,
                who);
    }
}
