package treecounter.workbench.checks;

/** A lesson some of whose checks wait for an answer that can be asked for before they run. */
public interface AskedAhead {
    /** Begins to ask, and returns at once. */
    void askAhead(Bench bench);
}
