package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;

/** The app's own chart: what Helm says of it, and what it renders with some values. */
final class Chart {
    static final String DIRECTORY = "chart/";

    private static final String TEMPLATE = "chart/templates/deployment.yaml";
    private static final String IN = TEMPLATE + ": ";
    private static final Pattern FIXED_NAMESPACE =
            Pattern.compile("(?m)^ *namespace: *[\"']?([\\w-]+)");

    /** How the release of the second rendering is called. */
    private static final String OTHER_RELEASE = "spring";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OTHER =
            """
            {"replicas": 3,
             "image": {"repository": "registry.example/trees", "tag": "7.1"},
             "resources": {"requests": {"cpu": "300m", "memory": "384Mi"},
                           "limits": {"memory": "384Mi"}}}
            """;

    private final Bench bench;
    private final JsonNode said;

    private Chart(Bench bench, JsonNode said) {
        this.bench = bench;
        this.said = said;
    }

    /**
     * Has Helm look at the chart of the module on a bench.
     *
     * @throws NotChecked if there is no Helm for this machine
     */
    static Chart of(Bench bench) {
        Map<String, String> files = new TreeMap<>();
        Manifests.texts(bench.module(), "chart", ".yaml", ".tpl", ".txt", ".json")
                .forEach((name, text) -> files.put(name.replaceFirst("^chart/", ""), text));
        Finding.when(
                !files.containsKey("Chart.yaml"),
                "chart/Chart.yaml",
                "no such file",
                "chart/Chart.yaml: make reset SECTION=11 brings the chart back.");
        ObjectNode asked = JSON.createObjectNode();
        asked.set("files", JSON.valueToTree(files));
        ArrayNode renderings = asked.putArray("renderings");
        release(Manifests.NAME, JSON.createObjectNode(), renderings.addObject());
        release(OTHER_RELEASE, other(), renderings.addObject());
        JsonNode said = Manifests.ask(bench, "/chart", asked);
        if (!said.path("missing").asText().isEmpty()) {
            throw new NotChecked(
                    said.path("missing").asText()
                            + ". Where helm is installed: helm lint chart; helm template chart");
        }
        return new Chart(bench, said);
    }

    private static void release(String name, JsonNode values, ObjectNode rendering) {
        rendering.put("release", name).set("values", values);
    }

