package treecounter.workbench.lessons.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Nearest;

/** The app's configuration, and where in the cluster its URL leads. */
final class ForestUrl {
    static final String KEY = "TREES_API_URL";

    private static final String FILE = "k8s/configmap.yaml";
    private static final Pattern FORM = Pattern.compile("http://([^:/]+)(?::(\\d+))?(/.*)?");

    /** What the app, and the Java below it, read. */
    private static final List<String> SETTINGS =
            List.of(
                    KEY,
                    "TREES_API_TIMEOUT",
                    "HOST",
                    "PORT",
                    "JAVA_TOOL_OPTIONS",
                    "JDK_JAVA_OPTIONS");

    private ForestUrl() {}

    /**
     * @throws Finding if a key of the ConfigMap is read by nobody, or its URL leads nowhere
     */
    static void checkIn(Manifests manifests) {
        manifests.need("Namespace", Manifests.NAME, "k8s/namespace.yaml");
        Manifest map = manifests.needInNamespace("ConfigMap", Manifests.NAME, FILE);
        String in = map.file() + ": ";
        Map<String, String> data = Manifest.texts(map.at("data"));
        for (String key : data.keySet()) {
            Finding.when(
                    !SETTINGS.contains(key),
                    "keys that the app reads",
                    key,
                    in
                            + "nobody reads %s. The nearest that is read: %s."
                                    .formatted(key, Nearest.to(key, SETTINGS)));
        }
        Finding.when(
                !data.containsKey(KEY),
                "the key " + KEY,
                data.isEmpty() ? "no data" : data.keySet(),
                in + "data has to say where the forest is. The app would make up one of its own.");
        manifests.refuseProblems(Manifests.FOREST);
        check(data.get(KEY), manifests, in);
    }

    /**
     * @throws Finding if a URL does not lead to the forest; its hint begins with {@code in}
     */
    static void check(String url, Manifests manifests, String in) {
        String expected = KEY + " leads to the forest";
        Matcher parts = FORM.matcher(url);
        Finding.when(
                !parts.matches(),
                expected,
                url.isEmpty() ? "nothing" : url,
                in + "it has the form http://SERVICE:PORT/v1/trees/count.");
        String host = parts.group(1);
        Finding.when(
                host.matches("localhost|127\\..*"),
                expected,
                url,
                in + "within a pod %s is the pod itself. The forest is a Service.".formatted(host));
        String[] names = host.split("\\.");
        String space = names.length > 1 ? names[1] : Manifests.NAME;
        Optional<Manifest> service =
                manifests.find("Service", names[0]).filter(one -> one.namespace().equals(space));
        Finding.when(
                service.isEmpty(),
                expected,
                "host " + host,
                in
                        + "no Service has this name and namespace. That of the forest stands in"
                        + " k8s/forest.yaml.");
        Finding.when(
                names[0].equals(Manifests.NAME),
                expected,
                "host " + host,
                in + "this is the app's own Service: it would ask itself.");
        int port = parts.group(2) == null ? 80 : Integer.parseInt(parts.group(2));
        List<String> ports = new ArrayList<>();
        service.get().at("spec/ports").forEach(one -> ports.add(one.path("port").asText()));
        Finding.when(
                !ports.contains(String.valueOf(port)),
                expected,
                "port " + port,
                in
                        + "the Service %s has the port %s."
                                .formatted(names[0], String.join(", ", ports)));
        Finding.when(
                !"/v1/trees/count".equals(parts.group(3)),
                expected,
                url,
                in + "the forest counts at the path /v1/trees/count.");
    }
}
