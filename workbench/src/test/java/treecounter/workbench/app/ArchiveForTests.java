package treecounter.workbench.app;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Workshop;

/**
 * Gives the apps that tests start the archive of loaded classes that a learner's have: each then
 * takes half a second of a processor less. Archives want jars, and tests run from directories.
 */
public final class ArchiveForTests implements LauncherSessionListener {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Path directory;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            directory = Files.createTempDirectory("treecounter-tests");
            Path jar = jar();
            Command.of(
                            JAVA,
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xlog:disable",
                            "-XX:ArchiveClassesAtExit=" + directory.resolve("app-apps.jsa"),
                            "-cp",
                            jar.toString(),
                            Tether.class.getName(),
                            "App",
                            Tether.LOAD)
                    .run();
            System.setProperty(App.BENCH, jar.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        System.clearProperty(App.BENCH);
        Directories.delete(directory);
    }

    /** The workbench and the forest, with the libraries of the class path by reference. */
    private Path jar() throws IOException {
        Path root = Workshop.here().root();
        Path jar = directory.resolve("app.jar");
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.CLASS_PATH, libraries());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Path classes :
                    List.of(
                            root.resolve("workbench/target/classes"),
                            root.resolve("forest/target/classes"))) {
                add(classes, entries);
            }
        }
        return jar;
    }

    /** Beside the jar: Java finds no other ones when it makes an archive. */
    private String libraries() throws IOException {
        List<String> names = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path library = Path.of(entry);
            String name = library.getFileName().toString();
            if (name.startsWith("jackson") && name.endsWith(".jar")) {
                Files.copy(library, directory.resolve(name));
                names.add(name);
            }
        }
        return String.join(" ", names);
    }

    private static void add(Path classes, JarOutputStream entries) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(classes)) {
            all.filter(file -> file.toString().endsWith(".class"))
                    .sorted(Comparator.naturalOrder())
                    .forEach(files::add);
        }
        for (Path file : files) {
            entries.putNextEntry(
                    new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
            entries.write(Files.readAllBytes(file));
            entries.closeEntry();
        }
    }
}
