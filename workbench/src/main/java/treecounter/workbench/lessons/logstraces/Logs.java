package treecounter.workbench.lessons.logstraces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Shows the lines that app and forest wrote into their files, the oldest first. */
final class Logs {
    private static final List<String> PROGRAMS = List.of("app", "forest");
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    /** What stands at the front of a line, or is too long to be read. */
    private static final Set<String> APART =
            Set.of("timestamp", "level", "message", "trace_id", "threadName", "loggerName");

    private final Screen screen;
    private final Workshop workshop;
    private final Options options;

    Logs(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
    }

    /** The file that a program writes its lines into, where it runs outside of Docker. */
    static Path file(Module module, String program) {
        return module.file("target/logs/%s.jsonl".formatted(program));
    }

    private record Line(long millis, String program, JsonNode fields) {
        String traceId() {
            return fields.path("trace_id").asText();
        }
    }

    /**
     * Shows the last {@code LINES}, or all of the trace whose id begins as {@code TRACE} says.
     *
     * @return 0
     * @throws Refusal if there is no line, or none of that trace
     */
    int show(Lesson lesson) {
        Module module = workshop.of(lesson, options.get("SECTION"));
        List<Line> lines = lines(module);
        if (lines.isEmpty()) {
            throw new Refusal(
                    "Expected lines in %s/target/logs, found none. Start the app, and ask it for a page: make dev SECTION=9. In Docker the lines are in Grafana: Explore, Loki."
                            .formatted(module.name()));
        }
        String trace = options.get("TRACE").orElse("").toLowerCase(Locale.ROOT);
        List<Line> shown =
                trace.isEmpty()
                        ? last(lines, options.number("LINES", 20, 1, 100_000))
                        : of(trace, lines);
        shown.forEach(line -> screen.line(text(line)));
        return 0;
    }

    private static List<Line> of(String trace, List<Line> lines) {
        if (!trace.matches("[0-9a-f]{4,32}")) {
            throw new Refusal(
                    "TRACE: expected a trace id, or its first letters, 4 to 32 of 0-9 and a-f; found '%s'."
                            .formatted(trace));
        }
        List<Line> found = lines.stream().filter(line -> line.traceId().startsWith(trace)).toList();
        if (found.isEmpty()) {
            throw new Refusal(
                    "Expected lines of the trace %s among %d lines, found none. Has the line the field trace_id? The newest that has one: %s"
                            .formatted(trace, lines.size(), newest(lines)));
        }
        Set<String> ids = found.stream().map(Line::traceId).collect(Collectors.toSet());
        if (ids.size() > 1) {
            throw new Refusal(
                    "TRACE=%s: %d traces begin with it. Type more of it."
                            .formatted(trace, ids.size()));
        }
        return found;
    }

    private static String newest(List<Line> lines) {
        return lines.stream()
                .map(Line::traceId)
                .filter(id -> !id.isEmpty())
                .reduce((before, after) -> after)
                .orElse("none");
    }

    private static List<Line> last(List<Line> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static List<Line> lines(Module module) {
        List<Line> lines = new ArrayList<>();
        for (String program : PROGRAMS) {
            Path file = file(module, program);
            if (Files.exists(file)) {
                try (Stream<String> texts = Files.lines(file, StandardCharsets.UTF_8)) {
                    texts.flatMap(text -> line(program, text).stream()).forEach(lines::add);
                } catch (IOException e) {
                    throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
                }
            }
        }
        lines.sort(Comparator.comparingLong(Line::millis));
        return lines;
    }

    /** Nothing of a line that is being written just now. */
    private static List<Line> line(String program, String text) {
        try {
            JsonNode fields = JSON.readTree(text);
            return fields.isObject()
                    ? List.of(new Line(fields.path("timestamp").asLong(), program, fields))
                    : List.of();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static String text(Line line) {
        StringBuilder text = new StringBuilder();
        text.append(CLOCK.format(Instant.ofEpochMilli(line.millis())));
        text.append(
                " %-6s %-5s %s"
                        .formatted(
                                line.program(),
                                line.fields().path("level").asText(),
                                line.fields().path("message").asText()));
        line.fields()
                .fields()
                .forEachRemaining(
                        field -> {
                            if (!APART.contains(field.getKey())
                                    && !value(field.getValue()).isEmpty()) {
                                text.append(
                                        "  %s=%s"
                                                .formatted(
                                                        field.getKey(), value(field.getValue())));
                            }
                        });
        if (!line.traceId().isEmpty()) {
            text.append("  trace=").append(line.traceId());
        }
        // What somebody wrote must not steer the terminal.
        return text.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static String value(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
