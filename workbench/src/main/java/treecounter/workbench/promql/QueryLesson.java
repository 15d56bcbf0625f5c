package treecounter.workbench.promql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import treecounter.workbench.checks.AskedAhead;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.workshop.Lesson;

/** A lesson that asks for queries. */
public abstract class QueryLesson extends Lesson implements AskedAhead {
    /** A lesson as {@link Lesson} has it. */
    protected QueryLesson(int number, String directory) {
        super(number, directory);
    }

    /** What it asks for. */
    public abstract List<Exercise> queries();

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.PROMTOOL);
    }

    @Override
    public void askAhead(Bench bench) {
        Grading.on(bench).askAhead(queries());
    }
}
