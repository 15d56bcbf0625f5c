package treecounter.workbench.lessons.modelserving;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.Variants;

/** What is right in lesson 10, written otherwise. */
final class ModelServingVariants extends Variants {
    @Override
    public List<Variant> all() {
        return List.of();
    }
}
