package treecounter.workbench.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what takes its time, such as the next scrape, and no longer than need be. */
final class Eventually {
    private Eventually() {}

    /** The first value that is good; an error that shows the last one if none comes in time. */
    static <T> T get(Duration patience, Callable<T> look, Predicate<T> good) throws Exception {
        Instant end = Instant.now().plus(patience);
        while (true) {
            T value = look.call();
            if (good.test(value)) {
                return value;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(
                        "expected within %s, found at last: %s".formatted(patience, value));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
