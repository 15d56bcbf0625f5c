package treecounter.workbench.lessons;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import treecounter.workbench.workshop.Module;

/** A module in a directory of a test's own, to be spoilt there. */
public final class ModuleCopy {
    private ModuleCopy() {}

    /** Copies a module with its libraries, and without what was compiled from it. */
    public static Module of(Module module, Path directory) {
        copy(module.directory(), directory, UnaryOperator.identity());
        return withLibraries(module, directory);
    }

    /** The same with the line ends of Windows. */
    static Module withWindowsLineEnds(Module module, Path directory) {
        copy(module.directory(), directory, text -> text.replace("\n", "\r\n"));
        return withLibraries(module, directory);
    }

    /** A module of files that are in a directory already, with another's libraries. */
    static Module withLibraries(Module built, Path directory) {
        Path libraries = directory.resolve("target/lib");
        try {
            // Where they lie, an archive of their classes fits.
            Files.createDirectories(libraries.getParent());
            Files.writeString(libraries, built.libraryDirectory().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Module(built.lesson(), directory, built.name());
    }

    /** The files of a module, relative, without what was built. */
    static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .filter(file -> !file.startsWith("target"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to, UnaryOperator<String> change) {
        try {
            for (Path file : files(from)) {
                Path copy = to.resolve(file);
                Files.createDirectories(copy.getParent());
                String text = Files.readString(from.resolve(file)).replace("\r\n", "\n");
                Files.write(copy, change.apply(text).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
