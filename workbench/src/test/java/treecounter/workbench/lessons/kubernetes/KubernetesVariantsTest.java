package treecounter.workbench.lessons.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.workshop.Workshop;

/** What is right in lesson 11, written otherwise. */
final class KubernetesVariantsTest extends VariantsTest {
    private static final String MAP = "k8s/configmap.yaml";
    private static final String DEPLOYMENT = "k8s/deployment.yaml";
    private static final String SERVICE = "k8s/service.yaml";
    private static final String JOB = "scrape/pods.yaml";
    private static final String FROM_MAP =
            """
                      envFrom:
                        - configMapRef:
                            name: treecounter
            """;
    private static final String SELECTOR =
            """
                matchLabels:
                  app.kubernetes.io/name: treecounter
            """;
    private static final String READINESS =
            """
                          path: /healthz
                          port: http
                        periodSeconds: 2
            """;
    private static final String SLEEP =
            """
                          sleep:
                            seconds: 5
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("a port of the node, quotes, and a port by its number")
                        .with(SERVICE, "spec:\n", "spec:\n  type: NodePort\n")
                        .with(
                                SERVICE,
                                "targetPort: http",
                                "targetPort: 8001\n      nodePort: 30801")
                        .with(SERVICE, "name: http", "name: \"http\""),
                variant("all in one file")
                        .with(
                                MAP,
                                "",
                                "---\n"
                                        + one("namespace")
                                        + "---\n"
                                        + one("configmap")
                                        + "---\n"
                                        + one("service"))
                        .with("k8s/namespace.yaml", "", "# It stands in configmap.yaml.\n")
                        .with(SERVICE, "", "# It stands in configmap.yaml.\n"),
                variant("half a CPU, a quarter of a gibibyte")
                        .with(
                                DEPLOYMENT,
                                "cpu: 100m\n              memory: 256Mi",
                                "cpu: 0.5\n              memory: 0.25Gi")
                        .with(
                                DEPLOYMENT,
                                "            limits:\n              memory: 256Mi",
                                "            limits:\n              memory: \"268435456\""),
                variant("a limit of two CPUs, and no request of memory but the limit")
                        .with(DEPLOYMENT, "cpu: 100m\n              memory: 256Mi", "cpu: \"0.1\"")
                        .with(
                                DEPLOYMENT,
                                "            limits:\n              memory: 256Mi",
                                "            limits:\n"
                                        + "              cpu: 2\n"
                                        + "              memory: 300M"),
                variant("a key of the ConfigMap, and PORT by itself")
                        .with(
                                DEPLOYMENT,
                                FROM_MAP,
                                """
                                          env:
                                            - name: PORT
                                              value: "8001"
                                            - name: TREES_API_URL
                                              valueFrom:
                                                configMapKeyRef:
                                                  name: treecounter
                                                  key: TREES_API_URL
                                """),
                variant("another port, everywhere")
                        .alone()
                        .with(MAP, "  TREES_API_URL", "  PORT: \"9000\"\n  TREES_API_URL")
                        .with(DEPLOYMENT, "containerPort: 8001", "containerPort: 9000")
                        .with(
                                DEPLOYMENT,
                                "prometheus.io/port: \"8001\"",
                                "prometheus.io/port: \"9000\"")
                        .with("k8s/agent.yaml", "localhost:8001", "127.0.0.1:9000"),
                variant("the URL without a ConfigMap's help")
                        .with(
                                DEPLOYMENT,
                                FROM_MAP,
                                FROM_MAP.replace("envFrom", "env")
                                        .replace(
                                                "- configMapRef:\n"
                                                        + "                name: treecounter",
                                                "- name: TREES_API_URL\n"
                                                    + "              value:"
                                                    + " http://forest.treecounter.svc.cluster.local:8002/v1/trees/count")),
                variant("preStop by a program, and the usual grace period")
                        .with(
                                DEPLOYMENT,
                                SLEEP,
                                "              exec:\n                command: [sleep, \"8\"]\n")
                        .with(DEPLOYMENT, "      terminationGracePeriodSeconds: 15\n", ""),
                variant("preStop by a shell")
                        .with(
                                DEPLOYMENT,
                                SLEEP,
                                "              exec:\n"
                                    + "                command: [\"sh\", \"-c\", \"sleep 5\"]\n"),
                variant("matchExpressions, and more labels")
                        .with(
                                DEPLOYMENT,
                                SELECTOR,
                                """
                                    matchExpressions:
                                      - key: app.kubernetes.io/name
                                        operator: In
                                        values: [treecounter, trees]
                                """)
                        .with(
                                DEPLOYMENT,
                                "      labels:\n",
                                "      labels:\n        app.kubernetes.io/part-of: forest\n"),
                variant("probes by the number of the port")
                        .with(
                                DEPLOYMENT,
                                READINESS,
                                READINESS
                                        .replace("port: http", "port: 8001")
                                        .replace("periodSeconds: 2", "periodSeconds: 5"))
                        .with(
                                DEPLOYMENT,
                                "            periodSeconds: 1\n            failureThreshold: 60",
                                "            initialDelaySeconds: 2\n"
                                        + "            periodSeconds: 3\n"
                                        + "            failureThreshold: 20"),
                variant("rights said by the container, and by numbers")
                        .with(
                                DEPLOYMENT,
                                "      securityContext:\n"
                                        + "        runAsNonRoot: true\n"
                                        + "        seccompProfile:\n"
                                        + "          type: RuntimeDefault\n",
                                "      securityContext:\n"
                                        + "        runAsNonRoot: true\n"
                                        + "        runAsUser: 10001\n"
                                        + "        runAsGroup: 10001\n"
                                        + "        fsGroup: 10001\n"
                                        + "        seccompProfile: {type: RuntimeDefault}\n"),
                variant("an image of a registry, by its digest, too")
                        .with(
                                DEPLOYMENT,
                                "image: treecounter/bonus-kubernetes:1",
                                "image:"
                                    + " registry.example:5000/team/treecounter/bonus-kubernetes:1.2@sha256:"
                                        + "0123456789abcdef".repeat(4)),
                variant("a job that looks in one namespace, and takes its port by another pattern")
                        .with(
                                JOB,
                                "      - role: pod\n",
                                "      - role: pod\n"
                                        + "        namespaces:\n"
                                        + "          names: [treecounter]\n")
                        .with(
                                JOB,
                                "[__meta_kubernetes_pod_ip,"
                                        + " __meta_kubernetes_pod_annotation_prometheus_io_port]\n"
                                        + "        regex: (.+);(.+)\n"
                                        + "        replacement: $1:$2",
                                "[__address__,"
                                        + " __meta_kubernetes_pod_annotation_prometheus_io_port]\n"
                                        + "        action: replace\n"
                                        + "        regex: ([^:]+)(?::\\d+)?;(\\d+)\n"
                                        + "        replacement: ${1}:${2}"),
                variant("a PodMonitor with the number of the port")
                        .with(
                                "k8s/podmonitor.yaml",
                                "    - port: http\n      path: /metrics\n",
                                "    - portNumber: 8001\n")
                        .with(
                                "k8s/podmonitor.yaml",
                                "  selector:\n",
                                "  namespaceSelector:\n"
                                        + "    matchNames: [treecounter]\n"
                                        + "  selector:\n"),
                variant("who scales says how many").with(DEPLOYMENT, "  replicas: 2\n", ""),
                variant("a sidecar that a newer cluster starts first")
                        .with(
                                DEPLOYMENT,
                                "        - name: agent\n          image",
                                "      initContainers:\n        - name: agent\n"
                                        + "          restartPolicy: Always\n          image"),
                variant("blanks by indent, and a quote for the tag")
                        .with(
                                "chart/templates/deployment.yaml",
                                "            {{- toYaml .Values.resources | nindent 12 }}\n",
                                "{{ toYaml .Values.resources | indent 12 }}\n")
                        .with(
                                "chart/templates/deployment.yaml",
                                "image: {{ .Values.image.repository }}:{{ .Values.image.tag }}",
                                "image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"")
                        .with(
                                "chart/templates/deployment.yaml",
                                "  namespace: {{ .Release.Namespace }}\n",
                                ""));
    }

    private static String one(String name) {
        try {
            return Files.readString(
                    Workshop.here().solution(new Kubernetes()).file("k8s/%s.yaml".formatted(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        return Map.of(
                KubernetesQueries.REQUESTS,
                List.of(
                        "sum by (job) (rate(requests_total{job=\"treecounter\"}[5m]))",
                        "sum(rate(requests_total{namespace=\"treecounter\"}[5m]))"),
                KubernetesQueries.READY,
                List.of(
                        "sum(kube_pod_status_ready{namespace=\"treecounter\",pod=~\"treecounter-.+\",condition=\"true\"}"
                            + " == 1) or vector(0)"),
                KubernetesQueries.CPU,
                List.of(
                        "sum by (pod)"
                            + " (rate(container_cpu_usage_seconds_total{namespace=\"treecounter\",container=\"app\"}[5m]))"),
                KubernetesQueries.MEMORY,
                List.of(
                        "max by (pod)"
                            + " (container_memory_working_set_bytes{namespace=\"treecounter\",container=\"app\"})"));
    }
}
