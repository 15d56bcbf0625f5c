package treecounter.workbench.lessons.prometheusgrafana;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.promql.Dashboard;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Question;

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
        Grading.on(bench)
                .askAhead(queries(), new Dashboard(bench, PrometheusGrafanaQueries.PANEL).asked());
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("range", "c")
                        .not("a", "that holds one sample, and a rate takes two.")
                        .not(
                                "b",
                                "that holds two samples. If one is missing, there is one "
                                        + "left, and no rate."),
                Question.of("ratio", "a")
                        .not(
                                "b",
                                "that is the average of 0.1 and 0: it gives each app the "
                                        + "same weight, however many requests it has.")
                        .not(
                                "c",
                                "that is the ratio of A alone. The sum below the line has "
                                        + "all 100 requests."),
                Question.of("gauge", "a")
                        .not(
                                "b",
                                "rate is for counters. Memory falls when the collector has "
                                        + "run, and rate takes every fall for a restart.")
                        .not(
                                "c",
                                "increase is for counters. Memory falls when the collector "
                                        + "has run, and increase takes every fall for a restart."));
    }
}
