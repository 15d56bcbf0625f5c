package treecounter.workbench.lessons.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;

/** What the tests know of lesson 11. */
final class KubernetesFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        failures.put("11.1", "TreeCounterHandler.handle: there is no case for the path /healthz");
        failures.put("11.2", "k8s/namespace.yaml: write the Namespace here");
        for (int step = 3; step <= 9; step++) {
            failures.put("11." + step, "the pods have no container yet. Step 11.3");
        }
        failures.put("11.10", "queries/01-requests.promql: write the query");
        failures.put("11.11", "queries/04-cpu.promql: write the query");
        failures.put("11.12", "the pods have no container yet. Step 11.3");
        failures.put("11.13", "the pods have no container yet. Step 11.3");
        failures.put("11.14", "chart/templates/deployment.yaml: what k8s/deployment.yaml has");
        return failures;
    }

    /** It is about a cluster, and no file. */
    @Override
    public Set<String> withoutTodo() {
        return Set.of("11.16");
    }

    @Override
    public List<String> stays() {
        return List.of();
    }

    /** Only a cluster knows of pods. */
    @Override
    public Set<String> empty() {
        return Set.of("02-ready", "03-restarts", "04-cpu", "05-memory");
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        if (empty().contains(name)) {
            assertThat(live.ask(query)).as(name).isEmpty();
        } else if (name.equals("01-requests")) {
            // A rate is taken over 5 minutes, and stretched a little beyond what it saw.
            double all = live.sent().all();
            assertThat(live.value(query) * 300).isBetween(all * 0.999, all * 1.4);
        } else {
            super.queryAgrees(name, query, live);
        }
    }
}
