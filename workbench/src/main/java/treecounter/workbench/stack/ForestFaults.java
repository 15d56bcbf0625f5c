package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;

/** Shows and sets what is wrong with the forest of the stack, while it runs. */
public final class ForestFaults {
    /** Settings of all lessons, and what the forest calls each. */
    private static final Map<String, String> SETTINGS = new TreeMap<>();

    static {
        Lesson.all().forEach(lesson -> SETTINGS.putAll(lesson.faults()));
    }

    private final Screen screen;
    private final Options options;

    /** The forest of {@code make up}. */
    public ForestFaults(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Sets what is given, and shows all.
     *
     * @return 0
     * @throws Refusal if a value is not good, or no forest answers
     */
    public int set() {
        ObjectNode change = new JsonMapper().createObjectNode();
        SETTINGS.forEach(
                (setting, fault) ->
                        options.get(setting).ifPresent(value -> change.put(fault, value)));
        URI uri = Core.FOREST.uri(options, "/faults");
        try {
            Http.Answer answer =
                    change.isEmpty()
                            ? Http.get(uri)
                            : Http.send("PUT", uri, Map.of(), change.toString());
            if (answer.status() != 200) {
                throw new Refusal("The forest refuses: " + asTyped(answer.body().strip()));
            }
            screen.line("Forest: " + answer.body().strip());
            return 0;
        } catch (IOException e) {
            throw new Refusal("No forest answers at %s. Start it: make up".formatted(uri));
        }
    }

    private static String asTyped(String said) {
        String typed = said;
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            typed = typed.replace(setting.getValue(), setting.getKey());
        }
        return typed;
    }
}
