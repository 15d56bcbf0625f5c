package treecounter.workbench.stack;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.workshop.Service;

/** A way to run the stack: in containers, or as plain processes. */
interface Running {
    /** Why it will not get ready, if that is known by now. */
    Optional<Failure> failure();

    /** Whether everything is done that was begun to start it. */
    boolean isSettled();

    /** What a service wrote last. */
    List<String> lastLines(Service service);

    /** A service that failed, or the tool that starts them, and what it wrote last. */
    record Failure(String message, List<String> lastLines) {}
}
