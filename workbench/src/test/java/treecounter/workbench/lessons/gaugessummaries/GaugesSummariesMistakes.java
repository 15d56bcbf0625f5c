package treecounter.workbench.lessons.gaugessummaries;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 5. */
final class GaugesSummariesMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
