package treecounter;

import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.HTTPServer;
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
    private static final Histogram PUBLISH =
            Histogram.build()
                    .name("mq_publish_seconds")
                    .help("Seconds until the broker had confirmed a message.")
                    .register();

    private static final int WORKERS = 20;

    private Worker() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        new HTTPServer.Builder()
                .withHostname(setting("HOST", "127.0.0.1"))
                .withPort(Integer.parseInt(setting("PORT", "8004")))
                .build();
        MessageQueue queue = MessageQueue.fromEnvironment();
        FruitTable table = FruitTable.fromEnvironment();
        FruitCache cache = FruitCache.fromEnvironment();
        queue.consume(WORKERS, new FruitJob(table, cache)::work);
        new PipelineCollector(queue, table).register();
        Oranges.send((kind, body) -> publish(queue, kind, body));
    }

    private static void publish(MessageQueue queue, String kind, String body) throws Failure {
        try (Histogram.Timer timer = PUBLISH.startTimer()) {
            queue.publish(kind, body);
        }
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
