package treecounter.workbench.lessons.logstraces;

import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Jars;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Runs the learner's app while things go wrong, and says where what was seen lies. */
final class IncidentVerb {
    private final Screen screen;
    private final Workshop workshop;
    private final Options options;

    IncidentVerb(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
    }

    /**
     * Makes the run that {@code SEED} draws.
     *
     * @return 0; 1 if the app does not compile
     */
    int run(Lesson lesson) {
        Module module = workshop.of(lesson, options.get("SECTION"));
        long seed = AnswerSheet.seed(module, IncidentAnswers.FILE, options, "make incident SEED=7");
        new Jars(screen, workshop).buildIfNew(module);
        Servers.start(screen, module);
        if (!Compilation.of(module).problems().isEmpty()) {
            screen.line(
                    "%s does not compile: make check SECTION=%d shows why.",
                    module.name(), lesson.number());
            return 1;
        }
        IncidentRun run = IncidentRun.make(module, seed);
        run.record(module, seed);
        screen.line(
                "%d pages, %d spans, %d lines of the app, %d of the forest, with seed %d. In"
                        + " %s/%s:",
                IncidentRun.PAGES,
                run.spans().size(),
                run.app().size(),
                run.forest().size(),
                seed,
                module.name(),
                IncidentRun.DIRECTORY);
        screen.line("  traces.txt      each trace as a tree, with the seconds of each span");
        screen.line("  app.jsonl       the app's log");
        screen.line("  forest.jsonl    the forest's log");
        screen.line("  spans.jsonl     all that is known of the spans");
        screen.line("Four questions about it stand in %s/%s.", module.name(), IncidentAnswers.FILE);
        return 0;
    }
}
