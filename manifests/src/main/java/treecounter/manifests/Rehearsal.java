package treecounter.manifests;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Uses each library once, so that the first who asks does not wait for it to load. */
final class Rehearsal {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            spec:
              template:
                spec:
                  containers:
                    - name: app
                      resources: {limits: {cpu: 1}}
                      livenessProbe: {httpGet: {path: /, port: http}}
            """;
    private static final String CHART = "apiVersion: v2\nname: none\nversion: 0.1.0\n";

    private Rehearsal() {}

    /** One after the other: what is asked for first comes first. */
    static void begin() {
        Thread thread = new Thread(Rehearsal::all, "rehearse");
        thread.setDaemon(true);
        thread.start();
    }

    private static void all() {
        Manifests.manifests(Map.of("a.yaml", DEPLOYMENT));
        try {
            HelmChart.load()
                    .ask(
                            Map.of("Chart.yaml", CHART),
                            List.of(),
                            new JsonMapper().createObjectNode());
        } catch (HelmChart.Missing | IOException e) {
            // Whoever asks is told.
        }
    }
}
