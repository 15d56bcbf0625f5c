package treecounter.workbench.lessons.custommetrics;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Question;

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
        return 30;
    }

    @Override
    public List<String> metrics() {
        return List.of("requests_total", "forest_requests_total", "forest_wait_seconds_total");
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.of("section-1-exposing");
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("retry", "a")
                        .not(
                                "b",
                                "the user has sent one request and got one answer. Only the "
                                        + "calls to the forest were two.")
                        .not(
                                "c",
                                "each call to the forest is counted however it ends, so "
                                        + "there were two: an error and an ok."),
                Question.of("average", "b")
                        .not(
                                "a",
                                "6 s in 24 calls is the average. One may have taken 3 s, "
                                        + "and the others hardly anything.")
                        .not(
                                "c",
                                "many calls can wait at once, each on a thread of its own, "
                                        + "while others work."),
                Question.of("label", "b")
                        .not(
                                "a",
                                "each new name is a new series for good, and anybody can "
                                        + "make names up. Take a closed set.")
                        .not(
                                "c",
                                "nearly every answer would make a series of its own. What one wants"
                                    + " to add up or average is a value, as in 2.4, not a label."));
    }
}
