package treecounter.workbench.workshop;

import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;

/**
 * A word to type: what it does, what can be set, and the work.
 *
 * @param settings as one types them, with a value: {@code RATE=10}
 */
public record Verb(String name, String does, List<String> settings, Action action) {
    /** The work of a verb; gives the exit code. */
    @FunctionalInterface
    public interface Action {
        int run(Screen screen, Workshop workshop, Options options);
    }

    /** A verb whose settings are words with blanks between. */
    public static Verb of(String name, String does, String settings, Action action) {
        return new Verb(name, does, Stream.of(settings.split(" ")).toList(), action);
    }

    /** The names of its settings. */
    public List<String> keys() {
        return settings.stream()
                .filter(setting -> !setting.isEmpty())
                .map(setting -> setting.replaceFirst("=.*", ""))
                .toList();
    }
}
