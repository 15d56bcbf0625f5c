package treecounter.workbench.loop;

import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What a verb works on when it is told no lesson; the first line says which, and why. */
public final class LessonAtHand {
    private final Screen screen;
    private final Workshop workshop;

    /** Looks in a workshop. */
    public LessonAtHand(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.workshop = workshop;
    }

    /** The lesson whose loop runs, else the first that is not done: each before it is checked. */
    public Module find() {
        return RunningLoop.module(workshop)
                .map(module -> because(module, "make dev runs on it"))
                .orElseGet(this::firstNotDone);
    }

    /** The lesson whose loop runs, else the first one: for what is alike in most. */
    public Lesson lesson() {
        return RunningLoop.module(workshop).map(Module::lesson).orElse(Lesson.all().get(0));
    }

    private Module firstNotDone() {
        Checking checking = new Checking(screen, workshop);
        for (Lesson lesson : Lesson.all()) {
            Module starter = workshop.starter(lesson);
            if (!checking.isDone(starter)) {
                return because(starter, "the first that is not done");
            }
            screen.line("Lesson %d is done.", lesson.number());
        }
        Lesson last = Lesson.all().get(Lesson.all().size() - 1);
        return because(workshop.starter(last), "the last");
    }

    private Module because(Module module, String reason) {
        Lesson lesson = module.lesson();
        screen.line(
                "Lesson %d, %s: %s. Another one: SECTION=...",
                lesson.number(), module.name(), reason);
        return module;
    }
}
