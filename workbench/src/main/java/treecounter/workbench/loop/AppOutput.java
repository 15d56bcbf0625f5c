package treecounter.workbench.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import treecounter.workbench.checks.Crash;

/**
 * What an app prints, as a learner wants to read it: of a stack trace the exceptions and the
 * learner's own line. It is held back until it is known whether the app has started.
 */
final class AppOutput implements Consumer<String> {
    private final Consumer<String> screen;
    private final List<String> held = new ArrayList<>();
    private boolean holds = true;
    private boolean ownLineShown;

    AppOutput(Consumer<String> screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void accept(String line) {
        Optional<String> ownLine = Crash.ownLine(line);
        boolean frame = Crash.isFrame(line);
        if (ownLine.isPresent() && !ownLineShown) {
            say("    at " + ownLine.get());
            ownLineShown = true;
        } else if (!frame) {
            say(line);
        }
        ownLineShown = frame && ownLineShown;
    }

    /** The app has started: what it prints is shown from now on. */
    synchronized void show() {
        held.forEach(screen);
        held.clear();
        holds = false;
    }

    private void say(String line) {
        if (holds) {
            held.add(line);
        } else {
            screen.accept(line);
        }
    }
}
