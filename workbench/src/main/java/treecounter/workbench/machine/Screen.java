package treecounter.workbench.machine;

import java.io.Console;
import java.io.PrintStream;

/**
 * Where the workbench writes. Colour is added only on a terminal without {@code NO_COLOR}, and is
 * never the only signal. Everything the workbench says itself is ASCII.
 */
public final class Screen {
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";

    private final PrintStream out;
    private final boolean colour;

    /** A screen on {@code out}. */
    public Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Standard output, in colour if a person is likely to look at it. */
    public static Screen standard() {
        boolean plain =
                System.getenv("NO_COLOR") != null && !System.getenv("NO_COLOR").isEmpty()
                        || "dumb".equals(System.getenv("TERM"));
        return new Screen(System.out, isTerminal() && !plain);
    }

    /** Whether a person sits at both ends. */
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there is a console also without a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Writes a line. */
    public synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes a line made like {@link String#formatted}. */
    public void line(String format, Object... values) {
        line(format.formatted(values));
    }

    /** Writes a line in place of the one before, on a terminal; elsewhere just a line. */
    public synchronized void update(String text) {
        if (isTerminal()) {
            out.print("\r" + text);
            out.flush();
        } else {
            line(text);
        }
    }

    public String red(String text) {
        return in(RED, text);
    }

    public String green(String text) {
        return in(GREEN, text);
    }

    public String yellow(String text) {
        return in(YELLOW, text);
    }

    public String bold(String text) {
        return in(BOLD, text);
    }

    private String in(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