    private static JsonNode other() {
        try {
            return JSON.readTree(OTHER);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It lints, renders what the checks before ask for, and its values are used. */
    void check() {
        rendered(0);
        Manifests usual = manifests(0);
        usual.filesWithProblems().forEach(usual::refuseProblems);
        Finding.when(
                usual.find("Deployment", Manifests.NAME).isEmpty(),
                "a Deployment named treecounter in what is rendered",
                "none",
                IN + "what k8s/deployment.yaml has goes here, and then values into it.");
        valuesAreUsed();
        namespaceIsThatOfTheRelease();
        Rollout rollout = Rollout.of(usual, TEMPLATE);
        for (JsonNode volume : rollout.volumes()) {
            String map = volume.at("/configMap/name").asText();
            Finding.when(
                    !map.isEmpty() && usual.find("ConfigMap", map).isEmpty(),
                    "volumes of ConfigMaps that the chart has",
                    map,
                    IN
                            + "the chart has no such ConfigMap. The agent stays out of it, with its"
                            + " volumes.");
        }
        rollout.runs();
        new Probes(rollout).check(bench);
        rollout.fits(bench);
        new Rights(rollout).check();
        rollout.endsCalmly();
        rollout.isServed("chart/templates/service.yaml");
        rollout.isAnnotated(bench);
    }

    private String rendered(int number) {
        JsonNode one = said.at("/renderings/" + number);
        String error = one.path("error").asText();
        Finding.when(
                !error.isEmpty(),
                "a chart that Helm renders",
                shortened(error),
                place(error)
                        + (error.contains("nil pointer")
                                ? error.contains("<.values")
                                        ? "Values begins with a capital letter there."
                                        : "values.yaml has no such value, or not at this level."
                                : error.contains("cannot load values.yaml")
                                        ? "this is no YAML. Look at the blanks at the start of"
                                                + " lines."
                                        : error.contains("function \"Values\" not defined")
                                                ? "a dot stands before Values."
                                                : error.contains("mapping values are not allowed")
                                                        ? "what is rendered is no YAML. A colon"
                                                              + " with a blank behind it begins a"
                                                              + " value: within one there is none."
                                                        : error.contains("YAML parse error")
                                                                ? "what is rendered is no YAML:"
                                                                      + " nindent says how many"
                                                                      + " blanks a block gets, and"
                                                                      + " the line begins with {{-."
                                                                : "Helm cannot read this template;"
                                                                        + " what it found says"
                                                                        + " where."));
        for (JsonNode message : said.path("lint")) {
            Finding.when(
                    message.asText().startsWith("[ERROR]"),
                    "a chart that passes helm lint",
                    shortened(message.asText()),
                    place(message.asText()) + "Helm says why.");
        }
        return one.path("text").asText();
    }

    private static String shortened(String message) {
        String text =
                message.replace("Use --debug flag to render out invalid YAML", "")
                        .replaceAll("\\s+", " ")
                        .strip();
        return text.length() < 240 ? text : text.substring(0, 240) + "...";
    }

    private static String place(String message) {
        Matcher file =
                Pattern.compile("(templates/[\\w.-]+|Chart.yaml|values.yaml)").matcher(message);
        return "chart/" + (file.find() ? file.group(1) : "Chart.yaml") + ": ";
    }

    /** What is rendered, by the template it comes from, beside the forest that it asks. */
    private Manifests manifests(int number) {
        Map<String, String> files = new TreeMap<>();
        for (String document : rendered(number).split("(?m)^---\\s*$")) {
            String source = document.replaceFirst("(?s).*?# Source: [^/]*/(\\S+).*", "$1");
            if (!document.isBlank()) {
                files.merge("chart/" + source, document, (one, more) -> one + "---\n" + more);
            }
        }
        files.put(
                Manifests.FOREST,
                Manifests.texts(bench.module(), "k8s", "forest.yaml")
                        .getOrDefault(Manifests.FOREST, ""));
        // The namespace is made by whoever installs.
        return Manifests.of(bench, files);
    }

    private void valuesAreUsed() {
        Manifests other = manifests(1);
        other.filesWithProblems().forEach(other::refuseProblems);
        Manifest deployment =
                other.all("Deployment").stream()
                        .filter(one -> one.file().equals(TEMPLATE))
                        .findFirst()
                        .orElseGet(() -> other.need("Deployment", Manifests.NAME, TEMPLATE));
        Finding.when(
                deployment.namespace().equals(OTHER_RELEASE),
                "the namespace of whoever installs the chart",
                "the name of the release",
                IN
                        + ".Release.Name is how this installation is called. Its namespace is"
                        + " another field of .Release.");
        JsonNode app = deployment.at("spec/template/spec/containers/0");
        used("replicas", "3", deployment.at("spec/replicas").asText("none"));
        used("image", "registry.example/trees:7.1", app.path("image").asText());
        used("resources", "384Mi", app.at("/resources/limits/memory").asText("no limit of memory"));
        used("resources", "300m", app.at("/resources/requests/cpu").asText("no request of CPU"));
    }

    private void namespaceIsThatOfTheRelease() {
        Manifests.texts(bench.module(), "chart/templates", ".yaml")
                .forEach(
                        (file, text) -> {
                            Matcher fixed = FIXED_NAMESPACE.matcher(text);
                            if (fixed.find()) {
                                throw new Finding(
                                        "the namespace of whoever installs the chart",
                                        fixed.group(1),
                                        file
                                                + ": it stands in the template itself."
                                                + " .Release.Namespace is the one that helm was"
                                                + " told.");
                            }
                        });
    }

    private static void used(String value, String expected, String found) {
        Finding.when(
                expected.contains(":") && found.matches(expected.replace(":", "[^:]+")),
                "%s from the values: with others it is %s".formatted(value, expected),
                found,
                IN + "between the image's name and its tag stands a colon.");
        boolean nothing = found.isEmpty() || found.matches("null|none|no .*");
        Finding.when(
                !found.equals(expected),
                "%s from the values: with others it is %s".formatted(value, expected),
                nothing ? "nothing" : found,
                IN
                        + (nothing
                                        ? "nothing comes of .Values there: is %s called so in"
                                                + " values.yaml?"
                                        : "%s stands in the template itself, or only a part comes"
                                                + " from .Values.")
                                .formatted(value));
    }
}
