package treecounter.workbench.lessons;

import java.util.List;
import treecounter.workbench.workshop.Lesson;

/** The catalogue of a lesson's typical mistakes. */
public abstract class Mistakes {
    /** The file that makes and starts the server. */
    protected static final String APP = "src/main/java/treecounter/TreeCounterApp.java";

    /** The file that answers. */
    protected static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";

    private final Lesson lesson = Rooms.lessonOf(this, Mistakes.class);

    /** All of them. */
    public abstract List<Mistake> all();

    /**
     * Whether only its own check sees mistakes like this one: then one app serves a mistake of each
     * check.
     */
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return mistake.isOutsideTheApp();
    }

    /** The solution with {@code find} replaced; an empty {@code find} makes a file anew. */
    protected final Mistake mistake(
            String words, String file, String find, String replace, String check, String hint) {
        return new Mistake(
                lesson, words, List.of(new Edit(file, find, replace)), check, hint, false);
    }

    /** The solution with another query. */
    protected final Mistake query(
            String words, String exercise, String query, String check, String hint) {
        String file = "queries/%s.promql".formatted(exercise);
        return mistake(words, file, "", query + "\n", check, hint);
    }
}
