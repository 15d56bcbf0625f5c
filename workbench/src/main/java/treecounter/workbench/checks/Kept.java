package treecounter.workbench.checks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What a run of checks leaves for the next one, by its class: what need not be asked twice. */
public final class Kept {
    private final Map<Class<?>, Object> things = new ConcurrentHashMap<>();

    /** What is kept of this class, made if there is none yet. */
    public <T> T get(Class<T> type, Supplier<T> make) {
        return type.cast(things.computeIfAbsent(type, missing -> make.get()));
    }
}
