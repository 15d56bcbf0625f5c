package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Nearest;
import treecounter.workbench.workshop.Module;

/** What a cluster would read in some files; a program with the models of Kubernetes says it. */
final class Manifests {
    static final String NAME = "treecounter";
    static final String FOREST = "k8s/forest.yaml";

    /** What stands beside a selector, or near it. */
    private static final List<String> OF_A_TEMPLATE =
            List.of("template", "metadata", "spec", "replicas", "containers", "ports");

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TRIES = 3;

    private final Map<String, String> files;
    private final List<Manifest> all = new ArrayList<>();
    private final List<JsonNode> problems = new ArrayList<>();

    private Manifests(Map<String, String> files, JsonNode read) {
        this.files = files;
        for (JsonNode one : read.path("documents")) {
            all.add(
                    new Manifest(
                            one.path("file").asText(),
                            // Cloud Run has another thing of the name Service.
                            one.path("apiVersion").asText().replaceFirst("^(?!serving).*", "")
                                    + one.path("kind").asText(),
                            one.path("name").asText(),
                            one.path("namespace").asText(),
                            one.path("body")));
        }
        read.path("problems").forEach(problems::add);
    }

    /** Those of the module on a bench, read once in a run of checks. */
    static Manifests of(Bench bench) {
        return bench.own()
                .get(Manifests.class, () -> of(bench, texts(bench.module(), "k8s", ".yaml")));
    }

    /** Those in some texts, by the names of their files. */
    static Manifests of(Bench bench, Map<String, String> files) {
        ObjectNode asked = JSON.createObjectNode();
        asked.set("files", JSON.valueToTree(files));
        return new Manifests(files, ask(bench, "/manifests", asked));
    }

    /** Asks the program that knows Kubernetes and Helm. */
    static JsonNode ask(Bench bench, String path, ObjectNode asked) {
        URI uri = URI.create(bench.serverSetting("MANIFESTS_URL") + path);
        for (int i = 1; ; i++) {
            try {
                Http.Answer answer =
                        Http.send(
                                "POST",
                                uri,
                                Map.of("Content-Type", "application/json"),
                                asked.toString());
                if (answer.status() != 200) {
                    throw new NotChecked("The files cannot be read: " + answer.body().strip());
                }
                return JSON.readTree(answer.body());
            } catch (SocketTimeoutException e) {
                // Its libraries load slowly on a busy machine.
                if (i == TRIES) {
                    throw new NotChecked("What reads manifests does not answer. Check again.");
                }
            } catch (IOException e) {
                throw new NotChecked("What reads manifests has ended: " + e.getMessage());
            }
        }
    }

