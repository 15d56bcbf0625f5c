package treecounter.manifests;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import treecounter.manifests.YamlFile.Document;

/**
 * Lays a document beside the model of its kind, field by field. The model's own reader takes a
 * field that it does not know without a word, and a number where a text has to be; a cluster does
 * not. And it takes a second and a half to get ready, where to look at fields takes little.
 */
final class TypedModel {
    /** The fields of each model, by name. */
    private static final Map<Class<?>, Map<String, Type>> FIELDS = new ConcurrentHashMap<>();

    /** As Kubernetes has it; a wrong unit is the usual mistake. */
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");

    private static final String AMOUNT = "an amount, such as 500m or 256Mi";

    private final String file;
    private final Document document;
    private final List<Problem> problems;

    private TypedModel(String file, Document document, List<Problem> problems) {
        this.file = file;
        this.document = document;
        this.problems = problems;
    }

    /** Looks at a document; what is wrong in it joins the problems. */
    static void check(String file, Document document, List<Problem> problems) {
        TypedModel typed = new TypedModel(file, document, problems);
        JsonNode json = document.json();
        String apiVersion = json.path("apiVersion").asText();
        String kind = json.path("kind").asText();
        Kinds.model(apiVersion, kind)
                .ifPresentOrElse(
                        model -> typed.look(json, model, ""),
                        () -> typed.unknownKind(json, apiVersion, kind));
    }

    private void unknownKind(JsonNode json, String apiVersion, String kind) {
        if (!json.isObject()) {
            add("", "type", shown(json), "fields: apiVersion, kind, metadata, ...");
            return;
        }
        String found = (apiVersion + " " + kind).strip();
        add(
                json.has("kind") ? "kind" : "",
                "kind",
                found.isEmpty() ? "neither" : found,
                String.join(", ", Kinds.names()));
    }

    private void look(JsonNode node, Type type, String path) {
        if (node.isNull()) {
            return;
        }
        if (type instanceof ParameterizedType of) {
            Type[] parts = of.getActualTypeArguments();
            if (parts.length == 2) {
                lookInMap(node, parts[1], path);
            } else {
                lookInList(node, parts[0], path);
            }
            return;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Quantity.class) {
            boolean simple = node.isTextual() || node.isNumber();
            expect(simple, node, path, AMOUNT);
            if (simple && !QUANTITY.matcher(node.asText()).matches()) {
                add(path, "value", node.asText(), AMOUNT);
            }
        } else if (raw == IntOrString.class) {
            boolean either = node.isTextual() || node.isIntegralNumber();
            expect(either, node, path, "a whole number or a text");
            if (node.isTextual() && node.asText().matches("\\d+")) {
                // A name of a port has a letter in it, and a share a %.
                add(path, "type", shown(node), "a whole number");
            }
        } else if (raw == String.class || raw.isEnum()) {
            expect(node.isTextual(), node, path, "a text");
        } else if (raw == Integer.class || raw == Long.class) {
            expect(node.isIntegralNumber(), node, path, "a whole number");
        } else if (raw == Boolean.class) {
            expect(node.isBoolean(), node, path, "true or false");
        } else if (Number.class.isAssignableFrom(raw)) {
            expect(node.isNumber(), node, path, "a number");
        } else if (!isAnything(raw)) {
            lookInFields(node, raw, path);
        }
    }

    private static boolean isAnything(Class<?> raw) {
        return raw == Object.class
                || raw == KubernetesResource.class
                || AnyType.class.isAssignableFrom(raw);
    }

    private void lookInMap(JsonNode node, Type content, String path) {
        if (expect(node.isObject(), node, path, "keys and values")) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                look(field.getValue(), content, path + "." + field.getKey());
            }
        }
    }

    private void lookInList(JsonNode node, Type content, String path) {
        if (expect(node.isArray(), node, path, "a list, each with a - before it")) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), content, "%s[%d]".formatted(path, i));
            }
        }
    }

    private void lookInFields(JsonNode node, Class<?> model, String path) {
        Map<String, Type> known = FIELDS.computeIfAbsent(model, TypedModel::fields);
        String names = String.join(", ", known.keySet());
        if (!expect(node.isObject(), node, path, "fields: " + names)) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String place = path.isEmpty() ? name : path + "." + name;
            if (known.containsKey(name)) {
                look(field.getValue(), known.get(name), place);
            } else {
                add(place, "unknown", name, names);
            }
        }
    }

    private static Map<String, Type> fields(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Class<?> one = model; one != null; one = one.getSuperclass()) {
            for (Field field : one.getDeclaredFields()) {
                JsonProperty property = field.getAnnotation(JsonProperty.class);
                if (property != null) {
                    String name = property.value();
                    fields.put(name.isEmpty() ? field.getName() : name, field.getGenericType());
                }
            }
        }
        return fields;
    }

    private boolean expect(boolean right, JsonNode node, String path, String expected) {
        if (!right) {
            add(path, "type", shown(node), expected);
        }
        return right;
    }

    private void add(String path, String what, String found, String expected) {
        problems.add(new Problem(file, document.line(path), path, what, found, expected));
    }

    private static String shown(JsonNode node) {
        if (node.isObject()) {
            return "fields";
        }
        if (node.isArray()) {
            return "a list";
        }
        String kind = node.isTextual() ? "the text " : node.isNumber() ? "the number " : "";
        String text = node.asText();
        return kind + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
