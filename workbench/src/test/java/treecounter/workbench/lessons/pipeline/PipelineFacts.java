package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;

/** What the tests know of lesson 8. */
final class PipelineFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        failures.put("8.1", "Worker.main: an HTTPServer of the library");
        failures.put("8.2", "TreeCounterHandler: declare it");
        failures.put("8.3", "TreeCounterHandler: declare it");
        failures.put("8.4", "TreeCounterHandler: declare it");
        failures.put("8.5", "TreeCounterHandler: declare it");
        failures.put("8.6", "Worker.main: step 8.1 comes first");
        failures.put("8.7", "Worker.main: step 8.1 comes first");
        failures.put("8.8", "Worker.main: step 8.1 comes first");
        for (String number : List.of("8.9", "8.10", "8.11", "8.12")) {
            failures.put(number, "Worker.main: step 8.1 comes first");
        }
        failures.put("8.13", "TreeCounterHandler: declare it");
        failures.put("8.14", "queries/01-keeping-up.promql: write the query");
        failures.put("8.15", "queries/02-age.promql: write the query");
        failures.put("8.16", "queries/03-hit-ratio.promql: write the query");
        failures.put("8.17", "queries/04-errors.promql: write the query");
        failures.put("8.18", "queries/05-pool.promql: write the query");
        failures.put("8.19", "jobs/exporters.yaml: write it below the comment");
        failures.put("8.20", "jobs/blackbox.yaml: write it below the comment");
        failures.put("8.21", "queries/06-probes.promql: write the query");
        failures.put("8.22", "dashboard.json: in Grafana choose Export");
        failures.put("8.23", "diagnosis.properties: run make hurt");
        return failures;
    }

    /** There are no exporters where there is no Docker. */
    @Override
    public Set<String> empty() {
        return Set.of("06-probes");
    }

    @Override
    public Set<String> withoutTodo() {
        return Set.of("8.22");
    }

    @Override
    public Set<String> wantGrafana() {
        return Set.of("8.22");
    }

    @Override
    public List<String> stays() {
        return List.of();
    }
}
