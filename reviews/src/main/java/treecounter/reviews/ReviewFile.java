package treecounter.reviews;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reviews from a file: a label, a tab and a text on each line. */
public final class ReviewFile {
    private static final int FEWEST = 20;
    private static final int MOST_LABELS = 20;

    private ReviewFile() {}

    /**
     * Reads all rows; empty lines are passed over.
     *
     * @throws IllegalArgumentException with what was expected and what was found, for a person
     */
    public static List<Review> read(Path file) {
        String[] lines = text(file).split("\\R", -1);
        List<Review> reviews = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                reviews.add(row(lines[i], "%s, line %d".formatted(file, i + 1)));
            }
        }
        Map<String, Long> labels =
                reviews.stream()
                        .collect(Collectors.groupingBy(Review::label, Collectors.counting()));
        if (reviews.size() < FEWEST || labels.size() < 2 || labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException(
                    "%s: expected at least %d rows with 2 to %d labels, found %d rows with %d. Is the label in front of the tab?"
                            .formatted(file, FEWEST, MOST_LABELS, reviews.size(), labels.size()));
        }
        return reviews;
    }

    private static Review row(String line, String where) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new IllegalArgumentException(
                    "%s: expected a label, a tab and a text, found no tab in '%s'. Put one after the label."
                            .formatted(where, Words.shown(line)));
        }
        String label = line.substring(0, tab).strip();
        String text = line.substring(tab + 1).strip();
        if (!label.matches("[\\p{L}\\p{N}._ -]{1,40}")) {
            throw new IllegalArgumentException(
                    "%s: expected a label of 1 to 40 letters, digits and . _ -, found '%s'. It is to be a label of a metric too."
                            .formatted(where, Words.shown(label)));
        }
        if (Words.in(text).isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: expected a text after the tab, found '%s'. Write it, or delete the line."
                            .formatted(where, Words.shown(text)));
        }
        return new Review(label, text);
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .replace("\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "REVIEWS: expected a text in UTF-8, found other bytes in %s. Save it as UTF-8."
                            .formatted(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "REVIEWS: expected a file, found none at %s. Its path counts from where make runs."
                            .formatted(file.toAbsolutePath()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "REVIEWS: expected a file that can be read, found %s. Is it a directory, or somebody else's?"
                            .formatted(e));
        }
    }
}
