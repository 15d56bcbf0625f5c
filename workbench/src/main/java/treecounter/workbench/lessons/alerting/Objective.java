package treecounter.workbench.lessons.alerting;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;

/** What the learner says of a run: whether 99 % of the pages were answered. */
final class Objective {
    private static final String FILE = "slo.properties";
    private static final double BUDGET = 0.01;

    private final Properties said = new Properties();

    Objective(Bench bench) {
        try {
            said.load(new StringReader(Bench.text(bench.module().file(FILE))));
        } catch (IOException | IllegalArgumentException e) {
            throw new Finding("lines NAME=VALUE", e.getMessage(), FILE + ": make reset.");
        }
    }

    /**
     * Checks that the figures fit together.
     *
     * @throws Finding if one is missing or wrong
     */
    void check() {
        double pages = number("pages");
        double failed = number("failed");
        Finding.when(
                pages <= 0 || failed < 0 || failed > pages,
                "more than 0 pages, and not more failed ones",
                "pages=%s, failed=%s".formatted(said.get("pages"), said.get("failed")),
                FILE + ": pages are all of them, those that failed too.");
        String kept = failed <= pages * BUDGET ? "yes" : "no";
        String found = said.getProperty("kept", "").strip();
        Finding.when(
                !found.equalsIgnoreCase(kept),
                "kept=yes or kept=no, as pages and failed say",
                found.isEmpty() ? "nothing" : "kept=" + found,
                FILE
                        + ": the objective is kept if at most one page in a hundred failed. How"
                        + " many"
                        + " may fail of %.0f?".formatted(pages));
        double right = 100 * (1 - failed / (pages * BUDGET));
        double left = number("left");
        if (Math.abs(left - right) <= 1 + Math.abs(right) / 100) {
            return;
        }
        throw new Finding(
                "left= the share of the budget that is left, in percent",
                "left=" + said.get("left"),
                FILE + ": " + hint(left, right, pages, failed));
    }

    private static String hint(double left, double right, double pages, double failed) {
        if (Math.abs(left - (100 - right)) <= 1) {
            return "this is what was spent. What is left is the rest of 100 %.";
        }
        if (Math.abs(left - 100 * (1 - failed / pages)) <= 0.5) {
            return "this is the share of the pages that were answered. The budget are only the"
                    + " pages that may fail: one in a hundred.";
        }
        return "of %.0f pages one in a hundred may fail. What share of those has not?"
                .formatted(pages);
    }

    private double number(String name) {
        String text = said.getProperty(name, "").strip();
        return Optional.of(text)
                .filter(value -> value.matches("-?\\d+(\\.\\d+)?"))
                .map(Double::valueOf)
                .orElseThrow(
                        () ->
                                new Finding(
                                        name + "= a number",
                                        text.isEmpty() ? "nothing" : text,
                                        FILE
                                                + ": write the number behind %s=, without commas or"
                                                        .formatted(name)
                                                + " percent signs."));
    }
}
