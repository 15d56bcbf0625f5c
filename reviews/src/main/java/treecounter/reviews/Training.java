package treecounter.reviews;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Trains a classifier, and says how good it is in rows that it has not seen. Its settings: {@code
 * SEED}, {@code ROWS}, {@code SEASON}; {@code DATA=posts} for posts of four newsgroups; or {@code
 * REVIEWS}, a file with rows of one's own. The model goes to {@code MODEL_FILE}.
 */
public final class Training {
    /** What decides the rows, unless somebody says otherwise. */
    public static final int SEED = 10;

    static final int ROWS = 3_000;

    /** One row in so many is held out. */
    private static final int HELD_OUT = 5;

    private final List<Review> learned;
    private final List<Review> heldOut;
    private final Classifier classifier;
    private final double seconds;

    private Training(List<Review> rows, long seed) {
        List<Review> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        int held = Math.max(1, shuffled.size() / HELD_OUT);
        heldOut = shuffled.subList(0, held);
        learned = shuffled.subList(held, shuffled.size());
        long start = System.nanoTime();
        classifier = Classifier.train(learned);
        seconds = (System.nanoTime() - start) / 1e9;
    }

    /** Trains on rows, of which one in five is held out, as the seed draws them. */
    public static Training on(List<Review> rows, long seed) {
        return new Training(rows, seed);
    }

    public static void main(String[] args) throws IOException {
        try {
            ModelFile file = ModelFile.fromEnvironment();
            int seed = Setting.number("SEED", SEED, 0, 999_999_999);
            int count = Setting.number("ROWS", ROWS, 100, 1_000_000);
            Optional<Path> own = Setting.get("REVIEWS").map(Path::of);
            String data = Setting.get("DATA").orElse("reviews");
            Season season = Season.named(Setting.get("SEASON"));
            List<Review> rows =
                    own.map(ReviewFile::read).orElseGet(() -> made(data, season, seed, count));
            System.out.printf(
                    "%,d rows %s; one in %d is held out.%n",
                    rows.size(),
                    own.map(path -> "of " + path)
                            .orElse(
                                    data.equals("posts")
                                            ? "of four newsgroups, seed " + seed
                                            : "of %s, seed %d".formatted(season, seed)),
                    HELD_OUT);
            Training training = on(rows, seed);
            System.out.print(training.report());
            training.write(file, own.isPresent() ? -1 : seed);
            System.out.println("Written: " + file);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static List<Review> made(String data, Season season, int seed, int count) {
        return switch (data) {
            case "reviews" -> GuestBook.reviews(season, seed, count);
            case "posts" -> Posts.posts(seed, count);
            default ->
                    throw new IllegalArgumentException(
                            "DATA: expected reviews or posts, found '%s'. Unset it for reviews."
                                    .formatted(Words.shown(data)));
        };
    }

    /** Writes the model, and what is known of it beside it. */
    public void write(ModelFile file, long seed) throws IOException {
        file.write(
                classifier,
                new ModelFacts(
                        version(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        seed,
                        learned.size(),
                        accuracy(),
                        seconds,
                        shares(learned)));
    }

    /** The classifier that came of it. */
    public Classifier classifier() {
        return classifier;
    }

    /** The share of the held-out rows in which it is right. */
    public double accuracy() {
        return share(heldOut, review -> said(review).equals(review.label()));
    }

    /** The same for who always says the label that was the most frequent one in training. */
    public double ofTheMajority() {
        String most =
                Collections.max(shares(learned).entrySet(), Map.Entry.comparingByValue()).getKey();
        return share(heldOut, review -> most.equals(review.label()));
    }

    /** The same for the rule of thumb. */
    public double ofTheRuleOfThumb() {
        return share(
                heldOut,
                review ->
                        RuleOfThumb.predict(Words.in(review.text()))
                                .sentiment()
                                .equals(review.label()));
    }

    /** What people want to know of it: several lines. */
    public String report() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Trained in %.1f s. Right in %.1f %% of the %d rows held out.%n",
                        seconds,
                        100 * accuracy(),
                        heldOut.size()));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Who always says the most frequent label is right in %.1f %%",
                        100 * ofTheMajority()));
        text.append(
                classifier.labels().equals(Set.copyOf(GuestBook.LABELS))
                        ? String.format(
                                Locale.ROOT,
                                ", the rule of thumb in %.1f %%.%n",
                                100 * ofTheRuleOfThumb())
                        : String.format(".%n"));
        return text.append(confusion()).toString();
    }

    /** A row for each label that people gave, a column for each that the model gives. */
    private String confusion() {
        List<String> labels = List.copyOf(new TreeSet<>(shares(learned).keySet()));
        int width = labels.stream().mapToInt(String::length).max().orElse(0) + 2;
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (Review review : heldOut) {
            counts.computeIfAbsent(review.label(), label -> new TreeMap<>())
                    .merge(said(review), 1, Integer::sum);
        }
        String cell = "%" + width + "s";
        StringBuilder text =
                new StringBuilder(String.format("%-" + (width + 6) + "s", "is \\ said"));
        labels.forEach(label -> text.append(String.format(cell, label)));
        text.append(System.lineSeparator());
        counts.forEach(
                (label, row) -> {
                    text.append(String.format("%-" + (width + 6) + "s", label));
                    labels.forEach(
                            said -> text.append(String.format(cell, row.getOrDefault(said, 0))));
                    text.append(System.lineSeparator());
                });
        return text.toString();
    }

    private String said(Review review) {
        return classifier.predict(Words.in(review.text())).sentiment();
    }

    private String version() {
        CRC32 crc = new CRC32();
        learned.forEach(
                review ->
                        crc.update(
                                (review.label() + "\t" + review.text() + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));
        return "%08x".formatted(crc.getValue());
    }

    private static double share(List<Review> rows, Predicate<Review> right) {
        return rows.stream().filter(right).count() / (double) rows.size();
    }

    private static Map<String, Double> shares(List<Review> rows) {
        Map<String, Double> shares = new TreeMap<>();
        rows.forEach(row -> shares.merge(row.label(), 1.0, Double::sum));
        shares.replaceAll((label, count) -> count / rows.size());
        return shares;
    }
}
