package treecounter.workbench.lessons.pipeline;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 8. */
final class PipelineMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
