package treecounter.workbench;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** Tests that start no program come first, and those of real servers last. */
public final class PlainFirst implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(
                        Comparator.comparingInt(PlainFirst::weight)
                                .thenComparing(test -> test.getTestClass().getName()));
    }

    private static int weight(ClassDescriptor test) {
        return test.findAnnotation(StartsPrograms.class).map(StartsPrograms::weight).orElse(0);
    }
}
