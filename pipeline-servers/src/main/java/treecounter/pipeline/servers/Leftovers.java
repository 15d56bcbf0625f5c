package treecounter.pipeline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of servers whose program was killed, and could not clear up. */
final class Leftovers {
    private static final String LOCK = "lock";

    /** Kept, or the lock would go with the garbage, and others would delete what is in use. */
    private static Optional<FileLock> claim = Optional.empty();

    private Leftovers() {}

    /** Makes a directory that is this program's as long as it runs, and nobody else's to read. */
    static void claim(Path directory) throws IOException {
        Files.createDirectory(directory);
        hide(directory, "rwx------");
        Path lock = directory.resolve(LOCK);
        claim =
                Optional.of(
                        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                                .lock());
    }

    /** Lets nobody else read it, where the system knows such a thing. */
    static void hide(Path path, String permissions) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Deletes what nobody claims any more, and ends a database that still works there. */
    static void delete(Path all) throws IOException {
        try (Stream<Path> directories = Files.list(all)) {
            for (Path data :
                    directories
                            .filter(path -> path.getFileName().toString().startsWith("data-"))
                            .filter(Leftovers::isFree)
                            .toList()) {
                endDatabase(data.resolve("postgres/postmaster.pid"));
                deleteDirectory(data);
            }
        }
    }

    private static boolean isFree(Path data) {
        try (FileChannel channel = FileChannel.open(data.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return false; // It is being made, or deleted, just now.
        }
    }

    private static void endDatabase(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException | NumberFormatException e) {
            // There is none.
        }
    }

    /** Deletes a directory with all that is in it, as far as the system lets us. */
    static void deleteDirectory(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Gone meanwhile.
        }
    }
}
