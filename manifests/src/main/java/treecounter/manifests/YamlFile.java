package treecounter.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The documents of a file as JSON, and in which line each field stands. */
final class YamlFile {
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 50_000;

    private final String name;
    private final List<Problem> problems;
    private final List<Document> documents = new ArrayList<>();
    private final Scalars scalars = new Scalars();
    private int nodes;

    /**
     * One document.
     *
     * @param lines of its fields, by their paths; the document's own by the empty one
     */
    record Document(JsonNode json, Map<String, Integer> lines) {
        /** The line of a field, or of what it stands in. */
        int line(String path) {
            String known = path;
            while (!lines.containsKey(known)) {
                known = known.substring(0, Math.max(0, known.length() - 1));
            }
            return lines.get(known);
        }
    }

    private YamlFile(String name, List<Problem> problems) {
        this.name = name;
        this.problems = problems;
    }

    /** Reads a file; what is wrong in it joins the problems. */
    static List<Document> read(String name, String text, List<Problem> problems) {
        YamlFile file = new YamlFile(name, problems);
        file.read(text.replace("\uFEFF", ""));
        return file.documents;
    }

    private void read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        try {
            for (Node root : new Yaml(options).composeAll(new StringReader(text))) {
                Map<String, Integer> lines = new HashMap<>();
                lines.put("", line(root));
                JsonNode json = json(root, "", lines, 0);
                if (!json.isNull()) {
                    documents.add(new Document(json, lines));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String said = e.getProblem() == null ? e.getContext() : e.getProblem();
            add(line, "", "yaml", tabbed(text, line) ? "a tab" : said);
        } catch (YAMLException e) {
            add(1, "", "yaml", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static boolean tabbed(String text, int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("").matches("\\s*\t.*");
    }

    private void add(int line, String path, String what, String found) {
        problems.add(new Problem(name, line, path, what, found, ""));
    }

    private JsonNode json(Node node, String path, Map<String, Integer> lines, int depth) {
        // An anchor may stand for itself, or for many.
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw new YAMLException("too much, or nested in itself");
        }
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (NodeTuple field : mapping.getValue()) {
                String key = key(field.getKeyNode());
                String place = path.isEmpty() ? key : path + "." + key;
                int line = line(field.getKeyNode());
                if (object.has(key)) {
                    add(line, place, "duplicate", "line " + lines.get(place));
                    continue;
                }
                lines.put(place, line);
                object.set(key, json(field.getValueNode(), place, lines, depth + 1));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                String place = "%s[%d]".formatted(path, array.size());
                lines.put(place, line(item));
                array.add(json(item, place, lines, depth + 1));
            }
            return array;
        }
        return scalar(scalars.of((ScalarNode) node), (ScalarNode) node);
    }

    private static String key(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "{...}";
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static JsonNode scalar(Object value, ScalarNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == null) {
            return json.nullNode();
        }
        if (value instanceof Boolean truth) {
            return json.booleanNode(truth);
        }
        if (value instanceof Integer number) {
            return json.numberNode(number);
        }
        if (value instanceof Long number) {
            return json.numberNode(number);
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return json.numberNode(BigDecimal.valueOf(number));
        }
        return json.textNode(value instanceof String text ? text : node.getValue());
    }

    /** What a plain word means: a number, a truth, nothing, or itself. */
    private static final class Scalars extends SafeConstructor {
        private Scalars() {
            super(new LoaderOptions());
        }

        private Object of(ScalarNode node) {
            try {
                Object value = constructObject(node);
                return value instanceof Date ? node.getValue() : value;
            } catch (YAMLException | IllegalArgumentException e) {
                return node.getValue(); // A tag of its own.
            }
        }
    }
}
