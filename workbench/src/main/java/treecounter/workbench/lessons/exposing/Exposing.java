package treecounter.workbench.lessons.exposing;

import java.util.List;
import java.util.Optional;
import treecounter.workbench.workshop.Lesson;

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
        return 15;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.empty();
    }
}
