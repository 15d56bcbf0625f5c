package treecounter.workbench.promql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule as it is written in a file of rules.
 *
 * @param name what it alerts as, or records as
 * @param alerts whether it alerts; else it records
 * @param held its {@code for}, empty without one
 * @param kept its {@code keep_firing_for}, empty without one
 */
public record WrittenRule(
        String name,
        boolean alerts,
        String expr,
        String held,
        String kept,
        Map<String, String> labels,
        Map<String, String> annotations) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** A rule that alerts, with annotations that say what, where, how much, and what to do. */
    public static WrittenRule alert(String name, String severity, String held, String expr) {
        return new WrittenRule(
                name,
                true,
                expr,
                held,
                "",
                Map.of("severity", severity),
                Map.of(
                        "summary", name + ": {{ $labels }}",
                        "description", "It is {{ $value }}.",
                        "runbook", "runbooks/" + name + ".md"));
    }

    /** The same under another name. */
    WrittenRule as(String other) {
        return new WrittenRule(other, alerts, expr, held, kept, labels, annotations);
    }

    /** The same that goes on for so long. */
    public WrittenRule keeping(String time) {
        return new WrittenRule(name, alerts, expr, held, time, labels, annotations);
    }

    /** The same with one more label. */
    public WrittenRule labelled(String label, String template) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(label, template);
        return new WrittenRule(name, alerts, expr, held, kept, more, annotations);
    }

    /**
     * The rules of a file, in their order.
     *
     * @throws IOException if it is no YAML
     */
    public static List<WrittenRule> in(String yaml) throws IOException {
        List<WrittenRule> rules = new ArrayList<>();
        JsonNode file = YAML.readTree(yaml);
        for (JsonNode group : file.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                boolean alerts = rule.has("alert");
                rules.add(
                        new WrittenRule(
                                rule.path(alerts ? "alert" : "record").asText(),
                                alerts,
                                rule.path("expr").asText(),
                                rule.path("for").asText(),
                                rule.path("keep_firing_for").asText(),
                                texts(rule.path("labels")),
                                texts(rule.path("annotations"))));
            }
        }
        return rules;
    }

    /** What a parser says of a text that is no YAML, and of which line. */
    public static String notYaml(IOException e) {
        String says = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e instanceof JsonProcessingException found && found.getLocation() != null
                ? "%s, in line %d".formatted(says, found.getLocation().getLineNr())
                : says;
    }

    /** The names of the groups of a file; none where it is no YAML. */
    static List<String> groups(String yaml) {
        try {
            return YAML.readTree(yaml).path("groups").findValuesAsText("name");
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A file with these rules. It is JSON, and JSON is YAML. */
    public static String file(List<WrittenRule> rules) {
        ObjectNode file = new JsonMapper().createObjectNode();
        ObjectNode group = file.putArray("groups").addObject().put("name", "made");
        for (WrittenRule rule : rules) {
            ObjectNode one = group.withArray("rules").addObject();
            one.put(rule.alerts ? "alert" : "record", rule.name).put("expr", rule.expr);
            if (!rule.held.isEmpty()) {
                one.put("for", rule.held);
            }
            if (!rule.kept.isEmpty()) {
                one.put("keep_firing_for", rule.kept);
            }
            rule.labels.forEach(one.withObjectProperty("labels")::put);
            if (rule.alerts) {
                rule.annotations.forEach(one.withObjectProperty("annotations")::put);
            }
        }
        return file.toString();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
