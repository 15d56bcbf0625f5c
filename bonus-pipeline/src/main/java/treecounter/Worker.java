package treecounter;

import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.MessageQueue;
import treecounter.pipeline.Oranges;

/**
 * The worker: takes messages from the queue. It has no web server, and nobody asks it for pages.
 */
public final class Worker {
    private static final int WORKERS = 20;

    private Worker() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        // TODO 8.1: let an HTTPServer show the metrics, on HOST (127.0.0.1) and PORT (8004).
        MessageQueue queue = MessageQueue.fromEnvironment();
        FruitTable table = FruitTable.fromEnvironment();
        FruitCache cache = FruitCache.fromEnvironment();
        queue.consume(WORKERS, new FruitJob(table, cache)::work);
        Oranges.send(queue);
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
