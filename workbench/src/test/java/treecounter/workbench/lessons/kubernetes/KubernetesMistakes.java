package treecounter.workbench.lessons.kubernetes;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 11. */
final class KubernetesMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
