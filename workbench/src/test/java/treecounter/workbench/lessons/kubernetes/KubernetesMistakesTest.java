package treecounter.workbench.lessons.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 11. */
final class KubernetesMistakesTest extends MistakesTest {
    private static final String LATENCY = "src/main/java/treecounter/LatencyHandler.java";
    private static final String MAP = "k8s/configmap.yaml";
    private static final String DEPLOYMENT = "k8s/deployment.yaml";
    private static final String SERVICE = "k8s/service.yaml";
    private static final String MONITOR = "k8s/podmonitor.yaml";
    private static final String RULE = "k8s/prometheusrule.yaml";
    private static final String AGENT = "k8s/agent.yaml";
    private static final String JOB = "scrape/pods.yaml";
    private static final String TEMPLATE = "chart/templates/deployment.yaml";
    private static final String VALUES = "chart/values.yaml";
    private static final String HEALTH_CASE =
            "            case \"/healthz\" -> health(exchange).send(exchange);\n";

    private static final String LIVENESS =
            """
                      livenessProbe:
                        httpGet:
                          path: /healthz
                          port: http
            """;
    private static final String STARTUP =
            """
                      startupProbe:
                        httpGet:
                          path: /healthz
                          port: http
                        periodSeconds: 1
                        failureThreshold: 60
            """;
    private static final String PRE_STOP =
            """
                      lifecycle:
                        preStop:
                          sleep:
                            seconds: 5
            """;
    private static final String LIMITS =
            """
                        limits:
                          memory: 256Mi
            """;

    private List<Mistake> readOtherwise() {
        return List.of(
                mistake(
                        "a prefix for the keys",
                        DEPLOYMENT,
                        "            - configMapRef:",
                        "            - prefix: APP_\n              configMapRef:",
                        "11.3",
                        "prefix stands before each key"),
                mistake(
                        "all pods at once",
                        DEPLOYMENT,
                        "  replicas: 2\n",
                        "  replicas: 2\n  strategy:\n    type: Recreate\n",
                        "11.3",
                        "all pods end before"),
                mistake(
                        "the network of the node",
                        DEPLOYMENT,
                        "      terminationGracePeriodSeconds",
                        "      hostNetwork: true\n      terminationGracePeriodSeconds",
                        "11.3",
                        "ports are the node's"),
                mistake(
                        "a start that is waited for very long",
                        DEPLOYMENT,
                        "failureThreshold: 60",
                        "failureThreshold: 600",
                        "11.4",
                        "never comes up"),
                mistake(
                        "a delay before the first question",
                        DEPLOYMENT,
                        "            periodSeconds: 1\n",
                        "            periodSeconds: 1\n            initialDelaySeconds: 60\n",
                        "11.4",
                        "waits before it is asked at all"),
                mistake(
                        "a readiness that hangs",
                        DEPLOYMENT,
                        "            periodSeconds: 2\n",
                        "            periodSeconds: 2\n            timeoutSeconds: 30\n",
                        "11.4",
                        "requests go to a pod that does not answer"),
                mistake(
                        "a start that asks the forest",
                        DEPLOYMENT,
                        "          startupProbe:\n"
                                + "            httpGet:\n"
                                + "              path: /healthz",
                        "          startupProbe:\n"
                                + "            httpGet:\n"
                                + "              path: /treecounter",
                        "11.4",
                        "no new pod would ever be started"),
                mistake(
                        "a sidecar whose CPU is limited",
                        DEPLOYMENT,
                        "              memory: 128Mi\n",
                        "              memory: 128Mi\n              cpu: 50m\n",
                        "11.13",
                        "stops the agent"),
                mistake(
                        "an end at the start",
                        DEPLOYMENT,
                        "            preStop:",
                        "            postStart:",
                        "11.7",
                        "postStart is done when the container starts"),
                mistake(
                        "annotations among the labels",
                        DEPLOYMENT,
                        "      annotations:\n",
                        "",
                        "11.9",
                        "beside labels, and not among them"),
                mistake(
                        "ports for port",
                        DEPLOYMENT,
                        "prometheus.io/port:",
                        "prometheus.io/ports:",
                        "11.9",
                        "one is called prometheus.io/ports"),
                mistake(
                        "a Service without an address",
                        SERVICE,
                        "spec:\n",
                        "spec:\n  clusterIP: None\n",
                        "11.8",
                        "no port is translated"),
                mistake(
                        "a Service of a name",
                        SERVICE,
                        "spec:\n",
                        "spec:\n  type: ExternalName\n  externalName: treecounter\n",
                        "11.8",
                        "another name for somebody outside"),
                mistake(
                        "a Service at the app's port",
                        SERVICE,
                        "port: 80\n",
                        "port: 8001\n",
                        "11.8",
                        "who names none asks at 80"),
                mistake(
                        "pods of another namespace",
                        JOB,
                        "      - role: pod\n",
                        "      - role: pod\n        namespaces:\n          names: [default]\n",
                        "11.9",
                        "namespaces names others only"),
                mistake(
                        "port and IP in the other order",
                        JOB,
                        "[__meta_kubernetes_pod_ip,"
                                + " __meta_kubernetes_pod_annotation_prometheus_io_port]",
                        "[__meta_kubernetes_pod_annotation_prometheus_io_port,"
                                + " __meta_kubernetes_pod_ip]",
                        "11.9",
                        "port and IP have changed places"),
                mistake(
                        "labels that nobody takes apart",
                        JOB,
                        "        regex: (.+);(.+)\n        replacement: $1:$2\n",
                        "",
                        "11.9",
                        "joined by a ; and this is what it looks like"),
                mistake(
                        "a regex with a colon",
                        JOB,
                        "regex: (.+);(.+)",
                        "regex: (.+):(.+)",
                        "11.9",
                        "the regex has none"),
                mistake(
                        "an address without its underscores",
                        JOB,
                        "target_label: __address__",
                        "target_label: address",
                        "11.9",
                        "address is a label like any other"),
                mistake(
                        "those that say true are dropped",
                        JOB,
                        "action: keep",
                        "action: drop",
                        "11.9",
                        "drop takes away those that match"),
                mistake(
                        "the address of the node",
                        JOB,
                        "[__meta_kubernetes_pod_ip,",
                        "[__meta_kubernetes_pod_host_ip,",
                        "11.9",
                        "this is the address of the node"),
                mistake(
                        "another kind of monitor",
                        MONITOR,
                        "kind: PodMonitor",
                        "kind: ServiceMonitor",
                        "11.12",
                        "kind says what it is"),
                mistake(
                        "a monitor in another namespace",
                        MONITOR,
                        "  namespace: treecounter",
                        "  namespace: monitoring",
                        "11.12",
                        "looks for pods in its own namespace"),
                mistake(
                        "pods of any namespace",
                        MONITOR,
                        "  selector:\n",
                        "  namespaceSelector:\n    any: true\n  selector:\n",
                        "11.12",
                        "in another namespace would be in it"),
                mistake(
                        "a variable that nobody sets",
                        DEPLOYMENT,
                        "            - name: POD_NAMESPACE\n"
                                + "              valueFrom:\n"
                                + "                fieldRef:\n"
                                + "                  fieldPath: metadata.namespace\n",
                        "",
                        "11.13",
                        "has no POD_NAMESPACE"),
                mistake(
                        "two arguments in one",
                        DEPLOYMENT,
                        "            - --agent\n"
                                + "            - --config.file=/etc/agent/agent.yaml\n",
                        "            - --agent --config.file=/etc/agent/agent.yaml\n",
                        "11.13",
                        "two arguments stand in one part"),
                mistake(
                        "storage of a whole Prometheus",
                        DEPLOYMENT,
                        "--storage.agent.path=/agent",
                        "--storage.tsdb.path=/agent",
                        "11.13",
                        "is of a whole Prometheus"),
                mistake(
                        "another path than the volume's",
                        DEPLOYMENT,
                        "--storage.agent.path=/agent",
                        "--storage.agent.path=/data",
                        "11.13",
                        "the emptyDir is at another path"),
                mistake(
                        "a volume that cannot be written",
                        DEPLOYMENT,
                        "              mountPath: /agent\n",
                        "              mountPath: /agent\n              readOnly: true\n",
                        "11.13",
                        "writes there what it has not sent"),
                mistake(
                        "another ConfigMap",
                        DEPLOYMENT,
                        "          configMap:\n            name: agent\n",
                        "          configMap:\n            name: treecounter\n",
                        "11.13",
                        "it is agent that has the file"),
                mistake(
                        "the name of the volume for the ConfigMap",
                        DEPLOYMENT,
                        "          configMap:\n            name: agent\n",
                        "          configMap:\n            name: agent-config\n",
                        "11.13",
                        "no ConfigMap is called agent-config"),
                mistake(
                        "the file for the directory",
                        DEPLOYMENT,
                        "mountPath: /etc/agent\n",
                        "mountPath: /etc/agent/agent.yaml\n",
                        "11.13",
                        "mountPath is the directory"),
                mistake(
                        "a Prometheus of the pod's own namespace",
                        AGENT,
                        "prometheus-operated.monitoring:",
                        "prometheus-operated:",
                        "11.13",
                        "goes by both names"),
                mistake(
                        "a Prometheus by another name",
                        AGENT,
                        "prometheus-operated.monitoring:",
                        "prometheus.monitoring:",
                        "11.13",
                        "called prometheus-operated"),
                mistake(
                        "remote_write that is no list",
                        AGENT,
                        "      - url:",
                        "        url:",
                        "11.13",
                        "remote_write is a list"),
                mistake(
                        "targets that are no list",
                        AGENT,
                        "[localhost:8001]",
                        "localhost:8001",
                        "11.13",
                        "targets is a list"),
                mistake(
                        "a target with its path",
                        AGENT,
                        "[localhost:8001]",
                        "[\"http://localhost:8001/metrics\"]",
                        "11.13",
                        "a host and a port alone"),
                mistake(
                        "the release for its namespace",
                        TEMPLATE,
                        ".Release.Namespace",
                        ".Release.Name",
                        "11.14",
                        ".Release.Name is how this installation is called"),
                mistake(
                        "a namespace of the values",
                        TEMPLATE,
                        ".Release.Namespace",
                        ".Values.namespace",
                        "11.14",
                        "nothing comes of what stands behind namespace"),
                mistake(
                        "no colon before the tag",
                        TEMPLATE,
                        "repository }}:{{",
                        "repository }}-{{",
                        "11.14",
                        "stands a colon"),
                mistake(
                        "a blank before the tag",
                        TEMPLATE,
                        "repository }}:{{",
                        "repository }}: {{",
                        "11.14",
                        "A colon with a blank behind it"),
                mistake(
                        "a forest within the pod",
                        VALUES,
                        "http://forest:8002",
                        "http://localhost:8002",
                        "11.14",
                        "chart/values.yaml, and the ConfigMap"),
                mistake(
                        "a block that stands too far left",
                        TEMPLATE,
                        "nindent 12",
                        "nindent 10",
                        "11.14",
                        "nindent says how many blanks"),
                mistake(
                        "a block as Go prints it",
                        TEMPLATE,
                        "            {{- toYaml .Values.resources | nindent 12 }}\n",
                        "            {{ .Values.resources }}\n",
                        "11.14",
                        "so Go prints what has fields"),
                mistake(
                        "a part of the resources",
                        TEMPLATE,
                        ".Values.resources |",
                        ".Values.resources.limits |",
                        "11.14",
                        "all of .Values.resources"),
                mistake(
                        "Values without its dot",
                        TEMPLATE,
                        "{{ .Values.replicas }}",
                        "{{ Values.replicas }}",
                        "11.14",
                        "a dot stands before Values"),
                mistake(
                        "an amount for a share",
                        "k8s/hpa.yaml",
                        "averageUtilization: 80",
                        "averageValue: 80",
                        "11.15",
                        "averageValue is an amount"),
                mistake(
                        "eight times what is requested",
                        "k8s/hpa.yaml",
                        "averageUtilization: 80",
                        "averageUtilization: 800",
                        "11.15",
                        "so many percent of its request"));
    }

