package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;

/**
 * The files that Prometheus and servers of a lesson read, for the stack without Docker. They name
 * things as they are called inside the containers. These are the same files with those names, and
 * only those, replaced by what they are here.
 */
public final class LocalFiles {
    private static final Pattern OF_THE_LESSON = Pattern.compile("/lesson/([\\w-]+)/");

    private final Place place;

    /** The files for a place. */
    public LocalFiles(Place place) {
        this.place = place;
    }

    /** Writes them anew, and gives the first of them. */
    Path configuration() {
        try {
            String text = Files.readString(place.workshop().root().resolve("prometheus.yaml"));
            Path lesson = place.data().resolve("lesson");
            Directories.delete(lesson);
            for (String name :
                    OF_THE_LESSON.matcher(text).results().map(m -> m.group(1)).toList()) {
                copy(place.module().file(name), lesson.resolve(name));
            }
            Path file = place.data().resolve("prometheus.yaml");
            write(file, text.replace("/lesson/", Core.slashes(lesson) + "/"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes those of one directory of the lesson anew, and gives the directory. */
    public Path directory(String name) {
        try {
            Path to = place.data().resolve(name);
            Directories.delete(to);
            copy(place.module().file(name), to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(to.resolve(file.getFileName()), Files.readString(file));
            }
        }
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "# Made from the file of this name by make up. Edit that one.\n" + local(text));
    }

    private String local(String text) {
        String local = text;
        List<Service> services = Core.of(place.module().lesson());
        for (Service service : services) {
            for (Map.Entry<String, Integer> port : service.ports().entrySet()) {
                String names = "\\b(%s|localhost):%d\\b".formatted(service.name(), port.getValue());
                int here = service.port(place.options(), port.getKey());
                local = local.replaceAll(names, "localhost:" + here);
            }
        }
        return local;
    }
}
