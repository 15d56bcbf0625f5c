package treecounter.workbench.lessons.kubernetes;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;

/** TODO: what the lesson is about, in one sentence. */
public final class Kubernetes extends QueryLesson {
    public Kubernetes() {
        super(11, "bonus-kubernetes");
    }

    @Override
    public Class<?> checks() {
        return KubernetesChecks.class;
    }

    @Override
    public int minutes() {
        return 0;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public List<Exercise> queries() {
        return KubernetesQueries.all();
    }
}
