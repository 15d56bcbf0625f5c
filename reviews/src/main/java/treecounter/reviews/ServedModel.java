package treecounter.reviews;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The model that an app serves. It is read when the app starts, and again when its file has
 * changed: what the file says is served, and nothing else.
 */
public final class ServedModel {
    /** How many predictions are made at once, unless {@code MOST_AT_ONCE} says otherwise. */
    private static final int MOST_AT_ONCE = 8;

    private final ModelFile file;
    private final Semaphore places;
    private final int most;
    private final long nanosPerWord;
    private volatile Loaded loaded = new Loaded("never read", Optional.empty(), "");
    private Consumer<Known> listener = known -> {};
    private volatile boolean isLoaded;

    private record Loaded(String stamp, Optional<Known> known, String failure) {}

    /** A model that could be read, and what is known of it. */
    public record Known(Classifier classifier, ModelFacts facts) {}

    ServedModel(ModelFile file, int most, long nanosPerWord) {
        this.file = file;
        this.most = most;
        this.places = new Semaphore(most, true);
        this.nanosPerWord = nanosPerWord;
    }

    /**
     * The model of {@link ModelFile#fromEnvironment}. {@code MICROS_PER_WORD} makes it as slow as
     * larger ones are.
     */
    public static ServedModel fromEnvironment() {
        try {
            int most = Setting.number("MOST_AT_ONCE", MOST_AT_ONCE, 1, 1000);
            int micros = Setting.number("MICROS_PER_WORD", 0, 0, 1_000_000);
            return new ServedModel(
                    ModelFile.fromEnvironment(), most, TimeUnit.MICROSECONDS.toNanos(micros));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            throw new AssertionError("unreachable", e);
        }
    }

    /**
     * Reads the model, and says how long that took, or how to get one.
     *
     * @param listener is told of the model, and of each that takes its place
     */
    public void load(Consumer<Known> listener) {
        this.listener = listener;
        long start = System.nanoTime();
        Loaded now = fresh();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(now.known.map(known -> told(known, seconds)).orElse(now.failure));
        isLoaded = true;
    }

    private static String told(Known known, double seconds) {
        return String.format(
                Locale.ROOT,
                "Model %s: right in %.1f %% of the rows held out, trained %s, loaded in %.2f s.",
                known.facts().version(),
                100 * known.facts().accuracy(),
                known.facts().trained(),
                seconds);
    }

    /**
     * What a text is taken for. While as many others are predicted as there are places, it waits.
     *
     * @throws ModelFailure if the file holds no model that can be read
     */
    public Prediction predict(List<String> words) throws ModelFailure {
        Classifier classifier = known().classifier();
        places.acquireUninterruptibly();
        try {
            if (nanosPerWord > 0) {
                TimeUnit.NANOSECONDS.sleep(nanosPerWord * words.size());
            }
            return classifier.predict(words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelFailure("The program ends.");
        } finally {
            places.release();
        }
    }

    /** How many of these words the model has never seen; all of them where there is no model. */
    public int unknown(List<String> words) {
        return loaded.known.map(known -> known.classifier().unknown(words)).orElse(words.size());
    }

    /** The sentiments it tells, which are the rule of thumb's where there is no model. */
    public Set<String> labels() {
        return loaded.known
                .map(known -> known.classifier().labels())
                .orElse(Set.copyOf(GuestBook.LABELS));
    }

    /** How many predictions are made at once; further ones wait. */
    public int most() {
        return most;
    }

    private Known known() throws ModelFailure {
        Loaded now = fresh();
        return now.known.orElseThrow(() -> new ModelFailure(now.failure));
    }

    private Loaded fresh() {
        Loaded now = loaded;
        return now.stamp.equals(stamp()) ? now : read();
    }

    private synchronized Loaded read() {
        String stamp = stamp();
        if (!loaded.stamp.equals(stamp)) {
            long start = System.nanoTime();
            loaded = read(stamp);
            double seconds = (System.nanoTime() - start) / 1e9;
            loaded.known.ifPresent(listener);
            // That of the start is told by load.
            loaded.known
                    .filter(known -> isLoaded)
                    .ifPresent(known -> System.out.println(told(known, seconds)));
        }
        return loaded;
    }

    private Loaded read(String stamp) {
        try {
            Classifier classifier = Classifier.read(Files.readAllBytes(file.path()));
            ModelFacts facts = ModelFacts.fromJson(Files.readString(file.facts()));
            return new Loaded(stamp, Optional.of(new Known(classifier, facts)), "");
        } catch (NoSuchFileException e) {
            return new Loaded(
                    stamp,
                    Optional.empty(),
                    "No model: expected one at %s, found no %s. Train one: make train"
                            .formatted(file, e.getFile()));
        } catch (IOException e) {
            return new Loaded(
                    stamp,
                    Optional.empty(),
                    "No model: %s cannot be read (%s). Train another: make train"
                            .formatted(file, e.getMessage()));
        }
    }

    /** Another one when the file has changed; it takes a few microseconds to ask. */
    private String stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return now.lastModifiedTime().toString() + now.size() + now.fileKey();
        } catch (IOException e) {
            return "no file";
        }
    }
}
