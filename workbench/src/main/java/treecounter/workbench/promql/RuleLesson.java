package treecounter.workbench.promql;

import java.util.List;
import treecounter.workbench.checks.AskedAhead;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.workshop.Lesson;

/** A lesson that asks for rules. */
public abstract class RuleLesson extends Lesson implements AskedAhead {
    /** A lesson as {@link Lesson} has it. */
    protected RuleLesson(int number, String directory) {
        super(number, directory);
    }

    /** What it asks for. */
    public abstract List<RuleExercise> rules();

    @Override
    public void askAhead(Bench bench) {
        RuleGrading.on(bench).askAhead(rules());
    }
}
