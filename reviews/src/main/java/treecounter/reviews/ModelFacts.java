package treecounter.reviews;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a model, in a file beside it.
 *
 * @param version of the rows it learned from: the same rows give the same one
 * @param trained when
 * @param rows that it learned from
 * @param seed that made the rows; -1 where they come from a file
 * @param accuracy in rows that it did not learn from, from 0 to 1
 * @param seconds that it took to learn
 * @param shares of each label in the rows that it learned from, from 0 to 1
 */
public record ModelFacts(
        String version,
        Instant trained,
        long seed,
        int rows,
        double accuracy,
        double seconds,
        Map<String, Double> shares) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ModelFacts {
        shares = new TreeMap<>(shares);
    }

    /** As it stands in the file. */
    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", version)
                .put("trained", trained.toString())
                .put("seed", seed)
                .put("rows", rows)
                .put("accuracy", accuracy)
                .put("seconds", seconds);
        ObjectNode each = json.putObject("shares");
        shares.forEach(each::put);
        return json.toPrettyString() + "\n";
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if this is nothing of the kind
     */
    static ModelFacts fromJson(String text) throws IOException {
        try {
            JsonNode json = JSON.readTree(text);
            Map<String, Double> shares = new TreeMap<>();
            json.path("shares")
                    .fields()
                    .forEachRemaining(
                            each -> shares.put(each.getKey(), each.getValue().asDouble()));
            if (!json.path("version").isTextual() || shares.isEmpty()) {
                throw new IOException("no version or no shares in it");
            }
            return new ModelFacts(
                    json.path("version").asText(),
                    Instant.parse(json.path("trained").asText()),
                    json.path("seed").asLong(),
                    json.path("rows").asInt(),
                    json.path("accuracy").asDouble(),
                    json.path("seconds").asDouble(),
                    shares);
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IOException("no facts of a model", e);
        }
    }
}
