package treecounter.workbench.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Hints in their order: the first whose condition holds for what was found is the one to show. */
public final class Causes {
    private final List<Row> rows = new ArrayList<>();

    private record Row(Predicate<Difference> holds, Function<Difference, String> hint) {}

    /** Adds a hint. */
    public Causes when(Predicate<Difference> holds, String hint) {
        return when(holds, difference -> hint);
    }

    /** Adds a hint that names something of what was found. */
    public Causes when(Predicate<Difference> holds, Function<Difference, String> hint) {
        rows.add(new Row(holds, hint));
        return this;
    }

    /** Adds the hint that remains. */
    public Causes otherwise(String hint) {
        return when(difference -> true, hint);
    }

    /** Adds the hint that remains, which names something of what was found. */
    public Causes otherwise(Function<Difference, String> hint) {
        return when(difference -> true, hint);
    }

    /** Labels that nobody asked for, or that are missing, explain themselves. */
    public Causes whenOtherLabels(String place) {
        return when(
                difference -> difference.otherLabels().isPresent(),
                difference -> place + difference.otherLabels().orElseThrow());
    }

    /** An exception that the app printed, where it did, explains itself. */
    public Causes whenNothingAndACrash() {
        return when(
                difference -> difference.found().isEmpty() && difference.crash().isPresent(),
                difference -> difference.crash().orElseThrow().hint());
    }

    /** Adds those of others, behind its own. */
    public Causes orAsIn(Causes others) {
        rows.addAll(others.rows);
        return this;
    }

    String of(Difference difference) {
        return rows.stream()
                .filter(row -> row.holds.test(difference))
                .findFirst()
                .orElseThrow()
                .hint
                .apply(difference);
    }
}
