package treecounter.workbench.lessons.histograms;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;

/** The first bonus lesson: how long requests take, not only on average. */
public final class Histograms extends QueryLesson {
    public Histograms() {
        super(4, "bonus-histograms");
    }

    @Override
    public Class<?> checks() {
        return HistogramsChecks.class;
    }

    @Override
    public int minutes() {
        return 35;
    }

    @Override
    public List<String> metrics() {
        return List.of("request_latency_seconds");
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.of("section-3-prometheus-grafana");
    }

    @Override
    public List<Exercise> queries() {
        return HistogramsQueries.all();
    }
}
