package treecounter.reviews;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Where a model lies: a file for the classifier, and one beside it for what is known of it. */
public record ModelFile(Path path) {
    private static final String USUAL = "reviews/target/model/model.bin";

    /**
     * The one that {@code MODEL_FILE} names; else that of the workshop around the working
     * directory; else {@code model/model.bin}, as in an image.
     */
    public static ModelFile fromEnvironment() {
        return new ModelFile(Setting.get("MODEL_FILE").map(Path::of).orElseGet(ModelFile::usual));
    }

    static Path usual() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, dir -> dir != null, Path::getParent)
                .filter(dir -> Files.isRegularFile(dir.resolve("reviews/pom.xml")))
                .map(root -> root.resolve(USUAL))
                .findFirst()
                .orElse(Path.of("model", "model.bin"));
    }

    Path facts() {
        String name = path.getFileName().toString().replaceFirst("\\.bin$", "");
        return path.resolveSibling(name + ".json");
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.isRegularFile(path) && Files.isRegularFile(facts());
    }

    /** Writes both files; who reads meanwhile finds the old ones, or the new ones. */
    void write(Classifier classifier, ModelFacts known) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        write(facts(), known.toJson().getBytes(StandardCharsets.UTF_8));
        write(path, classifier.toBytes());
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
