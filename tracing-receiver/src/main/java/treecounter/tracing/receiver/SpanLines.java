package treecounter.tracing.receiver;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Spans as lines of JSON, with the names that logs and headers have for their ids. */
final class SpanLines {
    private static final JsonMapper JSON = new JsonMapper();

    private SpanLines() {}

    static List<String> of(ExportTraceServiceRequest request) {
        List<String> lines = new ArrayList<>();
        for (ResourceSpans resource : request.getResourceSpansList()) {
            String service = service(resource);
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> lines.add(line(service, span)));
            }
        }
        return lines;
    }

    private static String service(ResourceSpans resource) {
        return resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    private static String line(String service, Span span) {
        ObjectNode line = JSON.createObjectNode();
        line.put("service", service);
        line.put("name", span.getName());
        line.put("kind", span.getKind().name().replace("SPAN_KIND_", ""));
        line.put("trace_id", hex(span.getTraceId()));
        line.put("span_id", hex(span.getSpanId()));
        line.put("parent_id", hex(span.getParentSpanId()));
        line.put("start_nanos", span.getStartTimeUnixNano());
        line.put("end_nanos", span.getEndTimeUnixNano());
        line.put("status", span.getStatus().getCode().name().replace("STATUS_CODE_", ""));
        put(line.putObject("attributes"), span.getAttributesList());
        for (Span.Event event : span.getEventsList()) {
            ObjectNode one = line.withArray("events").addObject();
            one.put("name", event.getName());
            put(one.putObject("attributes"), event.getAttributesList());
        }
        return line.toString();
    }

    private static void put(ObjectNode node, List<KeyValue> attributes) {
        for (KeyValue attribute : attributes) {
            node.put(attribute.getKey(), text(attribute.getValue()));
        }
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> "" + value.getIntValue();
            case BOOL_VALUE -> "" + value.getBoolValue();
            case DOUBLE_VALUE -> "" + value.getDoubleValue();
            default -> value.toString().strip();
        };
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
