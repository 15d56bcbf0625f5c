package treecounter.workbench.lessons.logstraces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Traces as text: each span below its parent, in the order in which they began. */
final class TraceTree {
    private final List<SeenSpan> spans;
    private final List<String> lines = new ArrayList<>();

    private TraceTree(List<SeenSpan> spans) {
        this.spans = spans.stream().sorted(Comparator.comparing(SeenSpan::start)).toList();
    }

    static List<String> of(List<SeenSpan> spans) {
        Map<String, List<SeenSpan>> traces = new LinkedHashMap<>();
        spans.stream()
                .sorted(Comparator.comparing(SeenSpan::start))
                .forEach(
                        span ->
                                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>())
                                        .add(span));
        List<String> lines = new ArrayList<>();
        traces.forEach(
                (id, ofTrace) -> {
                    TraceTree tree = new TraceTree(ofTrace);
                    tree.lines.add("trace " + id);
                    ofTrace.stream()
                            .filter(span -> ofTrace.stream().noneMatch(span::isChildOf))
                            .forEach(span -> tree.add(span, 1));
                    lines.addAll(tree.lines);
                });
        return lines;
    }

    private void add(SeenSpan span, int depth) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-36s %-11s %-8s %-16s %6.3f s %s",
                        "  ".repeat(depth) + span.name(),
                        span.service(),
                        span.kind(),
                        span.spanId(),
                        span.seconds(),
                        span.status().equals("ERROR") ? "ERROR" : ""));
        spans.stream().filter(one -> one.isChildOf(span)).forEach(one -> add(one, depth + 1));
    }
}
