package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import treecounter.workbench.checks.Exposition.Series;

class DeclaredTest {
    @Test
    void aNumberHasNoNoise() {
        assertThat(Declared.number(3)).isEqualTo("3");
        assertThat(Declared.number(0.1 + 0.2)).isEqualTo("0.3");
    }

    @Test
    void whatDiffersLooksDifferent() {
        assertThat(Declared.number(0.050001, 0.05)).isEqualTo("0.050001");
        assertThat(Declared.number(0.05, 0.050001)).isEqualTo("0.05");
        assertThat(Declared.number(1.0000001, 1)).isEqualTo("1.0000001");
        assertThat(Declared.number(2, 2)).isEqualTo("2");
    }

    @Test
    void aPageAsALabelIsCut() {
        Series page = new Series("a", Map.of("x", "<html>".repeat(100), "y", "200"));
        assertThat(Declared.changes(Map.of(page, 1.0), Map.of()))
                .isEqualTo("a{x=\"%s...\",y=\"200\"} +1".formatted("<html>".repeat(10)));
    }
}
