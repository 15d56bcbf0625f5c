package treecounter.workbench.lessons.modelserving;

import java.util.List;
import treecounter.workbench.promql.Exercise;

/** The PromQL exercises. */
final class ModelServingQueries {
    private ModelServingQueries() {}

    static List<Exercise> all() {
        return List.of();
    }
}
