package treecounter.workbench.lessons.kubernetes;

import treecounter.forest.Faults;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.machine.Http;
import treecounter.workbench.promql.Grading;

/** Bonus: manifests, as a cluster would read them, and the app that they are about. */
@LessonChecks
public class KubernetesChecks {
    private static final String HANDLER = "TreeCounterHandler.handle: ";
    private static final String HEALTH = Rollout.HEALTH;

    @Check(
            number = "11.1",
            title = "GET /healthz answers for itself, and is not counted",
            learned = "Whether this process serves is one question, whether others do another.",
            more =
                    "case \"/healthz\" -> ...send(exchange), with a new Answer(200, \"text/plain;"
                            + " charset=utf-8\", \"ok\\n\", Map.of()), past answer(...); and"
                            + " LatencyHandler lets the path pass, as it does /metrics.")
    void health(Bench bench) {
        String expected = "GET /healthz answers 200, with a text";
        Http.Answer answer = bench.get(HEALTH);
        if (answer.status() == 500) {
            throw bench.bug(expected, HANDLER + "the case for /healthz throws.");
        }
        Finding.when(
                answer.status() == 404,
                expected,
                404,
                HANDLER + "there is no case for the path /healthz yet.");
        Finding.when(
                answer.status() != 200 || answer.body().isBlank(),
                expected,
                answer.body().isBlank() ? answer.status() + ", empty" : answer.status(),
                HANDLER + "a probe takes any status from 200 to 399 for well, people read a text.");
        Http.Answer head = bench.send("HEAD", HEALTH);
        Finding.when(
                head.status() != 200,
                "HEAD /healthz answers 200",
                head.status(),
                HANDLER + "HEAD is GET without the body. Answer.send takes care of the rest.");
        Http.Answer post = bench.send("POST", HEALTH);
        Finding.when(
                post.status() != 405,
                "POST /healthz answers 405",
                post.status(),
                HANDLER + "only GET and HEAD ask for the health. See how treeCounter does it.");
        for (String other : new String[] {HEALTH + "/more", HEALTH + "x"}) {
            Finding.when(
                    bench.get(other).status() != 404,
                    "GET %s answers 404".formatted(other),
                    bench.get(other).status(),
                    HANDLER + "the exact path is /healthz; what only begins so is another.");
        }
        asksNobody(bench);
        isNotCounted(bench);
    }

    private static void asksNobody(Bench bench) {
        String hint =
                HANDLER
                        + "/healthz depends on the forest. While that fails, every pod would be"
                        + " taken for ill.";
        long before = bench.forest().timesAsked();
        bench.get(HEALTH);
        Finding.when(
                bench.forest().timesAsked() > before,
                "GET /healthz without asking the forest",
                "it asked",
                hint);
        bench.forest().setFaults(new Faults("0", 1));
        try {
            bench.get("/treecounter");
            int status = bench.get(HEALTH).status();
            Finding.when(
                    status != 200, "GET /healthz answers 200 while the forest fails", status, hint);
        } finally {
            bench.forest().setFaults(Faults.NONE);
        }
    }

    private static void isNotCounted(Bench bench) {
        Exposition before = bench.scrape();
        bench.get(HEALTH);
        bench.send("HEAD", HEALTH);
        bench.scrape(); // An app may measure an answer after it has given it.
        Exposition now = bench.scrape();
        Finding.when(
                !now.since(before, "requests_total").isEmpty(),
                "requests_total without GET /healthz",
                now.since(before, "requests_total"),
                HANDLER
                        + "a probe asks every second, and nobody waits for a page. answer(...)"
                        + " counts, so send the answer past it.");
        bench.scrape();
        Exposition later = bench.scrape();
        Finding.when(
                !later.since(now, "request_latency_seconds_count").isEmpty(),
                "request_latency_seconds without GET /metrics",
                later.since(now, "request_latency_seconds_count"),
                "LatencyHandler.handle: scrapes are measured now, and were not before. Both pass:"
                        + " /metrics and /healthz.");
        Finding.when(
                !now.since(before, "request_latency_seconds_count").isEmpty(),
                "request_latency_seconds without GET /healthz",
                now.since(before, "request_latency_seconds_count"),
                "LatencyHandler.handle: probes would make every percentile look better. Let them"
                        + " pass, as scrapes do.");
    }

