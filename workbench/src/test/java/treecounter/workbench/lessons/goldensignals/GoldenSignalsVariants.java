package treecounter.workbench.lessons.goldensignals;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.Variants;

/** What is right in lesson 6, written otherwise. */
final class GoldenSignalsVariants extends Variants {
    @Override
    public List<Variant> all() {
        return List.of();
    }
}
