package treecounter.workbench.stack;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import treecounter.workbench.Screen;

/** Other programs of this machine. */
public final class Programs {
    private static final int SECONDS = 20;

    private Programs() {}

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

    /** Whether a command ends with exit code 0 within 20 s; its output is dropped. */
    public static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The lines that a command writes, errors among them; none if it cannot be run. */
    static List<String> lines(ProcessBuilder command) {
        try {
            Process process = command.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Runs a command to its end and shows what it writes; the exit code, or 127 without it. */
    static int show(ProcessBuilder command) {
        try {
            if (Screen.isTerminal()) {
                // It may draw its progress.
                return command.inheritIO().start().waitFor();
            }
            Process process = command.redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(System.out::println);
            }
            return process.waitFor();
        } catch (IOException e) {
            return 127;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }
}