    /** The texts of a directory's files with one of some endings. */
    static Map<String, String> texts(Module module, String directory, String... endings) {
        Path below = module.file(directory);
        Map<String, String> texts = new TreeMap<>();
        if (!Files.isDirectory(below)) {
            return texts;
        }
        try (Stream<Path> paths = Files.walk(below)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = module.directory().relativize(path).toString().replace('\\', '/');
                boolean own = !path.getFileName().toString().startsWith(".");
                if (own && Arrays.stream(endings).anyMatch(name::endsWith)) {
                    texts.put(name, Bench.text(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** All of a kind. */
    List<Manifest> all(String kind) {
        return all.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    Optional<Manifest> find(String kind, String name) {
        return all(kind).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /**
     * One that has to be there.
     *
     * @param file where it is expected; it may stand in another
     * @throws Finding if it is not there, there twice, or its file has something wrong
     */
    Manifest need(String kind, String name, String file) {
        refuseAnotherKind(kind, file);
        refuseProblems(file);
        String expected = "a %s named %s".formatted(kind, name);
        List<Manifest> found = all(kind).stream().filter(one -> one.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw missing(kind, expected, file);
        }
        found.forEach(one -> refuseProblems(one.file()));
        if (found.size() > 1) {
            throw new Finding(
                    "one " + expected.substring(2),
                    "two, in %s and %s".formatted(found.get(0).file(), found.get(1).file()),
                    found.get(1).file() + ": the second of a name takes the place of the first.");
        }
        return found.get(0);
    }

    /** What is wrong with its fields would be said of another thing than is meant. */
    private void refuseAnotherKind(String kind, String file) {
        List<Manifest> there = all.stream().filter(one -> one.file().equals(file)).toList();
        boolean read =
                problems.stream()
                        .filter(one -> one.path("file").asText().equals(file))
                        .allMatch(one -> one.path("what").asText().matches("unknown|type"));
        Finding.when(
                read && there.size() == 1 && all(kind).isEmpty(),
                "a " + kind,
                there.isEmpty() ? "" : "a " + there.get(0).kind(),
                file + ": kind says what it is, and a %s is asked for.".formatted(kind));
    }

    /** The same in the namespace of this lesson. */
    Manifest needInNamespace(String kind, String name, String file) {
        Manifest found = need(kind, name, file);
        boolean rendered = found.file().startsWith(Chart.DIRECTORY); // Who installs it says where.
        Finding.when(
                found.namespace().isEmpty() && !rendered,
                "the %s in the namespace %s".formatted(kind, NAME),
                "no namespace, so it goes to the one that kubectl happens to be set to",
                found.file() + ": metadata says the namespace, beside the name.");
        Finding.when(
                !found.namespace().equals(NAME) && !found.namespace().isEmpty(),
                "the %s in the namespace %s".formatted(kind, NAME),
                found.namespace(),
                found.file()
                        + (found.namespace().equals("null")
                                ? ": nothing comes of what stands behind namespace."
                                        + " .Release.Namespace is the one that helm was told."
                                : kind.equals("PodMonitor")
                                        ? ": a PodMonitor looks for pods in its own namespace."
                                        : ": things of two namespaces do not find each other by"
                                                + " their short names."));
        return found;
    }

    private Finding missing(String kind, String expected, String file) {
        List<Manifest> there = all.stream().filter(one -> one.file().equals(file)).toList();
        if (!files.containsKey(file)) {
            problems.stream().findFirst().ifPresent(this::refuse);
            return new Finding(
                    expected, "no file " + file, file + ": make reset brings the file back.");
        }
        Optional<Manifest> other =
                there.stream().filter(one -> one.kind().equals(kind)).findFirst();
        if (other.isPresent()) {
            String name = other.get().name();
            return new Finding(
                    expected,
                    name.isEmpty() ? "one without a name" : "one named " + name,
                    file + ": metadata says the name, and others ask for it.");
        }
        return new Finding(
                expected,
                there.isEmpty() ? "nothing but its comment" : "a " + there.get(0).kind(),
                file
                        + ": write the %s here; the comment says what has to be in it."
                                .formatted(kind));
    }

    /**
     * @throws Finding for the first thing that a cluster would not take in a file
     */
    void refuseProblems(String file) {
        problems.stream()
                .filter(one -> one.path("file").asText().equals(file))
                .findFirst()
                .ifPresent(this::refuse);
    }

    /** The files that hold problems. */
    List<String> filesWithProblems() {
        return problems.stream().map(one -> one.path("file").asText()).distinct().toList();
    }

    private void refuse(JsonNode problem) {
        String file = problem.path("file").asText();
        String line = "line " + problem.path("line").asInt();
        if (file.startsWith(Chart.DIRECTORY)) {
            line += " of what is rendered";
        }
        String path = problem.path("path").asText();
        String found = problem.path("found").asText();
        String expected = problem.path("expected").asText();
        String in = "%s, %s: ".formatted(file, line);
        switch (problem.path("what").asText()) {
            case "yaml" ->
                    throw new Finding(
                            "YAML in " + file,
                            "%s: %s".formatted(line, found),
                            in
                                    + (found.equals("a tab")
                                            ? "YAML is indented by blanks, two for each level,"
                                                    + " and never by a tab."
                                            : "look at this line and the one before: the blanks at"
                                                    + " the start, and a text with a colon and a"
                                                    + " blank in it needs quotes."));
            case "duplicate" ->
                    throw new Finding(
                            "each field once",
                            "%s twice, in %s and %s".formatted(path, found, line),
                            in + "the second takes the place of the first. Put both into one.");
            case "kind" ->
                    throw new Finding("a thing that is known", found, in + kind(found, expected));
            case "unknown" -> throw unknown(in, path, found, List.of(expected.split(", ")));
            case "type" -> throw wrongType(in, path, found, expected);
            default ->
                    throw new Finding(
                            "%s is %s".formatted(path.isEmpty() ? file : path, expected),
                            found,
                            in
                                    + "a cluster refuses this value. Bytes are Mi and Gi, without a"
                                    + " B; a thousandth of a CPU is m.");
        }
    }

    private static String kind(String found, String known) {
        if (found.equals("neither")) {
            return "the first lines are missing: apiVersion and kind, and then metadata.";
        }
        if (found.matches("(\\S+/)?v\\d\\w*")) {
            return "kind is missing: what it is, such as Deployment.";
        }
        String kind = found.replaceFirst(".* ", "");
        List<String> names = List.of(known.split(", "));
        return names.stream()
                .filter(name -> name.endsWith(" " + kind))
                .findFirst()
                .map(
                        name ->
                                "%s belongs to apiVersion: %s."
                                        .formatted(kind, name.replaceFirst(" .*", "")))
                .orElseGet(
                        () ->
                                "the nearest that is known here: apiVersion %s."
                                        .formatted(
                                                Nearest.to(found, names).replace(" ", ", kind ")));
    }

    private static Finding unknown(String in, String path, String name, List<String> known) {
        if (in.startsWith(Chart.DIRECTORY) && name.matches("limits|requests|memory|cpu")) {
            return new Finding(
                    "a field of " + path.replaceFirst("\\.?[^.]*$", ""),
                    name,
                    in
                            + "what toYaml writes stands at another level than below resources."
                            + " nindent says how many blanks its lines get, and the value has to be"
                            + " all of .Values.resources.");
        }
        boolean atTop = path.length() == name.length();
        String parent = atTop ? "the top" : path.substring(0, path.length() - name.length() - 1);
        if (parent.endsWith("selector") && !OF_A_TEMPLATE.contains(name)) {
            return new Finding(
                    "a field of " + parent,
                    name,
                    in + "this selector has its labels one level down, below matchLabels.");
        }
        return new Finding(
                "a field of " + parent,
                name,
                in
                        + Nearest.meant(name, known)
                                .map(
                                        near ->
                                                "there is no %s. Did you mean %s? A cluster may"
                                                                .formatted(name, near)
                                                        + " take the file and drop the field.")
                                .orElseGet(
                                        () ->
                                                "%s has no %s. Is it a level too deep, or too high? Here go: %s."
                                                        .formatted(
                                                                last(parent), name, some(known))));
    }

    private static String last(String path) {
        return path.replaceFirst(".*\\.", "").replaceFirst("\\[.*", "");
    }

    private static String some(List<String> names) {
        String all = String.join(", ", names);
        return all.length() < 160 ? all : all.substring(0, all.lastIndexOf(',', 160)) + ", ...";
    }

    /** Why a text is no number, or no true or false. */
    private static String simple(String text, String expected) {
        boolean number = expected.endsWith("number");
        if (number && text.matches("\\d+") || text.matches("true|false")) {
            return ": quotes make it a text. Without them it is what is expected.";
        }
        if (number && text.matches("\\d+\\s*[A-Za-z%]+")) {
            return " is the number alone. Its name says the unit, or it is seconds.";
        }
        return " is %s.".formatted(expected);
    }

    private static Finding wrongType(String in, String path, String found, String expected) {
        String hint;
        if (path.matches("spec\\.selector\\.match(Labels|Expressions)")) {
            hint =
                    "the selector of a Service is older: it holds the labels itself, without"
                            + " matchLabels.";
        } else if (expected.equals("a text") && found.matches("fields|a list")) {
            hint =
                    path.startsWith("data.")
                            ? "a | behind the colon makes one text of the lines below it."
                            : "%s is a text, and something stands below it.".formatted(last(path));
        } else if (path.matches("spec\\.podMetricsEndpoints\\[\\d+]\\.port")) {
            hint =
                    "port is the name of one, and the Deployment names it http. A number is"
                            + " portNumber.";
        } else if (expected.equals("a text")
                && last(path).matches("for|.*([Ii]nterval|[Tt]imeout)")) {
            hint = last(path) + " has its unit behind the number: s, m or h.";
        } else if (expected.equals("a text")) {
            hint =
                    "%s has to be a text, and a bare number or true is none. Quotes make it one."
                            .formatted(path.replaceFirst(".*\\.(?=annotations|labels|data)", ""));
        } else if (expected.startsWith("a list")) {
            hint = "%s is a list: a - begins each of its parts.".formatted(last(path));
        } else if (found.equals("a list")) {
            hint = "%s is no list: its fields stand below it, without a -.".formatted(last(path));
        } else if (found.startsWith("the text map[")) {
            hint =
                    "so Go prints what has fields. toYaml writes it as YAML, and nindent puts it"
                            + " below.";
        } else if (expected.startsWith("fields: ") || expected.equals("keys and values")) {
            hint =
                    "%s has no value of its own: %s below it, a level deeper."
                            .formatted(
                                    last(path),
                                    expected.startsWith("fields: ")
                                            ? "its fields stand"
                                            : "keys and their values stand");
        } else if (found.startsWith("the text ")) {
            hint = last(path) + simple(found.substring("the text ".length()), expected);
        } else {
            hint = "%s is %s.".formatted(last(path), expected);
        }
        String wanted = expected.startsWith("fields: ") ? "fields" : expected;
        return new Finding("%s is %s".formatted(path, wanted), found, in + hint);
    }
}
