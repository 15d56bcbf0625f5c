package treecounter.workbench.promql;

import java.util.List;
import treecounter.workbench.checks.Bench;

/** A lesson that asks for rules, and for queries if it says so. */
public abstract class RuleLesson extends QueryLesson {
    /** A lesson as any other. */
    protected RuleLesson(int number, String directory) {
        super(number, directory);
    }

    /** What it asks for. */
    public abstract List<RuleExercise> rules();

    @Override
    public List<Exercise> queries() {
        return List.of();
    }

    @Override
    public void askAhead(Bench bench) {
        super.askAhead(bench);
        RuleGrading.on(bench).askAhead(rules());
    }
}
