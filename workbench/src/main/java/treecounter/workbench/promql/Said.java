package treecounter.workbench.promql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Workshop;

/**
 * What promtool said before, in files: who saves Java code has the same queries judged again, and
 * to start promtool takes longer than all else about them. A clock is no part of what it is asked.
 */
final class Said {
    private static final int KEPT = 50;

    private Said() {}

    /**
     * What it said when it was asked the same, or says now.
     *
     * @param asked all that its words depend on
     */
    static String before(List<String> asked, Supplier<Command.Result> ask) {
        Path file = directory().resolve(digest(asked));
        return read(file)
                .orElseGet(
                        () -> {
                            Command.Result result = ask.get();
                            String said = result.out() + result.err();
                            // With any other code it did not come to its end.
                            if (result.exit() == 0 || result.exit() == 1) {
                                write(file, said);
                            }
                            return said;
                        });
    }

    private static Path directory() {
        return Workshop.here().root().resolve("workbench/target/promtool");
    }

    private static String digest(List<String> asked) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : asked) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where it cannot be kept, it is asked again the next time. */
    private static void write(Path file, String said) {
        try {
            Files.createDirectories(directory());
            Path fresh = Files.createTempFile(directory(), "new", "");
            Files.writeString(fresh, said);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            try (Stream<Path> files = Files.list(directory())) {
                files.sorted(Comparator.comparing(Said::written).reversed())
                        .skip(KEPT)
                        .map(Path::toFile)
                        .forEach(old -> old.delete());
            }
        } catch (IOException e) {
            // A full disk is told by what needs it.
        }
    }

    private static long written(Path file) {
        return file.toFile().lastModified();
    }
}
