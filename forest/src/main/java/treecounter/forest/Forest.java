package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The tree API: {@code GET /v1/trees/count} answers {@code {"count": N}}, and {@code GET
 * /v1/trees/recent} how many of each species the last minute brought, {@code {"oak": 3, ...}};
 * after a while, or with 503. {@code GET|PUT /faults} reads and sets how slowly and how often,
 * while it runs. {@code GET /v1/random} answers {@code {"value": x}} as {@link RandomValues} say,
 * whatever the faults.
 */
public final class Forest implements AutoCloseable {
    private static final long COUNT_THEN = 187_654_321;
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TREES_PER_SECOND = 3;
    private static final int MOST_BYTES = 4096;
    private static final RecentTrees RECENT = new RecentTrees(1, TREES_PER_SECOND);

    private final HttpServer server;
    private final RequestThreads threads = new RequestThreads();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong askedForRecent = new AtomicLong();

    /** Goes on whenever this forest is hurried. */
    private final Phaser hurried = new Phaser(1);

    private volatile Clock clock;
    private volatile Faults faults;
    private volatile Latency latency;
    private volatile RandomValues randomValues = RandomValues.of(RandomValues.SEED);
    private volatile HttpHandler handler = this::handle;

    private Forest(HttpServer server, Clock clock, Faults faults) {
        this.server = server;
        this.clock = clock;
        setFaults(faults);
        server.setExecutor(threads);
        server.createContext("/", new Guard(exchange -> handler.handle(exchange)));
    }

    /** Runs a forest on {@code HOST} (127.0.0.1) and {@code PORT} (8002) until it is stopped. */
    public static void main(String[] args) {
        try {
            Forest forest = fromEnvironment(Settings.host(), Settings.port(8002));
            System.out.println(
                    "Forest: "
                            + ServerAddress.url(forest.server, "/v1/trees/count")
                            + " "
                            + forest.faults);
        } catch (IOException | IllegalArgumentException e) {
            throw Settings.refuse(e);
        }
    }

    /** Starts one with the faults and the seed that the environment says, and who looks on. */
    static Forest fromEnvironment(String host, int port) throws IOException {
        RandomValues randomValues = RandomValues.fromEnvironment();
        Forest forest = made(host, port, Faults.fromEnvironment(), Clock.systemUTC());
        forest.setRandomValues(randomValues);
        ServiceLoader.load(Onlooker.class).forEach(forest::add);
        forest.server.start();
        return forest;
    }

    /**
     * Starts a forest.
     *
     * @param port 0 takes any free port
     * @throws IOException if the port cannot be opened; the message says how to go on
     */
    public static Forest start(String host, int port, Faults faults) throws IOException {
        return start(host, port, faults, Clock.systemUTC());
    }

    static Forest start(String host, int port, Faults faults, Clock clock) throws IOException {
        Forest forest = made(host, port, faults, clock);
        forest.server.start();
        return forest;
    }

    private static Forest made(String host, int port, Faults faults, Clock clock)
            throws IOException {
        HttpServer server = HttpServer.create(ServerAddress.of(host, port), RequestThreads.MOST);
        return new Forest(server, clock, faults);
    }

    /** Where trees are counted. */
    public URI uri() {
        return uri(server.getAddress().getPort());
    }

    /** Where trees are counted by a forest of this machine at a port, there already or not. */
    public static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port + "/v1/trees/count");
    }

    /** What is wrong with this forest now. */
    public Faults faults() {
        return faults;
    }

    /** Changes what is wrong, for the requests that come from now on. */
    public void setFaults(Faults changed) {
        latency = Latency.parse(changed.latency());
        faults = changed;
    }

    /** Changes what time it is in this forest: trees grow with it, and are gone if it goes back. */
    public void setClock(Clock changed) {
        clock = changed;
    }

    /** Changes what is answered at {@code /v1/random} from now on. */
    public void setRandomValues(RandomValues changed) {
        randomValues = changed;
    }

    /** Lets somebody look on from now on. */
    public void add(Onlooker onlooker) {
        handler = onlooker.around(handler);
    }

    /** How many trees of each species were planted in the last minute. */
    public Map<String, Integer> recentTrees() {
        return RECENT.at(clock.instant());
    }

    /** How many times trees were counted here, counting those still waiting for the answer. */
    public long timesAsked() {
        return asked.get();
    }

    /** How many times it was asked for the trees of the last minute. */
    public long timesAskedForRecent() {
        return askedForRecent.get();
    }

    /** Answers at once all that wait, however slow this forest was when they came. */
    public void hurry() {
        hurried.arrive();
    }

    @Override
    public void close() {
        threads.shutdownNow(); // First: stop waits for the thread that waits for these.
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/v1/trees/count" -> trees(exchange, asked, this::count).send(exchange);
            case "/v1/trees/recent" -> trees(exchange, askedForRecent, this::recent).send(exchange);
            case "/v1/random" -> random(exchange).send(exchange);
            case "/faults" -> faults(exchange).send(exchange);
            default -> Answer.json(404, "{\"error\": \"try /v1/trees/count\"}").send(exchange);
        }
    }

    private Answer trees(HttpExchange exchange, AtomicLong asked, Supplier<String> json)
            throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        int before = hurried.getPhase();
        asked.incrementAndGet();
        pause(latency.seconds(ThreadLocalRandom.current()), before);
        if (ThreadLocalRandom.current().nextDouble() < faults.errorRate()) {
            return Answer.json(503, "{\"error\": \"the forest is closed\"}");
        }
        return Answer.json(200, json.get());
    }

    private String count() {
        long seconds = clock.instant().getEpochSecond() - THEN.getEpochSecond();
        return "{\"count\": %d}".formatted(COUNT_THEN + seconds * TREES_PER_SECOND);
    }

    private String recent() {
        return recentTrees().entrySet().stream()
                .map(trees -> "\"%s\": %d".formatted(trees.getKey(), trees.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private Answer random(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        RandomValues values = randomValues;
        pause(values.delay().draw(ThreadLocalRandom.current()), hurried.getPhase());
        double value = values.value().draw(ThreadLocalRandom.current());
        return Answer.json(200, "{\"value\": %s}".formatted(value));
    }

    private Answer faults(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD":
                return Answer.json(200, faults.toJson());
            case "PUT":
                try {
                    setFaults(faults.changedBy(exchange.getRequestBody().readNBytes(MOST_BYTES)));
                    return Answer.json(200, faults.toJson());
                } catch (IllegalArgumentException e) {
                    return new Answer(
                            400, "text/plain; charset=utf-8", e.getMessage() + "\n", Map.of());
                }
            default:
                return Answer.methodNotAllowed("GET, HEAD, PUT");
        }
    }

    private void pause(double seconds, int before) throws IOException {
        try {
            hurried.awaitAdvanceInterruptibly(
                    before, Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Nobody was in a hurry.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the forest is closing", e);
        }
    }
}
