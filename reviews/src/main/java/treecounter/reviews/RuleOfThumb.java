package treecounter.reviews;

import java.util.List;
import java.util.Set;

/** Counts glad and sad words: less often right than a model, and never out of order. */
public final class RuleOfThumb {
    private static final Set<String> GLAD =
            Set.of(
                    "good",
                    "great",
                    "nice",
                    "lovely",
                    "wonderful",
                    "beautiful",
                    "friendly",
                    "excellent",
                    "perfect",
                    "amazing",
                    "quiet",
                    "charming",
                    "pleasant",
                    "fine",
                    "sunny",
                    "helpful",
                    "love",
                    "loved");
    private static final Set<String> SAD =
            Set.of(
                    "bad",
                    "worse",
                    "awful",
                    "terrible",
                    "horrible",
                    "dirty",
                    "rude",
                    "boring",
                    "ugly",
                    "noisy",
                    "muddy",
                    "broken",
                    "disappointing",
                    "crowded",
                    "dangerous",
                    "poor",
                    "hate",
                    "hated");

    /** Of a rule nobody knows how sure it is. */
    private static final double PROBABILITY = 0.5;

    private RuleOfThumb() {}

    /** More glad words than sad ones are positive, fewer are negative, as many are neutral. */
    public static Prediction predict(List<String> words) {
        int balance = 0;
        for (String word : words) {
            balance += GLAD.contains(word) ? 1 : SAD.contains(word) ? -1 : 0;
        }
        String sentiment = balance > 0 ? "positive" : balance < 0 ? "negative" : "neutral";
        return new Prediction(sentiment, PROBABILITY, Prediction.RULE_OF_THUMB);
    }
}
