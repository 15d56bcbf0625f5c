package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Facts;

/** What the tests know of lesson 8. */
final class PipelineFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        return Map.of();
    }

    @Override
    public List<String> stays() {
        return List.of();
    }
}
