package treecounter.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the programs of the pipeline read from their environment; or from the file that {@code
 * SETTINGS_FILE} names, which the servers write once they are there.
 */
final class Setting {
    private static final long PATIENCE_SECONDS = 120;

    private Setting() {}

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .or(() -> written(name));
    }

    private static Optional<String> written(String name) {
        Optional<Path> file = Optional.ofNullable(System.getenv("SETTINGS_FILE")).map(Path::of);
        if (file.isEmpty() || !name.endsWith("_URL")) {
            return Optional.empty();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!Files.exists(file.get()) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return Files.readAllLines(file.get()).stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Those who share servers, and not what is in them, say different rooms. */
    static String room() {
        return get("ROOM").orElse("main").replaceAll("\\W", "_");
    }

    static int number(String name, int otherwise) {
        return get(name)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }
}
