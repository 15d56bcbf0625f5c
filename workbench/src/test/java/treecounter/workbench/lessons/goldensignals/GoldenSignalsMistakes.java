package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.Mistakes;

/** What goes wrong in lesson 6. */
final class GoldenSignalsMistakes extends Mistakes {
    @Override
    public List<Mistake> all() {
        return List.of();
    }
}
