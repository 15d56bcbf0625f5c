package treecounter.workbench.lessons;

import java.lang.reflect.Constructor;
import java.util.List;
import treecounter.workbench.workshop.Lesson;

/** What the tests know of a lesson: it stands in the lesson's package, under the lesson's name. */
public final class Rooms {
    private Rooms() {}

    /** The lessons to test: all, or with {@code -Dlesson=5} that one. */
    public static List<Lesson> lessons() {
        String chosen = System.getProperty("lesson", "");
        return chosen.isEmpty() ? Lesson.all() : List.of(Lesson.named(chosen).orElseThrow());
    }

    /** The typical mistakes of a lesson. */
    public static MistakesTest mistakes(Lesson lesson) {
        return inRoom(lesson, MistakesTest.class);
    }

    /** The solutions of a lesson that are written otherwise. */
    public static VariantsTest variants(Lesson lesson) {
        return inRoom(lesson, VariantsTest.class);
    }

    /** What else is known of a lesson. */
    public static Facts facts(Lesson lesson) {
        return inRoom(lesson, Facts.class);
    }

    private static <T> T inRoom(Lesson lesson, Class<T> kind) {
        String name = lesson.getClass().getName() + kind.getSimpleName();
        try {
            Constructor<?> made = Class.forName(name).getDeclaredConstructor();
            made.setAccessible(true);
            return kind.cast(made.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(
                    "Expected a class %s that extends %s, found none."
                            .formatted(name, kind.getSimpleName()),
                    e);
        }
    }

    static Lesson lessonOf(Object room, Class<?> kind) {
        String name = room.getClass().getName();
        return Lesson.all().stream()
                .filter(one -> name.equals(one.getClass().getName() + kind.getSimpleName()))
                .findFirst()
                .orElseThrow();
    }
}
