package treecounter.workbench.lessons.kubernetes;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/**
 * The PromQL exercises: what a cluster tells of pods, and what two replicas do to a counter. The
 * second pod is a minute old; the pods of the forest and those of another namespace are there, too.
 */
final class KubernetesQueries {
    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> RESTART = List.of(580);
    private static final String APP_1 = "treecounter-7c9d8-x4k2p";
    private static final String APP_2 = "treecounter-7c9d8-zq8wn";
    private static final String FOREST = "forest-5b6f7-mm2v9";
    private static final String OTHER = "treecounter-5f4b1-k7j6h";
    private static final String THIRD = "treecounter-6a1c3-p9d2s";

    static final Exercise REQUESTS =
            new Exercise("01-requests", requests())
                    .gives(9.994915254)
                    .equivalent("> 0 leaves out", "the sum is more than 0")
                    .equivalent("vector(0)", "the sum is there as soon as there is a pod")
                    .equivalent("by namespace keeps", "the pods are in one namespace")
                    .mistake(
                            "sum by (pod) (rate(requests_total{job=\"treecounter\"}[5m]))",
                            "each pod by itself. They are one app: leave out by (pod).");

    static final Exercise READY =
            new Exercise("02-ready", ready(1, 1))
                    .gives(2)
                    .over(ready(1, 0), ", one of them not ready")
                    .gives(1)
                    .over(ready(1, -1), ", of one of them nobody knows")
                    .gives(1)
                    .over(ready(0, 0), ", none of them ready")
                    .gives(0)
                    .equivalent("rounded", "pods are whole")
                    .equivalent("vector(0)", "the sum is there as soon as there is a pod")
                    .equivalent("by condition keeps", "one condition is selected")
                    .equivalent("by namespace keeps", "one namespace is selected")
                    .equivalent("pod=~\"treecounter-.*|", "the first pattern finds these, too")
                    .mistake(
                            "count(kube_pod_status_ready{namespace=\"treecounter\",pod=~\"treecounter-.*\",condition=\"true\"})",
                            "this is the number of pods, ready or not. One that is not has this"
                                    + " series, too, and its value is 0; and each condition has a"
                                    + " series of its own. Sum the values of one.")
                    .mistake(
                            "count(kube_pod_status_ready{namespace=\"treecounter\",pod=~\"treecounter-.*\",condition=\"true\"}"
                                + " == 1)",
                            "if no pod is ready, nothing is left to count, and the count of nothing"
                                    + " is nothing. Sum the values.");

    static final Exercise RESTARTS =
            new Exercise("03-restarts", restarts())
                    .gives(3.050847458)
                    .equivalent("> 0 leaves out", "there were some")
                    .equivalent("vector(0)", "the sum is there as soon as there is a pod")
                    .equivalent("by namespace keeps", "one namespace is selected")
                    .equivalent("by container keeps", "one container is selected")
                    .equivalent("a sum hides", "it never falls: a new pod has a new name")
                    .equivalent("delta is for gauges", "it never falls: a new pod has a new name");

    static final Exercise CPU =
            new Exercise("04-cpu", cpu())
                    .gives(0.387288136, "pod", APP_1)
                    .gives(0.307627119, "pod", APP_2)
                    .equivalent("> 0 leaves out", "whoever runs uses some");

    private static final String MEMORY_NOW =
            "container_memory_working_set_bytes{namespace=\"treecounter\",container=\"app\"}";

    private static final String WITH_CACHE = MEMORY_NOW.replace("working_set", "usage");
    private static final String GAUGE =
            "memory is a gauge: it goes up and down. rate takes each fall for a restart, and gives"
                    + " bytes a second.";
    private static final String CACHE =
            "this has the cache of files in it, which the system gives back before it kills"
                    + " anybody. The working set is what counts against the limit.";

    static final Exercise MEMORY =
            new Exercise("05-memory", memory())
                    .gives(184e6, "pod", APP_1)
                    .gives(141e6, "pod", APP_2)
                    .equivalent("> 0 leaves out", "whoever runs uses some")
                    .equivalent("namespace!=\"staging\"", "there are two namespaces")
                    .equivalent("rounded", "bytes are whole")
                    .mistake("rate(" + MEMORY_NOW + "[5m])", GAUGE)
                    .mistake("sum by (pod) (rate(" + MEMORY_NOW + "[5m]))", GAUGE)
                    .mistake(WITH_CACHE, CACHE)
                    .mistake("sum by (pod) (" + WITH_CACHE + ")", CACHE);

    private KubernetesQueries() {}

    static List<Exercise> all() {
        return List.of(REQUESTS, READY, RESTARTS, CPU, MEMORY);
    }

    private static MadeSeries requests() {
        MadeSeries series = new MadeSeries();
        request(series, NEVER, "treecounter", APP_1, "200", 4, 3, 6, 5);
        request(series, NEVER, "treecounter", APP_1, "503", 0.5, 0.4, 0.9, 0.7);
        request(series, NEVER, "treecounter", APP_1, "404", 0.2, 0.3, 0.1, 0.2);
        request(series, RESTART, "treecounter", APP_2, "200", 2, 5, 4, 6);
        request(series, RESTART, "treecounter", APP_2, "503", 0.3, 0.8, 0.5, 0.9);
        request(series, NEVER, "reports", "reports-1", "200", 7, 9, 8, 5);
        return series;
    }

