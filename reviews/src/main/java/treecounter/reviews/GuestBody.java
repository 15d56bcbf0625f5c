package treecounter.reviews;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import treecounter.forest.Answer;

/** What a guest sent: a JSON object of at most {@value #MOST_BYTES} bytes. */
public final class GuestBody {
    /** The longest body that is read. */
    public static final int MOST_BYTES = 16_384;

    /** So much more is passed over, so that the sender comes to the answer. */
    private static final long MOST_PASSED_OVER = 64_000_000;

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    private final JsonNode json;

    private GuestBody(JsonNode json) {
        this.json = json;
    }

    /** It is no body as it has to be: the answer says why, and repeats nothing of it. */
    public static final class Refused extends Exception {
        private final transient Answer answer;

        Refused(int status, String why) {
            super(why);
            this.answer = Answer.json(status, "{\"error\": %s}".formatted(Json.text(why)));
        }

        /** What to send: 400 or 413. */
        public Answer answer() {
            return answer;
        }
    }

    /**
     * Reads the whole body.
     *
     * @throws Refused if it is too long, or no JSON object
     * @throws IOException if the client has gone
     */
    public static GuestBody of(HttpExchange exchange) throws IOException, Refused {
        InputStream body = exchange.getRequestBody();
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            passOver(body);
            throw new Refused(
                    413,
                    "Expected at most %d bytes, found more. Send a shorter review."
                            .formatted(MOST_BYTES));
        }
        return new GuestBody(parsed(text(bytes)));
    }

    /**
     * The text of the field {@code review}, which has a word at least.
     *
     * @throws Refused if there is none
     */
    public String review() throws Refused {
        String review = json.path("review").asText();
        if (!json.path("review").isTextual() || Words.in(review).isEmpty()) {
            throw new Refused(
                    400, "Expected {\"review\": \"...\"} with a word in it, found no such review.");
        }
        return review;
    }

    /**
     * The sentiment that a guest says is the right one, one of those that a model knows.
     *
     * @throws Refused if there is none
     */
    public String sentiment(Set<String> known) throws Refused {
        String sentiment = json.path("sentiment").asText();
        if (!known.contains(sentiment)) {
            throw new Refused(400, "Expected \"sentiment\" to be one of %s.".formatted(known));
        }
        return sentiment;
    }

    /** Does once what reading takes. */
    static void rehearse() {
        try {
            parsed(text("{\"review\": \"A quiet walk.\"}".getBytes(StandardCharsets.UTF_8)));
            parsed("none");
        } catch (Refused e) {
            // As it has to be.
        }
    }

    private static String text(byte[] bytes) throws Refused {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(400, "Expected JSON in UTF-8, found other bytes.");
        }
    }

    private static JsonNode parsed(String text) throws Refused {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Told below; what Jackson says would repeat what the guest wrote.
        }
        throw new Refused(400, "Expected a JSON object such as {\"review\": \"...\"}.");
    }

    private static void passOver(InputStream body) throws IOException {
        byte[] some = new byte[MOST_BYTES];
        long passed = 0;
        int read = body.read(some);
        while (read >= 0 && passed < MOST_PASSED_OVER) {
            passed += read;
            read = body.read(some);
        }
    }
}
