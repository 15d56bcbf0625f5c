package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.workshop.Lesson;

/** A real Grafana finds its datasource and dashboards in files, and every panel has data. */
@NeedsDocker(
        value = {"PROMETHEUS_IMAGE", "JAVA_IMAGE", "GRAFANA_IMAGE"},
        unlessMissing = "GRAFANA_IMAGE")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms(weight = 3)
class GrafanaDockerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOGIN = "astronomer:workshop";

    private TestStack stack;

    @BeforeAll
    void up() throws Exception {
        stack = new TestStack("grafana test");
        stack.up(stack.workshop().solution(Lesson.named("histograms").orElseThrow()));
        Sent sent = new Sent(20, 5, 5, 10);
        // Twice, with a scrape between: rate() needs a sample from before the increase.
        for (int round = 1; round <= 2; round++) {
            stack.send(sent);
            String counted = "sum(request_latency_seconds_count) == " + round * sent.all();
            Eventually.get(
                    TestStack.TWO_SCRAPES,
                    () -> stack.prometheus().query(counted),
                    found -> found.size() == 1);
        }
    }

    @AfterAll
    void down() {
        stack.down(true);
    }

    @Test
    void onlyTheWorkshopsLoginIsLetIn() throws Exception {
        assertThat(get("/api/user", LOGIN).statusCode()).isEqualTo(200);
        assertThat(get("/api/user", "astronomer:wrong").statusCode()).isEqualTo(401);
        assertThat(get("/api/user", "admin:admin").statusCode()).isEqualTo(401);
    }

    @Test
    void theDatasourceIsThereAndReachesPrometheus() throws Exception {
        JsonNode datasource = json(get("/api/datasources/uid/prometheus", LOGIN));
        assertThat(datasource.path("type").asText()).isEqualTo("prometheus");
        JsonNode health = json(get("/api/datasources/uid/prometheus/health", LOGIN));
        assertThat(health.path("status").asText()).isEqualTo("OK");
    }

    @Test
    void everyDashboardIsInTheFolderWorkshop() throws Exception {
        JsonNode found = json(get("/api/search?type=dash-db", LOGIN));
        assertThat(found.findValuesAsText("uid")).contains("treecounter", "jvm", "latency");
        assertThat(found.findValuesAsText("folderTitle")).containsOnly("Workshop");
        for (Panels.Dashboard dashboard : Panels.provisioned()) {
            String uid = dashboard.json().path("uid").asText();
            JsonNode loaded = json(get("/api/dashboards/uid/" + uid, LOGIN)).path("dashboard");
            assertThat(loaded.path("panels")).hasSameSizeAs(dashboard.panels());
        }
    }

    @Test
    void everyPanelHasDataThroughGrafana() throws Exception {
        List<String> empty = new ArrayList<>();
        int targets = 0;
        for (Panels.Dashboard dashboard : Panels.provisioned()) {
            for (Panels.Target target : dashboard.targets()) {
                if (target.expr().contains("allocated_bytes")) {
                    continue; // Counted at garbage collections, and there may have been none yet.
                }
                targets++;
                if (!hasData(target)) {
                    empty.add(target.panel() + ": " + target.expr());
                }
            }
        }
        System.out.printf(
                "Evaluated through Grafana: %d targets, %d gave data%n",
                targets, targets - empty.size());
        assertThat(empty).isEmpty();
    }

    /** Grafana fills in $__rate_interval by itself; the job is the browser's to fill in. */
    private boolean hasData(Panels.Target target) throws Exception {
        ObjectNode query = JSON.createObjectNode();
        query.put("refId", "A");
        query.putObject("datasource").put("uid", "prometheus").put("type", "prometheus");
        query.put(
                "expr", target.expr().replace("$job", "treecounter").replace("$worker", "worker"));
        query.put("range", true);
        // The least interval of the heatmap; shorter ranges hold too few scrapes.
        query.put("intervalMs", 30_000);
        query.put("maxDataPoints", 100);
        ObjectNode body = JSON.createObjectNode();
        body.put("from", "now-5m");
        body.put("to", "now");
        body.putArray("queries").add(query);
        JsonNode answer = json(send("POST", "/api/ds/query", LOGIN, body.toString()));
        JsonNode frames = answer.at("/results/A/frames");
        return StreamSupport.stream(frames.spliterator(), false)
                .anyMatch(frame -> !frame.at("/data/values/1").isEmpty());
    }

    private HttpResponse<String> get(String path, String login) throws Exception {
        return send("GET", path, login, "");
    }

    private HttpResponse<String> send(String method, String path, String login, String body)
            throws Exception {
        URI uri = stack.uri(Core.GRAFANA).resolve(path);
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
