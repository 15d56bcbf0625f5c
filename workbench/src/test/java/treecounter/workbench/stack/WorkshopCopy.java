package treecounter.workbench.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Workshop;

/** A workshop of its own for a test: it may edit files, and the built jars come along. */
final class WorkshopCopy {
    private static final Path ROOT = Workshop.here().root();

    private WorkshopCopy() {}

    /** Copies the workshop to {@code workbench/target/NAME}, where Docker may mount it. */
    static Workshop make(String name) throws IOException {
        return copy(name, Set.of("lib"));
    }

    /** The same with what the compiler made, so that Maven need not make it again. */
    static Workshop withClasses(String name) throws IOException {
        return copy(name, Set.of("lib", "classes", "test-classes", "maven-status"));
    }

    private static Workshop copy(String name, Set<String> built) throws IOException {
        Path copy = ROOT.resolve("workbench/target").resolve(name);
        Directories.delete(copy);
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        if (isLeftOut(directory, built)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(copy.resolve(ROOT.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.copy(
                                file,
                                copy.resolve(ROOT.relativize(file)),
                                StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return new Workshop(copy);
    }

    private static boolean isLeftOut(Path directory, Set<String> built) {
        Path name = directory.getFileName();
        boolean other =
                directory.getParent().endsWith("target") && !built.contains(name.toString());
        return name.startsWith(".git") || other || directory.equals(ROOT.resolve("target"));
    }
}
