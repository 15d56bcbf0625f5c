package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a cluster is asked to keep.
 *
 * @param file where it stands, relative to the module
 */
record Manifest(String file, String kind, String name, String namespace, JsonNode body) {
    /** A field by the names on the way to it, as {@code spec/template}. */
    JsonNode at(String way) {
        return body.at("/" + way);
    }

    /** Its keys and values, all of them texts. */
    static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
        return texts;
    }

    /** Whether a selector asks for anything; one that does not would find everybody. */
    static boolean isEmpty(JsonNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    /** Whether a selector, with {@code matchLabels} and {@code matchExpressions}, finds labels. */
    static boolean selects(JsonNode selector, Map<String, String> labels) {
        boolean all = labels.entrySet().containsAll(texts(selector.path("matchLabels")).entrySet());
        for (JsonNode one : selector.path("matchExpressions")) {
            String value = labels.get(one.path("key").asText());
            boolean listed = false;
            for (JsonNode known : one.path("values")) {
                listed |= known.asText().equals(value);
            }
            all &=
                    switch (one.path("operator").asText()) {
                        case "In" -> listed;
                        case "NotIn" -> !listed;
                        case "Exists" -> value != null;
                        case "DoesNotExist" -> value == null;
                        default -> false;
                    };
        }
        return all;
    }
}
