package treecounter.workbench.checks;

/** What a check found wrong: expected, found, and one hint that names a file or a method. */
public final class Finding extends AssertionError {
    private final String expected;
    private final String found;
    private final String hint;

    public Finding(String expected, Object found, String hint) {
        super("expected %s; found %s; hint: %s".formatted(expected, found, hint));
        this.expected = expected;
        this.found = String.valueOf(found);
        this.hint = hint;
    }

    /** Throws this finding if {@code wrong}. */
    public static void when(boolean wrong, String expected, Object found, String hint) {
        if (wrong) {
            throw new Finding(expected, found, hint);
        }
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    public String hint() {
        return hint;
    }
}
