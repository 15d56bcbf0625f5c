package treecounter.workbench.lessons;

import java.util.List;
import java.util.Map;
import java.util.Set;
import treecounter.workbench.stack.Live;

/** What the tests have to know of a lesson, beside mistakes and variants. */
public abstract class Facts {
    /** The checks that its starter must fail, with words of the hint that begins the exercise. */
    public abstract Map<String, String> failures();

    /** The checks that hold in the lessons after; others are about files of one lesson. */
    public abstract List<String> stays();

    /** Classes that the starter has beyond the solution it starts from. */
    public List<String> newFiles() {
        return List.of();
    }

    /** Checks of files that the starter has not got, so that no TODO can stand there. */
    public Set<String> withoutTodo() {
        return Set.of();
    }

    /** Checks of what one makes with Grafana: not checked where it is neither there nor made. */
    public Set<String> wantGrafana() {
        return Set.of();
    }

    /** Sends what has to come before anything is compared with a real Prometheus. */
    public void warmUp(Live live) throws Exception {}

    /** Compares what its metrics say in a real Prometheus with what was sent. */
    public void metricsAgree(Live live) throws Exception {}

    /** Compares what one of its queries gives in a real Prometheus with what was sent. */
    public void queryAgrees(String name, String query, Live live) throws Exception {
        throw new AssertionError("say what " + name + " should give");
    }

    /** Queries that rightly give nothing there. */
    public Set<String> empty() {
        return Set.of();
    }

    /** What is seen when all else is done. */
    public void inTheEnd(Live live) throws Exception {}
}
