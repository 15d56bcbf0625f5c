package treecounter.workbench.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One directory with an app: the starter of a lesson, or its solution.
 *
 * @param directory absolute
 * @param name as one types it, relative to the root, with slashes
 */
public record Module(Lesson lesson, Path directory, String name) {
    private static final Pattern COMMENT = Pattern.compile("(?m)//.*$|(?s)/\\*.*?\\*/");

    /** Its Java files, sorted. */
    public List<Path> sources() {
        return files(directory.resolve("src/main/java"), ".java");
    }

    /** The jars its app needs, sorted; empty before the first build. */
    public List<Path> libraries() {
        return files(libraryDirectory(), ".jar");
    }

    /** Where these are. A copy of a module has a file in their place, which names the directory. */
    public Path libraryDirectory() {
        Path lib = directory.resolve("target/lib");
        return Files.isRegularFile(lib) ? Path.of(read(lib)) : lib;
    }

    /** Each of these jars with the time it was written: another list means another build. */
    public List<String> libraryTimes() {
        return libraries().stream().map(jar -> jar + " " + jar.toFile().lastModified()).toList();
    }

    /** A file of this module, whether it exists or not. */
    public Path file(String relative) {
        return directory.resolve(relative);
    }

    /** All Java code as one text without comments, to look for the cause of a finding. */
    public String code() {
        String all = sources().stream().map(Module::read).collect(Collectors.joining("\n"));
        return COMMENT.matcher(all).replaceAll("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path below, String ending) {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            // A name that begins with a dot is an editor's or the system's own, such as a lock.
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
