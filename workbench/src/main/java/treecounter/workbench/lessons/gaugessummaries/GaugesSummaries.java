package treecounter.workbench.lessons.gaugessummaries;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Question;

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
        return 60;
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

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("job", "b")
                        .not(
                                "a",
                                "a gauge that was set keeps its value as long as the app "
                                        + "runs. Nobody takes it away.")
                        .not(
                                "c",
                                "nobody has set it to 0. A gauge knows neither how old it "
                                        + "is nor who should set it."),
                Question.of("quiet", "c")
                        .not(
                                "a",
                                "each of these requests went up once and down twice, and nothing"
                                        + " brings that back.")
                        .not(
                                "b",
                                "that is what a dec() does that is left out. Here it runs once too"
                                        + " often."),
                Question.of("both", "b")
                        .not(
                                "a",
                                "seconds of a quantile do not add up, and their average is "
                                        + "no quantile either.")
                        .not(
                                "c",
                                "those are two moments. Their sum is a moment in the far "
                                        + "future."));
    }
}
