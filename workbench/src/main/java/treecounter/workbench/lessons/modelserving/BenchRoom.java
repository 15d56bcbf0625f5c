package treecounter.workbench.lessons.modelserving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Directories;

/** The files of one app on the bench: a copy of the bench's model, which checks may spoil. */
final class BenchRoom {
    /** Another limit than the usual one: who writes a number by hand is found out. */
    static final int MOST_AT_ONCE = 5;

    /** How long the model takes there: the same for the same review. */
    static final int MICROS_PER_WORD = 200;

    private static final AtomicLong TIMES = new AtomicLong(System.currentTimeMillis());

    private final Path original;
    private final Path directory;

    BenchRoom(Path original, String room) {
        this.original = original;
        this.directory = original.resolveSibling("rooms").resolve(room);
    }

    /** That of the app on a bench. */
    static BenchRoom of(Bench bench) {
        return new BenchRoom(Path.of(bench.serverSetting("BENCH_MODEL")), bench.room());
    }

    /** What the app finds in its environment; its files are there then. */
    Map<String, String> settings() {
        if (!Files.exists(directory)) {
            restore();
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> Directories.delete(directory), "delete-room"));
        }
        return Map.of(
                "MODEL_FILE",
                model().toString(),
                "PREDICTIONS_FILE",
                predictions().toString(),
                "MICROS_PER_WORD",
                String.valueOf(MICROS_PER_WORD),
                "MOST_AT_ONCE",
                String.valueOf(MOST_AT_ONCE));
    }

    /** Does something while the app's model cannot be read. */
    void whileSpoiled(Runnable work) {
        write(model(), "no model");
        try {
            work.run();
        } finally {
            restore();
        }
    }

    /** Does something while another model is known to be served, of which this is said. */
    void whileReplaced(String facts, Runnable work) {
        write(facts(), facts);
        touch();
        try {
            work.run();
        } finally {
            restore();
        }
    }

    /** Does something while the app's predictions cannot be written. */
    void whileNothingCanBeKept(Runnable work) {
        Path inTheWay = predictions();
        // The app may be writing the last one.
        Poll.until(done -> done, () -> replaced(inTheWay));
        try {
            work.run();
        } finally {
            Directories.delete(inTheWay);
        }
    }

    private static boolean replaced(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createDirectories(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is said of the bench's model. */
    String said() {
        try {
            return Files.readString(facts());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path model() {
        return directory.resolve("model.bin");
    }

    private Path predictions() {
        return directory.resolve("predictions.jsonl");
    }

    private Path facts() {
        return directory.resolve("model.json");
    }

    private void restore() {
        try {
            Files.createDirectories(directory);
            copy(original.resolveSibling("model.json"), facts());
            copy(original, model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        touch();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To a time that it never had: clocks of files are coarse on some systems. */
    private void touch() {
        try {
            Files.setLastModifiedTime(model(), FileTime.fromMillis(TIMES.addAndGet(2_000)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
