package treecounter.workbench.lessons;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Modules as they were committed: what somebody has solved in a starter since then must not redden
 * a test. Where there is no git, as in an unpacked archive, it is what is there.
 */
public final class Committed {
    private Committed() {}

    /** Copies a module as committed, with its libraries. */
    public static Module copy(Module module, Path directory) throws IOException {
        Path root = Workshop.here().root();
        String git = root.toString();
        if (Command.onPath("git").isEmpty()
                || !Command.of("git", "-C", git, "cat-file", "-e", "HEAD:" + module.name())
                        .succeeds()) {
            return ModuleCopy.of(module, directory);
        }
        Process archive =
                new ProcessBuilder(
                                "git",
                                "-C",
                                git,
                                "archive",
                                "--format=zip",
                                "HEAD:" + module.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream output = archive.getInputStream();
                ZipInputStream zip = new ZipInputStream(output)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path to = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(zip, to);
                }
            }
            output.transferTo(OutputStream.nullOutputStream());
        }
        return ModuleCopy.withLibraries(module, directory);
    }
}