    private List<Mistake> takenByNoCluster() {
        return List.of(
                mistake(
                                "scrapes are measured",
                                LATENCY,
                                "path.equals(\"/metrics\") || path.equals(\"/healthz\")",
                                "path.equals(\"/healthz\")",
                                "11.1",
                                "scrapes are measured now")
                        .alone(),
                mistake(
                        "the app as the forest",
                        MAP,
                        "http://forest:8002",
                        "http://treecounter:80",
                        "11.2",
                        "it would ask itself"),
                mistake(
                        "a pod that ends for good",
                        DEPLOYMENT,
                        "      containers:\n",
                        "      restartPolicy: Never\n      containers:\n",
                        "11.3",
                        "start again always"),
                mistake(
                        "a port of UDP",
                        DEPLOYMENT,
                        "containerPort: 8001\n",
                        "containerPort: 8001\n              protocol: UDP\n",
                        "11.3",
                        "HTTP is spoken over TCP"),
                mistake(
                        "a port of the node",
                        DEPLOYMENT,
                        "containerPort: 8001\n",
                        "containerPort: 8001\n              hostPort: 8001\n",
                        "11.3",
                        "a node has room for one pod"),
                mistake(
                        "a host for a probe",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("port: http", "port: http\n              host: localhost"),
                        "11.4",
                        "the node asks"),
                mistake(
                        "well three times",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS + "            successThreshold: 3\n",
                        "11.4",
                        "a cluster refuses more than one"),
                mistake(
                        "a Service of UDP",
                        SERVICE,
                        "targetPort: http\n",
                        "targetPort: http\n      protocol: UDP\n",
                        "11.8",
                        "HTTP is spoken over TCP"),
                mistake(
                        "the port of the Service in the PodMonitor",
                        MONITOR,
                        "port: http\n",
                        "portNumber: 80\n",
                        "11.12",
                        "pods are asked, and no Service"),
                mistake(
                        "a path without a slash",
                        MONITOR,
                        "path: /metrics",
                        "path: metrics",
                        "11.12",
                        "a path begins with a slash"),
                mistake(
                        "name and namespace change places",
                        AGENT,
                        "namespace: ${POD_NAMESPACE}\n        pod: ${POD_NAME}",
                        "namespace: ${POD_NAME}\n        pod: ${POD_NAMESPACE}",
                        "11.13",
                        "have changed places"),
                mistake(
                        "an agent that writes to itself",
                        AGENT,
                        "prometheus-operated.monitoring:9090",
                        "localhost:9090",
                        "11.13",
                        "there is the agent itself"),
                mistake(
                        "an agent that may have less than it asks for",
                        DEPLOYMENT,
                        "memory: 128Mi",
                        "memory: 8Mi",
                        "11.13",
                        "the container agent asks for more than it is allowed"),
                mistake(
                        "a scaler without a version of its target",
                        "k8s/hpa.yaml",
                        "    apiVersion: apps/v1\n",
                        "",
                        "11.15",
                        "a Deployment is of apps/v1"));
    }

