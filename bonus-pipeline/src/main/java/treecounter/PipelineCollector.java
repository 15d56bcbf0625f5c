package treecounter;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
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
        // TODO 8.11: add mq_messages with the label queue: how many are in fruits, and in dead.
        // TODO 8.12: add db_pool_connections with the label state, db_pool_connections_max, and
        // db_pool_waiting_threads.
        return families;
    }
}
