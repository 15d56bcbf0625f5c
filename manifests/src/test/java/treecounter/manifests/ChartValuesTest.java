package treecounter.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The public charts render with the values of the lesson, in the versions that these name, and fit
 * each other. With {@code -Dcharts=DIRECTORY} they are those below it, with all that they depend
 * on; else they are fetched, and the test is skipped where that cannot be.
 */
class ChartValuesTest {
    private static final Path VALUES = Path.of("../solutions/bonus-kubernetes/values");
    private static final Pattern INSTALL =
            Pattern.compile(
                    "helm upgrade --install (\\S+) (\\S+) --version (\\S+) --repo (\\S+)"
                        + " --namespace (\\S+) --create-namespace --values values/(\\S+)\\.yaml");
    private static final Pattern LABEL = Pattern.compile("target_label *= \"(\\w+)\"");
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int MOST_LINES = 36;

    @TempDir Path directory;

    /** What the first lines of a file of values say. */
    private record Release(String name, String chart, String version, String repository) {
        static Release of(Path values) {
            Matcher found = INSTALL.matcher(head(values));
            assertThat(found.find()).as("how to install it, in " + values).isTrue();
            assertThat(found.group(5)).isEqualTo("monitoring");
            assertThat(values).hasFileName(found.group(6) + ".yaml");
            return new Release(found.group(1), found.group(2), found.group(3), found.group(4));
        }

        private static String head(Path values) {
            try (Stream<String> lines = Files.lines(values)) {
                return String.join(
                        "",
                        lines.takeWhile(line -> line.startsWith("#"))
                                .map(line -> line.replaceFirst("#\\s*", "").replace("\\", ""))
                                .toList());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeAll
    static void thereIsHelm() {
        try {
            HelmChart.load();
        } catch (HelmChart.Missing e) {
            assumeTrue(false, e.getMessage());
        }
    }

    @Test
    void eachFileIsShortAndNamesWhatItIsFor() throws IOException {
        try (Stream<Path> files = Files.list(VALUES)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(4);
            for (Path file : all) {
                Release.of(file);
                assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES);
            }
        }
    }

    @Test
    void prometheusTakesWhatTheLessonBringsAndGrafanaKnowsTheOthers() throws IOException {
        List<JsonNode> rendered = rendered("kube-prometheus-stack");
        JsonNode spec = only("Prometheus", rendered).path("spec");
        assertThat(spec.path("enableRemoteWriteReceiver").asBoolean()).isTrue();
        assertThat(spec.at("/podMonitorSelector").isObject()).isTrue();
        assertThat(spec.at("/podMonitorSelector")).isEmpty();
        assertThat(spec.at("/ruleSelector").isObject()).isTrue();
        assertThat(spec.at("/ruleSelector")).isEmpty();
        assertThat(all("Secret", rendered))
                .anyMatch(
                        secret ->
                                secret.at("/metadata/name").asText().equals("prometheus-grafana")
                                        && secret.path("data").has("admin-password"));
        assertThat(all("ConfigMap", rendered).toString())
                .contains("http://loki:3100", "http://tempo:3200");
    }

    @Test
    void lokiListensWhereOthersAskForIt() throws IOException {
        assertThat(ports("loki", rendered("loki"))).contains(3100);
    }

    @Test
    void tempoListensWhereOthersAskForIt() throws IOException {
        List<JsonNode> rendered = rendered("tempo");
        assertThat(ports("tempo", rendered)).contains(3200, 4318);
        assertThat(only("ConfigMap", rendered).at("/data/tempo.yaml").asText())
                .contains("0.0.0.0:4318");
    }

    @Test
    void alloyMayReadLogsAndSendsThemToLoki() throws IOException {
        List<JsonNode> rendered = rendered("alloy");
        assertThat(only("ConfigMap", rendered).at("/data/config.alloy").asText())
                .contains("http://loki:3100/loki/api/v1/push");
        assertThat(only("ClusterRole", rendered).toString()).contains("pods/log");
        assertThat(only("Deployment", rendered).at("/metadata/name").asText()).isEqualTo("alloy");
    }

    /** What is not named is dropped, and a query that asks by it finds nothing. */
    @Test
    void alloyKeepsTheLabelsThatTextsAskBy() throws IOException {
        String configuration = Files.readString(VALUES.resolve("alloy.yaml"));
        assertThat(configuration).contains("= discovery.relabel.pods.output");
        assertThat(Files.readString(Path.of("../bonus-logs-traces/logs.logql")))
                .contains("{namespace=\"treecounter\", container=\"app\"}");
        assertThat(LABEL.matcher(configuration).results().map(found -> found.group(1)))
                .contains("namespace", "container");
    }

    private List<JsonNode> rendered(String name) throws IOException {
        Path values = VALUES.resolve(name + ".yaml");
        Release release = Release.of(values);
        String text =
                chart(release)
                        .withName(release.name)
                        .withNamespace("monitoring")
                        .withKubeVersion("1.34.0")
                        .withValuesFile(values)
                        // Else the chart asks a cluster whether there is a password already.
                        .set("grafana.adminPassword", "made")
                        .call();
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(text)) {
            documents.add(new JsonMapper().valueToTree(document));
        }
        return documents;
    }

    private TemplateCommand chart(Release release) throws IOException {
        String given = System.getProperty("charts", "");
        if (!given.isEmpty()) {
            Path chart = Path.of(given).resolve(release.chart);
            assertThat(Files.readString(chart.resolve("Chart.yaml")))
                    .contains("\nversion: " + release.version + "\n");
            return new Helm(chart).template();
        }
        assumeTrue(
                isReachable(release.repository + "/index.yaml"),
                "cannot reach " + release.repository + ", which has the chart");
        Path repositories = directory.resolve("repositories.yaml");
        Helm.repo()
                .add()
                .withRepositoryConfig(repositories)
                .withName("public")
                .withUrl(URI.create(release.repository))
                .call();
        return Helm.template("public/" + release.chart)
                .withRepositoryConfig(repositories)
                .withVersion(release.version);
    }

    private static boolean isReachable(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setRequestMethod("HEAD");
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Integer> ports(String service, List<JsonNode> rendered) {
        List<Integer> ports = new ArrayList<>();
        for (JsonNode each : all("Service", rendered)) {
            if (each.at("/metadata/name").asText().equals(service)) {
                each.at("/spec/ports").forEach(port -> ports.add(port.path("port").asInt()));
            }
        }
        return ports;
    }

    private static JsonNode only(String kind, List<JsonNode> rendered) {
        List<JsonNode> found = all(kind, rendered);
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static List<JsonNode> all(String kind, List<JsonNode> rendered) {
        return rendered.stream().filter(each -> each.path("kind").asText().equals(kind)).toList();
    }
}
