package treecounter;

import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.pipeline.Failure;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.MessageQueue;
import treecounter.pipeline.Oranges;

/**
 * The worker: takes messages from the queue. It has no web server, and nobody asks it for pages.
 */
public final class Worker {
    // TODO 8.9: declare the histogram mq_publish_seconds.

    private static final int WORKERS = 20;

    private Worker() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        // TODO 8.1: let an HTTPServer show the metrics, on HOST (127.0.0.1) and PORT (8004).
        MessageQueue queue = MessageQueue.fromEnvironment();
        FruitTable table = FruitTable.fromEnvironment();
        FruitCache cache = FruitCache.fromEnvironment();
        queue.consume(WORKERS, new FruitJob(table, cache)::work);
        // TODO 8.11: register a PipelineCollector.
        Oranges.send((kind, body) -> publish(queue, kind, body));
    }

    private static void publish(MessageQueue queue, String kind, String body) throws Failure {
        // TODO 8.9: observe how long the broker takes to confirm the message.
        queue.publish(kind, body);
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
