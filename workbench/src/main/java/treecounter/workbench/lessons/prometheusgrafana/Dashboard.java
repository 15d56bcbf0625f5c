package treecounter.workbench.lessons.prometheusgrafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.promql.Grading;
import treecounter.workbench.promql.Grading.Asked;
import treecounter.workbench.promql.Promtool;
import treecounter.workbench.workshop.Module;

/** Whether an exported dashboard graphs what section 3 asks for, whatever Grafana wrote it. */
final class Dashboard {
    private static final String FILE = "dashboard.json";

    private final Module module;
    private final Grading grading;

    Dashboard(Bench bench) {
        this.module = bench.module();
        this.grading = Grading.on(bench).grading();
    }

    /**
     * @throws Finding if no panel graphs the rate of requests_total by status
     * @throws NotChecked if there is no promtool
     */
    void check() {
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
        List<List<Promtool.Answer>> answers =
                grading.answers(PrometheusGrafanaQueries.BY_STATUS, asked(queries));
        if (answers.stream().noneMatch(answer -> isRateByStatus(answer.get(0)))) {
            throw new Finding(
                    "a panel that graphs a rate of requests_total by status",
                    "only " + queries.stream().limit(4).collect(Collectors.joining("\nand ")),
                    FILE
                            + ": "
                            + asked(queries).stream()
                                    .filter(query -> query.contains("requests_total"))
                                    .flatMap(query -> cause(query).stream())
                                    .findFirst()
                                    .orElse(
                                            "add a panel with the query of 3.3; its range may be"
                                                    + " $__rate_interval."));
        }
    }

    private Optional<String> cause(String query) {
        return grading.cause(PrometheusGrafanaQueries.BY_STATUS, query);
    }

    /** What the check asks promtool; nothing if the dashboard is not there or cannot be read. */
    Asked asked() {
        Path file = module.file(FILE);
        try {
            List<String> queries = Files.exists(file) ? queries(file) : List.of();
            return new Asked(PrometheusGrafanaQueries.BY_STATUS, asked(queries));
        } catch (Finding e) {
            return new Asked(PrometheusGrafanaQueries.BY_STATUS, List.of());
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

    /** Whether 503s come as often as they do in the made series, by rate or by irate. */
    private static boolean isRateByStatus(Promtool.Answer answer) {
        boolean byStatus =
                answer.samples().keySet().stream().allMatch(labels -> labels.containsKey("status"));
        double failures =
                answer.samples().entrySet().stream()
                        .filter(sample -> "503".equals(sample.getKey().get("status")))
                        .mapToDouble(sample -> sample.getValue())
                        .sum();
        return byStatus && Stream.of(1.0, 0.3).anyMatch(rate -> Math.abs(failures - rate) < 1e-6);
    }
}
