package treecounter.workbench.lessons.modelserving;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;

/** TODO: what the lesson is about, in one sentence. */
public final class ModelServing extends QueryLesson {
    public ModelServing() {
        super(10, "bonus-model-serving");
    }

    @Override
    public Class<?> checks() {
        return ModelServingChecks.class;
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
        return ModelServingQueries.all();
    }
}
