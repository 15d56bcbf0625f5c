package treecounter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table as Markdown has it, to read in a terminal too. */
final class Table {
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String first, List<String> columns) {
        this.title = title;
        row(first, columns);
    }

    void row(String name, List<String> cells) {
        List<String> row = new ArrayList<>();
        row.add(name);
        row.addAll(cells);
        rows.add(row);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\n" + title + "\n\n");
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths));
            if (i == 0) {
                text.append("|");
                for (int width : widths) {
                    text.append("-".repeat(width + 2)).append("|");
                }
                text.append("\n");
            }
        }
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append(" ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
            line.append(" |");
        }
        return line.append("\n").toString();
    }
}
