package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import treecounter.workbench.machine.Command;

/**
 * Asks the cluster of one context, which is always named: the current one may be somebody's at
 * work.
 *
 * @param environment what kubectl finds there beyond what is there already
 */
record Kubectl(String context, Map<String, String> environment) {
    private static final String PROGRAM = "kubectl";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** That of a context. */
    static Kubectl of(String context) {
        return new Kubectl(context, Map.of());
    }

    static boolean isHere() {
        return Command.onPath(PROGRAM).isPresent();
    }

    /** The contexts that this machine knows. */
    static List<String> contexts() {
        return Command.of(PROGRAM, "config", "get-contexts", "--output=name")
                .run()
                .out()
                .lines()
                .toList();
    }

    /** A command to it. */
    Command command(String... words) {
        List<String> all = new ArrayList<>(List.of(PROGRAM, "--context", context));
        all.addAll(List.of(words));
        return Command.of(all).with(environment);
    }

    /**
     * What the cluster knows under a path of its API; nothing if it knows nothing of that name.
     *
     * @throws Silent if it does not answer
     */
    Optional<JsonNode> get(String path) throws Silent {
        Optional<String> text = text(path);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(JsonMapper.builder().build().readTree(text.get()));
        } catch (JsonProcessingException e) {
            throw new Silent(context, "what it sends is no JSON");
        }
    }

    /**
     * The same as text.
     *
     * @throws Silent if it does not answer
     */
    Optional<String> text(String path) throws Silent {
        Command.Result result =
                command("--request-timeout=5s", "get", "--raw", path).within(LIMIT).run();
        if (result.exit() == 0) {
            return Optional.of(result.out());
        }
        if (result.err().contains("(NotFound)")) {
            return Optional.empty();
        }
        throw new Silent(context, result.err().lines().reduce((one, last) -> last).orElse("late"));
    }

    /** The cluster cannot be asked. */
    static final class Silent extends Exception {
        private Silent(String context, String why) {
            super("The cluster of context %s does not answer: %s".formatted(context, why));
        }
    }
}
