package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

class DashboardTest {
    private final Module starter =
            Workshop.here().starter(Lesson.named("prometheus-grafana").orElseThrow());

    @Test
    void aMissingFileIsAFindingOnlyWhereThereIsAGrafanaToMakeItWith() {
        assertThatThrownBy(() -> Dashboard.missing(starter, true)).isInstanceOf(Finding.class);
        assertThatThrownBy(() -> Dashboard.missing(starter, false))
                .isInstanceOf(NotChecked.class)
                .hasMessageContaining("without.");
    }
}
