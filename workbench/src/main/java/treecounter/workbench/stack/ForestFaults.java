package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import treecounter.workbench.Http;
import treecounter.workbench.Options;
import treecounter.workbench.Refusal;
import treecounter.workbench.Screen;

/** Shows and sets what is wrong with the forest of the stack, while it runs. */
public final class ForestFaults {
    private final Screen screen;
    private final Options options;

    /** The forest of {@code make up}. */
    public ForestFaults(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Sets {@code LATENCY} and {@code ERRORS}, if they are given, and shows both.
     *
     * @return 0
     * @throws Refusal if a value is not good, or no forest answers
     */
    public int set() {
        ObjectNode change = new JsonMapper().createObjectNode();
        options.get("LATENCY").ifPresent(value -> change.put("latency", value));
        options.get("ERRORS").ifPresent(value -> change.put("errorRate", value));
        URI uri = Service.FOREST.uri(options, "/faults");
        try {
            Http.Answer answer =
                    change.isEmpty()
                            ? Http.get(uri)
                            : Http.send("PUT", uri, Map.of(), change.toString());
            if (answer.status() != 200) {
                throw new Refusal(
                        "The forest refuses: "
                                + answer.body()
                                        .strip()
                                        .replace("errorRate", "ERRORS")
                                        .replace("latency", "LATENCY"));
            }
            screen.line("Forest: " + answer.body().strip());
            return 0;
        } catch (IOException e) {
            throw new Refusal("No forest answers at %s. Start it: make up".formatted(uri));
        }
    }
}
