package treecounter.reviews;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads a model once and predicts with it, and writes that down. Most of the time that the app
 * takes to start goes into the classes for it, which are loaded then.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        ModelFile file = new ModelFile(Path.of(Setting.get("BENCH_MODEL").orElse("no such model")));
        if (!file.exists()) {
            return;
        }
        ModelFacts.fromJson(Files.readString(file.facts()));
        Classifier classifier = Classifier.read(Files.readAllBytes(file.path()));
        Prediction prediction = classifier.predict(Words.in("A quiet walk."));
        GuestBody.rehearse();
        prediction.toJson();
        Path log = Files.createTempFile("rehearsal", ".jsonl");
        PredictionLog written = new PredictionLog(log, 1_000);
        written.add("A quiet walk.", prediction);
        written.end(Duration.ofSeconds(1));
        Files.deleteIfExists(log);
    }
}
