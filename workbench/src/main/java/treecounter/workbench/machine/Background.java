package treecounter.workbench.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that goes on when the workbench has ended. Files beside each other remember it: {@code
 * NAME.pid} and {@code NAME.log}.
 */
public final class Background {
    private static final Duration STOP = Duration.ofSeconds(8);

    private final Path directory;
    private final String name;

    /** The program that is, was or will be known by {@code name}. */
    public Background(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** Starts it anew. */
    public void start(List<String> command, Map<String, String> environment) {
        stop();
        boolean windows = File.separatorChar == '\\';
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new File(windows ? "NUL" : "/dev/null"))
                        .redirectOutput(log().toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(directory);
            ProcessHandle started = builder.start().toHandle();
            Files.writeString(pidFile(), started.pid() + " " + startOf(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Asks it to end and waits until it has. */
    public void stop() {
        handle().ifPresent(Background::end);
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote last. */
    public List<String> lastLines(int count) {
        return LastLines.of(log(), count);
    }

    private static void end(ProcessHandle handle) {
        handle.destroy();
        long deadline = System.nanoTime() + STOP.toNanos();
        try {
            while (isRunning(handle)) {
                if (System.nanoTime() > deadline) {
                    handle.destroyForcibly();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process, if it is still the same one: a number is given again after a while. */
    private Optional<ProcessHandle> handle() {
        try {
            String[] words = Files.readString(pidFile()).strip().split(" ");
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(found -> startOf(found).equals(words[1]))
                    .filter(Background::isRunning);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Who is dead but was not yet waited for, as happens in a container, has no command. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && handle.info().command().isPresent();
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private Path pidFile() {
        return directory.resolve(name + ".pid");
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }
}
