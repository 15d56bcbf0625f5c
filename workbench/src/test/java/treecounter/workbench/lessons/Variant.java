package treecounter.workbench.lessons;

import java.util.ArrayList;
import java.util.List;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/**
 * A solution written another way, and as right.
 *
 * @param words what is different
 * @param goesAlone whether what it changes does not go with what others change elsewhere
 */
public record Variant(Lesson lesson, String words, List<Edit> edits, boolean goesAlone) {
    /** The same with a further change. */
    public Variant with(String file, String find, String replace) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(file, find, replace));
        return new Variant(lesson, words, all, goesAlone);
    }

    /** The same in a copy of its own. */
    public Variant alone() {
        return new Variant(lesson, words, edits, true);
    }

    /** Writes the solution this way. */
    void in(Module module) {
        edits.forEach(edit -> edit.in(module));
    }

    @Override
    public String toString() {
        return lesson.number() + " " + words;
    }
}
