package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.promql.Promtool;

/** A Prometheus agent beside the app: its container, and what its configuration says. */
final class Sidecar {
    static final String FILE = "k8s/agent.yaml";

    private static final String CONTAINER = "agent";
    private static final String IN_POD = Rollout.FILE + ": ";
    private static final String IN_FILE = FILE + ": ";

    private static final Pattern RECEIVER =
            Pattern.compile(
                    "https?://prometheus-operated\\.monitoring(\\.svc(\\.[\\w.-]+)?)?:9090/.*");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

    /** What would stand in a label if name and namespace had changed places. */
    private static final Map<String, String> OF_ANOTHER =
            Map.of("pod", "metadata.namespace", "namespace", "metadata.name");

    private final Manifests manifests;
    private final Rollout rollout;

    Sidecar(Manifests manifests, Rollout rollout) {
        this.manifests = manifests;
        this.rollout = rollout;
    }

    /** It runs as an agent, scrapes its own pod, and says of which pod it writes. */
    void check() {
        Manifest map = manifests.needInNamespace("ConfigMap", "agent", FILE);
        Map<String, String> data = Manifest.texts(map.at("data"));
        Finding.when(
                !data.containsKey("agent.yaml"),
                "the key agent.yaml in the ConfigMap agent",
                data.isEmpty() ? "no data" : data.keySet(),
                IN_FILE + "the key is the name of the file that the container finds.");
        JsonNode config = configuration(data.get("agent.yaml"));
        scrapes(config);
        writes(config);
        JsonNode agent =
                rollout.container(CONTAINER)
                        .orElseThrow(
                                () ->
                                        new Finding(
                                                "a second container, named agent",
                                                rollout.containerNames(),
                                                IN_POD
                                                        + "the agent stands beside the app, in"
                                                        + " containers of the same pod."));
        runs(agent);
        tellsItsPod(agent, config);
    }

    private static JsonNode configuration(String text) {
        JsonNode config;
        try {
            config = new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new Finding(
                    "YAML in agent.yaml",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    IN_FILE + "the text below agent.yaml: | is YAML again, two blanks deeper.");
        }
        for (String not : List.of("rule_files", "alerting", "remote_read")) {
            Finding.when(
                    config.has(not),
                    "a configuration for an agent",
                    not,
                    IN_FILE
                            + "an agent keeps no series to ask, so it has no rules, no alerts and"
                            + " no remote_read.");
        }
        String said =
                Promtool.find()
                        .say(
                                Map.of("agent.yaml", text),
                                List.of("check", "config", "--agent", "agent.yaml"));
        Finding.when(
                said.contains("FAILED"),
                "a configuration that Prometheus takes",
                said.strip().replaceFirst("(?s).*FAILED: ", "").replaceAll("\\s+", " "),
                IN_FILE + whyNotTaken(said));
        return config;
    }

    private static String whyNotTaken(String said) {
        if (said.contains("RemoteWriteConfig") && said.contains("!!map")) {
            return "remote_write is a list: a - begins each of its parts.";
        }
        if (said.contains("into []string")) {
            return "targets is a list: its parts stand in [ ], or each behind a - of its own.";
        }
        if (said.contains("valid hostname")) {
            return "a target is a host and a port alone. http:// and the path stand elsewhere.";
        }
        return "Prometheus does not take it; what it found says why.";
    }

