package treecounter;

import treecounter.reviews.ServedModel;

/** Tells of the model that is served: which one it is, how old, and what it learned from. */
final class ModelMetrics {
    // TODO 10.5: model_info, model_trained_timestamp_seconds and model_training_share{sentiment}.
    // TODO 10.9: model_memory_bytes.

    private ModelMetrics() {}

    static void show(ServedModel.Known known) {}
}
