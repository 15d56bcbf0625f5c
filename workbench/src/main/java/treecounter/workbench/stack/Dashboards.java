package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** The dashboards that a lesson's app can fill: its own, and those of the lessons before. */
public final class Dashboards {
    /** Where they lie for Grafana, as seen from {@code grafana/dashboards}. */
    static final String RELATIVE = "../../target/stack/dashboards";

    private Dashboards() {}

    /** The directories of dashboards for a lesson; before there is one, the first there is. */
    public static List<Path> of(Workshop workshop, Lesson lesson) {
        Path all = workshop.root().resolve("grafana/dashboards");
        List<Lesson> lessons = new ArrayList<>(lesson.before());
        lessons.add(lesson);
        List<Path> own = directories(all, lessons);
        return own.isEmpty() ? directories(all, Lesson.all()).subList(0, 1) : own;
    }

    /** Lays them where Grafana looks. */
    static void lay(Workshop workshop, Lesson lesson) {
        Path to = workshop.root().resolve("target/stack/dashboards");
        try {
            Directories.delete(to);
            for (Path directory : of(workshop, lesson)) {
                Path copies = Files.createDirectories(to.resolve(directory.getFileName()));
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, copies.resolve(file.getFileName()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> directories(Path all, List<Lesson> lessons) {
        return lessons.stream()
                .map(lesson -> all.resolve(lesson.directory()))
                .filter(Files::isDirectory)
                .toList();
    }
}