    private void scrapes(JsonNode config) {
        for (JsonNode job : config.path("scrape_configs")) {
            String name = job.path("job_name").asText();
            Finding.when(
                    name.equals(Manifests.NAME),
                    "a job of another name, such as sidecar",
                    name,
                    IN_FILE
                            + "who scrapes the pods from outside has this job too. Rules and"
                            + " queries that ask for it would count each page twice.");
            JsonNode interval =
                    job.path("scrape_interval").isMissingNode()
                            ? config.at("/global/scrape_interval")
                            : job.path("scrape_interval");
            Finding.when(
                    !interval.asText().equals("5s"),
                    "scrape_interval: 5s",
                    interval.asText("none, so every minute"),
                    IN_FILE + "global says in scrape_interval how often the agent scrapes.");
        }
        int port = rollout.listening();
        String target = "";
        String path = "/metrics";
        for (JsonNode job : config.path("scrape_configs")) {
            target = job.at("/static_configs/0/targets/0").asText(target);
            path = job.path("metrics_path").asText(path);
        }
        Finding.when(
                target.isEmpty(),
                "a job with the target localhost:" + port,
                "no target",
                IN_FILE + "scrape_configs has a job, and that has static_configs with targets.");
        Finding.when(
                !target.matches("(localhost|127\\.0\\.0\\.1):" + port),
                "the target localhost:" + port,
                target,
                IN_FILE
                        + (target.matches("(localhost|127\\.0\\.0\\.1)(:.*)?")
                                ? "on this port of the pod nobody has metrics of the app."
                                : "the containers of a pod share one network: the app next door is"
                                        + " localhost. A Service would lead to any of the pods."));
        Finding.when(
                !path.equals("/metrics"),
                "the path /metrics",
                path,
                IN_FILE + "the app has its metrics at /metrics.");
    }

    private static void writes(JsonNode config) {
        String url = config.at("/remote_write/0/url").asText();
        Finding.when(
                url.isEmpty(),
                "remote_write with a url",
                "none",
                IN_FILE + "an agent keeps nothing. Without remote_write it scrapes for nobody.");
        Finding.when(
                url.matches("https?://(localhost|127\\.).*"),
                "a url of the Prometheus that takes it",
                url,
                IN_FILE + "within a pod localhost is the pod, and there is the agent itself.");
        Finding.when(
                !url.endsWith("/api/v1/write"),
                "a url that takes remote write",
                url,
                IN_FILE + "Prometheus takes it at the path /api/v1/write.");
        Finding.when(
                !RECEIVER.matcher(url).matches(),
                "a url of the Prometheus in the namespace monitoring",
                url,
                IN_FILE
                        + (url.contains("prometheus-operated")
                                ? "a Service of another namespace goes by both names:"
                                        + " NAME.NAMESPACE, and a port."
                                : "this is no Service that leads to it. The operator makes one"
                                        + " called prometheus-operated."));
    }

