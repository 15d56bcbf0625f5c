package treecounter.workbench.loop;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Compilation.Problem;
import treecounter.workbench.app.CompilerHint;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/** Says how checks came out: a line each, and the first failure in full. */
final class Report {
    private static final int BAR = 20;
    private static final int FRAMES = 10;

    private final Screen screen;
    private final Path root;
    private final String settings;
    private Predicate<Check> saysWhatIsLearned = check -> true;
    private String lastReason = "";
    private boolean failed;

    /**
     * Reports to {@code screen}; files are named as seen from {@code root}.
     *
     * @param settings to type again for the next lesson
     */
    Report(Screen screen, Path root, String settings) {
        this.screen = screen;
        this.root = root;
        this.settings = settings;
    }

    /**
     * Forgets what was said of other checks.
     *
     * @param saysWhatIsLearned whether a check that passes is one to say it of
     */
    void begin(Predicate<Check> saysWhatIsLearned) {
        this.saysWhatIsLearned = saysWhatIsLearned;
        lastReason = "";
        failed = false;
    }

    /** Shows the errors of the compiler, if there are any, and what one means. */
    boolean compiles(Module module, Compilation compiled) {
        List<Problem> problems = compiled.problems();
        problems.stream().limit(3).forEach(problem -> screen.line(screen.red(problem.text(root))));
        if (problems.size() > 3) {
            screen.line("and %d more errors", problems.size() - 3);
        }
        problems.stream()
                .flatMap(problem -> CompilerHint.of(problem, module).stream())
                .findFirst()
                .ifPresent(hint -> block("hint", wrapped(hint)));
        return problems.isEmpty();
    }

    /** Shows how a check came out. Below a failure nothing is shown: it is the thing to do. */
    void show(Outcome outcome) {
        if (failed) {
            return;
        }
        String number = "%-4s".formatted(outcome.check().number());
        String title = outcome.check().title();
        switch (outcome.result()) {
            case PASSED -> {
                screen.line("  %s    %s  %s", screen.green("ok"), number, title);
                if (saysWhatIsLearned.test(outcome.check())) {
                    screen.line("              %s", outcome.check().learned());
                }
            }
            case FAILED -> {
                screen.line("  %s  %s  %s", screen.red("FAIL"), number, title);
                failure(outcome);
                failed = true;
            }
            case NOT_CHECKED -> {
                screen.line("  %s  %s  %s", screen.yellow("----"), number, title);
                notChecked(outcome.cause().map(Throwable::getMessage).orElse(""));
            }
            case OPEN -> screen.line("  %s  %s  %s", "open", number, title + " (optional)");
            case NOT_RUN -> {}
        }
    }

    /** The hint for a check that failed; at level 2 a more concrete one. */
    void hint(Outcome failed, int level, String next) {
        Check check = failed.check();
        screen.line("%s  %s", screen.bold(check.number()), check.title());
        if (level == 1 && failed.cause().orElseThrow() instanceof Finding finding) {
            screen.line("  found: %s", finding.found().lines().findFirst().orElse(""));
        }
        wrapped(level == 1 ? hintOf(failed) : check.more())
                .lines()
                .forEach(line -> screen.line("  " + line));
        screen.line((level == 1 ? "More: " : "The last step is the solution: ") + next);
    }

    /** A bar for a lesson. */
    void bar(Lesson lesson, List<Outcome> outcomes) {
        List<Outcome> required = required(outcomes);
        long passed = count(required, Result.PASSED);
        long unknown = count(required, Result.NOT_CHECKED);
        int filled = (int) (BAR * passed / required.size());
        screen.line(
                "%s  [%s%s]  %d of %d%s",
                name(lesson),
                "#".repeat(filled),
                "-".repeat(BAR - filled),
                passed,
                required.size(),
                unknown == 0 ? "" : ", %d not checked".formatted(unknown));
    }

    /** In place of a bar. */
    void noBar(Lesson lesson, String why) {
        screen.line("%s  %s", name(lesson), why);
    }

