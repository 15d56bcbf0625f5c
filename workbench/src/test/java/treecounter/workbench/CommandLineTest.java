package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.workbench.Cli.Run;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What one types, and the exit codes that come back. */
@StartsPrograms
class CommandLineTest {
    private final Workshop workshop = Workshop.here();

    @ParameterizedTest
    @CsvSource({
        "2, section-2-custom-metrics",
        "section-2, section-2-custom-metrics",
        "custom-metrics, section-2-custom-metrics",
        "histograms, bonus-histograms",
        "HISTOGRAMS, bonus-histograms",
        "bonus-histograms/, bonus-histograms",
        "solutions/section-1-exposing, solutions/section-1-exposing",
        "./solutions/section-1-exposing/, solutions/section-1-exposing",
        "section-3-prometheus-grafana/queries/01-rate.promql, section-3-prometheus-grafana",
    })
    void aSectionIsNamedInManyWays(String typed, String module) {
        assertThat(workshop.find(typed, workshop.root()).name()).isEqualTo(module);
    }

    @Test
    void withoutASectionTheDirectoryDecides() {
        Path inside = workshop.root().resolve("solutions/bonus-histograms/queries");
        assertThat(workshop.containing(inside).orElseThrow().name())
                .isEqualTo("solutions/bonus-histograms");
        assertThat(workshop.containing(workshop.root())).isEmpty();
    }

