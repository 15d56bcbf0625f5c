package treecounter.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import treecounter.manifests.YamlFile.Document;

/**
 * Lays a document beside the model of its kind. The model's own reader takes a field that it does
 * not know without a word, and a number where a text has to be: a cluster does not, so each field
 * is looked at first.
 */
final class TypedModel {
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** The fields of each model, by name. */
    private static final Map<JavaType, Map<String, JavaType>> FIELDS = new ConcurrentHashMap<>();

    /** As Kubernetes has it; a wrong unit is the usual mistake. */
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");

    private final String file;
    private final Document document;
    private final List<Problem> problems;

    private TypedModel(String file, Document document, List<Problem> problems) {
        this.file = file;
        this.document = document;
        this.problems = problems;
    }

    /** The document as its model has it; what is wrong in it joins the problems. */
    static JsonNode of(String file, Document document, List<Problem> problems) {
        TypedModel typed = new TypedModel(file, document, problems);
        JsonNode json = document.json();
        String apiVersion = json.path("apiVersion").asText();
        String kind = json.path("kind").asText();
        Class<?> model = Kinds.model(apiVersion, kind).orElse(null);
        if (model == null) {
            typed.unknownKind(json, apiVersion, kind);
            return json;
        }
        int before = problems.size();
        typed.look(json, JSON.constructType(model), "");
        if (problems.size() > before) {
            return json;
        }
        try {
            return JSON.valueToTree(JSON.treeToValue(json, model));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            typed.add("", "value", said, kind);
            return json;
        }
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

    private void look(JsonNode node, JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        if (node.isNull() || raw == Object.class || raw == KubernetesResource.class) {
            return;
        }
        if (raw == Quantity.class) {
            boolean simple = node.isTextual() || node.isNumber();
            expect(simple, node, path, "an amount, such as 500m or 256Mi");
            if (simple && !QUANTITY.matcher(node.asText()).matches()) {
                add(path, "value", node.asText(), "an amount, such as 500m or 256Mi");
            }
        } else if (raw == IntOrString.class) {
            expect(
                    node.isTextual() || node.isIntegralNumber(),
                    node,
                    path,
                    "a whole number or a text");
        } else if (raw == String.class || raw.isEnum()) {
            expect(node.isTextual(), node, path, "a text");
        } else if (raw == Integer.class || raw == Long.class || raw == int.class) {
            expect(node.isIntegralNumber(), node, path, "a whole number");
        } else if (raw == Boolean.class || raw == boolean.class) {
            expect(node.isBoolean(), node, path, "true or false");
        } else if (Number.class.isAssignableFrom(raw)) {
            expect(node.isNumber(), node, path, "a number");
        } else if (type.isMapLikeType()) {
            if (expect(node.isObject(), node, path, "keys and values")) {
                node.properties()
                        .forEach(
                                field ->
                                        look(
                                                field.getValue(),
                                                type.getContentType(),
                                                path + "." + field.getKey()));
            }
        } else if (type.isCollectionLikeType() || type.isArrayType()) {
            if (expect(node.isArray(), node, path, "a list, each with a - before it")) {
                for (int i = 0; i < node.size(); i++) {
                    look(node.get(i), type.getContentType(), "%s[%d]".formatted(path, i));
                }
            }
        } else if (expect(node.isObject(), node, path, "fields: " + some(fields(type)))) {
            lookIn(node, type, path);
        }
    }

    private void lookIn(JsonNode node, JavaType type, String path) {
        Map<String, JavaType> known = fields(type);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String place = path.isEmpty() ? name : path + "." + name;
            if (known.containsKey(name)) {
                look(field.getValue(), known.get(name), place);
            } else {
                add(place, "unknown", name, some(known));
            }
        }
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

    private static Map<String, JavaType> fields(JavaType type) {
        return FIELDS.computeIfAbsent(
                type,
                missing -> {
                    Map<String, JavaType> fields = new TreeMap<>();
                    for (BeanPropertyDefinition one :
                            JSON.getDeserializationConfig().introspect(type).findProperties()) {
                        fields.put(one.getName(), one.getPrimaryType());
                    }
                    return fields;
                });
    }

    private static String some(Map<String, JavaType> fields) {
        return String.join(", ", fields.keySet());
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
