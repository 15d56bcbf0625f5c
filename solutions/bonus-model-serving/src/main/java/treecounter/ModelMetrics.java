package treecounter;

import io.prometheus.client.Gauge;
import io.prometheus.client.Info;
import treecounter.reviews.ModelFacts;
import treecounter.reviews.ServedModel;

/** Tells of the model that is served: which one it is, how old, and what it learned from. */
final class ModelMetrics {
    private static final Info MODEL =
            Info.build().name("model").help("The model that is served.").register();
    private static final Gauge TRAINED =
            Gauge.build()
                    .name("model_trained_timestamp_seconds")
                    .help("When the model was trained, in seconds since 1970.")
                    .register();
    private static final Gauge TRAINING_SHARE =
            Gauge.build()
                    .name("model_training_share")
                    .help("Share of each sentiment in what the model learned from.")
                    .labelNames("sentiment")
                    .register();
    private static final Gauge MEMORY =
            Gauge.build()
                    .name("model_memory_bytes")
                    .help("What the model takes in memory, estimated.")
                    .register();

    private ModelMetrics() {}

    static void show(ServedModel.Known known) {
        ModelFacts facts = known.facts();
        MODEL.info("version", facts.version(), "trained", facts.trained().toString());
        TRAINED.set(facts.trained().getEpochSecond());
        TRAINING_SHARE.clear();
        facts.shares().forEach((sentiment, share) -> TRAINING_SHARE.labels(sentiment).set(share));
        MEMORY.set(known.classifier().memoryBytes());
    }
}
