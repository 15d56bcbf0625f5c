package treecounter.workbench.lessons.alerting;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 7. */
final class AlertingMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