    private void runs(JsonNode agent) {
        String image = agent.path("image").asText();
        Finding.when(
                !image.matches(".*prometheus:[^:/]+") || image.endsWith(":latest"),
                "an image of Prometheus with a tag",
                image.isEmpty() ? "none" : image,
                IN_POD
                        + "the agent is Prometheus itself, told to be one: prom/prometheus, with a"
                        + " tag that says which.");
        List<String> args = new ArrayList<>();
        agent.path("args").forEach(one -> args.add(one.asText()));
        Finding.when(
                args.isEmpty() && agent.has("command"),
                "args of the container agent",
                "command",
                IN_POD
                        + "command takes the place of the program of the image. args are given to"
                        + " it.");
        Finding.when(
                args.stream().anyMatch(one -> one.matches("--\\S+\\s+--.*")),
                "one argument in each part of args",
                args,
                IN_POD + "two arguments stand in one part of the list. Each gets a - of its own.");
        Finding.when(
                args.stream().anyMatch(one -> one.startsWith("--storage.tsdb.")),
                "arguments of an agent",
                args,
                IN_POD
                        + "--storage.tsdb is of a whole Prometheus, and an agent ends at once when"
                        + " it is told that. An agent has --storage.agent.path.");
        Finding.when(
                args.stream().noneMatch(one -> one.matches("--agent|--enable-feature=agent")),
                "--agent among its args",
                args.isEmpty() ? "no args" : args,
                IN_POD + "without --agent it is a whole Prometheus, with a database in each pod.");
        String listens = after("--web.listen-address=", args, "0.0.0.0:9090");
        Finding.when(
                listens.endsWith(":" + rollout.listening()),
                "another port for the agent than the app's",
                listens,
                IN_POD + "the containers of a pod share its ports: the second does not start.");
        Finding.when(
                listens.matches("localhost|127\\.0\\.0\\.1"),
                "--web.listen-address=127.0.0.1:9090",
                listens,
                IN_POD + "the port is missing behind the address.");
        Finding.when(
                !listens.matches("(localhost|127\\.0\\.0\\.1):.*"),
                "--web.listen-address=127.0.0.1:9090",
                args.stream().anyMatch(one -> one.startsWith("--web.listen-address"))
                        ? listens
                        : "none, so " + listens,
                IN_POD
                        + "the agent would answer anybody in the cluster, and has nothing to tell"
                        + " them. 127.0.0.1 is the pod alone.");
        String file = after("--config.file=", args, "/etc/prometheus/prometheus.yml");
        String directory = file.replaceFirst("/[^/]*$", "");
        JsonNode volume = mounted(agent, directory);
        Finding.when(
                !volume.at("/configMap/name").asText().equals("agent")
                        || !file.endsWith("/agent.yaml"),
                "the ConfigMap agent, mounted where --config.file looks",
                "--config.file=%s, and there %s"
                        .formatted(file, volume.isEmpty() ? "no volume" : volume),
                IN_POD + whyNoFile(agent, file, volume));
        String storage = after("--storage.agent.path=", args, "data-agent/");
        JsonNode kept = mounted(agent, storage);
        Finding.when(
                isReadOnly(agent, storage),
                "a volume at --storage.agent.path that the agent can write",
                "readOnly: true",
                IN_POD + "the agent writes there what it has not sent yet.");
        String elsewhere = mountOf("emptyDir", agent);
        Finding.when(
                kept.isEmpty()
                        && !elsewhere.isEmpty()
                        && args.stream().anyMatch(one -> one.startsWith("--storage.agent.path")),
                "a volume at --storage.agent.path",
                "%s, and the emptyDir at %s".formatted(storage, elsewhere),
                IN_POD + "the emptyDir is at another path than the one that the agent is told.");
        Finding.when(
                !kept.has("emptyDir") && !kept.has("persistentVolumeClaim"),
                "a volume at --storage.agent.path",
                storage + ", which is the container's own file system",
                IN_POD
                        + "the agent writes down what it has not sent yet, and its file system is"
                        + " read-only. An emptyDir takes it.");
        JsonNode user = agent.at("/securityContext/runAsUser");
        Finding.when(
                user.asInt() == 0,
                "runAsUser with a number for the container agent",
                user.isMissingNode() ? "none" : user,
                IN_POD
                        + "this image names its user, nobody, and a cluster cannot see that the"
                        + " name is not root: runAsNonRoot would not let it start. 65534 is its"
                        + " number.");
        Finding.when(
                Amount.of(agent.at("/resources/limits/memory")).isEmpty(),
                "a limit of memory for the container agent",
                "none",
                IN_POD + "a sidecar that grows takes the memory of the app beside it.");
        Rollout.asksWithinItsLimit(agent, IN_POD);
    }

    private String whyNoFile(JsonNode agent, String file, JsonNode there) {
        String map = there.at("/configMap/name").asText();
        if (there.has("emptyDir")) {
            return mountOf("configMap", agent).isEmpty()
                    ? "what is there is empty: a volume of the pod takes the ConfigMap agent."
                    : "the two volumes have changed places.";
        }
        if (!map.isEmpty() && !map.equals("agent")) {
            return manifests.find("ConfigMap", map).isPresent()
                    ? "the volume takes the ConfigMap %s, and it is agent that has the file."
                            .formatted(map)
                    : "no ConfigMap is called %s. name below configMap is its name, and not the volume's."
                            .formatted(map);
        }
        for (JsonNode mount : agent.path("volumeMounts")) {
            if (mount.path("mountPath").asText().equals(file)) {
                return "mountPath is the directory in which the file is to be, without the file.";
            }
        }
        return "a volume of the pod takes the ConfigMap, a volumeMount of the container puts it"
                + " into a directory, and --config.file names agent.yaml in it.";
    }

