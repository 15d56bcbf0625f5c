package treecounter.workbench.stack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * For tests that need Docker and images. Where they are not to be had, the tests are skipped; with
 * {@code TREECOUNTER_DOCKER=required} they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("docker")
@ExtendWith(DockerCondition.class)
@interface NeedsDocker {
    /** Names of images in .env. */
    String[] value();

    /** Images without which the tests are skipped also where Docker is required. */
    String[] unlessMissing() default {};
}
