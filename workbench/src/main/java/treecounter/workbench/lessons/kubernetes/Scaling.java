package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.opentest4j.TestAbortedException;
import treecounter.workbench.checks.Finding;

/** How many pods there are, decided by how busy they are. */
final class Scaling {
    static final String FILE = "k8s/hpa.yaml";

    /** A pod may use more CPU than it requests, for it has no limit. */
    private static final int MOST_TIMES = 3;

    private Scaling() {}

    /**
     * @throws TestAbortedException if nobody has begun it
     */
    static void check(Manifests manifests) {
        if (manifests.all("HorizontalPodAutoscaler").isEmpty()
                && !manifests.filesWithProblems().contains(FILE)) {
            throw new TestAbortedException("nobody has begun it");
        }
        Manifest scaler =
                manifests.needInNamespace("HorizontalPodAutoscaler", Manifests.NAME, FILE);
        String in = scaler.file() + ": ";
        JsonNode target = scaler.at("spec/scaleTargetRef");
        Finding.when(
                !target.path("kind").asText().equals("Deployment")
                        || !target.path("name").asText().equals(Manifests.NAME),
                "a scaleTargetRef to the Deployment " + Manifests.NAME,
                target.isMissingNode() ? "none" : target,
                in + "scaleTargetRef names what is scaled: apiVersion, kind and name.");
        Finding.when(
                !target.path("apiVersion").asText().equals("apps/v1"),
                "apiVersion: apps/v1 of the scaleTargetRef",
                target.path("apiVersion").asText("none"),
                in + "a Deployment is of apps/v1: of another version there is none to scale.");
        int least = scaler.at("spec/minReplicas").asInt(1);
        int most = scaler.at("spec/maxReplicas").asInt();
        Finding.when(
                least < 2 || most <= least,
                "minReplicas of at least 2, and a larger maxReplicas",
                "%d to %d".formatted(least, most),
                in
                        + "between minReplicas and maxReplicas it decides, and below two none is"
                        + " spare.");
        JsonNode metric = scaler.at("spec/metrics/0/resource");
        Finding.when(
                metric.path("target").has("averageValue"),
                "averageUtilization of the target",
                "averageValue",
                in
                        + "averageValue is an amount for each pod. averageUtilization is percent of"
                        + " what a pod requests.");
        Finding.when(
                metric.path("name").asText().equals("memory"),
                "a metric of cpu",
                "memory",
                in + "memory is no measure for a Java: its heap does not shrink by itself.");
        int percent = metric.at("/target/averageUtilization").asInt();
        Finding.when(
                percent > 100 * MOST_TIMES,
                "averageUtilization of 80, or near it",
                percent,
                in + "the app would have to use so many percent of its request, all the time.");
        Finding.when(
                !metric.path("name").asText().equals("cpu")
                        || metric.at("/target/averageUtilization").asInt() < 1,
                "a metric of cpu, with averageUtilization",
                metric.isMissingNode() ? "none" : metric,
                in + "averageUtilization is in percent of the CPU that is requested.");
        String type = metric.at("/target/type").asText();
        Finding.when(
                !type.equals("Utilization"),
                "the type Utilization of the target",
                type.isEmpty() ? "none" : type,
                in + "averageUtilization belongs to the type Utilization.");
    }
}