    private static void request(
            MadeSeries series,
            List<Integer> restarts,
            String job,
            String pod,
            String status,
            double... rates) {
        String endpoint = status.equals("404") ? "other" : "/treecounter";
        series.restarted(
                restarts,
                "requests_total{job=\"%s\",namespace=\"%s\",pod=\"%s\",status=\"%s\",endpoint=\"%s\"}"
                        .formatted(job, job, pod, status, endpoint),
                rates);
    }

    private static MadeSeries ready(int first, int second) {
        MadeSeries series = new MadeSeries();
        ready(series, "treecounter", APP_1, first);
        ready(series, "treecounter", APP_2, second);
        ready(series, "treecounter", FOREST, 1);
        ready(series, "treecounter", "cache-0", 1);
        ready(series, "staging", OTHER, 1);
        ready(series, "canary", THIRD, 1);
        return series;
    }

    /** One series for each condition; one of them is 1. A node that is lost: -1. */
    private static void ready(MadeSeries series, String namespace, String pod, int is) {
        String name = "kube_pod_status_ready{namespace=\"%s\",pod=\"%s\",condition=\"%s\"}";
        series.gauge(name.formatted(namespace, pod, "true"), 0, 1, 400, is > 0 ? 1 : 0);
        series.gauge(name.formatted(namespace, pod, "false"), 0, 0, 400, is == 0 ? 1 : 0);
        series.gauge(name.formatted(namespace, pod, "unknown"), 0, 0, 400, is < 0 ? 1 : 0);
    }

    private static MadeSeries restarts() {
        MadeSeries series = new MadeSeries();
        restarted(series, "treecounter", APP_1, "app", 0, 4, 350, 5, 480, 6);
        restarted(series, "treecounter", APP_1, "agent", 0, 1, 400, 2);
        restarted(series, "treecounter", APP_2, "app", 0, 7, 200, 9, 520, 10);
        restarted(series, "treecounter", APP_2, "agent", 0, 0);
        restarted(series, "treecounter", FOREST, "forest", 0, 2, 450, 3);
        restarted(series, "canary", THIRD, "app", 0, 1, 450, 2);
        restarted(series, "staging", OTHER, "app", 0, 11, 420, 16);
        return series;
    }

    private static void restarted(
            MadeSeries series, String namespace, String pod, String container, double... times) {
        series.gauge(
                "kube_pod_container_status_restarts_total{namespace=\"%s\",pod=\"%s\",container=\"%s\"}"
                        .formatted(namespace, pod, container),
                times);
    }

    private static MadeSeries cpu() {
        MadeSeries series = new MadeSeries();
        used(series, NEVER, "treecounter", APP_1, "app", 0.2, 0.35, 0.6, 0.4);
        used(series, NEVER, "treecounter", APP_1, "agent", 0.01, 0.02, 0.02, 0.01);
        used(series, NEVER, "treecounter", APP_1, "", 0.21, 0.37, 0.62, 0.41);
        used(series, RESTART, "treecounter", APP_2, "app", 0.3, 0.25, 0.45, 0.7);
        used(series, NEVER, "treecounter", APP_2, "agent", 0.02, 0.01, 0.03, 0.02);
        used(series, RESTART, "treecounter", APP_2, "", 0.32, 0.26, 0.48, 0.72);
        used(series, NEVER, "treecounter", FOREST, "forest", 0.1, 0.15, 0.12, 0.2);
        used(series, NEVER, "treecounter", FOREST, "", 0.1, 0.15, 0.12, 0.2);
        used(series, NEVER, "canary", THIRD, "app", 0.02, 0.03, 0.01, 0.02);
        used(series, NEVER, "staging", OTHER, "app", 0.05, 0.07, 0.09, 0.04);
        return series;
    }

    /** By container, and once more for the pod as a whole, as cAdvisor tells it. */
    private static void used(
            MadeSeries series,
            List<Integer> restarts,
            String namespace,
            String pod,
            String container,
            double... rates) {
        series.restarted(
                restarts,
                "container_cpu_usage_seconds_total" + of(namespace, pod, container),
                rates);
    }

    private static MadeSeries memory() {
        MadeSeries series = new MadeSeries();
        kept(series, "treecounter", APP_1, "app", 150e6, 170e6, 184e6);
        kept(series, "treecounter", APP_1, "agent", 40e6, 41e6, 42e6);
        kept(series, "treecounter", APP_1, "", 190e6, 211e6, 226e6);
        kept(series, "treecounter", APP_2, "app", 90e6, 130e6, 141e6);
        kept(series, "treecounter", APP_2, "agent", 38e6, 39e6, 37e6);
        kept(series, "treecounter", APP_2, "", 128e6, 169e6, 178e6);
        kept(series, "treecounter", FOREST, "forest", 100e6, 105e6, 102e6);
        kept(series, "staging", OTHER, "app", 70e6, 75e6, 77e6);
        return series;
    }

    /** And with the cache of files, which the system gives back before it kills anybody. */
    private static void kept(
            MadeSeries series,
            String namespace,
            String pod,
            String container,
            double first,
            double then,
            double now) {
        String labels = of(namespace, pod, container);
        series.gauge("container_memory_working_set_bytes" + labels, 0, first, 200, then, 500, now);
        series.gauge(
                "container_memory_usage_bytes" + labels,
                0,
                first + 60e6,
                200,
                then + 70e6,
                500,
                now + 80e6);
    }

    private static String of(String namespace, String pod, String container) {
        return "{namespace=\"%s\",pod=\"%s\",container=\"%s\"}"
                .formatted(namespace, pod, container);
    }
}
