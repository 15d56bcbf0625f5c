package treecounter.forest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the tree API which trees are planted, and for random numbers. One deadline covers the lookup
 * of the name, connecting, headers and body; no time limit of the JDK's clients does. By the older
 * of these: it is loaded in a tenth of the time, and a call costs a fraction.
 */
public final class ForestClient {
    /** How long an answer may take, whole, where nothing else is said. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final int MOST_BYTES = 4096;
    private static final JsonMapper JSON = new JsonMapper();

    /** Asks while the caller waits: who waits can be interrupted, and go when it is time. */
    private static final ExecutorService CALLS =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    RequestThreads.IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    call -> {
                        Thread thread = new Thread(call, "forest-call");
                        thread.setDaemon(true);
                        return thread;
                    });

    static {
        // The client would read the rest of an answer that nobody waits for any more.
        System.setProperty("http.KeepAlive.remainingData", "0");
    }

    private final URI uri;
    private final Duration deadline;
    private final Map<String, String> headers;

    /**
     * A client of the tree API.
     *
     * @param uri for example {@code http://host/v1/trees/count}
     * @param deadline how long an answer may take, whole
     */
    public ForestClient(URI uri, Duration deadline) {
        this(uri, deadline, Map.of());
    }

    private ForestClient(URI uri, Duration deadline, Map<String, String> headers) {
        this.uri = uri;
        this.deadline = deadline;
        this.headers = Map.copyOf(headers);
    }

    /** The same, which sends these headers too. */
    public ForestClient with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new ForestClient(uri, deadline, all);
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
        HttpURLConnection connection = (HttpURLConnection) what.toURL().openConnection();
        int millis = Math.max(1, (int) most.toMillis()); // 0 is for ever.
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setRequestProperty("Accept", "application/json");
        headers.forEach(connection::setRequestProperty);
        Future<byte[]> answer = CALLS.submit(() -> body(connection));
        try {
            byte[] body = answer.get(millis, TimeUnit.MILLISECONDS);
            int status = connection.getResponseCode();
            if (status != 200) {
                throw new IOException("the forest answered " + status);
            }
            return JSON.readTree(body);
        } catch (TimeoutException e) {
            throw late(millis);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SocketTimeoutException
                    ? late(millis)
                    : new IOException("the forest cannot be asked: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the forest");
        } finally {
            if (answer.cancel(true)) {
                CALLS.execute(connection::disconnect); // Not here: it may wait for a read.
            }
        }
    }

    private static HttpTimeoutException late(int millis) {
        return new HttpTimeoutException("no whole answer within " + millis + " ms");
    }

    /** To its end: only then the connection is kept for the next call. */
    private static byte[] body(HttpURLConnection connection) throws IOException {
        boolean good = connection.getResponseCode() < 400;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] piece = new byte[MOST_BYTES];
            for (int length = 0; length >= 0 && in != null; length = in.read(piece)) {
                body.write(piece, 0, length);
                if (body.size() > MOST_BYTES || Thread.interrupted()) {
                    connection.disconnect();
                    throw new IOException("an answer longer than " + MOST_BYTES + " bytes");
                }
            }
        }
        if (body.size() < connection.getContentLengthLong()) {
            throw new EOFException("the answer ends midway");
        }
        return body.toByteArray();
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }
}