    @Check(
            number = "11.2",
            title = "k8s/namespace.yaml, k8s/configmap.yaml: a place, and where the forest is",
            learned = "Within a cluster a Service's name is a host name.",
            more =
                    "apiVersion: v1, kind: ConfigMap, metadata with name and namespace, and data"
                            + " with TREES_API_URL: http://forest:8002/v1/trees/count.")
    void configuration(Bench bench) {
        ForestUrl.checkIn(Manifests.of(bench));
    }

    @Check(
            number = "11.3",
            title = "k8s/deployment.yaml: two pods with the app, which knows its forest",
            learned = "A Deployment finds its pods by labels; nothing else ties them to it.",
            more =
                    "replicas: 2; selector.matchLabels the same as template.metadata.labels; below"
                            + " containers: name app, image with its tag, ports with name http and"
                            + " containerPort 8001, envFrom with configMapRef.")
    void deployment(Bench bench) {
        Rollout.of(bench).runs();
    }

    @Check(
            number = "11.4",
            title = "k8s/deployment.yaml: probes that ask the app, and are patient",
            learned = "Readiness takes a pod out of its Service, liveness kills it.",
            more =
                    "startupProbe, readinessProbe and livenessProbe, each with httpGet: path:"
                            + " /healthz and port: http; startupProbe with periodSeconds: 1 and"
                            + " failureThreshold: 60.")
    void probes(Bench bench) {
        new Probes(Rollout.of(bench)).check(bench);
    }

    @Check(
            number = "11.5",
            title = "k8s/deployment.yaml: memory that fits, and CPU that nobody takes away",
            learned = "Memory cannot be taken back, so it has a limit; CPU can, and needs none.",
            more =
                    "resources: requests with cpu: 100m and memory: 256Mi, limits with memory:"
                            + " 256Mi and no cpu.")
    void resources(Bench bench) {
        Rollout.of(bench).fits(bench);
    }

    @Check(
            number = "11.6",
            title = "k8s/deployment.yaml: no root, and no right that it does not need",
            learned = "This is what the Pod Security Standard restricted asks of a pod, and more.",
            more =
                    "securityContext of the pod: runAsNonRoot: true, seccompProfile: type:"
                            + " RuntimeDefault. Of the container: allowPrivilegeEscalation: false,"
                            + " readOnlyRootFilesystem: true, capabilities: drop: [ALL].")
    void rights(Bench bench) {
        new Rights(Rollout.of(bench)).check();
    }

    @Check(
            number = "11.7",
            title = "k8s/deployment.yaml: a pod that ends without losing a request",
            learned = "SIGTERM and the news that a pod goes travel at the same time.",
            more =
                    "lifecycle: preStop: sleep: seconds: 5 for the container, and"
                            + " terminationGracePeriodSeconds: 15 for the pod.")
    void end(Bench bench) {
        Rollout.of(bench).endsCalmly();
    }

    @Check(
            number = "11.8",
            title = "k8s/service.yaml: one name for both pods",
            learned = "A Service sends to every ready pod with its labels, whoever made it.",
            more =
                    "kind: Service; spec: selector with the label of the pods, without matchLabels;"
                            + " ports with port: 80 and targetPort: http.")
    void service(Bench bench) {
        Rollout.of(bench).isServed("k8s/service.yaml");
    }

    @Check(
            number = "11.9",
            title = "scrape/pods.yaml: pods that say so are scraped, every 2 s",
            learned = "Annotations mean nothing to Prometheus; relabelling gives them a meaning.",
            more =
                    "relabel_configs: keep by ..._annotation_prometheus_io_scrape; __address__ from"
                            + " [__meta_kubernetes_pod_ip, ..._prometheus_io_port] with regex"
                            + " (.+);(.+) and replacement $1:$2; __metrics_path__ with regex (.+);"
                            + " then namespace, pod and job.")
    void podJob(Bench bench) {
        Rollout rollout = Rollout.of(bench);
        rollout.isAnnotated(bench);
        PodJob.check(bench, rollout);
    }

