package treecounter.workbench.checks;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again for a moment: an app may count just after it has answered. */
public final class Poll {
    private Poll() {}

    /** The first value that is good, else the last one. */
    public static <T> T until(Predicate<T> good, Supplier<T> look) {
        return until(good, look, 300);
    }

    /** The same, for {@code millis}; soon at first, then every 20 ms. */
    public static <T> T until(Predicate<T> good, Supplier<T> look, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        T value = look.get();
        for (int pause = 1;
                !good.test(value) && System.nanoTime() < deadline;
                pause = Math.min(2 * pause, 20)) {
            try {
                TimeUnit.MILLISECONDS.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return value;
            }
            value = look.get();
        }
        return value;
    }
}
