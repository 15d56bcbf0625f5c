package treecounter.workbench.lessons;

import java.util.ArrayList;
import java.util.List;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/**
 * A typical mistake: a solution with a small change.
 *
 * @param words what is wrong, as one would say it
 * @param check the number of the first check that must fail
 * @param hint words of its hint that speak of this mistake
 * @param goesAlone whether a later check sees it too, unlike most mistakes of its check
 */
public record Mistake(
        Lesson lesson,
        String words,
        List<Edit> edits,
        String check,
        String hint,
        boolean goesAlone) {
    /** The same with a further change. */
    public Mistake also(String file, String find, String replace) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(file, find, replace));
        return new Mistake(lesson, words, all, check, hint, goesAlone);
    }

    /** The same in an app of its own. */
    public Mistake alone() {
        return new Mistake(lesson, words, edits, check, hint, true);
    }

    /** Whether the app is as right as ever. */
    public boolean isOutsideTheApp() {
        return edits.stream().noneMatch(edit -> edit.file().endsWith(".java"));
    }

    /** Makes the mistake. */
    void in(Module module) {
        edits.forEach(edit -> edit.in(module));
    }

    @Override
    public String toString() {
        return check + " " + words;
    }
}
