package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.Readme;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * A real Prometheus scrapes each solution; its answers agree with what was sent, and no query and
 * no panel is without data.
 */
@NeedsDocker({"PROMETHEUS_IMAGE", "JAVA_IMAGE"})
@StartsPrograms(weight = 1)
class ScrapeDockerTest {
    private static int panels;
    private static int targets;
    private static int queries;
    private static int withData;

    @AfterAll
    static void report() {
        System.out.printf(
                "Evaluated on a live Prometheus: %d panels with %d targets, %d queries; %d gave"
                        + " data%n",
                panels, targets, queries, withData);
    }

    /** Those whose app needs no servers of its own: see ServersStackTest. */
    static List<Lesson> lessons() {
        return Rooms.lessons().stream().filter(lesson -> lesson.servers().isEmpty()).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("lessons")
    void prometheusSaysWhatHappened(Lesson lesson) throws Exception {
        Module module = Workshop.here().solution(lesson);
        List<Lesson> path = new ArrayList<>(lesson.before());
        path.add(lesson);
        try (ScrapedApp app = new ScrapedApp(module)) {
            Live live = new Live(app);
            everyTargetIsUp(live);
            assertThat(live.value("jvm_threads_current")).isGreaterThan(1);
            for (Lesson each : path) {
                Rooms.facts(each).warmUp(live);
            }
            for (Lesson each : path) {
                Rooms.facts(each).metricsAgree(live);
            }
            // At once: panels look back 20 s only.
            dashboards(lesson, live);
            exercises(module, live);
            text(lesson, live);
            Rooms.facts(lesson).inTheEnd(live);
            app.stopApp();
            live.await("up == 0", series -> !series.isEmpty());
            onlyWhatIsKnownIsShown(lesson, live);
        }
    }

    /** At once, while ranges still hold what the dead app did. */
    private static void onlyWhatIsKnownIsShown(Lesson lesson, Live live) throws Exception {
        for (Panels.Dashboard dashboard : Panels.provisioned()) {
            if (dashboard.lesson() != lesson) {
                continue;
            }
            for (JsonNode stat : dashboard.drawn("stat")) {
                String title = stat.path("title").asText();
                String query = stat.at("/targets/0/expr").asText();
                List<PrometheusApi.Series> series =
                        live.ask(new Panels.Target(title, query).filledIn());
                if (!series.isEmpty()) {
                    assertThat(Shown.of(stat, OptionalDouble.of(series.get(0).value())).isGreen())
                            .as("green with a dead app: " + title)
                            .isFalse();
                }
            }
        }
    }

    private static void everyTargetIsUp(Live live) throws Exception {
        List<PrometheusApi.Target> found = live.targetsUp(2);
        assertThat(found.stream().map(PrometheusApi.Target::job))
                .containsExactlyInAnyOrder("prometheus", "treecounter");
        assertThat(found).allMatch(each -> each.error().isEmpty());
        live.await("up", series -> series.size() == 2);
    }

    private static void exercises(Module module, Live live) throws Exception {
        if (!Files.isDirectory(module.file("queries"))) {
            return;
        }
        Facts facts = Rooms.facts(module.lesson());
        try (Stream<Path> files = Files.list(module.file("queries"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".promql", "");
                queries++;
                withData += facts.empty().contains(name) ? 0 : 1;
                facts.queryAgrees(name, Files.readString(file), live);
            }
        }
    }

    private static void dashboards(Lesson lesson, Live live) throws Exception {
        List<String> empty = new ArrayList<>();
        for (Panels.Dashboard dashboard : Panels.all()) {
            if (!lesson.builtOn(dashboard.lesson())) {
                continue;
            }
            panels += dashboard.drawn().size();
            for (Panels.Target target : dashboard.targets()) {
                targets++;
                boolean data =
                        live.ask(target.filledIn()).stream()
                                .anyMatch(s -> !Double.isNaN(s.value()));
                if (data) {
                    withData++;
                } else {
                    empty.add(target.panel() + ": " + target.filledIn());
                }
            }
        }
        assertThat(empty).as("targets without data").isEmpty();
    }

    /** The queries of the lesson's text. */
    private static void text(Lesson lesson, Live live) throws Exception {
        String own = "solutions/" + lesson.directory() + "/";
        List<Readme.Block> blocks =
                Readme.blocks("from")
                        .filter(block -> block.language().equals("promql"))
                        .filter(block -> block.source().startsWith(own))
                        .toList();
        for (Readme.Block block : blocks) {
            boolean empty =
                    Rooms.facts(lesson).empty().stream()
                            .anyMatch(name -> block.source().endsWith("/" + name + ".promql"));
            queries++;
            withData += empty ? 0 : 1;
            if (!empty) {
                assertThat(live.ask(block.text())).as(block.text()).isNotEmpty();
            }
        }
    }
}