    @Test
    void orTheFirstLessonThatIsNotDone(@TempDir Path other) throws Exception {
        for (String name : List.of("exposing", "custom-metrics")) {
            Lesson lesson = Lesson.named(name).orElseThrow();
            Module solution = workshop.solution(lesson);
            ModuleCopy.of(solution, other.resolve(solution.name()));
            ModuleCopy.of(solution, other.resolve(lesson.directory()));
        }
        Path handler =
                other.resolve("section-2-custom-metrics")
                        .resolve("src/main/java/treecounter/TreeCounterHandler.java");
        Files.writeString(
                handler, Files.readString(handler).replace("requests_total", "request_total"));
        assertThat(Cli.in(other, "check").output())
                .startsWith(
                        "Lesson 1 is done.\n"
                                + "Lesson 2, section-2-custom-metrics: the first that is not done.")
                .contains("FAIL  2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "up"})
    void whatCouldDoHarmDoesNotGuess(String verb) throws Exception {
        Run run = Cli.run(verb);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("SECTION: %s does not guess a lesson.".formatted(verb));
    }

    @ParameterizedTest
    @CsvSource({"99", "section-99", "solutions", "..", "'a\0b'"})
    void anUnknownSectionIsRefusedWithWhatThereIs(String typed) {
        assertThatThrownBy(() -> workshop.find(typed, workshop.root()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("section-1-exposing")
                .hasMessageContaining("found '" + typed + "'");
    }

    @Test
    void aValueOnTheLineGoesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("PORT", "1", "MORE", "3", "SECTION", " ");
        Options options = Options.of(List.of("dev", "2", "port=8011"), environment);
        assertThat(options.get("PORT")).contains("8011");
        assertThat(options.get("MORE")).contains("3");
        assertThat(options.get("SECTION")).contains("2");
        assertThat(Options.of(List.of("dev"), environment).get("SECTION")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "-1", "eighty", "8001.5", "99999999999"})
    void aNumberOutOfRangeIsRefused(String typed) {
        Options options = Options.of(List.of("dev", "PORT=" + typed), Map.of());
        assertThatThrownBy(() -> options.number("PORT", 8001, 1, 65535))
                .hasMessage("PORT: expected a whole number from 1 to 65535, found '%s'.", typed);
    }

    @Test
    void twoSectionsAreRefused() {
        assertThatThrownBy(() -> Options.of(List.of("check", "1", "2"), Map.of()))
                .hasMessageContaining("SECTION");
    }

    @Test
    void aFailedCheckIsExitCodeOne(@TempDir Path other) throws Exception {
        Module solution = workshop.solution(Lesson.named("exposing").orElseThrow());
        Module copy = ModuleCopy.of(solution, other.resolve(solution.name()));
        Path app = copy.file("src/main/java/treecounter/TreeCounterApp.java");
        Files.writeString(app, Files.readString(app).replace("DefaultExports.initialize();", ""));
        Run run = Cli.in(other, "check", solution.name());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains(
                        "ok    1.1   GET /metrics answers\n              Prometheus comes and asks")
                .contains("FAIL  1.2")
                .contains("  1 of 3.  Stuck?");
    }

    @Test
    void belowAFailureNothingMoreIsListed(@TempDir Path other) throws Exception {
        Module solution = workshop.solution(Lesson.named("histograms").orElseThrow());
        Module copy = ModuleCopy.of(solution, other.resolve(solution.name()));
        Path handler = copy.file("src/main/java/treecounter/LatencyHandler.java");
        Files.writeString(
                handler, Files.readString(handler).replace("labels(endpoint)", "labels(path)"));
        Run run = Cli.in(other, "check", solution.name());
        assertThat(run.output().replaceAll("\\s+", " "))
                .contains("Use the variable endpoint. 1 of 5")
                .doesNotContain("4.6");
    }

    @Test
    void theThirdHintIsTheDifferenceToTheSolution(@TempDir Path other) throws Exception {
        Lesson lesson = Lesson.named("exposing").orElseThrow();
        ModuleCopy.of(workshop.solution(lesson), other.resolve(workshop.solution(lesson).name()));
        Module starter = workshop.starter(lesson);
        Module copy = ModuleCopy.of(workshop.solution(lesson), other.resolve(starter.name()));
        Path app = copy.file("src/main/java/treecounter/TreeCounterApp.java");
        Files.writeString(app, Files.readString(app).replace("DefaultExports.initialize();", ""));
        assertThat(Cli.in(other, "hint", "1", "MORE=2").output())
                .contains("TreeCounterApp.main, first line")
                .contains("make hint SECTION=1 MORE=3");
        assertThat(Cli.in(other, "hint", "1", "MORE=3").output())
                .contains("+        DefaultExports.initialize();");
    }

    @ParameterizedTest
    @CsvSource({
        "check SECTIN=2, SECTIN: check has no such setting. Did you mean SECTION?",
        "faults ERROR=1, ERROR: faults has no such setting. Did you mean ERRORS?",
        "traffic RPS=5, RPS: traffic has no such setting. Did you mean FOR?",
    })
    void anUnknownSettingIsRefusedWithTheNearestKnownOne(String line, String says)
            throws Exception {
        Run run = Cli.run(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output().lines()).hasSize(1).first().asString().startsWith(says);
    }

    /** Make puts what stands on its line into the environment, and the names into MAKEFLAGS. */
    @ParameterizedTest
    @CsvSource({
        "' -- SECTIN=2'",
        "'s -- SECTIN=2'",
        "' SECTIN=2'",
        "' -- Q=up{a=\\ B=1} SECTIN=2'",
    })
    void anUnknownSettingOnMakesLineIsRefusedToo(String flags) throws Exception {
        Run run = Cli.run(workshop.root(), Map.of("MAKEFLAGS", flags), "query");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("SECTIN: query has no such setting.");
    }

    @Test
    void whatPassesIsExitCodeZero() throws Exception {
        Run run = Cli.run("check", "solutions/section-2-custom-metrics");
        assertThat(run.exitCode()).describedAs(run.output()).isZero();
        assertThat(run.output()).endsWith("  4 of 4.  Done. Next: make dev SECTION=3\n");
    }

    @Test
    void withoutPromtoolAQueryIsNotCheckedAndThatIsExitCodeTwo() throws Exception {
        Run run =
                Cli.run(
                        workshop.root(),
                        Map.of("PATH", workshop.root().toString()),
                        "check",
                        "solutions/bonus-histograms");
        assertThat(run.exitCode()).describedAs(run.output()).isEqualTo(2);
        assertThat(run.output()).contains("----  4.4").containsOnlyOnce("Put promtool");
    }

    @Test
    void withoutPromtoolAPrometheusThatRunsReadsTheQuery() throws Exception {
        HttpServer prometheus = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        byte[] refusal =
                "{\"status\":\"error\",\"error\":\"1:9: parse error: unclosed left parenthesis\"}"
                        .getBytes(StandardCharsets.UTF_8);
        prometheus.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(400, refusal.length);
                    exchange.getResponseBody().write(refusal);
                    exchange.close();
                });
        prometheus.start();
        try {
            Run run =
                    Cli.run(
                            workshop.root(),
                            Map.of(
                                    "PATH",
                                    workshop.root().toString(),
                                    "PROMETHEUS_PORT",
                                    String.valueOf(prometheus.getAddress().getPort())),
                            "check",
                            "solutions/bonus-histograms");
            assertThat(run.exitCode()).describedAs(run.output()).isEqualTo(1);
            assertThat(run.output()).contains("FAIL  4.4").contains("something is not closed");
        } finally {
            prometheus.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "destroy, Expected one of",
        "check 17, SECTION: expected",
        "hint 1 MORE=9, MORE: expected"
    })
    void whatCannotBeDoneIsOneLineAndExitCodeTwo(String line, String says) throws Exception {
        Run run = Cli.run(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output().lines()).hasSize(1).first().asString().startsWith(says);
    }

    @Test
    void theSolutionsDifferenceNamesFilesAndLines() throws Exception {
        Run run = Cli.run("diff", "4");
        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains("+++ solutions/bonus-histograms/")
                .contains("+        try (Histogram.Timer timer")
                .doesNotContain("\u001b");
    }

    @Test
    void aDifferenceShowsWhatALearnerEditsAndNotTheText() throws Exception {
        assertThat(Cli.run("diff", "7").output())
                .contains("+++ solutions/bonus-alerting/rules/")
                .doesNotContain("README.md");
    }
}
