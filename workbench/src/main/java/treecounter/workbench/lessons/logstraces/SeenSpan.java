package treecounter.workbench.lessons.logstraces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as the receiver tells of it.
 *
 * @param parentId empty where it has none
 * @param start in nanoseconds of the clock, as is the end
 */
record SeenSpan(
        String service,
        String name,
        String kind,
        String traceId,
        String spanId,
        String parentId,
        long start,
        long end,
        String status,
        Map<String, String> attributes,
        boolean hasException,
        String text) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads lines, one for each. */
    static List<SeenSpan> of(String lines) {
        return lines.lines().filter(line -> !line.isBlank()).map(SeenSpan::read).toList();
    }

    private static SeenSpan read(String line) {
        try {
            JsonNode span = JSON.readTree(line);
            Map<String, String> attributes = new TreeMap<>();
            span.path("attributes")
                    .properties()
                    .forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
            boolean exception = false;
            for (JsonNode event : span.path("events")) {
                exception |= event.path("name").asText().equals("exception");
            }
            return new SeenSpan(
                    span.path("service").asText(),
                    span.path("name").asText(),
                    span.path("kind").asText(),
                    span.path("trace_id").asText(),
                    span.path("span_id").asText(),
                    span.path("parent_id").asText(),
                    span.path("start_nanos").asLong(),
                    span.path("end_nanos").asLong(),
                    span.path("status").asText(),
                    attributes,
                    exception,
                    line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no span: " + line, e);
        }
    }

    /** Whether it is the span of a request that was answered. */
    boolean isServer() {
        return kind.equals("SERVER");
    }

    String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    double seconds() {
        return (end - start) / 1e9;
    }

    boolean isChildOf(SeenSpan other) {
        return traceId.equals(other.traceId) && parentId.equals(other.spanId);
    }
}
