package treecounter.workbench.lessons;

import java.util.regex.Pattern;

/** What every hint must have. */
final class Hints {
    /** A class or method of the lesson, or a file of it. */
    static final Pattern NAMES_A_PLACE =
            Pattern.compile(
                    "(?s).*(\\b([A-Z]\\w+(App|Handler|Filter|Collector|Job)|Worker)\\b"
                            + "|\\w+\\.(promql|properties|json|java|yaml|md)\\b).*");

    private Hints() {}
}
