package treecounter.workbench.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a test needs of this machine; where it lacks, a line of its own says so, once. */
final class Needs {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Needs() {}

    static void program(String name, String test) {
        that(Programs.onPath(name).isPresent(), "no " + name + " on the PATH", test);
    }

    static void that(boolean there, String otherwise, String test) {
        if (!there && TOLD.add(test)) {
            System.out.printf("skipped %s: %s%n", test, otherwise);
        }
        assumeTrue(there, otherwise);
    }
}
