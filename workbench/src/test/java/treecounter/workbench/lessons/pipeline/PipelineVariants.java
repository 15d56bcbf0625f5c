package treecounter.workbench.lessons.pipeline;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.Variants;

/** What is right in lesson 8, written otherwise. */
final class PipelineVariants extends Variants {
    @Override
    public List<Variant> all() {
        return List.of();
    }
}
