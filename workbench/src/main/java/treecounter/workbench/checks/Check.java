package treecounter.workbench.checks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/**
 * A step of a lesson, checked from outside. A method with it passes, throws a {@link Finding}, or
 * throws {@link NotChecked}.
 */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Check {
    /** What the README, the TODO and the hint call it: {@code 2.3}. */
    String number();

    /** What is true when it passes, in a few words. */
    String title();

    /** Why it is so, or the better form: one line, for when the check turns green. */
    String learned();

    /** A more concrete hint than the finding's own, for {@code make hint MORE=2}. */
    String more();

    /** Whether a lesson is done without it. */
    boolean optional() default false;
}
