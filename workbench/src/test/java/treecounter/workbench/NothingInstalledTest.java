package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import treecounter.workbench.workshop.Workshop;

/** The stack's verbs on a machine with Java alone, where nothing listens. */
@StartsPrograms(weight = 3)
class NothingInstalledTest {
    @TempDir Path empty;

    @Test
    void upNamesWhatIsMissingAndTheWayToGetIt() throws Exception {
        Cli.Run run = run("up", "3");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .contains("found neither")
                .contains("https://docs.docker.com")
                .contains("https://prometheus.io/download/");
    }

    @ParameterizedTest
    @CsvSource({
        "traffic, APP_PORT=1 SECTION=2, No app answers at http://127.0.0.1:1/treecounter",
        "faults, FOREST_PORT=1, No forest answers at http://127.0.0.1:1/faults",
        "query, PROMETHEUS_PORT=1, Q: expected a query",
        "kit, JAVA_HOME=, found no mvn on the PATH",
        "prefetch, JAVA_HOME=, found no mvn on the PATH",
    })
    void eachVerbSaysWhatItLacks(String verb, String setting, String message) throws Exception {
        String[] words = (verb + " " + setting).split(" ");
        Cli.Run run = run(words);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains(message).doesNotContain("Exception");
    }

    @Test
    void queryNamesThePrometheusThatDoesNotAnswer() throws Exception {
        Cli.Run run = run("query", "Q=up", "PROMETHEUS_PORT=1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("No Prometheus answers at http://127.0.0.1:1");
    }

    private Cli.Run run(String... words) throws Exception {
        return Cli.run(Workshop.here().root(), Map.of("PATH", empty.toString()), words);
    }
}
