package treecounter.workbench.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The jars that the stack runs, built by Maven when something is newer than they are. */
public final class Jars {
    private final Screen screen;
    private final Workshop workshop;
    private final Path root;
    private final Maven maven;

    public Jars(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.workshop = workshop;
        this.root = workshop.root();
        this.maven = new Maven(workshop);
    }

    /** The jar of the forest. */
    public Path forest() {
        return root.resolve("forest/target/app.jar");
    }

    /** The jar of a lesson's app. */
    public static Path of(Module module) {
        return module.file("target/app.jar");
    }

    /** Builds what is not up to date. */
    public void build(Module module) {
        List<Path> jars = List.of(forest(), of(module));
        Stream<Path> sources =
                Stream.concat(
                        Stream.of(root.resolve("pom.xml")),
                        modules(module)
                                .map(root::resolve)
                                .flatMap(
                                        directory ->
                                                Stream.of(
                                                                directory.resolve("pom.xml"),
                                                                directory.resolve("src/main"))
                                                        .flatMap(Jars::files)));
        long newest = sources.mapToLong(Jars::time).max().orElse(Long.MAX_VALUE);
        if (!jars.stream().allMatch(jar -> Files.exists(jar) && time(jar) >= newest)) {
            screen.line("Building %s ...", module.name());
            build(modules(module));
            jars.forEach(Jars::touch);
        }
        module.lesson().prepare(screen, workshop);
    }

    /** Builds a module that was never built: only what the lesson at hand needs is fetched. */
    public void buildIfNew(Module module) {
        boolean isNew =
                module.libraries().isEmpty()
                        || module.lesson().modules().stream()
                                .map(name -> root.resolve(name).resolve("target/classes"))
                                .anyMatch(classes -> !Files.isDirectory(classes));
        if (isNew && Files.exists(module.file("pom.xml"))) {
            buildFirst(module);
        }
        module.lesson().prepare(screen, workshop);
    }

    private void buildFirst(Module module) {
        int megabytes = module.lesson().megabytes();
        screen.line(
                "Building %s, once%s ...",
                module.name(),
                megabytes == 0 ? "" : " (Maven fetches up to %d MB for it)".formatted(megabytes));
        build(modules(module));
    }

    /** Has Maven fetch what a module of libraries alone is for, unless it is there. */
    public void fetch(String module, int megabytes) {
        if (!Files.exists(root.resolve(module).resolve("target/lib"))) {
            screen.line("Fetching %s, once (%d MB) ...", module, megabytes);
            build(Stream.of(module));
        }
    }

    private void build(Stream<String> modules) {
        maven.run("package", "-Dmaven.test.skip", "-pl", modules.collect(Collectors.joining(",")));
    }

    /** What the programs and checks of a module's lesson are made from. */
    private static Stream<String> modules(Module module) {
        return Stream.of(Stream.of("forest", module.name()), module.lesson().modules().stream())
                .flatMap(names -> names);
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
