package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.Module;
import treecounter.workbench.Screen;
import treecounter.workbench.Workshop;

/** The jars that the stack runs, built by Maven when something is newer than they are. */
final class Jars {
    private final Screen screen;
    private final Path root;
    private final Maven maven;

    Jars(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.root = workshop.root();
        this.maven = new Maven(workshop);
    }

    /** The jar of the forest. */
    Path forest() {
        return root.resolve("forest/target/app.jar");
    }

    /** The jar of a lesson's app. */
    static Path of(Module module) {
        return module.file("target/app.jar");
    }

    /** Builds what is not up to date. */
    void build(Module module) {
        List<Path> jars = List.of(forest(), of(module));
        Stream<Path> sources =
                Stream.of(
                                root.resolve("pom.xml"),
                                root.resolve("forest/pom.xml"),
                                root.resolve("forest/src/main"),
                                module.file("pom.xml"),
                                module.file("src/main"))
                        .flatMap(Jars::files);
        long newest = sources.mapToLong(Jars::time).max().orElse(Long.MAX_VALUE);
        if (jars.stream().allMatch(jar -> Files.exists(jar) && time(jar) >= newest)) {
            return;
        }
        screen.line("Building %s ...", module.name());
        maven.run("package", "-Dmaven.test.skip", "-pl", "forest," + module.name());
        jars.forEach(Jars::touch);
    }

    private static Stream<Path> files(Path below) {
        try {
            return Files.walk(below).filter(Files::isRegularFile);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static long time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maven leaves a jar alone when nothing in it changes; it is up to date all the same. */
    private static void touch(Path jar) {
        try {
            Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
