package treecounter;

import io.prometheus.client.Collector;
import java.util.List;
import treecounter.forest.ForestClient;

/** Asks the forest for the trees of the last minute whenever somebody scrapes. */
final class RecentTreesCollector extends Collector {
    private final ForestClient forest;

    RecentTreesCollector(ForestClient forest) {
        this.forest = forest;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        // TODO 5.4: ask the forest; return trees_recent by species, and trees_recent_up.
        return List.of();
    }
}
