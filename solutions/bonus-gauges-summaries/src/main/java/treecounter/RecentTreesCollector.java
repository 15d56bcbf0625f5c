package treecounter;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import treecounter.forest.ForestClient;

/** Asks the forest for the trees of the last minute whenever somebody scrapes. */
final class RecentTreesCollector extends Collector implements Collector.Describable {
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final ForestClient forest;

    RecentTreesCollector(ForestClient forest) {
        this.forest = forest;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily trees = trees();
        try {
            forest.recentTrees(DEADLINE)
                    .forEach((species, number) -> trees.addMetric(List.of(species), number));
            return List.of(trees, up(1));
        } catch (IOException e) {
            return List.of(up(0));
        }
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of(trees(), up(0));
    }

    private static GaugeMetricFamily trees() {
        String help = "Trees planted in the last minute, by species.";
        return new GaugeMetricFamily("trees_recent", help, List.of("species"));
    }

    private static GaugeMetricFamily up(double value) {
        String help = "Whether the forest told the recent trees, 1 or 0.";
        return new GaugeMetricFamily("trees_recent_up", help, value);
    }
}
