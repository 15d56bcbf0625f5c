package treecounter.workbench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A class of tests that start other programs, and so take their time. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface StartsPrograms {
    /** The long ones begin before the short ones: 1 the longest, 3 the shortest. */
    int weight() default 2;
}
