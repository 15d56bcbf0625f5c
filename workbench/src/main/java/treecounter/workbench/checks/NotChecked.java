package treecounter.workbench.checks;

import org.opentest4j.TestAbortedException;

/** A check needs something that this machine does not have; the message says what to install. */
public final class NotChecked extends TestAbortedException {
    public NotChecked(String message) {
        super(message);
    }
}
