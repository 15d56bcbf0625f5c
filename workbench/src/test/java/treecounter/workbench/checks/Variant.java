package treecounter.workbench.checks;

import java.util.ArrayList;
import java.util.List;
import treecounter.workbench.Lesson;
import treecounter.workbench.Module;

/**
 * A solution written another way, and as right.
 *
 * @param words what is different
 */
record Variant(Lesson lesson, String words, List<Edit> edits) {
    static Variant of(Lesson lesson, String words) {
        return new Variant(lesson, words, List.of());
    }

    /** The same with a further change. */
    Variant with(String file, String find, String replace) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(file, find, replace));
        return new Variant(lesson, words, all);
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