    private static String name(Lesson lesson) {
        return "%-33s".formatted(lesson.number() + "  " + lesson.directory());
    }

    /** How many passed, and what to do next. */
    void summary(Module module, List<Outcome> outcomes) {
        List<Outcome> required = required(outcomes);
        List<Outcome> optional = new ArrayList<>(outcomes);
        optional.removeAll(required);
        long passed = count(required, Result.PASSED);
        long unchecked = count(required, Result.NOT_CHECKED);
        String line = "  %d of %d".formatted(passed, required.size());
        if (unchecked > 0) {
            line += ", %d not checked".formatted(unchecked);
        }
        if (!optional.isEmpty() && count(optional, Result.PASSED) > 0) {
            line +=
                    ", and %d of %d optional"
                            .formatted(count(optional, Result.PASSED), optional.size());
        }
        String section = "SECTION=" + module.lesson().number();
        if (count(outcomes, Result.FAILED) > 0) {
            line += ".  Stuck? make hint " + section;
        } else if (isDone(outcomes)) {
            line += unchecked == 0 ? ".  Done. " : ".  Done, as far as can be checked here. ";
            line += next(module.lesson());
        }
        screen.line(line);
    }

    /** 1 if a check failed, else 2 if one that has to pass was not checked, else 0. */
    static int exitCode(List<Outcome> outcomes) {
        if (count(outcomes, Result.FAILED) > 0) {
            return 1;
        }
        return count(required(outcomes), Result.NOT_CHECKED) > 0 ? 2 : 0;
    }

    /** Whether all passed that has to pass and can be checked here. */
    static boolean isDone(List<Outcome> outcomes) {
        return required(outcomes).stream()
                .map(Outcome::result)
                .allMatch(EnumSet.of(Result.PASSED, Result.NOT_CHECKED)::contains);
    }

    private String next(Lesson done) {
        return done.next()
                .map(lesson -> "Next: make dev SECTION=" + lesson.number() + settings)
                .orElse("That was the last lesson.");
    }

    private void failure(Outcome outcome) {
        Throwable cause = outcome.cause().orElseThrow();
        if (cause instanceof Finding finding) {
            block("expected", finding.expected());
            block("found", finding.found());
            block("hint", wrapped(finding.hint()));
            return;
        }
        if (cause instanceof Refusal refusal) {
            block("fault", wrapped(refusal.getMessage()));
            return;
        }
        if (cause instanceof UncheckedIOException unreadable) {
            block("fault", wrapped(Refusal.of(unreadable).getMessage()));
            return;
        }
        block("fault", "the check itself failed: " + cause);
        Stream.of(cause.getStackTrace())
                .limit(FRAMES)
                .forEach(line -> screen.line("              at " + line));
    }

    /** Says once why, however many checks lack the same. */
    private void notChecked(String reason) {
        if (!reason.equals(lastReason)) {
            block("unchecked", wrapped(reason));
        }
        lastReason = reason;
    }

    /** Where the files of a step are named. */
    static String namedIn(Outcome outcome) {
        return outcome.check().title() + " " + hintOf(outcome) + " " + outcome.check().more();
    }

    private static String hintOf(Outcome outcome) {
        return outcome.cause().orElseThrow() instanceof Finding finding
                ? finding.hint()
                : "The check itself failed: " + outcome.cause().orElseThrow();
    }

    private void block(String name, String text) {
        String lead = "%-11s".formatted(name);
        for (String line : text.split("\n")) {
            screen.line("        %s%s", lead, line);
            lead = " ".repeat(lead.length());
        }
    }

    /** Broken between words, to fit a window of 100 characters. */
    static String wrapped(String text) {
        return text.replaceAll("(?m)(.{1,80})(?: +|$)", "$1\n").strip();
    }

    private static List<Outcome> required(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> !outcome.check().optional()).toList();
    }

    private static long count(List<Outcome> outcomes, Result result) {
        return outcomes.stream().filter(outcome -> outcome.result() == result).count();
    }
}
