package treecounter.workbench.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;

/**
 * Compiles a module in this process, into a directory named after what was compiled. An app that
 * runs keeps its classes while the next ones are made, and nothing is compiled twice.
 */
public final class Compilation {
    private static final int KEPT = 5;
    private static final int TRIES = 20;

    private final Path classes;
    private final List<Problem> problems;

    private Compilation(Path classes, List<Problem> problems) {
        this.classes = classes;
        this.problems = problems;
    }

    /**
     * Compiles what has changed since the last time.
     *
     * @throws Refusal if the module was not built yet, or this Java cannot compile
     */
    public static Compilation of(Module module) {
        if (!Files.isDirectory(module.directory())) {
            throw new Refusal(
                    "%s: no such directory. Run: make reset SECTION=%s"
                            .formatted(module.name(), module.name()));
        }
        if (module.libraries().isEmpty()) {
            throw new Refusal(module.name() + " is not built yet. Run: make build");
        }
        if (module.sources().isEmpty()) {
            throw new Refusal(
                    "%s: expected Java files in src/main/java, found none. Run: make reset SECTION=%s"
                            .formatted(module.name(), module.name()));
        }
        try {
            for (int i = 1; ; i++) {
                Optional<Compilation> compilation = ofUnchanged(module);
                if (compilation.isPresent() || i == TRIES) {
                    return compilation.orElseThrow(
                            () -> new Refusal("The sources change all the time. Save once more."));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing if a file was saved or moved meanwhile: which of its states was compiled? */
    private static Optional<Compilation> ofUnchanged(Module module) throws IOException {
        try {
            Path all = Files.createDirectories(module.file("target/bench"));
            String fingerprint = fingerprint(module);
            Path classes = all.resolve(fingerprint);
            if (Files.isDirectory(classes)) {
                Files.setLastModifiedTime(classes, FileTime.fromMillis(System.currentTimeMillis()));
                return Optional.of(new Compilation(classes, List.of()));
            }
            Path fresh = Files.createTempDirectory(all, "new");
            List<Problem> problems = compile(module, fresh);
            boolean changed = !fingerprint(module).equals(fingerprint);
            if (changed || !problems.isEmpty()) {
                Directories.delete(fresh);
                return changed ? Optional.empty() : Optional.of(new Compilation(null, problems));
            }
            moveUnlessThere(fresh, classes);
            deleteOld(all);
            return Optional.of(new Compilation(classes, List.of()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Compiles in the background and for nothing: the first save finds the compiler loaded. */
    public static void rehearse(Module module) {
        Thread thread = new Thread(() -> compileForNothing(module), "rehearse");
        thread.setDaemon(true);
        thread.start();
    }

    /** The errors; none means that there are classes to run. */
    public List<Problem> problems() {
        return problems;
    }

    /** Where they are. */
    public Path classes() {
        return classes;
    }

    /** One error of the compiler. */
    public record Problem(Path file, long line, long column, String message, String code) {
        /** The file with its line, the message, and the line of code with a mark below. */
        public String text(Path root) {
            if (file == null) {
                return "error: " + message;
            }
            String indented = code.strip();
            long lead = Math.max(0, column - 1 - (code.length() - code.stripLeading().length()));
            return "%s:%d%n  error: %s%n      %s%n      %s^"
                    .formatted(
                            root.relativize(file),
                            line,
                            message.replace("\n", System.lineSeparator() + "         "),
                            indented,
                            " ".repeat((int) lead));
        }
    }

    private static List<Problem> compile(Module module, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Refusal(
                    "Expected a JDK, found a Java without compiler in %s. Point JAVA_HOME to a JDK 17."
                            .formatted(System.getProperty("java.home")));
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(
                        diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            String libraries =
                    module.libraries().stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator));
            List<String> options =
                    Stream.concat(
                                    // --release reads a large index: only where it makes a
                                    // difference.
                                    Runtime.version().feature() == 17
                                            ? Stream.of()
                                            : Stream.of("--release", "17"),
                                    Stream.of(
                                            "-proc:none",
                                            "-g",
                                            "-nowarn",
                                            "-d",
                                            classes.toString(),
                                            "-cp",
                                            libraries))
                            .toList();
            compiler.getTask(
                            null,
                            files,
                            diagnostics,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(module.sources()))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Compilation::problem)
                .toList();
    }

    private static void compileForNothing(Module module) {
        try {
            Path nowhere = Files.createTempDirectory(module.file("target/bench"), "new");
            compile(module, nowhere);
            Directories.delete(nowhere);
        } catch (IOException | UncheckedIOException | Refusal e) {
            // The first save takes a little longer, and says what is wrong.
        }
    }

    private static Problem problem(Diagnostic<? extends JavaFileObject> found) {
        String message = found.getMessage(Locale.ENGLISH);
        if (found.getSource() == null) {
            return new Problem(null, 0, 0, message, "");
        }
        Path file = Path.of(found.getSource().toUri());
        int line = (int) Math.max(1, found.getLineNumber());
        try {
            List<String> lines = Files.readAllLines(file);
            String code = line <= lines.size() ? lines.get(line - 1) : "";
            return new Problem(file, line, found.getColumnNumber(), message, code);
        } catch (IOException e) {
            return new Problem(file, line, found.getColumnNumber(), message, "");
        }
    }

    /** Changes with any byte of the sources and with any library. */
    private static String fingerprint(Module module) throws IOException {
        CRC32 crc = new CRC32();
        for (Path source : module.sources()) {
            crc.update(source.toString().getBytes(StandardCharsets.UTF_8));
            crc.update(Files.readAllBytes(source));
        }
        for (String library : module.libraryTimes()) {
            crc.update(library.getBytes(StandardCharsets.UTF_8));
        }
        return "classes-%08x".formatted(crc.getValue());
    }

    private static void moveUnlessThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            if (!Files.isDirectory(to)) {
                throw e;
            }
            Directories.delete(
                    from); // Another loop on this module was quicker; the classes are the same.
        }
    }

    private static void deleteOld(Path all) throws IOException {
        try (Stream<Path> directories = Files.list(all)) {
            List<Path> old =
                    directories
                            .filter(path -> path.getFileName().toString().startsWith("classes-"))
                            .sorted(Comparator.comparing(Compilation::used).reversed())
                            .skip(KEPT)
                            .toList();
            for (Path path : old) {
                Directories.delete(path);
            }
        }
    }

    private static long used(Path path) {
        return path.toFile().lastModified();
    }
}
