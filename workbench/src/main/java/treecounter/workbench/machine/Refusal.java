package treecounter.workbench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something a person can mend keeps a verb from its work. The message is one clear line. */
public final class Refusal extends RuntimeException {
    private final int exitCode;

    /** Refuses with exit code 2: could not be done, and what is missing. */
    public Refusal(String message) {
        this(message, 2);
    }

    /** Refuses with an exit code of its own. */
    public Refusal(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The same of a file that cannot be read or written: which one, and why. */
    public static Refusal of(UncheckedIOException e) {
        IOException cause = e.getCause();
        String reason =
                cause instanceof AccessDeniedException
                        ? "no permission"
                        : cause instanceof NoSuchFileException
                                ? "no such file"
                                : cause instanceof FileSystemException named
                                                && named.getReason() != null
                                        ? named.getReason()
                                        : String.valueOf(cause.getMessage());
        String file =
                cause instanceof FileSystemException named && named.getFile() != null
                        ? named.getFile()
                        : "a file";
        return new Refusal("Expected to read or write %s, found: %s.".formatted(file, reason));
    }

    public int exitCode() {
        return exitCode;
    }
}
