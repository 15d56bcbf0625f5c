package treecounter.workbench.lessons.modelserving;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 10. */
final class ModelServingMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