    private static boolean isReadOnly(JsonNode container, String directory) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (mount.path("mountPath").asText().equals(directory)) {
                return mount.path("readOnly").asBoolean();
            }
        }
        return false;
    }

    /** Where a container has a volume of a kind; empty if nowhere. */
    private String mountOf(String kind, JsonNode container) {
        for (JsonNode mount : container.path("volumeMounts")) {
            for (JsonNode volume : rollout.volumes()) {
                if (volume.path("name").equals(mount.path("name")) && volume.has(kind)) {
                    return mount.path("mountPath").asText();
                }
            }
        }
        return "";
    }

    private static String after(String flag, List<String> args, String otherwise) {
        return args.stream()
                .filter(one -> one.startsWith(flag))
                .map(one -> one.substring(flag.length()))
                .findFirst()
                .orElse(otherwise);
    }

    /** The volume that a container has in a directory, or in one above; empty if none. */
    private JsonNode mounted(JsonNode container, String directory) {
        for (JsonNode mount : container.path("volumeMounts")) {
            String path = mount.path("mountPath").asText().replaceFirst("/$", "");
            if (!path.isEmpty() && (directory + "/").startsWith(path + "/")) {
                for (JsonNode volume : rollout.volumes()) {
                    if (volume.path("name").equals(mount.path("name"))) {
                        return volume;
                    }
                }
            }
        }
        return container.path("none");
    }

    private static void tellsItsPod(JsonNode agent, JsonNode config) {
        Map<String, String> fields = new TreeMap<>();
        for (JsonNode one : agent.path("env")) {
            fields.put(one.path("name").asText(), one.at("/valueFrom/fieldRef/fieldPath").asText());
        }
        JsonNode labels = config.at("/global/external_labels");
        List<String> used = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(labels.toString());
        while (variable.find()) {
            used.add(variable.group(1));
        }
        Finding.when(
                used.isEmpty() && VARIABLE.matcher(config.path("scrape_configs").toString()).find(),
                "the name of the pod among external_labels",
                "a variable in scrape_configs",
                IN_FILE + "${...} is filled in external_labels, and nowhere else.");
        Finding.when(
                used.isEmpty(),
                "the name of the pod among external_labels",
                labels.isEmpty() ? "none" : labels,
                IN_FILE
                        + "both agents scrape localhost. Without a label of its own each writes the"
                        + " same series, and they take turns being refused.");
        for (String name : used) {
            Finding.when(
                    !fields.containsKey(name),
                    "${%s} in the environment of the container agent".formatted(name),
                    fields.isEmpty() ? "nothing there" : String.join(", ", fields.keySet()),
                    fields.keySet().stream().anyMatch(other -> other.startsWith(name))
                            ? IN_FILE
                                    + "no such variable is in the environment of the container"
                                    + " agent: its name goes on."
                            : IN_POD
                                    + "env of the container agent has no %s, which agent.yaml asks for. It is taken from fieldRef."
                                            .formatted(name));
        }
        String unused =
                fields.entrySet().stream()
                        .filter(one -> one.getValue().equals("metadata.name"))
                        .map(Map.Entry::getKey)
                        .filter(name -> !used.contains(name))
                        .findFirst()
                        .orElse("");
        Finding.when(
                !unused.isEmpty(),
                "${%s} among external_labels".formatted(unused),
                labels,
                IN_FILE
                        + "the container knows its pod's name, and no label says it. A variable is"
                        + " written ${...} there.");
        Finding.when(
                used.stream().noneMatch(name -> fields.get(name).equals("metadata.name")),
                "the pod's name among external_labels, from metadata.name",
                fields,
                IN_POD
                        + "env takes it from fieldRef, fieldPath metadata.name. What both pods have"
                        + " in common does not tell them apart.");
        labels.fields()
                .forEachRemaining(
                        label -> {
                            Matcher filled = VARIABLE.matcher(label.getValue().asText());
                            String field =
                                    filled.find() ? fields.getOrDefault(filled.group(1), "") : "";
                            String other = OF_ANOTHER.getOrDefault(label.getKey(), "-");
                            Finding.when(
                                    field.equals(other),
                                    "the pod's own %s in the label %1$s".formatted(label.getKey()),
                                    field,
                                    IN_FILE
                                            + "name and namespace have changed places, here or"
                                            + " where env takes them from.");
                        });
        Finding.when(
                used.stream().anyMatch(name -> fields.get(name).isEmpty()),
                "a fieldPath for each variable",
                fields,
                IN_POD + "fieldRef says by fieldPath what of the pod is meant.");
    }
}
