package treecounter.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewFileTest {
    private static final String GOOD = "good\tA lovely lake.\nbad\tA muddy path.\n".repeat(10);

    @TempDir Path directory;

    @Test
    void aLabelATabAndATextAreARow() throws IOException {
        assertThat(ReviewFile.read(file(GOOD + "\n\n")))
                .hasSize(20)
                .startsWith(new Review("good", "A lovely lake."));
        assertThat(ReviewFile.read(file("\uFEFF" + GOOD.replace("\n", "\r\n"))))
                .isEqualTo(ReviewFile.read(file(GOOD)));
    }

    @ParameterizedTest
    @CsvSource({
        "no tab here, found no tab in 'no tab here'",
        "'\ttext', expected a label",
        "'good\t', expected a text after the tab",
        "'good\t...', expected a text after the tab",
        "'a{b}\ttext', expected a label",
    })
    void aBadRowIsOneLineWithItsNumber(String row, String says) throws IOException {
        Path file = file(GOOD + row + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(file))
                .withMessageContaining("line 21")
                .withMessageContaining(says)
                .withMessageNotContaining("\n");
    }

    @Test
    void whatATerminalObeysIsNotRepeated() throws IOException {
        Path file = file(GOOD + "\u001B[2Jnothing\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(file))
                .withMessageContaining("?[2Jnothing");
    }

    @Test
    void tooLittleToLearnFromIsSaid() throws IOException {
        Path few = file("good\tone\nbad\ttwo\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(few))
                .withMessageContaining("found 2 rows with 2");
        Path one = file("good\tone\n".repeat(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(one))
                .withMessageContaining("found 30 rows with 1");
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(directory.resolve("none.tsv")))
                .withMessageContaining("found none at");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(directory))
                .withMessageStartingWith("REVIEWS: expected a file");
        Path latin = directory.resolve("latin.tsv");
        Files.write(latin, (GOOD + "good\tsch\u00f6n\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReviewFile.read(latin))
                .withMessageContaining("UTF-8");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("reviews.tsv"), text);
    }
}
