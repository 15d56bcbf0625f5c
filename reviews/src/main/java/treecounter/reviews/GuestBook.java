package treecounter.reviews;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The guest book of the forest: reviews of walks, made up by a seed. Moods mix in one review, some
 * sentences say their opposite by a {@code not}, some words are mistyped, and some guests chose
 * another label than a reader would. So no model can be right in all of them.
 */
public final class GuestBook {
    /** The labels, in the order of the alphabet. */
    public static final List<String> LABELS = List.of("negative", "neutral", "positive");

    private static final double MISTAKEN_LABELS = 0.06;
    private static final double NEGATED = 0.1;
    private static final double MISTYPED = 0.02;

    /** In one of so many reviews a guest tells the whole walk, and does not come to an end. */
    private static final int LONG_ONES = 400;

    private static final int LONG_WORDS = 260;

    private final Random random;
    private final Season season;
    private final Vocabulary words;

    private GuestBook(Season season, long seed) {
        this.random = new Random(seed * 31 + season.ordinal());
        this.season = season;
        this.words = Vocabulary.of(season);
    }

    /** So many reviews of a season; the same seed gives the same ones. */
    public static List<Review> reviews(Season season, long seed, int count) {
        GuestBook book = new GuestBook(season, seed);
        List<Review> reviews = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reviews.add(book.review());
        }
        return reviews;
    }

    private Review review() {
        String mood = mood();
        int sentences = 1 + random.nextInt(2) + random.nextInt(3);
        boolean endless = random.nextInt(LONG_ONES) == 0;
        StringBuilder text = new StringBuilder();
        for (int i = 0;
                i < sentences || endless && Words.in(text.toString()).size() < LONG_WORDS;
                i++) {
            text.append(i == 0 ? "" : " ").append(sentence(i == 0 ? mood : moodOfSentence(mood)));
        }
        String label =
                random.nextDouble() < MISTAKEN_LABELS
                        ? LABELS.get(random.nextInt(LABELS.size()))
                        : mood;
        return new Review(label, text.toString());
    }

    /** In summer half of the guests are glad, in winter more than half are not. */
    private String mood() {
        double drawn = random.nextDouble();
        double negative = season == Season.SUMMER ? 0.2 : 0.55;
        double neutral = season == Season.SUMMER ? 0.3 : 0.25;
        return drawn < negative ? "negative" : drawn < negative + neutral ? "neutral" : "positive";
    }

    private String moodOfSentence(String mood) {
        double drawn = random.nextDouble();
        if (drawn < 0.7) {
            return mood;
        }
        return drawn < 0.88 ? "neutral" : LABELS.get(random.nextInt(LABELS.size()));
    }

    private String sentence(String mood) {
        String text =
                switch (mood) {
                    case "positive" -> opinion(words.glad(), words.sad());
                    case "negative" -> opinion(words.sad(), words.glad());
                    default ->
                            one(words.plain()).formatted(one(words.things()), one(words.numbers()));
                };
        String typed = mistyped(text);
        return Character.toUpperCase(typed.charAt(0)) + typed.substring(1);
    }

    private String opinion(List<String> own, List<String> opposite) {
        String thing = one(words.things());
        if (random.nextDouble() < NEGATED) {
            return "the %s was not %s.".formatted(thing, one(opposite));
        }
        String frame = one(words.opinions());
        return frame.formatted(thing, one(own), one(words.times()));
    }

    private String mistyped(String text) {
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean slips =
                    Character.isLetter(text.charAt(i)) && random.nextDouble() < MISTYPED / 4;
            if (!slips) {
                typed.append(text.charAt(i));
            }
        }
        return typed.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
