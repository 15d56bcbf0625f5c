package treecounter.workbench.loop;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Jars;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Compiles and checks modules, and has each told to the screen. */
public final class Checking {
    /** The level of a hint at which the solution is shown. */
    private static final int SOLUTION = 3;

    private final Screen screen;
    private final Workshop workshop;
    private final Report report;
    private final Transfer transfer;
    private final Jars jars;
    private final Kept kept = new Kept();
    private Optional<Bench> next = Optional.empty();
    private Optional<String> hinted = Optional.empty();
    private int level;

    /** Checks what lies in a workshop. */
    public Checking(Screen screen, Workshop workshop) {
        this(screen, workshop, "");
    }

    /** The same; a line that begins the next lesson says these settings again. */
    Checking(Screen screen, Workshop workshop, String settings) {
        this.screen = screen;
        this.workshop = workshop;
        this.report = new Report(screen, workshop.root(), settings);
        this.transfer = new Transfer(screen);
        this.jars = new Jars(screen, workshop);
    }

    /**
     * Compiles and checks a module.
     *
     * @return 0 all passed; 1 it does not compile, or a check failed, or an answer to a question is
     *     wrong; 2 something was not checked
     */
    public int check(Module module) {
        screen.line(screen.bold(module.name()));
        return compile(module)
                .map(compiled -> checkAndShow(module, compiled, check -> true))
                .orElse(1);
    }

    /**
     * Shows the hint for the first check that fails.
     *
     * @param more 2 for a more concrete one, 3 for the difference to the solution
     * @return 0 if it is there; else as {@link #check}
     */
    public int hint(Module module, int more) {
        String section = "make hint SECTION=%d".formatted(module.lesson().number());
        return hint(module, failed -> more, level -> "%s MORE=%d".formatted(section, level + 1));
    }

    /** The same in a loop: the next level of the hint, as long as the same check fails. */
    void nextHint(Module module) {
        hint(module, this::nextLevel, level -> "h once more");
    }

    private int nextLevel(Outcome failed) {
        Optional<String> number = Optional.of(failed.check().number());
        level = number.equals(hinted) ? Math.min(level + 1, SOLUTION) : 1;
        hinted = number;
        return level;
    }

    private int hint(
            Module module, ToIntFunction<Outcome> levelFor, IntFunction<String> nextAfter) {
        Optional<Compilation> compiled = compile(module);
        if (compiled.isEmpty()) {
            return 1;
        }
        List<Outcome> outcomes = run(module, compiled.get(), false, outcome -> {});
        Optional<Outcome> failed =
                outcomes.stream().filter(o -> o.result() == Result.FAILED).findFirst();
        if (failed.isEmpty()) {
            screen.line("%s: nothing fails.", module.name());
            report.summary(module, outcomes);
            return 0;
        }
        int asked = levelFor.applyAsInt(failed.get());
        if (asked == SOLUTION) {
            return new Comparison(screen, workshop)
                    .showNamed(module.lesson(), Report.namedIn(failed.get()));
        }
        report.hint(failed.get(), asked, nextAfter.apply(asked));
        return 0;
    }

    /**
     * Shows a bar for each lesson.
     *
     * @return 0
     */
    public int progress() {
        for (Lesson lesson : Lesson.all()) {
            Module module = workshop.starter(lesson);
            if (module.libraries().isEmpty()) {
                report.noBar(lesson, "not begun");
                continue;
            }
            Compilation compiled = Compilation.of(module);
            if (compiled.problems().isEmpty()) {
                report.bar(lesson, run(module, compiled, true, outcome -> {}));
            } else {
                report.noBar(
                        lesson,
                        "does not compile: make check SECTION=%d".formatted(lesson.number()));
            }
        }
        return 0;
    }

    /** Whether nothing of a module is left to do that can be checked here. */
    boolean isDone(Module module) {
        if (module.libraries().isEmpty()) {
            return false;
        }
        Compilation compiled = Compilation.of(module);
        return compiled.problems().isEmpty()
                && Report.isDone(run(module, compiled, false, outcome -> {}));
    }

    /** Builds a module that was never built, with what its lesson brings. */
    void buildIfNew(Module module) {
        jars.buildIfNew(module);
    }

    /** Compiles a module, after its first build if need be; nothing if that shows errors. */
    Optional<Compilation> compile(Module module) {
        buildIfNew(module);
        Servers.start(screen, module);
        return Optional.of(Compilation.of(module))
                .filter(compiled -> report.compiles(module, compiled));
    }

    /**
     * Checks a module whose code compiles, and shows each check and the sum.
     *
     * @param saysWhatIsLearned whether a check that passes is one to say it of
     * @return as {@link #check}
     */
    int checkAndShow(Module module, Compilation compiled, Predicate<Check> saysWhatIsLearned) {
        report.begin(saysWhatIsLearned);
        List<Outcome> outcomes = run(module, compiled, false, report::show);
        report.summary(module, outcomes);
        transfer.show(module);
        return Report.exitCode(outcomes);
    }

    /** Lets a Java wait for the next run of checks on a module, which then begins at once. */
    void makeNextReady(Module module) {
        Bench bench = new Bench(module, kept);
        try {
            bench.makeReady();
            next.ifPresent(Bench::close);
            next = Optional.of(bench);
        } catch (UncheckedIOException e) {
            // The next run makes its own ready, and says what is wrong.
        }
    }

    private List<Outcome> run(
            Module module, Compilation compiled, boolean keepGoing, Consumer<Outcome> onOutcome) {
        try (Bench bench = bench(module)) {
            bench.start(compiled);
            return CheckRun.on(bench, keepGoing, onOutcome);
        }
    }

    private Bench bench(Module module) {
        Optional<Bench> ready = next;
        next = Optional.empty();
        if (ready.isPresent() && ready.get().isFor(module)) {
            return ready.get();
        }
        ready.ifPresent(Bench::close);
        return new Bench(module, kept);
    }
}