    @Check(
            number = "11.10",
            title = "queries/01-requests, 02-ready, 03-restarts: both pods are one app",
            learned = "Each pod has counters of its own: rate each, then sum over all of them.",
            more =
                    "sum(rate(requests_total{...}[5m])); a sum of kube_pod_status_ready with"
                            + " condition=\"true\"; sum(increase(...restarts_total{...}[5m])).")
    void replicas(Bench bench) {
        Grading.OnModule grading = Grading.on(bench);
        grading.check(KubernetesQueries.REQUESTS);
        grading.check(KubernetesQueries.READY);
        grading.check(KubernetesQueries.RESTARTS);
    }

    @Check(
            number = "11.11",
            title = "queries/04-cpu, 05-memory: what each pod uses",
            learned = "CPU seconds only grow, so they want rate; memory goes up and down.",
            more =
                    "rate(container_cpu_usage_seconds_total{...,container=\"app\"}[5m]); the memory"
                            + " without rate.")
    void usage(Bench bench) {
        Grading.OnModule grading = Grading.on(bench);
        grading.check(KubernetesQueries.CPU);
        grading.check(KubernetesQueries.MEMORY);
    }

    @Check(
            number = "11.12",
            title = "k8s/podmonitor.yaml, k8s/prometheusrule.yaml: the operator's way",
            learned = "The operator turns both into the files that you would have written.",
            more =
                    "PodMonitor: selector.matchLabels, podMetricsEndpoints with port: http and"
                            + " interval: 2s, jobLabel: app.kubernetes.io/name. PrometheusRule: the"
                            + " groups below spec.")
    void operator(Bench bench) {
        Operator operator = new Operator(Manifests.of(bench), Rollout.of(bench));
        operator.watchesPods(bench);
        operator.alerts(bench);
    }

    @Check(
            number = "11.13",
            title = "k8s/agent.yaml: an agent beside the app, which says of which pod it writes",
            learned = "Same network, same life: a sidecar is one more container of the pod.",
            more =
                    "A container agent with --agent, --config.file and --storage.agent.path;"
                        + " volumes for the ConfigMap and an emptyDir; env POD_NAME from fieldRef;"
                        + " external_labels with pod: ${POD_NAME}.")
    void sidecar(Bench bench) {
        new Sidecar(Manifests.of(bench), Rollout.of(bench)).check();
    }

    @Check(
            number = "11.14",
            title = "chart: rendered, it is what you wrote; and its values are used",
            learned = "A chart is text with holes: whether it is right is seen in what comes out.",
            more =
                    "replicas: {{ .Values.replicas }}; image: {{ .Values.image.repository }}:{{"
                            + " .Values.image.tag }}; {{- toYaml .Values.resources | nindent 12 }}"
                            + " below resources:.")
    void chart(Bench bench) {
        Chart.of(bench).check();
    }

    @Check(
            number = "11.15",
            title = "k8s/hpa.yaml: as many pods as it takes",
            learned = "It compares with what is requested: a request too small scales too early.",
            optional = true,
            more =
                    "scaleTargetRef with apiVersion, kind and name of the Deployment; minReplicas:"
                            + " 2; a metric of type Resource with averageUtilization.")
    void scaling(Bench bench) {
        Scaling.check(Manifests.of(bench));
    }

    @Check(
            number = "11.16",
            title = "in your cluster: both pods are ready, found, and have metrics",
            learned = "A manifest that is right is half of it: the cluster says whether it runs.",
            more =
                    "make cluster SECTION=11 sends the files to a cluster. kubectl -n treecounter"
                            + " get pods shows what became of them, and kubectl describe pod why.",
            optional = true)
    void itRuns(Bench bench) {
        LiveCluster.of(bench.module()).check();
    }
}
