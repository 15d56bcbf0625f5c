package treecounter.workbench.lessons.histograms;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Question;

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

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("slow", "b")
                        .not(
                                "a",
                                "100 - 90 are those from 0.5 to 1 s. Four more took longer "
                                        + "than 1 s: they are in +Inf alone.")
                        .not("c", "that is all of them: +Inf has no bound."),
                Question.of("merge", "c")
                        .not(
                                "a",
                                "that would hold only by chance: nobody knows how many "
                                        + "requests each had, nor how they spread.")
                        .not(
                                "b",
                                "if B has one request in a thousand, hardly any of them "
                                        + "moves the quantile of both."),
                Question.of("promise", "b")
                        .not(
                                "a",
                                "only histogram_quantile estimates between bounds. A selector takes"
                                        + " series as they are, and no bucket has this bound.")
                        .not(
                                "c",
                                "a selector compares labels to the letter, and no bucket "
                                        + "has this bound."));
    }
}
