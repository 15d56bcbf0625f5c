package treecounter.workbench.lessons.kubernetes;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.Variants;

/** What is right in lesson 11, written otherwise. */
final class KubernetesVariants extends Variants {
    @Override
    public List<Variant> all() {
        return List.of();
    }
}
