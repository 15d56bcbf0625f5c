package treecounter.workbench.lessons.gaugessummaries;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;

/** What goes up and down, what asks when it is scraped, and what sums up. */
public final class GaugesSummaries extends QueryLesson {
    public GaugesSummaries() {
        super(5, "bonus-gauges-summaries");
    }

    @Override
    public Class<?> checks() {
        return GaugesSummariesChecks.class;
    }

    @Override
    public int minutes() {
        return 50;
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "trees_planted",
                "requests_in_progress",
                "trees_recent",
                "trees_recent_up",
                "answer_bytes",
                "forest_call_seconds");
    }

    @Override
    public List<Exercise> queries() {
        return GaugesSummariesQueries.all();
    }
}
