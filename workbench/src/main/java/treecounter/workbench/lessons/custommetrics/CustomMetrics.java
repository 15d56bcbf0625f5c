package treecounter.workbench.lessons.custommetrics;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.workshop.Lesson;

/** The second lesson: counters of the app's own. */
public final class CustomMetrics extends Lesson {
    public CustomMetrics() {
        super(2, "section-2-custom-metrics");
    }

    @Override
    public Class<?> checks() {
        return CustomMetricsChecks.class;
    }

    @Override
    public int minutes() {
        return 25;
    }

    @Override
    public List<String> metrics() {
        return List.of("requests_total", "forest_requests_total", "forest_wait_seconds_total");
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.of("section-1-exposing");
    }
}
