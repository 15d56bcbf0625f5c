package treecounter.workbench.lessons.pipeline;

import java.util.List;
import treecounter.workbench.promql.Exercise;

/** The PromQL exercises. */
final class PipelineQueries {
    private PipelineQueries() {}

    static List<Exercise> all() {
        return List.of();
    }
}
