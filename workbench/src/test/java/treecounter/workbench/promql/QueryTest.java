package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import treecounter.workbench.stack.PrometheusApi.Point;
import treecounter.workbench.stack.PrometheusApi.Series;

class QueryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aColumnForEachLabelAndALineForEachSeries() {
        List<Series> found =
                List.of(
                        series(Map.of("__name__", "up", "job", "treecounter"), "1"),
                        series(Map.of("__name__", "up", "job", "prometheus", "zone", "a"), "0"));
        assertThat(Query.table(found))
                .containsExactly(
                        "name  job          zone  value",
                        "up    prometheus   a     0",
                        "up    treecounter        1");
    }

    @Test
    void valuesAreRoundedToSixDigitsButNotBeforeThePoint() {
        assertThat(Query.table(List.of(series(Map.of(), "3.4000000000000004"))))
                .containsExactly("value", "3.4");
        assertThat(Query.table(List.of(series(Map.of(), "2.7156639e+08"))))
                .containsExactly("value", "271566390");
    }

    @Test
    void whatIsNoNumberStaysAsItIs() {
        assertThat(Query.table(List.of(series(Map.of(), "NaN")))).containsExactly("value", "NaN");
        assertThat(Query.table(List.of(series(Map.of(), "+Inf")))).containsExactly("value", "+Inf");
    }

    @Test
    void aRangeIsShownWithItsTimes() {
        Series range =
                new Series(
                        Map.of("job", "a"),
                        List.of(new Point(NOON, "1"), new Point(NOON.plusSeconds(5), "2")));
        assertThat(Query.table(List.of(range)))
                .containsExactly(
                        "job  time                  value",
                        "a    2026-01-01T12:00:00Z  1",
                        "a    2026-01-01T12:00:05Z  2");
    }

    private static Series series(Map<String, String> labels, String value) {
        return new Series(labels, List.of(new Point(NOON, value)));
    }
}
