package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool;
import treecounter.workbench.promql.WrittenRule;

/**
 * The job that finds pods by their annotations. Prometheus's own discovery relabels made pods with
 * it, which are read from a file in place of a cluster.
 */
final class PodJob {
    static final String FILE = "scrape/pods.yaml";

    private static final String IN = FILE + ": ";
    private static final String HOST_IP = "192.168.1.10";
    private static final String META = "__meta_kubernetes_";
    private static final JsonMapper JSON = new JsonMapper();

    /** It waits for so long, however early it knows all; the second only where it was busy. */
    private static final List<String> TIMEOUTS = List.of("200ms", "3s");

    /**
     * A pod of the made cluster.
     *
     * @param ports of its containers
     * @param target where it should be scraped; nothing if nowhere
     */
    private record MadePod(
            String namespace,
            String name,
            String ip,
            String app,
            Map<String, String> annotations,
            List<Integer> ports,
            Optional<String> target,
            String path) {
        Map<String, String> expected() {
            Map<String, String> labels = new TreeMap<>();
            labels.put("__address__", target.orElseThrow());
            labels.put("__metrics_path__", path);
            labels.put("namespace", namespace);
            labels.put("pod", name);
            labels.put("job", app);
            return labels;
        }
    }

    private final List<MadePod> pods;

    private PodJob(List<MadePod> pods) {
        this.pods = pods;
    }

