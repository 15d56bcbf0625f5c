package treecounter.workbench.loop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** How other programs see that a loop runs: it locks a file, and the system ends that with it. */
final class RunningLoop {
    private RunningLoop() {}

    /** Lets others see a loop on {@code module}, as long as what it returns is kept. */
    static Optional<FileLock> show(Workshop workshop, Module module) {
        Path file = file(workshop, module);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[0]); // Written now: of two loops the later one is meant.
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return Optional.of(channel.lock(0, Long.MAX_VALUE, true));
        } catch (IOException e) {
            // Where nothing can be written, or locked, others have to be told their lesson.
            return Optional.empty();
        }
    }

    /** What a loop runs on; of several the one that was begun last. */
    static Optional<Module> module(Workshop workshop) {
        return workshop.modules()
                .filter(module -> isLocked(file(workshop, module)))
                .max(
                        Comparator.comparingLong(
                                each -> file(workshop, each).toFile().lastModified()));
    }

    private static boolean isLocked(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path file(Workshop workshop, Module module) {
        String name = module.name().replace('/', '-') + ".lock";
        return workshop.root().resolve("target/loops").resolve(name);
    }
}
