package treecounter.workbench.promql;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.PrometheusApi;

/** Shows what a PromQL query gives, as a table in the terminal. */
public final class Query {
    private static final int DIGITS = 6;

    private final Screen screen;
    private final Options options;

    /** Asks the Prometheus of {@code make up}. */
    public Query(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Evaluates the query that {@code Q} holds.
     *
     * @return 0
     * @throws Refusal if there is none, it is wrong, or no Prometheus answers
     */
    public int show() {
        String query =
                options.get("Q")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "Q: expected a query, found none. Try: Q='up' make"
                                                        + " query"));
        try {
            List<PrometheusApi.Series> found = PrometheusApi.of(options).query(query);
            if (found.isEmpty()) {
                screen.line("No data: %s", nothing(query));
            } else {
                table(found).forEach(screen::line);
            }
            return 0;
        } catch (PrometheusApi.Refused e) {
            throw new Refusal(
                    "Prometheus cannot evaluate it: %s%n%s"
                            .formatted(e.getMessage(), QueryHints.forError(e.getMessage(), query)));
        } catch (IOException e) {
            throw new Refusal(
                    "No Prometheus answers at %s. Start it: make up"
                            .formatted(Core.PROMETHEUS.uri(options, "")));
        }
    }

    /** Why it gives nothing, as far as what is stored tells. */
    private String nothing(String query) throws IOException {
        String unknown = "no series matches now, or a range holds fewer than two samples.";
        try {
            List<String> series = PrometheusApi.of(options).series("{__name__!=\"\"}");
            return QueryHints.noneOf(query, series).orElse(unknown);
        } catch (PrometheusApi.Refused e) {
            return unknown;
        }
    }

    /** A column for each label, sorted, then the value; a line for each sample. */
    static List<String> table(List<PrometheusApi.Series> found) {
        TreeSet<String> labels = new TreeSet<>();
        found.forEach(series -> labels.addAll(series.labels().keySet()));
        boolean times = found.stream().anyMatch(series -> series.points().size() > 1);
        List<List<String>> rows = new ArrayList<>();
        for (PrometheusApi.Series series : found) {
            for (PrometheusApi.Point point : series.points()) {
                List<String> row = new ArrayList<>();
                labels.forEach(label -> row.add(series.labels().getOrDefault(label, "")));
                if (times) {
                    row.add(point.time().toString());
                }
                row.add(rounded(point.value()));
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparing(row -> String.join("\u0000", row)));
        List<String> head = new ArrayList<>();
        labels.forEach(label -> head.add(label.equals("__name__") ? "name" : label));
        if (times) {
            head.add("time");
        }
        head.add("value");
        rows.add(0, head);
        return aligned(rows);
    }

    /** Columns below each other; the first row is the head. */
    public static List<String> aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream()
                .map(
                        row -> {
                            StringBuilder line = new StringBuilder();
                            for (int i = 0; i < columns; i++) {
                                line.append(row.get(i))
                                        .append(" ".repeat(widths[i] - row.get(i).length() + 2));
                            }
                            return line.toString().stripTrailing();
                        })
                .toList();
    }

    private static String rounded(String value) {
        if (!value.matches("[-+]?[0-9.]+(e[-+]?\\d+)?")) {
            return value;
        }
        BigDecimal exact = new BigDecimal(value);
        // What stands before the point is never rounded: of a time, it is minutes.
        int least = Math.max(DIGITS, exact.precision() - exact.scale());
        return exact.round(new MathContext(least)).stripTrailingZeros().toPlainString();
    }
}
