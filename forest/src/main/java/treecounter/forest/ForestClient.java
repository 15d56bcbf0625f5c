package treecounter.forest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the tree API which trees are planted, and for random numbers. One deadline covers
 * connecting, headers and body, because the JDK client's own timeout does not cover the body.
 */
public final class ForestClient {
    /** How long an answer may take, whole, where nothing else is said. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final JsonMapper JSON = new JsonMapper();

    // Made in the background: the JDK client loads all certificates first, which takes a while.
    private final CompletableFuture<HttpClient> client =
            CompletableFuture.supplyAsync(
                    () ->
                            HttpClient.newBuilder()
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .followRedirects(HttpClient.Redirect.NORMAL)
                                    .build());
    private final URI uri;
    private final Duration deadline;

    /**
     * A client of the tree API.
     *
     * @param uri for example {@code http://host/v1/trees/count}
     * @param deadline how long an answer may take, whole
     */
    public ForestClient(URI uri, Duration deadline) {
        this.uri = uri;
        this.deadline = deadline;
    }

    /**
     * A client of {@code TREES_API_URL}; without it, of a forest that is started here, so that an
     * app runs by itself. {@code TREES_API_TIMEOUT} is the deadline in seconds, 2 where it is
     * unset. A bad setting ends the program with one line and exit code 1.
     */
    public static ForestClient fromEnvironment() {
        try {
            return new ForestClient(
                    Settings.get("TREES_API_URL").isPresent()
                            ? Settings.treesApi(Settings.get("TREES_API_URL").get())
                            : Forest.fromEnvironment("127.0.0.1", 0).uri(),
                    Settings.get("TREES_API_TIMEOUT").map(Settings::timeout).orElse(DEADLINE));
        } catch (IOException | IllegalArgumentException e) {
            throw Settings.refuse(e);
        }
    }

    /** Where this client asks. */
    public URI uri() {
        return uri;
    }

    /**
     * The number of trees planted by now.
     *
     * @throws HttpTimeoutException if the whole answer has not come within the deadline
     * @throws IOException if the forest cannot be reached, or answers anything but a count
     */
    public long countTrees() throws IOException {
        JsonNode count = ask(uri, deadline).path("count");
        if (isWhole(count)) {
            return count.longValue();
        }
        throw new IOException("expected {\"count\": N}, found count: " + count);
    }

    /**
     * How many trees of each species were planted in the last minute.
     *
     * @param most how long this answer may take, whole; never longer than the client's own deadline
     * @throws HttpTimeoutException if the whole answer has not come within that time
     * @throws IOException if the forest cannot be reached, or answers anything but numbers
     */
    public Map<String, Long> recentTrees(Duration most) throws IOException {
        JsonNode answer =
                ask(uri.resolve("recent"), most.compareTo(deadline) < 0 ? most : deadline);
        Map<String, Long> trees = new TreeMap<>();
        for (Map.Entry<String, JsonNode> species : answer.properties()) {
            if (!isWhole(species.getValue())) {
                throw new IOException("expected {\"oak\": N, ...}, found " + species);
            }
            trees.put(species.getKey(), species.getValue().longValue());
        }
        if (!answer.isObject()) {
            throw new IOException("expected {\"oak\": N, ...}, found " + answer);
        }
        return trees;
    }

    /**
     * A random number, after a random delay. It is asked for beside the trees: {@code
     * http://host/v1/random}.
     *
     * @throws HttpTimeoutException if the whole answer has not come within the deadline
     * @throws IOException if the forest cannot be reached, or answers anything but a number
     */
    public double randomValue() throws IOException {
        JsonNode value = ask(uri.resolve("../random"), deadline).path("value");
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        throw new IOException("expected {\"value\": x}, found value: " + value);
    }

    private JsonNode ask(URI what, Duration most) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(what).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.join().sendAsync(request, LimitedBody.handler());
        try {
            return json(answer.get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + most.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException("the forest cannot be asked: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the forest");
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException("the forest answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }
}
