package treecounter.workbench.workshop;

import java.util.Optional;
import treecounter.workbench.machine.Options;

/**
 * A program that a lesson runs in a process of its own.
 *
 * @param name in the stack, and before {@code _PORT} in the setting for its port there
 * @param module the Maven module with its classes; nothing if they are the learner's own
 * @param mainClass with its package
 * @param port where it listens unless told otherwise by {@code PORT}
 * @param ready a path that is answered once it is ready; empty if nobody waits for it to listen
 * @param page a path for people
 */
public record Program(
        String name,
        Optional<String> module,
        String mainClass,
        int port,
        String ready,
        String page) {
    /** The app of most lessons. */
    public static final Program APP =
            new Program(
                    "app",
                    Optional.empty(),
                    "treecounter.TreeCounterApp",
                    8001,
                    "/metrics",
                    "/treecounter");

    /** The Maven module whose jar it runs from, where {@code learners} is the learner's. */
    public Module in(Workshop workshop, Module learners) {
        return module.map(name -> workshop.module(learners.lesson(), name)).orElse(learners);
    }

    /** The setting for its port in the stack; the other programs of the lesson find it there. */
    public String portKey() {
        return Service.portKey(name);
    }

    /** Its port in the loop: for the app {@code PORT} says it too. */
    public int port(Options options) {
        boolean own = name.equals("app") && options.get("PORT").isPresent();
        return options.number(own ? "PORT" : portKey(), port, 1, 65535);
    }
}
