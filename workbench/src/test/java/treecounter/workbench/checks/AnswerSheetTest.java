package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

class AnswerSheetTest {
    private static final String NAME = "distributions.properties";

    @TempDir Path directory;

    private Module module;
    private Path file;

    @BeforeEach
    void copy() {
        Lesson lesson = Lesson.named("bonus-golden-signals").orElseThrow();
        module = ModuleCopy.of(Workshop.here().starter(lesson), directory);
        file = module.file(NAME);
    }

    @Test
    void aSeedThatIsTypedStandsInTheSheetThen() throws IOException {
        Files.writeString(file, "# a word\r\nseed = 3\r\nvalue=normal\r\n");
        assertThat(seed("SEED=7")).isEqualTo(7);
        assertThat(seed()).isEqualTo(7);
        assertThat(file).content().startsWith("# a word").contains("seed = 7").contains("=normal");
    }

    @Test
    void alsoWhereItsLineIsGone() throws IOException {
        Files.writeString(file, "value=normal");
        assertThat(seed("SEED=7")).isEqualTo(7);
        assertThat(file).hasContent("value=normal\nseed=7\n");
    }

    @Test
    void withoutOneItSaysWhatToType() throws IOException {
        Files.writeString(file, "seed=seven\n");
        assertThatThrownBy(this::seed)
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        NAME
                                + ", seed: expected a whole number, found 'seven'. Try: make x"
                                + " SEED=7");
        assertThatThrownBy(() -> seed("SEED=seven"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("seven");
        assertThat(file).hasContent("seed=seven\n");
    }

    @Test
    void withoutASheetItSaysHowToGetItBack() throws IOException {
        Files.delete(file);
        for (String[] words : List.of(new String[] {}, new String[] {"SEED=7"})) {
            assertThatThrownBy(() -> seed(words))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(NAME + ": make reset SECTION=6 brings it back.");
        }
        assertThat(file).doesNotExist();
    }

    private long seed(String... typed) {
        List<String> words = new ArrayList<>(List.of("seed"));
        words.addAll(List.of(typed));
        return AnswerSheet.seed(module, NAME, Options.of(words, Map.of()), "make x SEED=7");
    }
}
