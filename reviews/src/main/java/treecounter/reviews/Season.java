package treecounter.reviews;

import java.util.Locale;
import java.util.Optional;

/** When a guest walked: in winter the words are others, and so are the moods. */
public enum Season {
    SUMMER,
    WINTER;

    /**
     * The season that a word names; summer if there is none.
     *
     * @throws IllegalArgumentException with what was expected and what was found
     */
    public static Season named(Optional<String> word) {
        return switch (word.orElse("summer").toLowerCase(Locale.ROOT)) {
            case "summer" -> SUMMER;
            case "winter" -> WINTER;
            default ->
                    throw new IllegalArgumentException(
                            "SEASON: expected summer or winter, found '%s'. Try SEASON=winter."
                                    .formatted(Words.shown(word.get())));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
