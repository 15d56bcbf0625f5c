package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Http;

/** What a cluster would make of a Deployment of the app: its pods, and how they live and end. */
final class Rollout {
    static final String FILE = "k8s/deployment.yaml";
    static final String HEALTH = "/healthz";

    private static final String REPOSITORY = "treecounter/bonus-kubernetes";
    private static final int STANDARD_PORT = 8001;
    private static final double DRAIN_SECONDS = 3;
    private static final double HEAP_SHARE = 0.6;
    private static final double MIB = 1024 * 1024;

    /** Stacks of threads, buffers, the collector's own: what the app has beside heap and code. */
    private static final double NATIVE_BYTES = 40 * MIB;

    private static final double HEAP_BYTES = 48 * MIB;
    private static final Pattern SLEEP = Pattern.compile("\\bsleep[ ,\"\\]]+(\\d+)");

    private final Manifests manifests;
    private final Manifest deployment;
    private final JsonNode pod;
    private final JsonNode app;

    private Rollout(Manifests manifests, Manifest deployment) {
        this.manifests = manifests;
        this.deployment = deployment;
        this.pod = deployment.at("spec/template/spec");
        this.app = container("app").orElseThrow(this::noApp);
    }

    /** That of the module on a bench, if it has a pod with the app in it. */
    static Rollout of(Bench bench) {
        return of(Manifests.of(bench), FILE);
    }

    /** That of some manifests, which should stand in a file. */
    static Rollout of(Manifests manifests, String file) {
        return new Rollout(
                manifests, manifests.needInNamespace("Deployment", Manifests.NAME, file));
    }

    private Finding noApp() {
        List<String> names = new ArrayList<>();
        pod.path("containers").forEach(one -> names.add(one.path("name").asText("no name")));
        return new Finding(
                "a container named app",
                names.isEmpty() ? "no container" : String.join(", ", names),
                names.isEmpty()
                        ? in()
                                + "the pods have no container yet. Step 11.3 puts one below"
                                + " containers."
                        : in() + "the name is the label container of its metrics, so it matters.");
    }

    /** What a hint begins with. */
    String in() {
        return deployment.file() + ": ";
    }

    Optional<JsonNode> container(String name) {
        return containers().stream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst();
    }

    /** The names of those that run all the time. */
    String containerNames() {
        return containers().stream()
                .map(one -> one.path("name").asText("(none)"))
                .collect(Collectors.joining(", "));
    }

