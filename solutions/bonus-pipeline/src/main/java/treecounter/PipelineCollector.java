package treecounter;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import treecounter.pipeline.Failure;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.MessageQueue;

/** Asks the broker and the pool of connections, whenever somebody scrapes. */
final class PipelineCollector extends Collector {
    private final MessageQueue queue;
    private final FruitTable table;

    PipelineCollector(MessageQueue queue, FruitTable table) {
        this.queue = queue;
        this.table = table;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        GaugeMetricFamily connections =
                new GaugeMetricFamily(
                        "db_pool_connections", "Connections to the database.", List.of("state"));
        connections.addMetric(List.of("active"), table.activeConnections());
        connections.addMetric(List.of("idle"), table.idleConnections());
        families.add(connections);
        families.add(
                new GaugeMetricFamily(
                        "db_pool_connections_max",
                        "Connections that there may be.",
                        FruitTable.MOST_CONNECTIONS));
        families.add(
                new GaugeMetricFamily(
                        "db_pool_waiting_threads",
                        "Threads that wait for a connection.",
                        table.waitingThreads()));
        try {
            GaugeMetricFamily messages =
                    new GaugeMetricFamily("mq_messages", "Messages in a queue.", List.of("queue"));
            messages.addMetric(List.of("fruits"), queue.length());
            messages.addMetric(List.of("dead"), queue.deadLetters());
            families.add(messages);
        } catch (Failure e) {
            // No sample is better than an old one, and than a scrape that fails.
        }
        return families;
    }
}
