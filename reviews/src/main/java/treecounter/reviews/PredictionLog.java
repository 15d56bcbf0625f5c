package treecounter.reviews;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import treecounter.forest.Guard;

/**
 * Writes each prediction into a file, a JSON object a line, in the background: an answer never
 * waits for it. What guests wrote is personal data. So only the file's owner may read it, and when
 * it has grown to a limit, the oldest half goes.
 */
public final class PredictionLog {
    private static final long MOST_BYTES = 10_000_000;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_RECENT = 10_000;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final long mostBytes;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<Long, String> recent = new LinkedHashMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "prediction-log");
    private volatile boolean ending;
    private boolean written = true;

    PredictionLog(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
        writer.setDaemon(true);
        writer.start();
    }

    /** The file that {@code PREDICTIONS_FILE} names; what waits is written when the app ends. */
    public static PredictionLog fromEnvironment() {
        Path file = Path.of(Setting.get("PREDICTIONS_FILE").orElse("target/predictions.jsonl"));
        PredictionLog log = new PredictionLog(file, MOST_BYTES);
        Guard.afterwards(log::end);
        return log;
    }

    /** Remembers a prediction; while the disk is too slow for them, some are forgotten. */
    public void add(String review, Prediction prediction) {
        remember(review, prediction.sentiment());
        String line =
                String.format(
                        Locale.ROOT,
                        "{\"time\": \"%s\", \"review\": %s, \"sentiment\": %s, \"probability\":"
                                + " %.2f, \"by\": %s}\n",
                        Instant.now(),
                        Json.text(review),
                        Json.text(prediction.sentiment()),
                        prediction.probability(),
                        Json.text(prediction.by()));
        if (!waiting.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    /** The sentiment that was told of a review, if it is among the last {@value #MOST_RECENT}. */
    public Optional<String> told(String review) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(key(review)));
        }
    }

    private void remember(String review, String sentiment) {
        synchronized (recent) {
            recent.put(key(review), sentiment);
            if (recent.size() > MOST_RECENT) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
    }

    /** What a guest wrote is not kept for this: a number that it gives will do. */
    private static long key(String review) {
        long key = 0;
        for (int i = 0; i < review.length(); i++) {
            key = 1_000_003 * key + review.charAt(i);
        }
        return key;
    }

    /** How many were forgotten. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes what waits, and ends. */
    void end(Duration most) {
        ending = true;
        try {
            writer.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (!ending || !waiting.isEmpty()) {
                String first = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<String> lines = new ArrayList<>(List.of(first));
                    waiting.drainTo(lines);
                    appendOrSay(lines);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says once what is wrong with the file, until it has been written to again. */
    private void appendOrSay(List<String> lines) {
        try {
            append(String.join("", lines).getBytes(StandardCharsets.UTF_8));
            written = true;
        } catch (IOException e) {
            dropped.addAndGet(lines.size());
            if (written) {
                System.err.printf(
                        "Predictions are not kept: %s cannot be written (%s). PREDICTIONS_FILE"
                                + " names another.%n",
                        file, e);
            }
            written = false;
        }
    }

    private void append(byte[] lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file) && Files.size(file) + lines.length > mostBytes) {
            dropOldestHalf();
        }
        put(file, lines, StandardOpenOption.APPEND);
    }

    private void dropOldestHalf() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = all.length / 2;
        while (from < all.length && all[from - 1] != '\n') {
            from++;
        }
        byte[] rest = Arrays.copyOfRange(all, from, all.length);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        put(fresh, rest, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file is nobody else's from its first moment on; one that was there becomes so. */
    private static void put(Path file, byte[] bytes, OpenOption how) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (posix && Files.exists(file)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
        FileAttribute<?>[] owner =
                posix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, owner)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }
}