    /** The job of the module on a bench, over pods with the annotations of a Deployment. */
    static void check(Bench bench, Rollout rollout) {
        Map<String, String> own = new TreeMap<>(rollout.annotations());
        String port = own.getOrDefault("prometheus.io/port", "8001");
        List<MadePod> pods = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            String ip = "10.1.0.%d".formatted(3 + i);
            pods.add(
                    new MadePod(
                            Manifests.NAME,
                            "treecounter-7c9d8-%d".formatted(i),
                            ip,
                            rollout.labels().getOrDefault("app.kubernetes.io/name", "treecounter"),
                            own,
                            List.of(8001),
                            Optional.of(ip + ":" + port),
                            own.getOrDefault("prometheus.io/path", "/metrics")));
        }
        Map<String, String> scraped = Map.of("prometheus.io/scrape", "true");
        pods.add(
                new MadePod(
                        Manifests.NAME,
                        "forest-5b6f7-1",
                        "10.1.0.9",
                        "forest",
                        Map.of(),
                        List.of(8002),
                        Optional.empty(),
                        ""));
        pods.add(
                new MadePod(
                        "office",
                        "reports-1",
                        "10.1.0.20",
                        "reports",
                        Map.of("prometheus.io/scrape", "false", "prometheus.io/port", "8080"),
                        List.of(8080),
                        Optional.empty(),
                        ""));
        pods.add(
                new MadePod(
                        "office",
                        "ledger-1",
                        "10.1.0.21",
                        "ledger",
                        with(scraped, "9102", "/stats"),
                        List.of(8080, 9102),
                        Optional.of("10.1.0.21:9102"),
                        "/stats"));
        pods.add(
                new MadePod(
                        "office",
                        "mail-1",
                        "10.1.0.22",
                        "mail",
                        with(scraped, "9100", ""),
                        List.of(25),
                        Optional.of("10.1.0.22:9100"),
                        "/metrics"));
        new PodJob(pods).check(bench);
    }

    private static Map<String, String> with(Map<String, String> some, String port, String path) {
        Map<String, String> all = new TreeMap<>(some);
        all.put("prometheus.io/port", port);
        if (!path.isEmpty()) {
            all.put("prometheus.io/path", path);
        }
        return all;
    }

    private void check(Bench bench) {
        Finding.when(
                !Files.exists(bench.module().file(FILE)),
                "the file " + FILE,
                "no such file",
                IN + "make reset SECTION=11 brings it back.");
        JsonNode job = job(Bench.text(bench.module().file(FILE)));
        Finding.when(
                job.path("relabel_configs").isEmpty(),
                "relabel_configs",
                "none",
                IN + "as it is, every port of every pod is scraped, at its /metrics.");
        List<Map<String, String>> targets = targets(job);
        String interval = job.path("scrape_interval").asText();
        Finding.when(
                !interval.equals("2s"),
                "a scrape every 2s",
                interval.isEmpty() ? "no scrape_interval, so that of the global part" : interval,
                IN + "scrape_interval of the job says how often.");
        Map<String, List<Map<String, String>>> byPod =
                targets.stream()
                        .collect(
                                Collectors.groupingBy(
                                        target ->
                                                target.getOrDefault("__address__", "")
                                                        .replaceFirst(":\\d*$", "")));
        for (MadePod pod : pods) {
            judge(pod, byPod.getOrDefault(pod.ip(), List.of()), targets, job);
        }
    }

    private void judge(
            MadePod pod,
            List<Map<String, String>> found,
            List<Map<String, String>> all,
            JsonNode job) {
        String who = "over made pods, " + pod.name();
        if (pod.target().isEmpty()) {
            Finding.when(
                    !found.isEmpty(),
                    "%s is not scraped: %s"
                            .formatted(
                                    who,
                                    pod.annotations().isEmpty()
                                            ? "it has no annotations"
                                            : "its annotation scrape says false"),
                    found.isEmpty() ? "" : found.get(0).get("__address__"),
                    IN
                            + (pod.annotations().isEmpty()
                                    ? "nothing keeps only pods with the annotation. action: keep"
                                            + " drops all others."
                                    : "keep those that say true; to have the annotation is not"
                                            + " enough."));
            return;
        }
        Finding.when(
                found.isEmpty() && all.isEmpty(),
                who + " is scraped at " + pod.target().get(),
                "no target at all",
                IN
                        + "a keep drops every pod. Its label begins with"
                        + " __meta_kubernetes_pod_annotation_, and every sign of the annotation's"
                        + " name that is no letter or digit becomes _.");
        Finding.when(
                found.isEmpty(),
                who + " is scraped at " + pod.target().get(),
                "only " + addresses(all),
                IN + elsewhere(all));
        Finding.when(
                found.stream().anyMatch(one -> !one.get("__address__").equals(pod.target().get())),
                "%s is scraped at %s, as its annotation says".formatted(who, pod.target().get()),
                addresses(found),
                IN
                        + differentlyJoined(job)
                        + "the port of the address is not that of the annotation"
                        + " prometheus.io/port. A pod has a target for each port of its containers,"
                        + " until __address__ is made anew from its IP and the annotation.");
        Map<String, String> target = found.get(0);
        String path = target.getOrDefault("__metrics_path__", "");
        Finding.when(
                !path.equals(pod.path()),
                "%s is scraped at the path %s".formatted(who, pod.path()),
                path.isEmpty() ? "an empty path" : path,
                IN
                        + (path.isEmpty() || pod.path().equals("/metrics")
                                ? "a pod without the annotation loses its path. A regex (.+) lets"
                                        + " alone what is empty."
                                : "the annotation prometheus.io/path goes into __metrics_path__."));
        for (String label : List.of("namespace", "pod", "job")) {
            String value = target.getOrDefault(label, "none");
            Finding.when(
                    !value.equals(pod.expected().get(label)),
                    "%s has the label %s=\"%s\"".formatted(who, label, pod.expected().get(label)),
                    value,
                    IN + label(label));
        }
        Finding.when(
                found.size() > 1,
                who + " is one target",
                found.size(),
                IN
                        + "what differs from port to port of a pod, or from container to container,"
                        + " is kept as a label: the pod is scraped several times.");
    }

    /** Where pods went that are not found at their own address. */
    private String elsewhere(List<Map<String, String>> all) {
        String found = addresses(all);
        boolean othersOnly =
                all.stream()
                        .map(one -> one.get("__address__").replaceFirst(":\\d*$", ""))
                        .allMatch(
                                ip ->
                                        pods.stream()
                                                .anyMatch(
                                                        pod ->
                                                                pod.ip().equals(ip)
                                                                        && pod.target().isEmpty()));
        if (othersOnly) {
            return "these are the others. drop takes away those that match, keep leaves them.";
        }
        if (found.matches("(?s).*\\b\\d{2,5}:10\\..*")) {
            return "port and IP have changed places: source_labels are joined in their order.";
        }
        if (found.contains(";")) {
            return "source_labels are joined by a ; and this is what it looks like. regex takes"
                    + " them apart, replacement puts them together with a colon.";
        }
        return found.contains(HOST_IP)
                ? "this is the address of the node. That of the pod is __meta_kubernetes_pod_ip."
                : "the address of this target is another, or the pod was dropped.";
    }

    /** What in a rule for the address never does anything. */
    private static String differentlyJoined(JsonNode job) {
        for (JsonNode rule : job.path("relabel_configs")) {
            boolean two = rule.path("source_labels").size() > 1;
            if (two && rule.path("target_label").asText().equals("address")) {
                return "address is a label like any other, and __address__ is what is scraped. So ";
            }
            if (two && rule.path("regex").asText().matches("[^;]+")) {
                return "source_labels are joined by a ; and the regex has none, so it matches"
                        + " nothing. So ";
            }
        }
        return "";
    }

    private static String label(String label) {
        return switch (label) {
            case "namespace" ->
                    "what begins with __ is gone after this. __meta_kubernetes_namespace has to go"
                            + " into the label namespace.";
            case "pod" ->
                    "what begins with __ is gone after this. __meta_kubernetes_pod_name has to go"
                            + " into the label pod.";
            default ->
                    "rules and queries ask for job=\"treecounter\". The pod's label"
                            + " app.kubernetes.io/name says it: __meta_kubernetes_pod_label_..."
                            + " and of its name every sign that is no letter or digit becomes _.";
        };
    }

    private static String addresses(List<Map<String, String>> targets) {
        return targets.stream()
                .map(one -> one.get("__address__"))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static JsonNode job(String text) {
        JsonNode file;
        try {
            file = new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new Finding(
                    "YAML in " + FILE,
                    WrittenRule.notYaml(e),
                    IN
                            + "look at the blanks at the start of lines, two more for each level;"
                            + " and a text that begins with [, { or * needs quotes.");
        }
        Finding.when(
                file.path("scrape_configs").isEmpty(),
                "a job below scrape_configs",
                file.isEmpty()
                        ? "nothing but its comment"
                        : file.isObject() ? String.join(", ", names(file)) : "a list by itself",
                IN
                        + "write the job: its name, how often, where it finds pods, and"
                        + " relabel_configs.");
        for (JsonNode job : file.path("scrape_configs")) {
            if (job.has("kubernetes_sd_configs")) {
                Finding.when(
                        !job.path("kubernetes_sd_configs").isArray(),
                        "kubernetes_sd_configs is a list",
                        "no list",
                        IN + "a - begins each part of a list, also where there is one only.");
                JsonNode spaces = job.at("/kubernetes_sd_configs/0/namespaces/names");
                boolean here = spaces.isEmpty();
                for (JsonNode one : spaces) {
                    here |= one.asText().equals(Manifests.NAME);
                }
                Finding.when(
                        !here,
                        "pods of the namespace " + Manifests.NAME,
                        spaces,
                        IN + "namespaces names others only. Without it, it looks in all.");
                String role = job.at("/kubernetes_sd_configs/0/role").asText();
                Finding.when(
                        !role.equals("pod"),
                        "role: pod",
                        role.isEmpty() ? "none" : role,
                        IN
                                + "kubernetes_sd_configs finds what its role says. Pods are the"
                                + " targets.");
                return job;
            }
        }
        throw new Finding(
                "a job with kubernetes_sd_configs",
                "none",
                IN + "the job has to ask the cluster for its pods: kubernetes_sd_configs.");
    }

    private static List<String> names(JsonNode fields) {
        return fields.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The targets that Prometheus would scrape, each once. */
    private List<Map<String, String>> targets(JsonNode job) {
        ObjectNode made = job.deepCopy();
        made.remove("kubernetes_sd_configs");
        made.put("job_name", "pods");
        made.putArray("file_sd_configs").addObject().putArray("files").add("pods.json");
        ObjectNode config = JSON.createObjectNode();
        config.putArray("scrape_configs").add(made);
        Map<String, String> files =
                Map.of("prometheus.yaml", config.toString(), "pods.json", discovered());
        String said = "";
        for (String timeout : TIMEOUTS) {
            said =
                    Promtool.find()
                            .say(
                                    files,
                                    List.of(
                                            "check",
                                            "service-discovery",
                                            "--timeout=" + timeout,
                                            "prometheus.yaml",
                                            "pods"));
            if (said.contains("discoveredLabels")) {
                return kept(said);
            }
            refuseError(said);
        }
        throw new NotChecked("promtool finds no pods: " + said.strip());
    }

    private static void refuseError(String said) {
        String error =
                said.strip()
                        .replaceFirst("(?s).*FAILED: ", "")
                        .replaceFirst("(?s).*prometheus.yaml\"?: ", "")
                        // promtool has read it as one line.
                        .replaceAll("line 1: ", "");
        Finding.when(
                said.contains("FAILED") || said.contains("parsing YAML"),
                "a job that Prometheus can read",
                error.lines().map(String::strip).collect(Collectors.joining(" ")),
                IN
                        + (error.contains("not found in type")
                                ? "a job has no field of this name, or not at this level."
                                : error.contains("requires 'target_label'")
                                        ? "a rule without an action copies, and target_label says"
                                                + " where to. Should it keep, in place of that?"
                                        : "Prometheus does not take this job; what it found says"
                                                + " why."));
    }

    private static List<Map<String, String>> kept(String said) {
        try {
            List<Map<String, String>> targets = new ArrayList<>();
            for (JsonNode one : JSON.readTree(said)) {
                Map<String, String> labels = Manifest.texts(one.path("labels"));
                if (!labels.isEmpty() && !targets.contains(labels)) {
                    targets.add(labels);
                }
            }
            return targets;
        } catch (IOException e) {
            throw new NotChecked("promtool said something unexpected: " + said.strip());
        }
    }

    /** The pods as a cluster's discovery tells of them: once for each port of a container. */
    private String discovered() {
        ArrayNode all = JSON.createArrayNode();
        for (MadePod pod : pods) {
            for (int port : pod.ports()) {
                ObjectNode one = all.addObject();
                one.putArray("targets").add(pod.ip() + ":" + port);
                ObjectNode labels = one.putObject("labels");
                labels.put(META + "namespace", pod.namespace());
                labels.put(META + "pod_name", pod.name());
                labels.put(META + "pod_ip", pod.ip());
                labels.put(META + "pod_phase", "Running");
                labels.put(META + "pod_ready", "true");
                labels.put(META + "pod_node_name", "node-1");
                labels.put(META + "pod_host_ip", HOST_IP);
                labels.put(
                        META + "pod_container_name", port == pod.ports().get(0) ? "app" : "more");
                labels.put(META + "pod_container_port_number", String.valueOf(port));
                labels.put(META + "pod_container_port_name", "p" + port);
                labels.put(META + "pod_container_port_protocol", "TCP");
                labels.put(META + "pod_label_app_kubernetes_io_name", pod.app());
                labels.put(META + "pod_labelpresent_app_kubernetes_io_name", "true");
                pod.annotations()
                        .forEach(
                                (name, value) -> {
                                    String key = name.replaceAll("[^a-zA-Z0-9]", "_");
                                    labels.put(META + "pod_annotation_" + key, value);
                                    labels.put(META + "pod_annotationpresent_" + key, "true");
                                });
            }
        }
        return all.toString();
    }
}
