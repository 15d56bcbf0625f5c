package treecounter.workbench;

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

    int exitCode() {
        return exitCode;
    }
}
