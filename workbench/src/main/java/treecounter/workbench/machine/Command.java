package treecounter.workbench.machine;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another program of this machine, run to its end, and never longer than its limit.
 *
 * @param environment what it finds there beyond what is there already
 * @param directory where it runs, absolute
 * @param input what it reads
 */
public record Command(
        List<String> words,
        Map<String, String> environment,
        Optional<Path> directory,
        String input,
        Duration limit) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int NOT_FOUND = 127;
    private static final int LATE = 124;

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** A command that has 20 s and reads nothing. */
    public static Command of(String... words) {
        return of(List.of(words));
    }

    /** A command that has 20 s and reads nothing. */
    public static Command of(List<String> words) {
        return new Command(words, Map.of(), Optional.empty(), "", LIMIT);
    }

    /** The same with more in its environment. */
    public Command with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new Command(words, all, directory, input, limit);
    }

    /** The same in a directory. */
    public Command in(Path place) {
        return new Command(words, environment, Optional.of(place), input, limit);
    }

    /** The same with something to read. */
    public Command reading(String text) {
        return new Command(words, environment, directory, text, limit);
    }

    /** The same with another limit. */
    public Command within(Duration other) {
        return new Command(words, environment, directory, input, other);
    }

    /**
     * How a command ended.
     *
     * @param exit its exit code; 127 if there is no such program, 124 if it was ended at its limit
     */
    public record Result(int exit, byte[] output, byte[] errors) {
        /** What it wrote, as text. */
        public String out() {
            return new String(output, StandardCharsets.UTF_8).replace("\r\n", "\n");
        }

        /** What it complained about, as text. */
        public String err() {
            return new String(errors, StandardCharsets.UTF_8).replace("\r\n", "\n");
        }

        /** Both, a line each. */
        public List<String> lines() {
            return Stream.concat(out().lines(), err().lines()).toList();
        }

        /** Whether it did not end by itself in time. */
        public boolean isLate() {
            return exit == LATE;
        }
    }

    /** The program of that name on the PATH, on Windows with its ending. */
    public static Optional<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(
                        directory ->
                                Stream.of("", ".exe", ".cmd")
                                        .map(ending -> new File(directory, name + ending)))
                .map(File::toPath)
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it, and keeps what it writes. */
    public Result run() {
        try {
            Process process = builder().start();
            Reading output = new Reading(process.getInputStream());
            Reading errors = new Reading(process.getErrorStream());
            daemon(() -> write(process.getOutputStream()));
            int exit = exitOf(process);
            return new Result(exit, output.bytes(), errors.bytes());
        } catch (IOException e) {
            return new Result(NOT_FOUND, new byte[0], bytes(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Runs it; whether it ended well. */
    public boolean succeeds() {
        return run().exit() == 0;
    }

    /** Runs it and shows what it writes; its exit code. */
    public int show() {
        try {
            ProcessBuilder builder = builder();
            if (Screen.isTerminal()) {
                // It may draw its progress.
                return exitOf(builder.inheritIO().start());
            }
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(System.out::println);
            }
            return exitOf(process);
        } catch (IOException e) {
            return NOT_FOUND;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Begins it and returns at once; what it writes goes to a file. */
    public Process begin(Path log) throws IOException {
        return builder().redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private int exitOf(Process process) throws InterruptedException {
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return process.exitValue();
        }
        // Those it has started too: they hold its output open.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return LATE;
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        directory.ifPresent(place -> builder.directory(place.toFile()));
        return builder;
    }

    private void write(OutputStream to) {
        try (to) {
            to.write(bytes(input));
        } catch (IOException e) {
            // It has ended, or reads nothing; its exit code tells.
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal interrupted() {
        Thread.currentThread().interrupt();
        return new Refusal("Interrupted.");
    }

    /** Reads beside the process, so that it never waits for a reader. */
    private static final class Reading {
        private static final long PATIENCE_MILLIS = 1_000;

        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final Thread thread;

        private Reading(InputStream from) {
            thread = daemon(() -> copy(from));
        }

        private void copy(InputStream from) {
            try (from) {
                from.transferTo(read);
            } catch (IOException e) {
                // The process was ended.
            }
        }

        private byte[] bytes() throws InterruptedException {
            thread.join(PATIENCE_MILLIS);
            return read.toByteArray();
        }
    }
}
