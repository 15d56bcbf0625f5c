package treecounter.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedModelTest {
    private static final List<String> GLAD = Words.in("The lake was lovely.");

    @TempDir Path directory;

    @Test
    void withoutAModelItSaysHowToGetOne() {
        ServedModel model = new ServedModel(file(), 8, 0);
        assertThatExceptionOfType(ModelFailure.class)
                .isThrownBy(() -> model.predict(GLAD))
                .withMessageContaining("make train");
        assertThat(model.labels()).containsExactlyInAnyOrderElementsOf(GuestBook.LABELS);
        assertThat(model.unknown(GLAD)).isEqualTo(4);
    }

    @Test
    void aModelThatIsTrainedMeanwhileIsTakenUp() throws Exception {
        ServedModel model = new ServedModel(file(), 8, 0);
        List<String> versions = new ArrayList<>();
        model.load(known -> versions.add(known.facts().version()));
        train(1);
        assertThat(model.predict(GLAD).sentiment()).isEqualTo("positive");
        train(2);
        Files.setLastModifiedTime(file().path(), FileTime.fromMillis(0));
        model.predict(GLAD);
        assertThat(versions).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsNoModelIsServedByNobody() throws Exception {
        train(1);
        ServedModel model = new ServedModel(file(), 8, 0);
        model.predict(GLAD);
        Files.writeString(file().path(), "no model");
        assertThatExceptionOfType(ModelFailure.class).isThrownBy(() -> model.predict(GLAD));
        train(1);
        assertThat(model.predict(GLAD).sentiment()).isEqualTo("positive");
    }

    @Test
    void manyAskAtOnceAndGetTheSame() throws Exception {
        train(1);
        ServedModel model = new ServedModel(file(), 4, 0);
        Prediction one = model.predict(GLAD);
        assertThat(
                        IntStream.range(0, 2_000)
                                .parallel()
                                .mapToObj(i -> predict(model))
                                .distinct()
                                .toList())
                .containsExactly(one);
    }

    private static Prediction predict(ServedModel model) {
        try {
            return model.predict(GLAD);
        } catch (ModelFailure e) {
            throw new AssertionError(e);
        }
    }

    private ModelFile file() {
        return new ModelFile(directory.resolve("model.bin"));
    }

    private void train(long seed) throws IOException {
        Training.on(GuestBook.reviews(Season.SUMMER, seed, 800), seed).write(file(), seed);
    }
}
