package treecounter;

import java.util.List;
import treecounter.pipeline.Delivery;
import treecounter.pipeline.Failure;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.Fruits;

/** What a worker does with one message. Several do it at the same time. */
final class FruitJob {
    // TODO 8.6: declare the summary job_duration_seconds with the label kind.
    // TODO 8.7: declare the counter jobs_total with the labels kind and outcome.
    // TODO 8.8: declare the counter errors_total with the labels where and error, and its children.
    // TODO 8.10: declare the counter mq_consumed_total, and the histograms mq_ack_seconds,
    // db_insert_seconds and cache_delete_seconds.

    private static final List<String> KINDS = List.of("hello", "fruit");

    private final FruitTable table;
    private final FruitCache cache;

    FruitJob(FruitTable table, FruitCache cache) {
        this.table = table;
        this.cache = cache;
    }

    /** The message is acknowledged once all is done: a worker that dies before loses none. */
    void work(Delivery delivery) throws Failure {
        // TODO 8.10: count that a message has come; and observe below what takes time.
        String kind = KINDS.contains(delivery.kind()) ? delivery.kind() : "other";
        // TODO 8.6: observe how long the worker is busy, also in vain.
        try {
            switch (delivery.kind()) {
                case "hello" -> {} // Read.
                case "fruit" -> keep(delivery);
                default -> throw Failure.ofUnknownKind(delivery.kind());
            }
            delivery.acknowledge();
            // TODO 8.7: count the job as done; where it comes to another end, as dead or retried.
        } catch (Failure e) {
            // TODO 8.8: count the failure.
            if (e.isForEver()) {
                delivery.bury();
            } else {
                delivery.giveBack();
            }
        }
    }

    private void keep(Delivery delivery) throws Failure {
        Fruits fruits = Fruits.parse(delivery.body());
        table.insert(delivery.id(), fruits);
        try {
            cache.delete();
        } catch (Failure e) {
            // What it keeps is at most 5 s old: no reason to do all of this again.
            // TODO 8.8: count the failure here too.
        }
    }
}
