package treecounter.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import treecounter.workbench.app.App;
import treecounter.workbench.workshop.Workshop;

/** Runs the workbench as a learner does, as a program of its own. */
final class Cli {
    private static final int SECONDS = 90;

    private Cli() {}

    /** What a run printed (errors among it) and how it ended. */
    record Run(int exitCode, String output) {}

    /** The program's line for {@code words}. */
    static ProcessBuilder command(
            Path directory, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        Optional.ofNullable(System.getProperty(App.BENCH))
                .ifPresent(jar -> command.add("-D" + App.BENCH + "=" + jar));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Workbench.class.getName());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeAll(List.of("SECTION", "MORE", "PORT"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true);
    }

    /** Runs it as the program of another workshop: it was built where its classes are. */
    static Run in(Path workshop, String... words) throws Exception {
        Path classes = Workshop.code();
        Path copy = workshop.resolve("workbench/target/classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(classes.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        ProcessBuilder builder = command(workshop, Map.of(), words);
        builder.command().replaceAll(word -> word.replace(classes.toString(), copy.toString()));
        return run(builder);
    }

    static Run run(Path directory, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        return run(command(directory, environment, words));
    }

    private static Run run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running: " + output);
        }
        return new Run(process.exitValue(), output.replace("\r\n", "\n"));
    }

    static Run run(String... words) throws IOException, InterruptedException {
        return run(Workshop.here().root(), Map.of(), words);
    }
}
