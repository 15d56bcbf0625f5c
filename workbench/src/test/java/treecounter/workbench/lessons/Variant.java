package treecounter.workbench.lessons;

import java.util.ArrayList;
import java.util.List;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/**
 * A solution written another way, and as right.
 *
 * @param words what is different
 */
public record Variant(Lesson lesson, String words, List<Edit> edits) {
    /** The same with a further change. */
    public Variant with(String file, String find, String replace) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(file, find, replace));
        return new Variant(lesson, words, all);
    }

    /** Both, which change different lines. */
    public Variant and(Variant other) {
        List<Edit> all = new ArrayList<>(edits);
        all.addAll(other.edits);
        return new Variant(lesson, words + "; " + other.words, all);
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
