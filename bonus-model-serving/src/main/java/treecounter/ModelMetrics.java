package treecounter;

import treecounter.reviews.ServedModel;

/** Tells of the model that is served: which one it is, how old, and what it learned from. */
final class ModelMetrics {
    // TODO 10.7: the Info model with version and trained, and model_trained_timestamp_seconds.
    // TODO 10.8: set model_training_share{sentiment}.
    // TODO 10.19: set model_memory_bytes.

    private ModelMetrics() {}

    static void show(ServedModel.Known known) {}
}
