package treecounter.workbench.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import treecounter.workbench.Options;
import treecounter.workbench.loop.App;

/** Settings for a stack beside any other on this machine. */
final class FreePorts {
    private final List<String> words = new ArrayList<>(List.of("up"));

    FreePorts() {
        for (Service service : Service.values()) {
            words.add(service.portKey() + "=" + App.freePort());
        }
    }

    /** The settings, with some more such as {@code DOCKER=no}. */
    Options with(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return Options.of(all, Map.of());
    }
}
