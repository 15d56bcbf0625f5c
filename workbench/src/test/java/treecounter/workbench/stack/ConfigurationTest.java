package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Workshop;

/** What can be said of the stack's files without starting anything. */
class ConfigurationTest {
    private static final Path ROOT = Workshop.here().root();

    /** Those that every stack has, and those that a lesson adds; not what one changes in them. */
    static Stream<JsonNode> services() throws IOException {
        List<JsonNode> services = new ArrayList<>();
        for (String file : composeFiles()) {
            yaml(file)
                    .path("services")
                    .forEach(
                            service -> {
                                if (service.has("image")
                                        || service.at("/build/context").isTextual()) {
                                    services.add(service);
                                }
                            });
        }
        return services.stream();
    }

    private static List<String> composeFiles() throws IOException {
        List<String> names = new ArrayList<>(List.of("docker-compose.yaml"));
        try (Stream<Path> files = Files.list(ROOT.resolve("compose"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add("compose/" + file.getFileName()));
        }
        return names;
    }

    static Stream<String> files() throws IOException {
        return Stream.concat(Stream.of("Dockerfile", "prometheus.yaml"), composeFiles().stream());
    }

    static Stream<Lesson> lessons() {
        return Rooms.lessons().stream().filter(lesson -> !services(lesson).isEmpty());
    }

    private static List<Service> services(Lesson lesson) {
        return Stream.concat(lesson.services().stream(), lesson.serversInDocker().stream())
                .toList();
    }

    static Stream<String> images() throws IOException {
        return Files.readAllLines(ROOT.resolve(".env")).stream()
                .filter(line -> line.contains("_IMAGE="));
    }

    @Test
    void promtoolTakesPrometheusYaml() {
        assumeTrue(Command.onPath("promtool").isPresent(), "no promtool on the PATH");
        String file = ROOT.resolve("prometheus.yaml").toString();
        List<String> said = Command.of("promtool", "check", "config", file).run().lines();
        assertThat(said).anyMatch(line -> line.contains("SUCCESS"));
        assertThat(said).noneMatch(line -> line.contains("FAILED"));
    }

    @Test
    void scrapeAndGrafanaAgreeOnTheInterval() throws IOException {
        String scrape = yaml("prometheus.yaml").at("/global/scrape_interval").asText();
        JsonNode datasource =
                yaml("grafana/provisioning/datasources/prometheus.yaml").at("/datasources/0");
        assertThat(datasource.at("/jsonData/timeInterval").asText()).isEqualTo(scrape);
        assertThat(datasource.path("uid").asText()).isEqualTo("prometheus");
    }

    @ParameterizedTest
    @MethodSource("images")
    void anImageIsPinnedToAnExactTag(String line) {
        assertThat(line).matches("[A-Z_]+_IMAGE=[\\w./-]+:v?\\d+(\\.\\d+)+\\S*");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceTakesItsImageFromEnv(JsonNode service) throws IOException {
        List<String> known = images().map(line -> "${" + line.split("=")[0] + "}").toList();
        assertThat(
                        service.has("build")
                                ? service.at("/build/args/JAVA_IMAGE").asText()
                                : service.path("image").asText())
                .isIn(known);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsReachedFromThisMachineOnlyAndOnAPortOfChoice(JsonNode service) {
        assertThat(service.path("ports")).isNotEmpty();
        assertThat(service.path("ports"))
                .allMatch(
                        port ->
                                port.asText()
                                        .matches("127\\.0\\.0\\.1:\\$\\{\\w+_PORT:-\\d+}:\\d+"));
    }

    /** Docker makes a directory where a file to mount is missing, and keeps to the old file. */
    @ParameterizedTest
    @MethodSource("services")
    void noSingleFileIsMounted(JsonNode service) {
        for (JsonNode volume : service.path("volumes")) {
            String source = volume.asText().replaceFirst(":/.*", "");
            if (source.startsWith(".")) {
                Path path = ROOT.resolve(source.replaceAll("\\$\\{MODULE:-(.*)}", "$1"));
                assertThat(path).isDirectory();
                assertThat(volume.asText()).endsWith(":ro");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceSaysWhenItIsReadyAndHasALimit(JsonNode service) {
        assertThat(service.at("/healthcheck/test/0").asText()).isEqualTo("CMD");
        assertThat(service.path("mem_limit").asText()).matches("\\d+m");
    }

    @Test
    void dashboardsAreWhereGrafanaLooks() throws IOException {
        String path =
                yaml("grafana/provisioning/dashboards/workshop.yaml")
                        .at("/providers/0/options/path")
                        .asText();
        String standard =
                yaml("docker-compose.yaml")
                        .at("/services/grafana/environment/DASHBOARDS")
                        .asText()
                        .replaceAll("\\$\\{\\w+:-(.*)}", "$1");
        Path directory =
                Path.of(
                        path.replace("$WORKSHOP", ROOT.toString())
                                .replace("$DASHBOARDS", standard));
        assertThat(directory.resolve("treecounter.json")).exists();
        assertThat(directory.resolve("latency.json")).doesNotExist();
    }

    /** The program asks for a port by the same setting, with Docker and without. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("lessons")
    void theServersOfALessonStandInItsComposeFileWithAllTheirPorts(Lesson lesson)
            throws IOException {
        JsonNode all = yaml("compose/%s.yaml".formatted(lesson.directory())).path("services");
        for (Service service : services(lesson)) {
            List<String> ports = new ArrayList<>();
            all.path(service.name()).path("ports").forEach(port -> ports.add(port.asText()));
            assertThat(ports)
                    .as(service.name())
                    .containsExactlyInAnyOrderElementsOf(
                            service.ports().entrySet().stream()
                                    .map(
                                            port ->
                                                    "127.0.0.1:${%s:-%d}:%2$d"
                                                            .formatted(
                                                                    port.getKey(), port.getValue()))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void commentsFitTheScreen(String file) throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(file))).allMatch(line -> line.length() <= 100);
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(ROOT.resolve(file).toFile());
    }
}