    @Override
    public List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        all.addAll(health());
        all.addAll(readOtherwise());
        all.addAll(takenByNoCluster());
        all.addAll(written());
        all.addAll(configuration());
        all.addAll(deployment());
        all.addAll(probes());
        all.addAll(resources());
        all.addAll(rights());
        all.addAll(ends());
        all.addAll(service());
        all.addAll(podJob());
        all.addAll(queries());
        all.addAll(operator());
        all.addAll(sidecar());
        all.addAll(chart());
        all.addAll(scaling());
        return all;
    }

    /** A Deployment that is none, or finds no ConfigMap, is seen by most of the checks after it. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.check().matches("11\\.([45789]|1[0-5])");
    }

    private List<Mistake> health() {
        return List.of(
                mistake(
                        "the health is counted",
                        HANDLER,
                        "health(exchange).send(exchange)",
                        "answer(exchange, \"other\", health(exchange))",
                        "11.1",
                        "answer(...) counts, so send the answer past it"),
                mistake(
                        "the health is measured",
                        LATENCY,
                        " || path.equals(\"/healthz\")",
                        "",
                        "11.1",
                        "LatencyHandler.handle: probes would make every percentile look better"),
                mistake(
                        "the health asks the forest",
                        HANDLER,
                        HEALTH_CASE,
                        "            case \"/healthz\" -> treeCounter(exchange).send(exchange);\n",
                        "11.1",
                        "/healthz depends on the forest"),
                mistake(
                        "every method is fine",
                        HANDLER,
                        "    private static Answer health(HttpExchange exchange) {\n"
                                + "        String method = exchange.getRequestMethod();\n",
                        "    private static Answer health(HttpExchange exchange) {\n"
                                + "        String method = \"GET\";\n",
                        "11.1",
                        "only GET and HEAD ask for the health"),
                mistake(
                        "an empty answer",
                        HANDLER,
                        "\"ok\\n\"",
                        "\"\"",
                        "11.1",
                        "people read a text"));
    }

    /** What is wrong in how it is written. */
    private List<Mistake> written() {
        return List.of(
                mistake(
                        "a tab",
                        DEPLOYMENT,
                        "      labels:\n"
                                + "        app.kubernetes.io/name: treecounter\n"
                                + "      annotations",
                        "      labels:\n\t\tapp.kubernetes.io/name: treecounter\n      annotations",
                        "11.3",
                        "indented by blanks, two for each level, and never by a tab"),
                mistake(
                        "a letter is missing",
                        DEPLOYMENT,
                        "          readinessProbe:",
                        "          readinessProb:",
                        "11.3",
                        "there is no readinessProb. Did you mean readinessProbe?"),
                mistake(
                        "a unit where a number is asked for",
                        DEPLOYMENT,
                        "terminationGracePeriodSeconds: 15",
                        "terminationGracePeriodSeconds: 15s",
                        "11.3",
                        "is the number alone"),
                mistake(
                        "half a name",
                        DEPLOYMENT,
                        "terminationGracePeriodSeconds: 15",
                        "terminationGracePeriod: 15",
                        "11.3",
                        "Did you mean terminationGracePeriodSeconds?"),
                mistake(
                        "a value where fields belong",
                        DEPLOYMENT,
                        "            - configMapRef:\n                name: treecounter\n",
                        "            - configMapRef: treecounter\n",
                        "11.3",
                        "configMapRef has no value of its own: its fields stand below it"),
                mistake(
                        "a port in quotes",
                        DEPLOYMENT,
                        "          startupProbe:\n"
                                + "            httpGet:\n"
                                + "              path: /healthz\n"
                                + "              port: http\n",
                        "          startupProbe:\n"
                                + "            httpGet:\n"
                                + "              path: /healthz\n"
                                + "              port: \"8001\"\n",
                        "11.3",
                        "quotes make it a text"),
                mistake(
                        "one - too many",
                        DEPLOYMENT,
                        "            - name: http\n              containerPort: 8001\n",
                        "            - name: http\n            - containerPort: 8001\n",
                        "11.3",
                        "name and containerPort are fields of one port"),
                mistake(
                        "an image with a mistake in its name",
                        DEPLOYMENT,
                        "image: treecounter/bonus-kubernetes:1",
                        "image: treecounter/bonus-kubernets:1",
                        "11.3",
                        "not how the image of this lesson is called"),
                mistake(
                        "the first miss kills what starts",
                        DEPLOYMENT,
                        "            periodSeconds: 1\n            failureThreshold: 60\n",
                        "            periodSeconds: 60\n            failureThreshold: 1\n",
                        "11.4",
                        "the first miss would kill the pod"),
                mistake(
                        "an amount of nothing",
                        DEPLOYMENT,
                        "              cpu: 100m\n"
                                + "              memory: 256Mi\n"
                                + "            limits:\n",
                        "              cpu: 100m\n              mem: 256Mi\n            limits:\n",
                        "11.5",
                        "a cluster knows no mem to ask for"),
                mistake(
                        "memory without a unit",
                        DEPLOYMENT,
                        "            limits:\n              memory: 256Mi\n",
                        "            limits:\n              memory: 256\n",
                        "11.5",
                        "without a unit these are bytes"),
                mistake(
                        "a list without its -",
                        "scrape/pods.yaml",
                        "    kubernetes_sd_configs:\n      - role: pod\n",
                        "    kubernetes_sd_configs:\n      role: pod\n",
                        "11.9",
                        "a - begins each part of a list"),
                mistake(
                        "a time without its unit",
                        "k8s/podmonitor.yaml",
                        "interval: 2s",
                        "interval: 2",
                        "11.12",
                        "interval has its unit behind the number"),
                mistake(
                        "the pod's name is not used",
                        "k8s/agent.yaml",
                        "        pod: ${POD_NAME}\n",
                        "",
                        "11.13",
                        "and no label says it"),
                mistake(
                        "two containers on one port",
                        DEPLOYMENT,
                        "--web.listen-address=127.0.0.1:9090",
                        "--web.listen-address=127.0.0.1:8001",
                        "11.13",
                        "the containers of a pod share its ports"),
                mistake(
                        "another name for a value",
                        "chart/templates/deployment.yaml",
                        ".Values.replicas",
                        ".Values.replica",
                        "11.14",
                        "is replicas called so in values.yaml?"),
                mistake(
                        "an annotation that is a number",
                        DEPLOYMENT,
                        "prometheus.io/port: \"8001\"",
                        "prometheus.io/port: 8001",
                        "11.3",
                        "has to be a text, and a bare number or true is none. Quotes make it one"),
                mistake(
                        "an annotation that is a truth",
                        DEPLOYMENT,
                        "prometheus.io/scrape: \"true\"",
                        "prometheus.io/scrape: true",
                        "11.3",
                        "annotations.prometheus.io/scrape has to be a text"),
                mistake(
                        "a list without its sign",
                        DEPLOYMENT,
                        "        - name: app\n          image: treecounter/bonus-kubernetes:1\n"
                                + "          ports:\n            - name: http\n"
                                + "              containerPort: 8001\n",
                        "        - name: app\n          image: treecounter/bonus-kubernetes:1\n"
                                + "          ports:\n              name: http\n"
                                + "              containerPort: 8001\n",
                        "11.3",
                        "ports is a list: a - begins each of its parts"),
                mistake(
                        "a list where there is none",
                        DEPLOYMENT,
                        "            httpGet:\n              path: /healthz\n"
                                + "              port: http\n            periodSeconds: 2",
                        "            httpGet:\n              - path: /healthz\n"
                                + "                port: http\n            periodSeconds: 2",
                        "11.3",
                        "httpGet is no list"),
                mistake(
                        "resources beside the container",
                        DEPLOYMENT,
                        "      terminationGracePeriodSeconds: 15\n",
                        "      terminationGracePeriodSeconds: 15\n      livenessProbe: {}\n",
                        "11.3",
                        "spec has no livenessProbe. Is it a level too deep, or too high?"),
                mistake(
                        "the same field twice",
                        DEPLOYMENT,
                        "      terminationGracePeriodSeconds: 15\n",
                        "      terminationGracePeriodSeconds: 15\n"
                                + "      terminationGracePeriodSeconds: 30\n",
                        "11.3",
                        "the second takes the place of the first"),
                mistake("no kind", DEPLOYMENT, "kind: Deployment\n", "", "11.3", "kind is missing"),
                mistake(
                        "a template within the selector",
                        DEPLOYMENT,
                        "  template:\n",
                        "",
                        "11.3",
                        "selector has no metadata. Is it a level too deep, or too high?"),
                mistake(
                        "a Deployment of the first version",
                        DEPLOYMENT,
                        "apiVersion: apps/v1",
                        "apiVersion: v1",
                        "11.3",
                        "Deployment belongs to apiVersion: apps/v1"),
                mistake(
                        "replicas as a text",
                        DEPLOYMENT,
                        "replicas: 2",
                        "replicas: \"2\"",
                        "11.3",
                        "quotes make it a text"),
                mistake(
                        "a text with a colon",
                        MAP,
                        "TREES_API_URL: http://forest:8002/v1/trees/count",
                        "TREES_API_URL: the forest: http://forest:8002/v1/trees/count",
                        "11.2",
                        "a text with a colon and a blank in it needs quotes"));
    }

    private List<Mistake> configuration() {
        String url = "http://forest:8002/v1/trees/count";
        return List.of(
                mistake(
                        "another namespace",
                        MAP,
                        "namespace: treecounter",
                        "namespace: default",
                        "11.2",
                        "things of two namespaces do not find each other by their short names"),
                mistake(
                        "no namespace",
                        MAP,
                        "  namespace: treecounter\n",
                        "",
                        "11.2",
                        "metadata says the namespace, beside the name"),
                mistake(
                        "a Namespace of another name",
                        "k8s/namespace.yaml",
                        "name: treecounter",
                        "name: trees",
                        "11.2",
                        "metadata says the name, and others ask for it"),
                mistake(
                        "a key with a mistake in it",
                        MAP,
                        "TREES_API_URL",
                        "TREE_API_URL",
                        "11.2",
                        "nobody reads TREE_API_URL. The nearest that is read: TREES_API_URL"),
                mistake(
                        "localhost",
                        MAP,
                        "forest:8002",
                        "localhost:8002",
                        "11.2",
                        "is the pod itself"),
                mistake(
                        "the port of another",
                        MAP,
                        "forest:8002",
                        "forest:8001",
                        "11.2",
                        "the Service forest has the port 8002"),
                mistake(
                        "no port",
                        MAP,
                        "forest:8002",
                        "forest",
                        "11.2",
                        "the Service forest has the port 8002"),
                mistake(
                        "a host that is none",
                        MAP,
                        "//forest",
                        "//trees",
                        "11.2",
                        "no Service has this name and namespace"),
                mistake(
                        "a Service of another namespace",
                        MAP,
                        "forest:8002",
                        "forest.default:8002",
                        "11.2",
                        "no Service has this name and namespace"),
                mistake(
                        "the URL without its path",
                        MAP,
                        url,
                        "http://forest:8002",
                        "11.2",
                        "the forest counts at the path /v1/trees/count"),
                mistake(
                        "a port that is a number",
                        MAP,
                        url,
                        url + "\n  PORT: 8001",
                        "11.2",
                        "data.PORT has to be a text"),
                mistake(
                        "keys outside of data",
                        MAP,
                        "data:\n  TREES_API_URL",
                        "TREES_API_URL",
                        "11.2",
                        "has no TREES_API_URL. Is it a level too deep, or too high?"));
    }

    private List<Mistake> deployment() {
        String labels = "      labels:\n        app.kubernetes.io/name: treecounter\n";
        String image = "treecounter/bonus-kubernetes:1";
        return List.of(
                mistake(
                        "selector and labels differ",
                        DEPLOYMENT,
                        labels,
                        labels.replace("/name: treecounter", "/name: trees"),
                        "11.3",
                        "selector and labels of the template differ"),
                mistake(
                        "a selector for everybody",
                        DEPLOYMENT,
                        "    matchLabels:\n      app.kubernetes.io/name: treecounter\n",
                        "    matchLabels: {}\n",
                        "11.3",
                        "by which labels it finds its own pods"),
                mistake(
                        "a ConfigMap without a name",
                        DEPLOYMENT,
                        "            - configMapRef:\n                name: treecounter\n",
                        "            - configMapRef: {}\n",
                        "11.3",
                        "the reference to the ConfigMap has no name"),
                mistake(
                        "labels of the Deployment only",
                        DEPLOYMENT,
                        labels,
                        "",
                        "11.3",
                        "the labels of the pods stand in template"),
                mistake(
                        "a selector without matchLabels",
                        DEPLOYMENT,
                        "    matchLabels:\n      app.kubernetes.io/name: treecounter\n",
                        "    app.kubernetes.io/name: treecounter\n",
                        "11.3",
                        "this selector has its labels one level down, below matchLabels"),
                mistake(
                                "the labels of the forest",
                                DEPLOYMENT,
                                labels,
                                labels.replace("/name: treecounter", "/name: forest"),
                                "11.3",
                                "these are the labels of the forest's pods")
                        .also(
                                DEPLOYMENT,
                                "    matchLabels:\n      app.kubernetes.io/name: treecounter\n",
                                "    matchLabels:\n      app.kubernetes.io/name: forest\n"),
                mistake(
                        "one replica",
                        DEPLOYMENT,
                        "replicas: 2",
                        "replicas: 1",
                        "11.3",
                        "nobody answers while"),
                mistake(
                        "latest",
                        DEPLOYMENT,
                        image,
                        image.replace(":1", ":latest"),
                        "11.3",
                        "latest is another program tomorrow"),
                mistake(
                        "no tag",
                        DEPLOYMENT,
                        image,
                        image.replace(":1", ""),
                        "11.3",
                        "a tag is missing"),
                mistake(
                        "a port that is another",
                        DEPLOYMENT,
                        "containerPort: 8001",
                        "containerPort: 8080",
                        "11.3",
                        "unless PORT says otherwise, the app listens on 8001"),
                mistake(
                        "PORT says another port",
                        MAP,
                        "TREES_API_URL",
                        "PORT: \"9000\"\n  TREES_API_URL",
                        "11.3",
                        "PORT says where the app listens, and containerPort another"),
                mistake(
                        "a port without a name",
                        DEPLOYMENT,
                        "            - name: http\n              containerPort",
                        "            - containerPort",
                        "11.3",
                        "ask for the port by its name, http"),
                mistake(
                        "nothing of the ConfigMap",
                        DEPLOYMENT,
                        "          envFrom:\n            - configMapRef:\n"
                                + "                name: treecounter\n",
                        "",
                        "11.3",
                        "nothing gives the app what the ConfigMap says"),
                mistake(
                        "a ConfigMap that is not there",
                        DEPLOYMENT,
                        "            - configMapRef:\n                name: treecounter\n",
                        "            - configMapRef:\n                name: trees\n",
                        "11.3",
                        "no ConfigMap is called trees"),
                mistake(
                        "a key that is not there",
                        DEPLOYMENT,
                        "          envFrom:\n            - configMapRef:\n"
                                + "                name: treecounter\n",
                        "          env:\n            - name: TREES_API_URL\n"
                                + "              valueFrom:\n                configMapKeyRef:\n"
                                + "                  name: treecounter\n"
                                + "                  key: url\n",
                        "11.3",
                        "the ConfigMap has no key url"),
                mistake(
                        "the app listens to itself only",
                        MAP,
                        "TREES_API_URL",
                        "HOST: 127.0.0.1\n  TREES_API_URL",
                        "11.3",
                        "only its own pod reaches it"));
    }

    private List<Mistake> probes() {
        return List.of(
                mistake(
                        "liveness asks for the page",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("/healthz", "/treecounter"),
                        "11.4",
                        "/treecounter asks the forest: all pods would be killed because of it"),
                mistake(
                                "readiness asks for the page",
                                DEPLOYMENT,
                                "              port: http\n            periodSeconds: 2",
                                "              port: 8001\n            periodSeconds: 2",
                                "11.4",
                                "/treecounter asks the forest: while that fails, all pods would be"
                                        + " taken")
                        .also(
                                DEPLOYMENT,
                                "              path: /healthz\n              port: 8001",
                                "              path: /treecounter\n              port: 8001"),
                mistake(
                        "no startupProbe",
                        DEPLOYMENT,
                        STARTUP,
                        "",
                        "11.4",
                        "livenessProbe kills what starts slowly"),
                mistake(
                        "a start of three seconds",
                        DEPLOYMENT,
                        "failureThreshold: 60",
                        "failureThreshold: 3",
                        "11.4",
                        "is killed then, again and again"),
                mistake(
                        "one miss kills",
                        DEPLOYMENT,
                        "            failureThreshold: 3\n",
                        "            failureThreshold: 1\n",
                        "11.4",
                        "one slow answer would kill the pod"),
                mistake(
                        "a port by a name that is none",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("port: http", "port: web"),
                        "11.4",
                        "no port of the container is named web. Names: http"),
                mistake(
                        "a port on which nobody listens",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("port: http", "port: 80"),
                        "11.4",
                        "nobody listens there"),
                mistake(
                        "a page that the app has not",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("/healthz", "/health"),
                        "11.4",
                        "the app has no such page"),
                mistake(
                        "an open port is enough",
                        DEPLOYMENT,
                        LIVENESS,
                        "          livenessProbe:\n"
                                + "            tcpSocket:\n"
                                + "              port: http\n",
                        "11.4",
                        "an open port says little"),
                mistake(
                        "a probe by TLS",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS + "              scheme: HTTPS\n",
                        "11.4",
                        "the app speaks no TLS"),
                mistake(
                        "all metrics every ten seconds",
                        DEPLOYMENT,
                        LIVENESS,
                        LIVENESS.replace("/healthz", "/metrics"),
                        "11.4",
                        "each time all metrics would be written"),
                mistake(
                        "a pod that is ill for minutes",
                        DEPLOYMENT,
                        "            periodSeconds: 2\n            failureThreshold: 2\n",
                        "            periodSeconds: 60\n            failureThreshold: 3\n",
                        "11.4",
                        "for so long requests go to a pod that does not answer"));
    }

    private List<Mistake> resources() {
        return List.of(
                mistake(
                        "a CPU limit",
                        DEPLOYMENT,
                        LIMITS + "          securityContext:\n            allow",
                        LIMITS
                                + "              cpu: 200m\n"
                                + "          securityContext:\n"
                                + "            allow",
                        "11.5",
                        "a limit of CPU stops the app for the rest of each tenth of a second"),
                mistake(
                        "no limit of memory",
                        DEPLOYMENT,
                        LIMITS + "          securityContext:\n            allow",
                        "          securityContext:\n            allow",
                        "11.5",
                        "Without one it is 60 % of the whole machine"),
                mistake(
                                "a limit that is too small",
                                DEPLOYMENT,
                                LIMITS + "          securityContext:\n            allow",
                                LIMITS.replace("256Mi", "100Mi")
                                        + "          securityContext:\n            allow",
                                "11.5",
                                "The rest is too small for classes, threads and buffers")
                        .also(
                                DEPLOYMENT,
                                "cpu: 100m\n              memory: 256Mi",
                                "cpu: 100m\n              memory: 100Mi"),
                mistake(
                        "a request above the limit",
                        DEPLOYMENT,
                        "cpu: 100m\n              memory: 256Mi",
                        "cpu: 100m\n              memory: 1Gi",
                        "11.5",
                        "the container app asks for more than it is allowed"),
                mistake(
                        "thousandths of a byte",
                        DEPLOYMENT,
                        "cpu: 100m\n              memory: 256Mi",
                        "cpu: 100m\n              memory: 256m",
                        "11.5",
                        "m is a thousandth, here of a byte"),
                mistake(
                        "no request of CPU",
                        DEPLOYMENT,
                        "              cpu: 100m\n",
                        "",
                        "11.5",
                        "the request decides on which node there is room"),
                mistake(
                        "a hundred CPUs",
                        DEPLOYMENT,
                        "cpu: 100m",
                        "cpu: 100",
                        "11.5",
                        "no node has so many"),
                mistake(
                        "a unit that is none",
                        DEPLOYMENT,
                        "cpu: 100m\n              memory: 256Mi",
                        "cpu: 100m\n              memory: 256MB",
                        "11.3",
                        "Bytes are Mi and Gi, without a B"));
    }

    private List<Mistake> rights() {
        return List.of(
                mistake(
                        "the root user",
                        DEPLOYMENT,
                        "        runAsNonRoot: true\n",
                        "        runAsUser: 0\n",
                        "11.6",
                        "0 is root"),
                mistake(
                        "nobody forbids root",
                        DEPLOYMENT,
                        "        runAsNonRoot: true\n",
                        "",
                        "11.6",
                        "a new image could run as root"),
                mistake(
                        "files that it can write",
                        DEPLOYMENT,
                        "            readOnlyRootFilesystem: true\n            capabilities:\n"
                                + "              drop: [ALL]\n          lifecycle",
                        "            capabilities:\n              drop: [ALL]\n          lifecycle",
                        "11.6",
                        "readOnlyRootFilesystem is for each container"),
                mistake(
                        "it may become more",
                        DEPLOYMENT,
                        "            allowPrivilegeEscalation: false\n"
                                + "            readOnlyRootFilesystem: true\n"
                                + "            capabilities:\n"
                                + "              drop: [ALL]\n          lifecycle",
                        "            readOnlyRootFilesystem: true\n            capabilities:\n"
                                + "              drop: [ALL]\n          lifecycle",
                        "11.6",
                        "allowPrivilegeEscalation is for each container"),
                mistake(
                        "a volume that is not there",
                        DEPLOYMENT,
                        "        - name: agent\n          emptyDir: {}\n",
                        "",
                        "11.6",
                        "volumes of the pod has no agent"),
                mistake(
                        "a directory of the node",
                        DEPLOYMENT,
                        "        - name: agent\n          emptyDir: {}\n",
                        "        - name: agent\n          hostPath:\n            path: /tmp\n",
                        "11.6",
                        "hostPath hands out files of the node"),
                mistake(
                        "calls that nobody needs",
                        DEPLOYMENT,
                        "        seccompProfile:\n          type: RuntimeDefault\n",
                        "",
                        "11.6",
                        "it refuses calls of the system that no app needs"));
    }

    private List<Mistake> ends() {
        return List.of(
                mistake(
                        "no preStop",
                        DEPLOYMENT,
                        PRE_STOP,
                        "",
                        "11.7",
                        "a pod gets SIGTERM while others still send it requests"),
                mistake(
                        "less time than preStop takes",
                        DEPLOYMENT,
                        "terminationGracePeriodSeconds: 15",
                        "terminationGracePeriodSeconds: 5",
                        "11.7",
                        "the time of preStop is part of the grace period"),
                mistake(
                        "preStop says something",
                        DEPLOYMENT,
                        "              sleep:\n                seconds: 5\n",
                        "              exec:\n                command: [echo, bye]\n",
                        "11.7",
                        "until everybody knows that the pod goes"));
    }

    private List<Mistake> service() {
        String selector = "  selector:\n    app.kubernetes.io/name: treecounter\n";
        return List.of(
                mistake(
                        "a Service for nobody",
                        SERVICE,
                        selector,
                        selector.replace("/name: treecounter", "/name: app"),
                        "11.8",
                        "no pod has these labels"),
                mistake(
                        "a Service with matchLabels",
                        SERVICE,
                        selector,
                        "  selector:\n"
                                + "    matchLabels:\n"
                                + "      app.kubernetes.io/name: treecounter\n",
                        "11.8",
                        "it holds the labels itself, without matchLabels"),
                mistake(
                        "a target port by a name that is none",
                        SERVICE,
                        "targetPort: http",
                        "targetPort: web",
                        "11.8",
                        "no port of the container has the name that targetPort says"),
                mistake(
                        "a target and no port",
                        SERVICE,
                        "      port: 80\n",
                        "",
                        "11.8",
                        "port is where others ask, targetPort where it leads"),
                mistake(
                        "no target port",
                        SERVICE,
                        "      targetPort: http\n",
                        "",
                        "11.8",
                        "without targetPort it is the same as port"),
                mistake(
                        "a port of the node that no cluster gives",
                        SERVICE,
                        "      targetPort: http\n",
                        "      targetPort: http\n      nodePort: 8001\n",
                        "11.8",
                        "a cluster gives out these only"),
                mistake(
                        "a Service in another namespace",
                        SERVICE,
                        "namespace: treecounter",
                        "namespace: default",
                        "11.8",
                        "do not find each other by their short names"));
    }

    private List<Mistake> podJob() {
        return List.of(
                mistake(
                        "annotations of the Deployment",
                        DEPLOYMENT,
                        "      annotations:\n        prometheus.io/scrape: \"true\"\n"
                                + "        prometheus.io/port: \"8001\"\n"
                                + "        prometheus.io/path: /metrics\n",
                        "",
                        "11.9",
                        "annotations of the pods stand in template"),
                mistake(
                        "no annotation for the port",
                        DEPLOYMENT,
                        "        prometheus.io/port: \"8001\"\n",
                        "",
                        "11.9",
                        "this annotation is missing among those of the pods"),
                mistake(
                        "the port of the Service",
                        DEPLOYMENT,
                        "prometheus.io/port: \"8001\"",
                        "prometheus.io/port: \"80\"",
                        "11.9",
                        "it says the number on which the app listens"),
                mistake(
                        "a page without metrics",
                        DEPLOYMENT,
                        "prometheus.io/path: /metrics",
                        "prometheus.io/path: /treecounter",
                        "11.9",
                        "GET /treecounter of the app gives no metrics"),
                mistake(
                        "all pods",
                        JOB,
                        "      - source_labels:"
                                + " [__meta_kubernetes_pod_annotation_prometheus_io_scrape]\n"
                                + "        regex: \"true\"\n"
                                + "        action: keep\n",
                        "",
                        "11.9",
                        "nothing keeps only pods with the annotation"),
                mistake(
                        "a rule that keeps nothing",
                        JOB,
                        "        action: keep\n",
                        "",
                        "11.9",
                        "Should it keep, in place of that?"),
                mistake("a list by itself", JOB, "scrape_configs:\n", "", "11.9", "write the job"),
                mistake(
                        "nothing relabelled",
                        JOB,
                        "    relabel_configs:\n",
                        "    metric_relabel_configs:\n",
                        "11.9",
                        "every port of every pod is scraped"),
                mistake(
                        "whoever has the annotation",
                        JOB,
                        "        regex: \"true\"\n",
                        "        regex: .+\n",
                        "11.9",
                        "keep those that say true"),
                mistake(
                        "no pod at all",
                        JOB,
                        "annotation_prometheus_io_scrape",
                        "annotation_prometheus_scrape",
                        "11.9",
                        "a keep drops every pod"),
                mistake(
                        "the port of the container",
                        JOB,
                        "[__meta_kubernetes_pod_ip,"
                                + " __meta_kubernetes_pod_annotation_prometheus_io_port]",
                        "[__meta_kubernetes_pod_ip, __meta_kubernetes_pod_container_port_number]",
                        "11.9",
                        "is not that of the annotation prometheus.io/port"),
                mistake(
                        "the path for all",
                        JOB,
                        "        regex: (.+)\n        target_label: __metrics_path__",
                        "        regex: (.*)\n        target_label: __metrics_path__",
                        "11.9",
                        "a pod without the annotation loses its path"),
                mistake(
                        "every five seconds",
                        JOB,
                        "scrape_interval: 2s",
                        "scrape_interval: 5s",
                        "11.9",
                        "scrape_interval of the job says how often"),
                mistake(
                        "services in place of pods",
                        JOB,
                        "role: pod",
                        "role: service",
                        "11.9",
                        "Pods are the targets"),
                mistake(
                        "the job has the job's own name",
                        JOB,
                        "      - source_labels:"
                                + " [__meta_kubernetes_pod_label_app_kubernetes_io_name]\n"
                                + "        target_label: job\n",
                        "",
                        "11.9",
                        "rules and queries ask for job=\"treecounter\""),
                mistake(
                        "no name of the pod",
                        JOB,
                        "        target_label: pod\n",
                        "        target_label: __pod\n",
                        "11.9",
                        "has to go into the label pod"),
                mistake(
                        "a field that no job has",
                        JOB,
                        "scrape_interval: 2s",
                        "interval: 2s",
                        "11.9",
                        "a job has no field of this name"),
                mistake(
                        "a target for each container",
                        JOB,
                        "        target_label: pod\n",
                        "        target_label: pod\n"
                                + "      - source_labels: [__meta_kubernetes_pod_container_name]\n"
                                + "        target_label: container\n",
                        "11.9",
                        "the pod is scraped several times"));
    }

    private List<Mistake> queries() {
        List<Mistake> all = new ArrayList<>();
        Map<String, String> checks =
                Map.of(
                        "01-requests", "11.10",
                        "02-ready", "11.10",
                        "03-restarts", "11.10",
                        "04-cpu", "11.11",
                        "05-memory", "11.11");
        String requests = "requests_total{job=\"treecounter\"}";
        String cpu = "container_cpu_usage_seconds_total{namespace=\"treecounter\"";
        String memory = "container_memory_working_set_bytes{namespace=\"treecounter\"";
        String ready = "kube_pod_status_ready{namespace=\"treecounter\",";
        String restarts = "kube_pod_container_status_restarts_total{namespace=\"treecounter\"";
        String[][] wrong = {
            {
                "the sum first",
                "01-requests",
                "rate(sum(%s)[5m:])".formatted(requests),
                "First rate, then sum"
            },
            {"one of two", "01-requests", "avg(rate(%s[5m]))".formatted(requests), "avg"},
            {
                "each pod by itself",
                "01-requests",
                "sum by (pod) (rate(%s[5m]))".formatted(requests),
                "leave out by (pod)"
            },
            {"the counters themselves", "01-requests", "sum(%s)".formatted(requests), "rate"},
            {
                "series are counted",
                "02-ready",
                "count(%spod=~\"treecounter-.*\",condition=\"true\"})".formatted(ready),
                "has this series, too, and its value is 0"
            },
            {"the forest, too", "02-ready", "sum(%scondition=\"true\"})".formatted(ready), "pod"},
            {
                "all conditions",
                "02-ready",
                "sum(%spod=~\"treecounter-.*\"})".formatted(ready),
                "each condition has a series of its own"
            },
            {
                "since ever",
                "03-restarts",
                "sum(%s,container=\"app\"})".formatted(restarts),
                "increase"
            },
            {
                "all containers",
                "03-restarts",
                "sum(increase(%s}[5m]))".formatted(restarts),
                "container"
            },
            {
                "a counter as it is",
                "04-cpu",
                "sum by (pod) (%s,container=\"app\"})".formatted(cpu),
                "rate"
            },
            {
                "twice, with the pod's own",
                "04-cpu",
                "sum by (pod) (rate(%s}[5m]))".formatted(cpu),
                "container"
            },
            {
                "the rate of a gauge",
                "05-memory",
                "sum by (pod) (rate(%s,container=\"app\"}[5m]))".formatted(memory),
                "gauge"
            },
            {
                "with the cache",
                "05-memory",
                "sum by (pod)"
                    + " (container_memory_usage_bytes{namespace=\"treecounter\",container=\"app\"})",
                "cache"
            },
        };
        for (String[] one : wrong) {
            all.add(query(one[0], one[1], one[2], checks.get(one[1]), one[3]));
        }
        return all;
    }

    private List<Mistake> operator() {
        return List.of(
                mistake(
                        "a PodMonitor for nobody",
                        MONITOR,
                        "      app.kubernetes.io/name: treecounter",
                        "      app: treecounter",
                        "11.12",
                        "asks for labels that the pods do not have"),
                mistake(
                        "the forest, too",
                        MONITOR,
                        "    matchLabels:\n      app.kubernetes.io/name: treecounter\n",
                        "    matchExpressions:\n      - key: app.kubernetes.io/name\n"
                                + "        operator: Exists\n",
                        "11.12",
                        "it finds the forest's pods, too"),
                mistake(
                        "a port by a name that is none",
                        MONITOR,
                        "port: http",
                        "port: metrics",
                        "11.12",
                        "no port of the pods has this name"),
                mistake(
                        "the field of a ServiceMonitor",
                        MONITOR,
                        "podMetricsEndpoints:",
                        "endpoints:",
                        "11.12",
                        "spec has no endpoints"),
                mistake(
                        "no interval",
                        MONITOR,
                        "      interval: 2s\n",
                        "",
                        "11.12",
                        "an endpoint says in interval how often it is scraped"),
                mistake(
                        "another job",
                        MONITOR,
                        "  jobLabel: app.kubernetes.io/name\n",
                        "",
                        "11.12",
                        "whose value becomes the job"),
                mistake(
                        "groups beside spec",
                        RULE,
                        "spec:\n  groups:",
                        "groups:",
                        "11.12",
                        "has no groups"),
                mistake(
                        "a rule for the operator's own job",
                        RULE,
                        "up{job=\"treecounter\"}",
                        "up{job=\"treecounter/treecounter\"}",
                        "11.12",
                        "k8s/prometheusrule.yaml"),
                mistake(
                        "a page without metrics",
                        MONITOR,
                        "path: /metrics",
                        "path: /healthz",
                        "11.12",
                        "GET /healthz of the app gives no metrics"),
                mistake(
                        "the number of the port",
                        MONITOR,
                        "- port: http",
                        "- port: 8001",
                        "11.12",
                        "A number is portNumber"));
    }

    private List<Mistake> sidecar() {
        return List.of(
                mistake(
                        "both pods write the same",
                        AGENT,
                        "      external_labels:\n        namespace: ${POD_NAMESPACE}\n"
                                + "        pod: ${POD_NAME}\n",
                        "",
                        "11.13",
                        "each writes the same series"),
                mistake(
                        "a variable that is none",
                        AGENT,
                        "${POD_NAME}",
                        "${POD}",
                        "11.13",
                        "no such variable is in the environment"),
                mistake(
                        "fields where a text is wanted",
                        AGENT,
                        "agent.yaml: |",
                        "agent.yaml:",
                        "11.13",
                        "a | behind the colon makes one text of the lines below it"),
                mistake(
                        "what both pods have in common",
                        DEPLOYMENT,
                        "fieldPath: metadata.name\n",
                        "fieldPath: metadata.namespace\n",
                        "11.13",
                        "does not tell them apart"),
                mistake(
                        "a volume that is nowhere",
                        DEPLOYMENT,
                        "            - name: agent\n              mountPath: /agent\n",
                        "            - name: agent\n",
                        "11.6",
                        "mountPath says where in the container the volume is"),
                mistake(
                        "the Service in place of the neighbour",
                        AGENT,
                        "localhost:8001",
                        "treecounter:80",
                        "11.13",
                        "the app next door is localhost"),
                mistake(
                        "it keeps all to itself",
                        AGENT,
                        "    remote_write:\n"
                                + "      - url:"
                                + " http://prometheus-operated.monitoring:9090/api/v1/write\n",
                        "",
                        "11.13",
                        "Without remote_write it scrapes for nobody"),
                mistake(
                        "rules for an agent",
                        AGENT,
                        "    remote_write:\n",
                        "    rule_files: [rules.yaml]\n    remote_write:\n",
                        "11.13",
                        "an agent keeps no series to ask"),
                mistake(
                        "the URL without its path",
                        AGENT,
                        ":9090/api/v1/write",
                        ":9090",
                        "11.13",
                        "takes it at the path /api/v1/write"),
                mistake(
                        "a whole Prometheus",
                        DEPLOYMENT,
                        "            - --agent\n",
                        "",
                        "11.13",
                        "without --agent it is a whole Prometheus"),
                mistake(
                        "a file system that it cannot write",
                        DEPLOYMENT,
                        "            - --storage.agent.path=/agent\n",
                        "",
                        "11.13",
                        "the agent writes down what it has not sent yet"),
                mistake(
                        "a user by its name",
                        DEPLOYMENT,
                        "            runAsUser: 65534\n",
                        "",
                        "11.13",
                        "runAsNonRoot would not let it start"),
                mistake(
                        "a configuration that is not mounted",
                        DEPLOYMENT,
                        "            - name: agent-config\n              mountPath: /etc/agent\n",
                        "",
                        "11.13",
                        "and --config.file names agent.yaml in it"),
                mistake(
                        "the job of those outside",
                        AGENT,
                        "job_name: sidecar",
                        "job_name: treecounter",
                        "11.13",
                        "would count each page twice"),
                mistake(
                        "every minute",
                        AGENT,
                        "      scrape_interval: 5s\n",
                        "",
                        "11.13",
                        "global says in scrape_interval"),
                mistake(
                        "an agent that answers anybody",
                        DEPLOYMENT,
                        "            - --web.listen-address=127.0.0.1:9090\n",
                        "            - --web.listen-address=:9090\n",
                        "11.13",
                        "127.0.0.1 is the pod alone"));
    }

    private List<Mistake> chart() {
        return List.of(
                mistake(
                        "a value that nobody uses",
                        TEMPLATE,
                        "replicas: {{ .Values.replicas }}",
                        "replicas: 2",
                        "11.14",
                        "replicas stands in the template itself"),
                mistake(
                        "a tag that nobody can change",
                        TEMPLATE,
                        "{{ .Values.image.repository }}:{{ .Values.image.tag }}",
                        "{{ .Values.image.repository }}:1",
                        "11.14",
                        "image stands in the template itself, or only a part"),
                mistake(
                        "resources of the template",
                        TEMPLATE,
                        "            {{- toYaml .Values.resources | nindent 12 }}\n",
                        "            requests:\n"
                                + "              cpu: 100m\n"
                                + "              memory: 256Mi\n"
                                + "            limits:\n"
                                + "              memory: 256Mi\n",
                        "11.14",
                        "resources stands in the template itself"),
                mistake(
                        "a value of another name",
                        TEMPLATE,
                        ".Values.image.tag",
                        ".Values.img.tag",
                        "11.14",
                        "values.yaml has no such value"),
                mistake(
                        "too few blanks",
                        TEMPLATE,
                        "nindent 12",
                        "nindent 8",
                        "11.14",
                        "chart/templates/deployment.yaml"),
                mistake(
                        "a brace too few",
                        TEMPLATE,
                        "{{ .Values.replicas }}",
                        "{{ .Values.replicas }",
                        "11.14",
                        "Helm cannot read this template"),
                mistake(
                        "values with a limit of CPU",
                        VALUES,
                        "  limits:\n    memory: 256Mi\n",
                        "  limits:\n    cpu: 200m\n    memory: 256Mi\n",
                        "11.14",
                        "a limit of CPU stops the app"),
                mistake(
                        "an image without a name",
                        VALUES,
                        "  repository: treecounter/bonus-kubernetes\n",
                        "",
                        "11.14",
                        "before the tag of the image stands its name"),
                mistake(
                        "values that are no YAML",
                        VALUES,
                        "image:\n",
                        "",
                        "11.14",
                        "chart/values.yaml: this is no YAML"),
                mistake(
                        "an agent without its configuration",
                        TEMPLATE,
                        "      containers:\n",
                        "      volumes:\n        - name: agent-config\n          configMap:\n"
                                + "            name: agent\n      containers:\n",
                        "11.14",
                        "The agent stays out of it"),
                mistake(
                        "a namespace of the template",
                        TEMPLATE,
                        "namespace: {{ .Release.Namespace }}",
                        "namespace: treecounter",
                        "11.14",
                        "it stands in the template itself"),
                mistake(
                        "values in small letters",
                        TEMPLATE,
                        "{{ .Values.replicas }}",
                        "{{ .values.replicas }}",
                        "11.14",
                        "Values begins with a capital letter"));
    }

    private List<Mistake> scaling() {
        return List.of(
                mistake(
                        "another Deployment",
                        "k8s/hpa.yaml",
                        "    name: treecounter\n  min",
                        "    name: app\n  min",
                        "11.15",
                        "scaleTargetRef names what is scaled"));
    }
}
