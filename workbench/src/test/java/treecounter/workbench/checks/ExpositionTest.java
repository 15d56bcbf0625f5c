package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.workbench.checks.Exposition.Series;

class ExpositionTest {
    private static final String PAGE =
            """
            # HELP requests_total Requests answered, by status and endpoint.
            # TYPE requests_total counter
            requests_total{status="200",endpoint="/treecounter",} 3.0
            requests_total{status="404",endpoint="other",} 1.0E7
            # HELP request_latency_seconds Seconds.
            # TYPE request_latency_seconds histogram
            request_latency_seconds_bucket{endpoint="other",le="0.5",} 2.0
            request_latency_seconds_bucket{endpoint="other",le="+Inf",} 2.0
            request_latency_seconds_count{endpoint="other",} 2.0
            request_latency_seconds_sum{endpoint="other",} 0.25
            # HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.
            # TYPE process_cpu_seconds_total counter
            process_cpu_seconds_total 1.73
            # HELP requests_created Requests answered, by status and endpoint.
            # TYPE requests_created gauge
            requests_created{status="200",endpoint="/treecounter",} 1.767225600123E9
            """;

    private static Map<String, String> labels(String status, String endpoint) {
        return Map.of("status", status, "endpoint", endpoint);
    }

    @Test
    void aPageOfTheLibraryIsRead() {
        Exposition page = Exposition.parse(PAGE);
        assertThat(page.families())
                .containsExactly(
                        "requests_total",
                        "request_latency_seconds",
                        "process_cpu_seconds_total",
                        "requests_created");
        assertThat(page.type("request_latency_seconds")).hasValue("histogram");
        assertThat(page.help("requests_total"))
                .hasValue("Requests answered, by status and endpoint.");
        assertThat(page.samples()).hasSize(8);
        assertThat(page.value("requests_total", labels("404", "other"))).isEqualTo(1e7);
        assertThat(page.value("process_cpu_seconds_total", Map.of())).isEqualTo(1.73);
    }

    @Test
    void theOrderOfLabelsAndATrailingCommaMakeNoDifference() {
        assertThat(Exposition.parse("a{x=\"1\",y=\"2\",} 3").samples())
                .isEqualTo(Exposition.parse("a{ y = \"2\" , x = \"1\" } 3.0").samples());
    }

    @Test
    void noLabelsAndEmptyBracesAreTheSame() {
        assertThat(Exposition.parse("a{} 1").samples()).containsOnlyKeys(new Series("a", Map.of()));
        assertThat(Exposition.parse("a 1").samples()).containsOnlyKeys(new Series("a", Map.of()));
    }

    @Test
    void escapesInLabelsAreUndone() {
        Exposition page = Exposition.parse("a{path=\"C:\\\\dir\",said=\"\\\"hi\\\"\\nbye\",} 1");
        assertThat(page.samples())
                .containsOnlyKeys(
                        new Series("a", Map.of("path", "C:\\dir", "said", "\"hi\"\nbye")));
    }

    @Test
    void bracesCommasAndEqualsSignsMayStandInALabel() {
        assertThat(Exposition.parse("a{path=\"/x,y={z}\",} 1").samples())
                .containsOnlyKeys(new Series("a", Map.of("path", "/x,y={z}")));
    }

    @Test
    void escapesInHelpAreUndone() {
        assertThat(Exposition.parse("# HELP a one\\ntwo \\\\ three").help("a"))
                .hasValue("one\ntwo \\ three");
    }

    @Test
    void aSeriesIsWrittenWithItsLabelsSortedAndEscaped() {
        assertThat(new Series("a", Map.of("y", "\"\\\n", "x", "1")))
                .hasToString("a{x=\"1\",y=\"\\\"\\\\\\n\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "+Inf, Infinity",
        "-Inf, -Infinity",
        "NaN, NaN",
        "1.0E-7, 1.0E-7",
        "5, 5.0",
        "-.5, -0.5"
    })
    void numbersAreRead(String text, Double number) {
        assertThat(Exposition.parse("a " + text).value("a", Map.of())).isEqualTo(number);
    }

    @Test
    void timestampsAndExemplarsAreLeftOut() {
        Exposition page =
                Exposition.parse(
                        "a 1 1767225600123\nb_total{x=\"1\"} 2 # {trace_id=\"abc\"} 0.5 1");
        assertThat(page.value("a", Map.of())).isEqualTo(1);
        assertThat(page.value("b_total", Map.of("x", "1"))).isEqualTo(2);
    }

    @Test
    void commentsAndBlankLinesAreLeftOut() {
        assertThat(Exposition.parse("\n# a comment\n#TYPE a counter\n\n").samples()).isEmpty();
        assertThat(Exposition.parse("").families()).isEmpty();
    }

    @Test
    void aFamilyWithoutSamplesIsDeclared() {
        Exposition page = Exposition.parse("# HELP a_total\n# TYPE a_total counter\n");
        assertThat(page.type("a_total")).hasValue("counter");
        assertThat(page.help("a_total")).hasValue("");
        assertThat(page.samples("a_total")).isEmpty();
        assertThat(page.type("b_total")).isEmpty();
        assertThat(page.help("b_total")).isEmpty();
    }

    @Test
    void windowsLineEndsAreRead() {
        assertThat(Exposition.parse(PAGE.replace("\n", "\r\n")).samples())
                .isEqualTo(Exposition.parse(PAGE).samples());
    }

    @Test
    void openMetricsNamesACounterWithoutItsEndingAndMeansTheSame() {
        Exposition page =
                Exposition.parse(
                        """
                        # TYPE requests counter
                        # HELP requests Requests.
                        requests_total{status="200"} 1.0
                        requests_created{status="200"} 1.7E9
                        # TYPE temperature gauge
                        # EOF
                        """);
        assertThat(page.type("requests_total")).hasValue("counter");
        assertThat(page.help("requests_total")).hasValue("Requests.");
        assertThat(page.families()).containsExactly("requests_total", "temperature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>",
                "{\"count\": 5}",
                "requests_total",
                "requests_total{} ",
                "requests_total one",
                "requests_total 1 2 3",
                "requests_total 1d",
                "requests-total 1",
                "2xx_total 1",
                "requests_total{status=200} 1",
                "requests_total{status=\"200} 1",
                "requests_total{status=\"200\" 1",
                "requests_total{status=\"200\"endpoint=\"other\"} 1",
                "requests_total{status=\"200\",,} 1",
                "requests_total{,} 1",
                "requests_total{=\"200\"} 1",
                "requests_total{the status=\"200\"} 1",
                "requests_total{status} 1"
            })
    void aLineOfAnotherFormatIsShown(String line) {
        assertThatThrownBy(() -> Exposition.parse("up 1\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("found: " + line.strip());
    }

    @Test
    void changesAreTheDifferenceOfTwoPages() {
        Exposition before = Exposition.parse("a{x=\"1\"} 1\na{x=\"2\"} 5\na{x=\"4\"} 1\nb 1");
        Exposition after = Exposition.parse("a{x=\"1\"} 3.5\na{x=\"2\"} 5\na{x=\"3\"} 1\nb 9");
        assertThat(after.since(before, "a"))
                .containsExactly(
                        Map.entry(new Series("a", Map.of("x", "1")), 2.5),
                        Map.entry(new Series("a", Map.of("x", "3")), 1.0),
                        Map.entry(new Series("a", Map.of("x", "4")), -1.0));
    }
}
