package treecounter.workbench.lessons.logstraces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A line of a log: an event with fields. */
record LogLine(Map<String, String> fields, String text) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Those of some lines that are JSON; others are printed by somebody else. */
    static List<LogLine> of(List<String> lines) {
        return lines.stream().map(LogLine::read).flatMap(Optional::stream).toList();
    }

    private static Optional<LogLine> read(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
                fields.put(field.getKey(), field.getValue().asText());
            }
            return Optional.of(new LogLine(fields, line));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String get(String field) {
        return fields.getOrDefault(field, "");
    }

    boolean has(String field, String value) {
        return get(field).equals(value);
    }

    /** Whether some field has it, whatever it is called. */
    boolean hasValue(String value) {
        return fields.containsValue(value);
    }

    long millis() {
        String time = get("timestamp");
        return time.matches("\\d{1,18}") ? Long.parseLong(time) : 0;
    }

    /** The class that wrote it, without its package. */
    String logger() {
        return get("loggerName").replaceFirst(".*\\.", "");
    }

    String traceId() {
        return get("trace_id");
    }

    String spanId() {
        return get("span_id");
    }
}
