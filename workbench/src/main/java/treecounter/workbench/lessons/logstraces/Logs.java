package treecounter.workbench.lessons.logstraces;

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
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Shows the lines that app and forest wrote into their files, the oldest first. */
final class Logs {
    private static final List<String> PROGRAMS = List.of("app", "forest");
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

    private record Line(String program, LogLine line) {
        long millis() {
            return line.millis();
        }

        String traceId() {
            return line.traceId();
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
                try {
                    // One that is being written just now is no JSON yet.
                    LogLine.of(Files.readAllLines(file, StandardCharsets.UTF_8))
                            .forEach(line -> lines.add(new Line(program, line)));
                } catch (IOException e) {
                    throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
                }
            }
        }
        lines.sort(Comparator.comparingLong(Line::millis));
        return lines;
    }

    private static String text(Line line) {
        LogLine said = line.line();
        StringBuilder text = new StringBuilder();
        text.append(CLOCK.format(Instant.ofEpochMilli(line.millis())));
        text.append(
                " %-6s %-5s %s".formatted(line.program(), said.get("level"), said.get("message")));
        said.fields()
                .forEach(
                        (name, value) -> {
                            if (!APART.contains(name) && !value.isEmpty()) {
                                text.append("  %s=%s".formatted(name, value));
                            }
                        });
        if (!line.traceId().isEmpty()) {
            text.append("  trace=").append(line.traceId());
        }
        // What somebody wrote must not steer the terminal.
        return text.toString().replaceAll("\\p{Cc}", "?");
    }
}
