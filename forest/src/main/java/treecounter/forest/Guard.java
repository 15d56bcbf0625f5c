package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Stands around a handler: answers 500 if it throws, and on SIGTERM or Ctrl-C lets its requests
 * finish.
 *
 * <p>Each context needs one. Without it, a handler that throws an exception closes the connection
 * and nothing is logged, one that throws an {@link Error} leaves the client waiting, and SIGTERM
 * tears its answers.
 */
public final class Guard implements HttpHandler {
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    /** A program ends within 3 s, with what else it takes to end. */
    private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(2_700);

    /** What an exchange of the JDK says to a second answer. */
    private static final String TWICE = "headers already sent";

    /** Those of all guards: when the program ends, it ends once. */
    private static final Set<HttpExchange> IN_PROGRESS = ConcurrentHashMap.newKeySet();

    private static final Queue<Consumer<Duration>> AFTERWARDS = new ConcurrentLinkedQueue<>();

    private static volatile boolean draining;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Guard::drain, "drain"));
    }

    private final HttpHandler handler;

    /** Guards a handler. */
    public Guard(HttpHandler handler) {
        this.handler = handler;
    }

    /**
     * Does something when the program ends, once no request is in progress any more.
     *
     * @param work is told how long it may take
     */
    public static void afterwards(Consumer<Duration> work) {
        AFTERWARDS.add(work);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        IN_PROGRESS.add(exchange);
        try (exchange) {
            // A request that comes on an open connection while the program ends is not begun: the
            // JDK server closes all connections when those begun before have ended.
            if (!draining) {
                answer(exchange);
            }
        } finally {
            IN_PROGRESS.remove(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            handler.handle(exchange);
        } catch (Throwable e) {
            answerFor(e, exchange);
        }
    }

    private static void answerFor(Throwable e, HttpExchange exchange) throws IOException {
        boolean answered = exchange.getResponseCode() != -1;
        boolean ending = draining || Thread.currentThread().isInterrupted();
        boolean twice = TWICE.equals(e.getMessage());
        if (e instanceof IOException && !twice && (answered || ending)) {
            return; // The client hung up while it was being answered, or we did: no news.
        }
        // A bug in a handler. Its stack trace is what the author needs, and no query: it may hold a
        // secret.
        System.err.println(
                (answered ? "Cannot go on with " : "Answering 500 to ")
                        + exchange.getRequestURI().getPath()
                        + ", because of:");
        e.printStackTrace();
        if (!answered) {
            Answer.page(500, "500", "The server has a bug. Its log says more.").send(exchange);
        }
    }

    /**
     * Waits for the requests in progress; without any, the program ends at once. Their servers take
     * no new connections meanwhile.
     */
    private static void drain() {
        draining = true;
        IN_PROGRESS.stream()
                .map(exchange -> exchange.getHttpContext().getServer())
                .distinct()
                .forEach(Guard::closeListener);
        long start = System.nanoTime();
        try {
            while (!IN_PROGRESS.isEmpty() && System.nanoTime() - start < DRAIN_NANOS) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Consumer<Duration> work : AFTERWARDS) {
            work.accept(Duration.ofNanos(END_NANOS - (System.nanoTime() - start)));
        }
    }

    /**
     * The JDK server's own stop(delay) waits the whole delay when idle or under keep-alive load, so
     * it only closes the listening socket here, on a thread that ends with the program.
     */
    private static void closeListener(HttpServer server) {
        Thread closing = new Thread(() -> server.stop(60), "close-listener");
        closing.setDaemon(true);
        closing.start();
    }
}
