package treecounter.workbench.lessons;

import java.util.List;
import java.util.Map;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.workshop.Lesson;

/** The catalogue of solutions of a lesson that are written otherwise, and as right. */
public abstract class Variants {
    /** The file that makes and starts the server. */
    protected static final String APP = MistakesTest.APP;

    /** The file that answers. */
    protected static final String HANDLER = MistakesTest.HANDLER;

    private final Lesson lesson = Rooms.lessonOf(this, Variants.class);

    /** All of them. */
    public abstract List<Variant> all();

    /** Right queries beside those of the solution. */
    public Map<Exercise, List<String>> queries() {
        return Map.of();
    }

    /** The solution, with nothing changed yet. */
    protected final Variant variant(String words) {
        return new Variant(lesson, words, List.of(), false);
    }
}
