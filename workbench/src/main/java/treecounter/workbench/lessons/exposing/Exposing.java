package treecounter.workbench.lessons.exposing;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Question;

/** The first lesson: the app shows its own state at {@code /metrics}. */
public final class Exposing extends Lesson {
    public Exposing() {
        super(1, "section-1-exposing");
    }

    @Override
    public Class<?> checks() {
        return ExposingChecks.class;
    }

    @Override
    public int minutes() {
        return 20;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.empty();
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("fell", "b")
                        .not(
                                "a",
                                "a counter of an app that does nothing stays where it is. "
                                        + "It never falls while the app runs.")
                        .not(
                                "c",
                                "a scrape is answered with the values of now, whenever it "
                                        + "comes."),
                Question.of("uptime", "c")
                        .not(
                                "a",
                                "that is the time for which a processor worked for it. Two "
                                        + "busy threads make two seconds of it in one; an idle app "
                                        + "makes none.")
                        .not(
                                "b",
                                "that is when it started, in seconds since 1970: a moment, "
                                        + "not a span."),
                Question.of("registry", "b")
                        .not(
                                "a",
                                "your handler answers with the default registry, and knows "
                                        + "no other one.")
                        .not(
                                "c",
                                "those lines come from the registry that is shown, like the "
                                        + "samples. Nothing of another one is on the page."));
    }
}
