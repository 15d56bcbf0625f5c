package treecounter;

import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import java.util.List;
import treecounter.pipeline.Delivery;
import treecounter.pipeline.Failure;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.Fruits;

/** What a worker does with one message. Several do it at the same time. */
final class FruitJob {
    private static final Summary DURATION =
            Summary.build()
                    .name("job_duration_seconds")
                    .help("Seconds that a worker was busy with a message, also in vain.")
                    .labelNames("kind")
                    .register();
    private static final Counter JOBS =
            Counter.build()
                    .name("jobs_total")
                    .help("Messages that workers have had, by what became of them.")
                    .labelNames("kind", "outcome")
                    .register();
    private static final Counter ERRORS =
            Counter.build()
                    .name("errors_total")
                    .help("What workers could not do, by where and how it went wrong.")
                    .labelNames("where", "error")
                    .register();

    private static final Counter CONSUMED =
            Counter.build()
                    .name("mq_consumed_total")
                    .help("Messages that came from the queue, each time they came.")
                    .register();
    private static final Histogram ACK =
            Histogram.build()
                    .name("mq_ack_seconds")
                    .help("Seconds to acknowledge a message.")
                    .register();
    private static final Histogram INSERT =
            Histogram.build()
                    .name("db_insert_seconds")
                    .help("Seconds to insert fruits, also in vain.")
                    .register();
    private static final Histogram DELETE =
            Histogram.build()
                    .name("cache_delete_seconds")
                    .help("Seconds to delete what the cache keeps.")
                    .register();

    private static final List<String> KINDS = List.of("hello", "fruit");

    static {
        for (String place : Failure.PLACES) {
            Failure.ERRORS.forEach(error -> ERRORS.labels(place, error));
        }
    }

    private final FruitTable table;
    private final FruitCache cache;

    FruitJob(FruitTable table, FruitCache cache) {
        this.table = table;
        this.cache = cache;
    }

    /** The message is acknowledged once all is done: a worker that dies before loses none. */
    void work(Delivery delivery) throws Failure {
        CONSUMED.inc();
        String kind = KINDS.contains(delivery.kind()) ? delivery.kind() : "other";
        try (Summary.Timer timer = DURATION.labels(kind).startTimer()) {
            switch (delivery.kind()) {
                case "hello" -> {} // Read.
                case "fruit" -> keep(delivery);
                default -> throw Failure.ofUnknownKind(delivery.kind());
            }
            try (Histogram.Timer acknowledging = ACK.startTimer()) {
                delivery.acknowledge();
            }
            JOBS.labels(kind, "done").inc();
        } catch (Failure e) {
            ERRORS.labels(e.where(), e.error()).inc();
            if (e.isForEver()) {
                delivery.bury();
                JOBS.labels(kind, "dead").inc();
            } else {
                delivery.giveBack();
                JOBS.labels(kind, "retried").inc();
            }
        }
    }

    private void keep(Delivery delivery) throws Failure {
        Fruits fruits = Fruits.parse(delivery.body());
        try (Histogram.Timer timer = INSERT.startTimer()) {
            table.insert(delivery.id(), fruits);
        }
        try (Histogram.Timer timer = DELETE.startTimer()) {
            cache.delete();
        } catch (Failure e) {
            // What it keeps is at most 5 s old: no reason to do all of this again.
            ERRORS.labels(e.where(), e.error()).inc();
        }
    }
}
