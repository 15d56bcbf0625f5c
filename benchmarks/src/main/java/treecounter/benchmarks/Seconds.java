package treecounter.benchmarks;

import java.util.Random;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Durations as requests have them: a sketch of quantiles costs little if all are equal. */
@State(Scope.Thread)
public class Seconds {
    private static final int ALL = 1024;

    private final double[] values = new Random(1).doubles(ALL).toArray();
    private int next;

    double next() {
        next = (next + 1) % ALL;
        return values[next];
    }
}
