package treecounter.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import treecounter.pipeline.Failure.Kind;
import treecounter.pipeline.Failure.Place;

/**
 * Some fruits of one kind: {@code {"fruit": "apple", "quantity": 3}}.
 *
 * @param fruit whatever somebody called it, at most 30 letters, digits and dashes
 * @param quantity 1 to 1000
 */
public record Fruits(String fruit, int quantity) {
    /** What most people pick. Anybody can make up others. */
    public static final List<String> KNOWN = List.of("apple", "banana", "cherry", "orange", "pear");

    private static final int MOST = 1000;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads JSON.
     *
     * @throws Failure if it is not that; the message says what was expected and found
     */
    public static Fruits parse(String json) throws Failure {
        JsonNode read = read(json);
        JsonNode fruit = read.path("fruit");
        JsonNode quantity = read.path("quantity");
        if (!fruit.isTextual() || !fruit.textValue().matches("[\\w-]{1,30}")) {
            throw invalid("fruit: expected a name such as \"apple\", found " + text(fruit));
        }
        if (!quantity.isInt() || quantity.intValue() < 1 || quantity.intValue() > MOST) {
            throw invalid(
                    "quantity: expected a whole number from 1 to 1000, found " + text(quantity));
        }
        return new Fruits(fruit.textValue(), quantity.intValue());
    }

    /** The same as JSON. */
    public String toJson() {
        return "{\"fruit\": \"%s\", \"quantity\": %d}".formatted(fruit, quantity);
    }

    private static JsonNode read(String json) throws Failure {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid("expected {\"fruit\": \"apple\", \"quantity\": 3}, found no JSON");
        }
    }

    private static String text(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static Failure invalid(String message) {
        return new Failure(Place.MESSAGE, Kind.INVALID, message);
    }
}