    /**
     * Those that run all the time: sidecars, too, that a newer cluster starts before the others.
     */
    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        pod.path("containers").forEach(all::add);
        for (JsonNode one : pod.path("initContainers")) {
            if (one.path("restartPolicy").asText().equals("Always")) {
                all.add(one);
            }
        }
        return all;
    }

    JsonNode app() {
        return app;
    }

    /** What stands in the template's spec. */
    JsonNode pod() {
        return pod;
    }

    JsonNode volumes() {
        return pod.path("volumes");
    }

    Map<String, String> labels() {
        return Manifest.texts(deployment.at("spec/template/metadata/labels"));
    }

    Map<String, String> annotations() {
        return Manifest.texts(deployment.at("spec/template/metadata/annotations"));
    }

    // What runs.

    /** Two pods, found by their Deployment, with an app that listens and knows its forest. */
    void runs() {
        JsonNode said = deployment.at("spec/replicas");
        boolean silent = said.isMissingNode() || said.isNull();
        Finding.when(
                (silent ? leastScaled() : said.asInt()) < 2,
                "two replicas",
                silent ? "none said, which is 1" : said.asText(),
                in() + "with one, nobody answers while it is replaced. spec says replicas.");
        JsonNode restart = pod.path("restartPolicy");
        Finding.when(
                !restart.asText("Always").equals("Always"),
                "restartPolicy Always, or none said",
                restart.asText(),
                in() + "pods of a Deployment start again always; a cluster refuses another word.");
        Finding.when(
                deployment.at("spec/strategy/type").asText().equals("Recreate"),
                "a rollout of one pod after the other",
                "strategy: Recreate",
                in() + "all pods end before the first new one starts, and nobody answers then.");
        Finding.when(
                pod.path("hostNetwork").asBoolean(),
                "a network of the pod's own",
                "hostNetwork: true",
                in() + "on the network of the node its ports are the node's: one pod has room.");
        isSelected();
        hasAnImage();
        listens();
        knowsItsForest();
    }

    /** Where something else decides how many there are, the Deployment does not say it. */
    private int leastScaled() {
        return manifests.all("HorizontalPodAutoscaler").stream()
                .filter(one -> one.at("spec/scaleTargetRef/name").asText().equals(Manifests.NAME))
                .mapToInt(one -> one.at("spec/minReplicas").asInt(1))
                .findFirst()
                .orElse(1);
    }

    private void isSelected() {
        JsonNode selector = deployment.at("spec/selector");
        Finding.when(
                Manifest.isEmpty(selector),
                "a selector that finds the pods",
                "none",
                in() + "spec has to say by which labels it finds its own pods.");
        Finding.when(
                labels().isEmpty(),
                "labels on the pods",
                "none; those of the Deployment itself are others",
                in() + "the labels of the pods stand in template, in its metadata.");
        Finding.when(
                !Manifest.selects(selector, labels()),
                "a selector that finds the labels of the template",
                "selector %s, labels %s"
                        .formatted(shown(selector), labels().toString().replaceAll("[{}]", "")),
                in()
                        + "selector and labels of the template differ, so the Deployment would not"
                        + " know its own pods.");
        manifests
                .find("Deployment", "forest")
                .filter(forest -> Manifest.selects(forest.at("spec/selector"), labels()))
                .ifPresent(
                        forest -> {
                            throw new Finding(
                                    "labels that are the app's alone",
                                    labels(),
                                    in()
                                            + "these are the labels of the forest's pods: its"
                                            + " Service would send its callers here, too.");
                        });
    }

    private static String shown(JsonNode selector) {
        return selector.has("matchLabels")
                ? Manifest.texts(selector.path("matchLabels")).toString().replaceAll("[{}]", "")
                : selector.toString();
    }

    private void hasAnImage() {
        String image = app.path("image").asText();
        Finding.when(
                image.isEmpty(),
                "the image of the app",
                "none",
                in() + "a container says its image: " + REPOSITORY + ", and a tag.");
        String name = image.replaceFirst("@.*", "").replaceFirst(":[^/:]*$", "");
        String tag = image.substring(name.length());
        Finding.when(
                name.isEmpty(),
                "an image with a name",
                image,
                in() + "before the tag of the image stands its name, " + REPOSITORY + ".");
        Finding.when(
                !name.endsWith(REPOSITORY) && deployment.file().startsWith("k8s"),
                "the image " + REPOSITORY,
                name,
                in() + "that is not how the image of this lesson is called.");
        Finding.when(
                tag.isEmpty() || tag.equals(":"),
                "an image with a tag",
                image + ", which means latest",
                in() + "a tag is missing. Two pods of one Deployment may run two programs then.");
        Finding.when(
                tag.equals(":latest"),
                "an image with a tag of its own",
                image,
                in()
                        + "latest is another program tomorrow: nobody knows what runs, and there is"
                        + " no way back to it.");
    }

    private void listens() {
        List<Integer> ports = new ArrayList<>();
        app.path("ports")
                .forEach(
                        one ->
                                Amount.of(one.path("containerPort"))
                                        .ifPresent(n -> ports.add(n.intValue())));
        int listening = listening();
        Finding.when(
                ports.isEmpty(),
                "a port of the container app",
                "none",
                in() + "ports of the container says the containerPort, and names it http.");
        Finding.when(
                !ports.contains(listening),
                "the containerPort on which the app listens, " + listening,
                ports,
                in()
                        + (settings().containsKey("PORT")
                                ? "PORT says where the app listens, and containerPort another."
                                : "unless PORT says otherwise, the app listens on 8001."));
        for (JsonNode one : app.path("ports")) {
            isTcp(one, in());
            Finding.when(
                    one.has("hostPort"),
                    "ports of the pod alone",
                    "hostPort: " + one.path("hostPort").asText(),
                    in()
                            + "hostPort takes a port of the node, so a node has room for one pod."
                            + " The Service leads to them.");
        }
        Finding.when(
                port("http").isEmpty(),
                "a port named http",
                app.path("ports"),
                in() + "probes, Service and PodMonitor ask for the port by its name, http.");
        Finding.when(
                port("http").orElse(0) == 0,
                "a containerPort for the name http",
                "the name alone",
                in()
                        + "name and containerPort are fields of one port: a - stands before the"
                        + " first of them, and none before the second.");
        Finding.when(
                port("http").orElse(0) != listening,
                "the name http for the port on which the app listens, " + listening,
                port("http").orElse(0),
                in() + "nobody listens on the port of this name.");
        String host = settings().getOrDefault("HOST", "");
        Finding.when(
                host.matches("localhost|127\\..*"),
                "an app that listens to other pods",
                "HOST=" + host,
                in() + "on " + host + " only its own pod reaches it. The image says 0.0.0.0.");
    }

    /** A port of a container, or of a Service. */
    private static void isTcp(JsonNode port, String in) {
        String protocol = port.path("protocol").asText("TCP");
        Finding.when(
                !protocol.equals("TCP"),
                "ports of TCP",
                protocol,
                in + "HTTP is spoken over TCP, which is meant where nothing is said.");
    }

    /** Where the app listens. */
    int listening() {
        String port = settings().getOrDefault("PORT", "");
        return port.matches("\\d{1,5}") ? Integer.parseInt(port) : STANDARD_PORT;
    }

    private Optional<Integer> port(String name) {
        for (JsonNode one : app.path("ports")) {
            if (one.path("name").asText().equals(name)) {
                return Optional.of(one.path("containerPort").asInt());
            }
        }
        return Optional.empty();
    }

    /** The number of a port that is said by number or name; nothing if there is no such name. */
    Optional<Integer> resolve(JsonNode port) {
        String text = port.asText();
        return text.matches("\\d+") ? Optional.of(Integer.parseInt(text)) : port(text);
    }

    private void knowsItsForest() {
        Map<String, String> settings = settings();
        Optional<String> longer =
                settings.keySet().stream().filter(key -> key.endsWith(ForestUrl.KEY)).findFirst();
        Finding.when(
                !settings.containsKey(ForestUrl.KEY) && longer.isPresent(),
                ForestUrl.KEY + " in the environment of the container app",
                longer.orElse(""),
                in() + "prefix stands before each key, and the app asks for the key alone.");
        Finding.when(
                !settings.containsKey(ForestUrl.KEY),
                ForestUrl.KEY + " in the environment of the container app",
                settings.isEmpty() ? "nothing there" : settings.keySet(),
                in()
                        + "nothing gives the app what the ConfigMap says, so each pod would make up"
                        + " a forest of its own. envFrom takes all its keys.");
        ForestUrl.check(
                settings.get(ForestUrl.KEY),
                manifests,
                deployment.file().startsWith(Chart.DIRECTORY)
                        ? "chart/values.yaml, and the ConfigMap that takes it: "
                        : in());
    }

    /** The environment of the app, as far as it is known before it runs. */
    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (JsonNode from : app.path("envFrom")) {
            String name = from.at("/configMapRef/name").asText();
            if (from.has("configMapRef")) {
                String prefix = from.path("prefix").asText();
                data(name).forEach((key, value) -> settings.put(prefix + key, value));
            }
        }
        for (JsonNode one : app.path("env")) {
            JsonNode from = one.at("/valueFrom/configMapKeyRef");
            String name = one.path("name").asText();
            if (from.isMissingNode()) {
                settings.put(name, one.path("value").asText());
                continue;
            }
            String key = from.path("key").asText();
            Map<String, String> data = data(from.path("name").asText());
            Finding.when(
                    !data.containsKey(key) && !from.path("optional").asBoolean(),
                    "a key of the ConfigMap for " + name,
                    key + "; it has " + String.join(", ", data.keySet()),
                    in() + "the ConfigMap has no key " + key + ", and the pod would not start.");
            settings.put(name, data.getOrDefault(key, ""));
        }
        return settings;
    }

    private Map<String, String> data(String configMap) {
        Finding.when(
                configMap.isEmpty(),
                "the name of a ConfigMap",
                "none",
                in() + "the reference to the ConfigMap has no name.");
        List<String> names = manifests.all("ConfigMap").stream().map(Manifest::name).toList();
        return manifests
                .find("ConfigMap", configMap)
                .map(one -> Manifest.texts(one.at("data")))
                .orElseThrow(
                        () ->
                                new Finding(
                                        "a ConfigMap that is there",
                                        configMap + "; there are " + String.join(", ", names),
                                        in()
                                                + "no ConfigMap is called %s, and the pod would wait for it for ever."
                                                        .formatted(configMap)));
    }

    static List<String> names(JsonNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    String portNames() {
        List<String> names = new ArrayList<>();
        app.path("ports").forEach(one -> names.add(one.path("name").asText("(none)")));
        return String.join(", ", names);
    }

    // Resources.

    /** Requests, a limit of memory that fits, and no limit that lets the app wait for its CPU. */
    void fits(Bench bench) {
        JsonNode requests = app.at("/resources/requests");
        JsonNode limits = app.at("/resources/limits");
        Optional<Double> limit = Amount.of(limits.path("memory"));
        Finding.when(
                app.path("resources").isEmpty(),
                "requests and limits of the container app",
                "none",
                in() + "without resources it takes what it gets, and is the first to be evicted.");
        Finding.when(
                limit.isEmpty(),
                "a limit of memory",
                "none",
                in()
                        + "Java takes 60 % of the limit for its heap. Without one it is 60 % of the"
                        + " whole machine.");
        for (JsonNode amounts : List.of(limits, requests)) {
            for (String name : names(amounts)) {
                Finding.when(
                        !name.matches("cpu|memory|ephemeral-storage|hugepages-.*|.*/.*"),
                        "cpu or memory",
                        name,
                        in() + "a cluster knows no " + name + " to ask for, and refuses the file.");
            }
        }
        for (JsonNode amount : List.of(limits.path("memory"), requests.path("memory"))) {
            Finding.when(
                    amount.asText().matches("\\d{1,5}"),
                    "an amount of memory in Mi or Gi",
                    amount.asText(),
                    in() + "without a unit these are bytes. Mi is what is meant.");
            Finding.when(
                    amount.asText().matches(".*m"),
                    "an amount of memory in Mi or Gi",
                    amount.asText(),
                    in() + "m is a thousandth, here of a byte. Mi is what is meant.");
        }
        Optional<Double> cpu = Amount.of(requests.path("cpu"));
        Finding.when(
                cpu.isEmpty(),
                "a request of CPU",
                "none",
                in() + "the request decides on which node there is room, and who gets how much.");
        Finding.when(
                cpu.get() > 8,
                "a request of CPU that a node can fulfil",
                "%.0f CPUs".formatted(cpu.get()),
                in() + "no node has so many, so the pod would wait for ever. A thousandth is m.");
        asksWithinItsLimit(app, in());
        refuseTooLittle(limit.get(), bench);
    }

    /**
     * Its CPU is not limited; and more memory than a limit allows is refused: without a request the
     * limit is one.
     */
    static void asksWithinItsLimit(JsonNode container, String in) {
        JsonNode cpu = container.at("/resources/limits/cpu");
        Finding.when(
                Amount.of(cpu).orElse(1.0) < 1,
                "no limit of CPU for the container %s, or one of at least 1"
                        .formatted(container.path("name").asText()),
                cpu.asText(),
                in
                        + "a limit of CPU stops the %s for the rest of each tenth of a second, also on an idle node, and while it starts. The request is enough."
                                .formatted(container.path("name").asText()));
        JsonNode asked = container.at("/resources/requests/memory");
        JsonNode most = container.at("/resources/limits/memory");
        Finding.when(
                Amount.of(asked).orElse(0.0) > Amount.of(most).orElse(Double.MAX_VALUE),
                "a request of memory within the limit",
                "%s of %s".formatted(asked.asText(), most.asText()),
                in
                        + "the container %s asks for more than it is allowed."
                                .formatted(container.path("name").asText()));
    }

    private void refuseTooLittle(double limit, Bench bench) {
        double beside =
                bench.scrape().samples().entrySet().stream()
                                .filter(
                                        one ->
                                                one.getKey().name().equals("jvm_memory_bytes_used")
                                                        && "nonheap"
                                                                .equals(one.getKey().label("area")))
                                .mapToDouble(Map.Entry::getValue)
                                .sum()
                        + NATIVE_BYTES;
        double room = limit * (1 - HEAP_SHARE);
        Finding.when(
                room < beside || limit * HEAP_SHARE < HEAP_BYTES,
                "a limit of memory of which 40 %% hold what is no heap, about %s here"
                        .formatted(Amount.mebibytes(beside)),
                "%s, of which that is %s"
                        .formatted(Amount.mebibytes(limit), Amount.mebibytes(room)),
                in()
                        + "60 % of the limit are heap (MaxRAMPercentage). The rest is too small for"
                        + " classes, threads and buffers: the pod would be killed.");
    }

    // The end.

    /** Time to be forgotten before the port closes, and to finish after. */
    void endsCalmly() {
        JsonNode stop = app.at("/lifecycle/preStop");
        Finding.when(
                stop.isEmpty() && app.at("/lifecycle").has("postStart"),
                "a preStop that sleeps",
                "postStart",
                in() + "postStart is done when the container starts. preStop is done at its end.");
        Optional<JsonNode> other =
                containers().stream()
                        .filter(one -> one.at("/lifecycle").has("preStop"))
                        .findFirst();
        Finding.when(
                stop.isEmpty() && other.isPresent(),
                "a preStop of the container app",
                "one of the container " + other.map(one -> one.path("name").asText()).orElse(""),
                in() + "lifecycle stands at another container. The app is asked until it ends.");
        Finding.when(
                stop.isEmpty(),
                "a preStop that sleeps",
                "none",
                in()
                        + "a pod gets SIGTERM while others still send it requests, and its port is"
                        + " closed. preStop lets it wait until they know.");
        Matcher slept = SLEEP.matcher(stop.at("/exec/command").toString());
        double seconds =
                stop.has("sleep")
                        ? stop.at("/sleep/seconds").asDouble()
                        : slept.find() ? Double.parseDouble(slept.group(1)) : 0;
        Finding.when(
                seconds < 2,
                "a preStop that sleeps for some seconds",
                stop,
                in() + "it takes a few seconds until everybody knows that the pod goes.");
        double grace = pod.path("terminationGracePeriodSeconds").asDouble(30);
        Finding.when(
                grace < seconds + DRAIN_SECONDS,
                "terminationGracePeriodSeconds of at least %.0f: preStop, and 3 s for what is in progress"
                        .formatted(seconds + DRAIN_SECONDS),
                "%.0f".formatted(grace),
                in()
                        + "the time of preStop is part of the grace period. What is left is too"
                        + " short: the app is killed in the middle of an answer.");
    }

    // Who finds it.

    /** A Service that sends requests to the app's pods, and to no others. */
    void isServed(String file) {
        Manifest service = manifests.needInNamespace("Service", Manifests.NAME, file);
        String in = service.file() + ": ";
        Map<String, String> selector = Manifest.texts(service.at("spec/selector"));
        Finding.when(
                selector.isEmpty(),
                "a selector that finds the pods",
                "none",
                in + "spec of the Service needs a selector, the labels of the pods.");
        Finding.when(
                !labels().entrySet().containsAll(selector.entrySet()),
                "a selector that finds the pods, with "
                        + labels().toString().replaceAll("[{}]", ""),
                selector.toString().replaceAll("[{}]", ""),
                in
                        + "no pod has these labels, so the Service has nobody to send a request"
                        + " to. They stand in the template of the Deployment.");
        manifests
                .find("Deployment", "forest")
                .map(forest -> Manifest.texts(forest.at("spec/template/metadata/labels")))
                .filter(labels -> labels.entrySet().containsAll(selector.entrySet()))
                .ifPresent(
                        labels -> {
                            throw new Finding(
                                    "a selector that finds the app's pods only",
                                    selector,
                                    in + "the forest's pods have these labels, too.");
                        });
        Finding.when(
                service.at("spec/clusterIP").asText().equals("None"),
                "a Service with an address of its own",
                "clusterIP: None",
                in
                        + "without one its name leads to the pods themselves, and no port is"
                        + " translated: nobody listens on 80.");
        Finding.when(
                service.at("spec/type").asText().equals("ExternalName"),
                "a Service that leads to pods",
                "type: ExternalName",
                in + "this is another name for somebody outside. Without a type it leads to pods.");
        JsonNode ports = service.at("spec/ports");
        Finding.when(ports.isEmpty(), "a port of the Service", "none", in + "spec says its ports.");
        TreeSet<Integer> targets = new TreeSet<>();
        TreeSet<String> asked = new TreeSet<>();
        for (JsonNode one : ports) {
            asked.add(one.path("port").asText());
            Finding.when(
                    !one.has("port"),
                    "a port for each of the Service's ports",
                    "a targetPort only",
                    in + "port is where others ask, targetPort where it leads.");
            isTcp(one, in);
            JsonNode target = one.has("targetPort") ? one.path("targetPort") : one.path("port");
            Finding.when(
                    resolve(target).isEmpty(),
                    "a port of the container that is named " + target.asText(),
                    portNames(),
                    in + "no port of the container has the name that targetPort says.");
            targets.add(resolve(target).orElse(0));
            int node = one.path("nodePort").asInt(30_000);
            Finding.when(
                    node < 30_000 || node > 32_767,
                    "a nodePort from 30000 to 32767",
                    node,
                    in + "a cluster gives out these only.");
        }
        Finding.when(
                !asked.contains("80"),
                "the port 80 of the Service",
                String.join(", ", asked),
                in + "port is where others ask, and who names none asks at 80.");
        Finding.when(
                !targets.contains(listening()),
                "a port of the Service that leads to %d".formatted(listening()),
                targets,
                in
                        + (ports.get(0).has("targetPort")
                                ? "targetPort names a port on which the app does not listen."
                                : "without targetPort it is the same as port. The app listens on"
                                        + " the one named http."));
    }

    /** Annotations that lead to a page with metrics, on the app that runs here. */
    void isAnnotated(Bench bench) {
        Map<String, String> said = annotations();
        String key = "prometheus.io/scrape";
        boolean ofDeployment = !deployment.at("metadata/annotations").isEmpty();
        Finding.when(
                labels().containsKey(key),
                "annotations on the pods",
                key + " among the labels",
                in() + "these three are annotations: beside labels, and not among them.");
        Finding.when(
                said.isEmpty(),
                "annotations on the pods",
                ofDeployment ? "annotations of the Deployment, and none of its pods" : "none",
                in() + "annotations of the pods stand in template, in its metadata.");
        Finding.when(
                !said.containsKey(key),
                "the annotation %s: \"true\" on the pods".formatted(key),
                String.join(", ", said.keySet()),
                in() + "this annotation is missing among those of the pods.");
        Finding.when(
                !said.get(key).equals("true"),
                "the annotation %s: \"true\"".formatted(key),
                said.get(key),
                in() + "the job keeps pods that say true.");
        String port = said.getOrDefault("prometheus.io/port", "");
        Finding.when(
                !port.equals(String.valueOf(listening())),
                "the annotation prometheus.io/port: \"%d\"".formatted(listening()),
                port.isEmpty() ? "none" : port,
                in()
                        + (port.isEmpty() && said.keySet().stream().anyMatch(Rollout::isPortAlmost)
                                ? "one is called %s. It has to be prometheus.io/port."
                                        .formatted(
                                                said.keySet().stream()
                                                        .filter(Rollout::isPortAlmost)
                                                        .findFirst()
                                                        .get())
                                : port.isEmpty()
                                        ? "this annotation is missing among those of the pods."
                                        : "an annotation is no port: it says the number on which"
                                                + " the app listens."));
        String path = said.getOrDefault("prometheus.io/path", "/metrics");
        showsMetrics(bench, path, "the path that prometheus.io/path says", in());
    }

    private static boolean isPortAlmost(String annotation) {
        return annotation.contains("port");
    }

    /** Whether a page of the app, that somebody names, is one to scrape. */
    static void showsMetrics(Bench bench, String path, String named, String in) {
        Finding.when(
                !path.startsWith("/"),
                "a slash before " + named,
                path,
                in + "a path begins with a slash.");
        Http.Answer page = bench.get(path);
        Finding.when(
                page.status() != 200 || !page.body().startsWith("# HELP "),
                "metrics at " + named,
                path,
                in + "GET %s of the app gives no metrics.".formatted(path));
    }
}
