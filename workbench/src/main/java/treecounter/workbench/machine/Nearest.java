package treecounter.workbench.machine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody may have meant. */
public final class Nearest {
    private static final int LONG_ENOUGH = 5;

    private Nearest() {}

    /** The known word with the fewest letters to change; there must be one. */
    public static String to(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(lower(typed), lower(word))))
                .orElseThrow();
    }

    /** The same, if it is so near that it was probably meant. */
    public static Optional<String> close(String typed, Collection<String> known) {
        return Optional.of(to(typed, known))
                .filter(
                        near ->
                                distance(lower(typed), lower(near))
                                        <= Math.max(1, typed.length() / 4));
    }

    /** The same, or one that begins with the whole typed word. */
    public static Optional<String> meant(String typed, Collection<String> known) {
        List<String> longer =
                known.stream()
                        .filter(word -> lower(word).startsWith(lower(typed)))
                        .filter(word -> typed.length() >= LONG_ENOUGH)
                        .toList();
        return close(typed, known).or(() -> longer.stream().findFirst());
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** How many letters to add, drop or exchange to make one of the other. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + exchanged, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
