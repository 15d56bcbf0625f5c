package treecounter.reviews;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints reviews, as they come to the app and as {@code REVIEWS} takes them: a label, a tab, a
 * text. Its settings: {@code SEASON}, {@code SEED}, {@code ROWS}, and {@code DATA=posts}.
 */
public final class Guests {
    /** Not those that the model learned from. */
    private static final int SEED = Training.SEED + 1;

    private static final int ROWS = 2_000;

    private Guests() {}

    public static void main(String[] args) {
        try {
            int seed = Setting.number("SEED", SEED, 0, 999_999_999);
            int rows = Setting.number("ROWS", ROWS, 1, 1_000_000);
            List<Review> all =
                    Training.made(
                            Setting.get("DATA").orElse("reviews"),
                            Season.named(Setting.get("SEASON")),
                            seed,
                            rows);
            PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            all.forEach(review -> out.print(review.label() + "\t" + review.text() + "\n"));
            out.flush();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
