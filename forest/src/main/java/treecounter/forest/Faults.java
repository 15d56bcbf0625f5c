package treecounter.forest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a forest: how slowly it answers, and which share of its answers is a 503.
 *
 * @param latency seconds an answer takes: {@code 0}, {@code 0.05}, {@code 0-1} (any time between),
 *     {@code 0.05,1%:2} (2 s for one in a hundred)
 * @param errorRate share of the answers that are 503, from 0 to 1
 */
public record Faults(String latency, double errorRate) {
    /** As in the original story: 0 to 1 s, and 15 % errors. */
    public static final Faults ORIGINAL = new Faults("0-1", 0.15);

    /** A forest that always answers at once. */
    public static final Faults NONE = new Faults("0", 0);

    /**
     * @throws IllegalArgumentException with what was expected and what was found
     */
    public Faults {
        Latency.parse(latency);
        if (!(errorRate >= 0 && errorRate <= 1)) {
            throw badErrorRate(errorRate);
        }
    }

    /** Reads {@code FOREST_LATENCY} and {@code FOREST_ERROR_RATE}; what is unset is original. */
    public static Faults fromEnvironment() {
        return fromEnvironment(ORIGINAL);
    }

    /** The same; what is unset is as {@code usual}. */
    public static Faults fromEnvironment(Faults usual) {
        try {
            return new Faults(
                    Settings.get("FOREST_LATENCY").orElse(usual.latency),
                    Settings.get("FOREST_ERROR_RATE").map(Faults::rate).orElse(usual.errorRate));
        } catch (IllegalArgumentException e) {
            String told = e.getMessage().replaceFirst("^latency", "FOREST_LATENCY");
            throw new IllegalArgumentException(
                    told.replaceFirst("^errorRate", "FOREST_ERROR_RATE"), e);
        }
    }

    /**
     * These faults, changed by a JSON object with any of {@code latency} and {@code errorRate}.
     *
     * @throws IllegalArgumentException with what was expected and what was found
     */
    Faults changedBy(byte[] json) {
        JsonNode change = read(json);
        List<String> others = new ArrayList<>();
        change.fieldNames().forEachRemaining(others::add);
        others.removeAll(List.of("latency", "errorRate"));
        if (!change.isObject() || !others.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a JSON object like %s, found %s"
                            .formatted(NONE.toJson(), change.isMissingNode() ? "nothing" : change));
        }
        return new Faults(
                change.path("latency").asText(latency),
                rate(change.path("errorRate").asText(String.valueOf(errorRate))));
    }

    private static JsonNode read(byte[] json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected a JSON object like %s, found no JSON".formatted(NONE.toJson()), e);
        }
    }

    /** As JSON, in the form that {@code PUT /faults} takes. */
    public String toJson() {
        return "{\"latency\": \"%s\", \"errorRate\": %s}".formatted(latency, errorRate);
    }

    private static double rate(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw badErrorRate(text);
        }
    }

    private static IllegalArgumentException badErrorRate(Object found) {
        return new IllegalArgumentException(
                "errorRate: expected a share from 0 to 1, such as 0.15; found '" + found + "'");
    }
}
