package treecounter.reviews;

import treecounter.forest.Answer;

/** There is no model to ask. */
public final class ModelFailure extends Exception {
    ModelFailure(String message) {
        super(message);
    }

    /** 503, with how to get a model; where it would lie is nobody's business. */
    public Answer answer() {
        return Answer.json(503, "{\"error\": \"No model now. To get one: make train\"}");
    }
}
