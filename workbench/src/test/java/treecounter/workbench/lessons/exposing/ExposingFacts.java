package treecounter.workbench.lessons.exposing;

import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Facts;

/** What the tests know of lesson 1. */
final class ExposingFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        return Map.of(
                "1.1", "TreeCounterHandler.handle: add a case",
                "1.2", "step 1.1 comes first",
                "1.3", "step 1.1 comes first");
    }

    @Override
    public List<String> stays() {
        return List.of("1.1", "1.2");
    }
}
