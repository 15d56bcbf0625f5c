package treecounter.workbench.lessons.alerting;

import java.util.Locale;
import java.util.Optional;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;

/** What the learner says of a run: whether enough pages were answered, and soon enough. */
final class Objective {
    private static final String FILE = "slo.properties";
    private static final double FAILED = 0.01;
    private static final double SLOW = 0.05;

    private final AnswerSheet said;

    Objective(Bench bench) {
        said = AnswerSheet.read(bench.module(), FILE);
    }

    /**
     * Checks that the figures fit together.
     *
     * @throws Finding if one is missing or wrong
     */
    void check() {
        double pages = number("pages");
        double failed = part("failed", pages);
        kept("kept", failed, pages * FAILED, "at most one page in a hundred failed");
        double right = 100 * (1 - failed / (pages * FAILED));
        double left = number("left");
        Finding.when(
                Math.abs(left - right) > 1 + Math.abs(right) / 100,
                "left= the share of the budget that is left, in percent",
                "left=" + said.answer("left"),
                FILE + ": " + hint(left, right, pages, failed));
        double slow = part("slow", pages);
        kept("quick", slow, pages * SLOW, "at most five answers in a hundred took longer");
    }

    private double part(String name, double pages) {
        double part = number(name);
        Finding.when(
                pages <= 0 || part < 0 || part > pages,
                "more than 0 pages, and %s= some of them".formatted(name),
                "pages=%s, %s=%s".formatted(said.answer("pages"), name, said.answer(name)),
                FILE + ": pages are all of them, those that failed too.");
        // increase gives no whole numbers, but none below 1 where something happened.
        Finding.when(
                part > 0 && part < 1,
                "%s= how many there were".formatted(name),
                said.answer(name),
                FILE + ": count them. A share of them, or a percentage, comes later.");
        return part;
    }

    private void kept(String name, double bad, double most, String objective) {
        String found = said.answer(name);
        Finding.when(
                !found.isEmpty() && !found.toLowerCase(Locale.ROOT).matches("yes|no"),
                "%s=yes or %1$s=no".formatted(name),
                name + "=" + found,
                "%s: yes and no are the two words that are read here.".formatted(FILE));
        Finding.when(
                !found.equalsIgnoreCase(bad <= most ? "yes" : "no"),
                "%s=yes or %1$s=no, as the numbers say".formatted(name),
                found.isEmpty() ? "nothing" : name + "=" + found,
                "%s: it is kept if %s. Here %.0f of %.4g that may be."
                        .formatted(FILE, objective, bad, most));
    }

    private static String hint(double left, double right, double pages, double failed) {
        if (Math.abs(left - (100 - right)) <= 1) {
            return "this is what was spent. What is left is the rest of 100 %.";
        }
        if (Math.abs(100 * left - right) <= 1) {
            return "this is a share of one. In percent it is a hundred times as much.";
        }
        if (right < 0 && Math.abs(left + right) <= 1) {
            return "more was spent than there was, so what is left is below 0.";
        }
        if (Math.abs(left - 100 * (1 - failed / pages)) <= 0.5) {
            return "this is the share of the pages that were answered. The budget are only the"
                    + " pages that may fail: one in a hundred.";
        }
        return "of %.0f pages one in a hundred may fail. What share of those has not?"
                .formatted(pages);
    }

    private double number(String name) {
        String text = said.answer(name);
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
