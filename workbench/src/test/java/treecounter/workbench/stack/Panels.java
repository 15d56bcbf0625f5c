package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** The dashboards of the workshop, read from their files. */
final class Panels {
    private static final Path ROOT = Workshop.here().root();

    private Panels() {}

    /** A dashboard, and the lesson from which on its metrics exist. */
    record Dashboard(Path file, Lesson lesson, JsonNode json) {
        String name() {
            return ROOT.relativize(file).toString().replace('\\', '/');
        }

        List<JsonNode> panels() {
            return StreamSupport.stream(json.path("panels").spliterator(), false).toList();
        }

        /** Those that draw something; the others are text. */
        List<JsonNode> drawn() {
            return panels().stream().filter(panel -> !isOf("text", panel)).toList();
        }

        List<JsonNode> drawn(String type) {
            return panels().stream().filter(panel -> isOf(type, panel)).toList();
        }

        List<JsonNode> annotations() {
            return json.at("/annotations/list").findParents("expr");
        }

        /** All queries, with the name of the panel they belong to. */
        List<Target> targets() {
            List<Target> targets = new ArrayList<>();
            for (JsonNode annotation : annotations()) {
                targets.add(
                        new Target(name() + " / annotations", annotation.path("expr").asText()));
            }
            for (JsonNode panel : panels()) {
                for (JsonNode target : panel.path("targets")) {
                    targets.add(
                            new Target(
                                    name() + " / " + panel.path("title").asText(),
                                    target.path("expr").asText()));
                }
            }
            return targets;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** A query of a panel. */
    record Target(String panel, String expr) {
        /** As Grafana would send it for a page of 5 minutes. */
        String filledIn() {
            return expr.replace("$__rate_interval", "20s")
                    .replace("$__interval", "30s")
                    .replace("$__range", "5m")
                    .replace("$job", "treecounter")
                    .replace("$worker", "worker");
        }
    }

    private static boolean isOf(String type, JsonNode panel) {
        return panel.path("type").asText().equals(type);
    }

    /** Those that Grafana gets from a file. */
    static List<Dashboard> provisioned() {
        return all().stream().filter(each -> each.name().startsWith("grafana/")).toList();
    }

    /** All that are shipped: the provisioned ones, and that of the solution. */
    static List<Dashboard> all() {
        List<Dashboard> dashboards = new ArrayList<>();
        for (Lesson lesson : Lesson.all()) {
            Path provisioned = ROOT.resolve("grafana/dashboards").resolve(lesson.directory());
            if (Files.isDirectory(provisioned)) {
                try (Stream<Path> files = Files.list(provisioned)) {
                    files.sorted().forEach(file -> dashboards.add(read(file, lesson)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            Path built = Workshop.here().solution(lesson).file("dashboard.json");
            if (Files.exists(built)) {
                dashboards.add(read(built, lesson));
            }
        }
        return dashboards;
    }

    private static Dashboard read(Path file, Lesson lesson) {
        try {
            return new Dashboard(file, lesson, new JsonMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
