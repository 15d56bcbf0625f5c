package treecounter.workbench.lessons.prometheusgrafana;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.promql.QueryLesson;

/** The third lesson: Prometheus scrapes the app, answers questions, and Grafana draws them. */
public final class PrometheusGrafana extends QueryLesson {
    public PrometheusGrafana() {
        super(3, "section-3-prometheus-grafana");
    }

    @Override
    public Class<?> checks() {
        return PrometheusGrafanaChecks.class;
    }

    @Override
    public int minutes() {
        return 60;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.of("section-2-custom-metrics");
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.PROMTOOL, Need.STACK);
    }

    @Override
    public List<Exercise> queries() {
        return PrometheusGrafanaQueries.all();
    }

    @Override
    public void askAhead(Bench bench) {
        Grading.on(bench).askAhead(queries(), new Dashboard(bench).asked());
    }
}
