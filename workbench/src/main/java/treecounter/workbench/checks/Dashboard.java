package treecounter.workbench.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import treecounter.workbench.Module;

/** Whether an exported dashboard graphs what section 3 asks for, whatever Grafana wrote it. */
final class Dashboard {
    private static final String FILE = "dashboard.json";

    private Dashboard() {}

    /**
     * @throws Finding if no panel graphs the rate of requests_total by status
     * @throws NotChecked if there is no promtool
     */
    static void check(Module module) {
        Path file = module.file(FILE);
        Finding.when(
                !Files.exists(file),
                "the JSON of your dashboard in " + module.name() + "/" + FILE,
                "no such file",
                FILE + ": in Grafana choose Export, then save the JSON there.");
        List<String> queries = queries(file);
        Finding.when(
                queries.isEmpty(),
                "a panel with a PromQL query",
                "no query in the file",
                FILE + ": it is no dashboard of Grafana, or its panels have no query yet.");
        List<List<Promtool.Answer>> answers = Exercises.BY_STATUS.answers(asked(queries));
        if (answers.stream().noneMatch(answer -> isRateByStatus(answer.get(0)))) {
            throw new Finding(
                    "a panel that graphs a rate of requests_total by status",
                    "only " + queries.stream().limit(4).collect(Collectors.joining("\nand ")),
                    FILE
                            + ": "
                            + Exercises.BY_STATUS
                                    .hint(answers)
                                    .orElse(
                                            "add a panel with the query of 3.3; its range may be"
                                                    + " $__rate_interval."));
        }
    }

    /** What the check asks promtool; nothing if the dashboard is not there or cannot be read. */
    static List<Promtool.Task> tasks(Module module) {
        Path file = module.file(FILE);
        try {
            List<String> queries = Files.exists(file) ? queries(file) : List.of();
            return queries.isEmpty() ? List.of() : Exercises.BY_STATUS.tasks(asked(queries));
        } catch (Finding e) {
            return List.of();
        }
    }

    private static List<String> queries(Path file) {
        return read(file).findValues("expr").stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(query -> !query.isBlank())
                .toList();
    }

    private static List<String> asked(List<String> queries) {
        return queries.stream().map(Dashboard::withValues).toList();
    }

    private static JsonNode read(Path file) {
        try {
            return new JsonMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new Finding(
                    "JSON in " + FILE,
                    "%s in line %d"
                            .formatted(
                                    e.getOriginalMessage().replaceFirst(" \\(.*", ""),
                                    e.getLocation().getLineNr()),
                    FILE + ": export the dashboard again and save all of it.");
        } catch (IOException e) {
            throw new Finding(
                    "JSON in " + FILE,
                    e.getMessage(),
                    FILE + ": export the dashboard again and save all of it.");
        }
    }

    /** A query as Grafana would send it: a minute for every range, variables filled in. */
    static String withValues(String query) {
        return query.replaceAll("\\[[^]:]*", "[1m").replaceAll("\\$\\{?\\w+(:\\w+)?}?", ".*");
    }

    /** Whether 503s come at one a second together, as they do in the made series. */
    private static boolean isRateByStatus(Promtool.Answer answer) {
        boolean byStatus =
                answer.samples().keySet().stream().allMatch(labels -> labels.containsKey("status"));
        double failures =
                answer.samples().entrySet().stream()
                        .filter(sample -> "503".equals(sample.getKey().get("status")))
                        .mapToDouble(sample -> sample.getValue())
                        .sum();
        return byStatus && Math.abs(failures - 1) < 1e-6;
    }
}
