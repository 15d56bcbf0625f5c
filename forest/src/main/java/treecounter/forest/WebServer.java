package treecounter.forest;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's {@link HttpServer}, made ready for work: a thread pool, time limits, an answer 500 for
 * a handler that throws, and an orderly end on SIGTERM.
 *
 * <p>At most {@value #THREADS} requests are in progress at once. Further ones wait in the order
 * they came until a thread is free. A client that sends its request too slowly is cut off after
 * {@value #REQUEST_SECONDS} seconds.
 */
public final class WebServer extends HttpServer {
    static final int THREADS = 256;
    static final int REQUEST_SECONDS = 5;
    // The JDK counts the handler's own time too; a forest can be told to take up to 60 s.
    private static final int RESPONSE_SECONDS = 90;
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    static {
        // The JDK server reads these once, when its first instance is made.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS));
        setIfAbsent("sun.net.httpserver.maxRspTime", String.valueOf(RESPONSE_SECONDS));
    }

    private final HttpServer server;
    private final ThreadPoolExecutor pool;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final Thread drain = new Thread(this::drain, "drain");
    private volatile boolean draining;
    private volatile boolean started;

    private WebServer(HttpServer server) {
        this.server = server;
        this.pool = pool("http-" + server.getAddress().getPort());
        server.setExecutor(pool);
    }

    /**
     * Makes the server of an app on {@code HOST} (127.0.0.1) and {@code PORT} (8001). A port that
     * is taken, or a setting that cannot be understood, ends the program with one line and exit
     * code 1.
     */
    public static HttpServer fromEnvironment() {
        try {
            return bind(Settings.host(), Settings.port(8001));
        } catch (IOException | IllegalArgumentException e) {
            throw Settings.refuse(e);
        }
    }

    /**
     * Makes a server without starting it.
     *
     * @param port 0 takes any free port
     * @throws BindException if the port is taken; the message says how to go on
     * @throws IOException if the host is unknown or the port cannot be opened
     */
    public static WebServer bind(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(
                    "HOST: expected a name or address of this machine, found '%s'. Unset HOST."
                            .formatted(host));
        }
        try {
            // With the standard backlog of 50, a burst of clients waits for TCP's retry, 1 s or
            // more.
            return new WebServer(HttpServer.create(address, THREADS));
        } catch (BindException e) {
            BindException told = new BindException(cannotListen(host, port, e));
            told.initCause(e);
            throw told;
        }
    }

    /** The address to type into a browser, for a server that is bound. */
    public static String url(HttpServer server, String path) {
        InetSocketAddress address = server.getAddress();
        boolean reachableAsLocalhost =
                address.getAddress().isAnyLocalAddress()
                        || address.getAddress().isLoopbackAddress();
        String host = reachableAsLocalhost ? "localhost" : address.getHostString();
        return "http://" + host + ":" + address.getPort() + path;
    }

    /** Starts to listen; from now on SIGTERM or Ctrl-C lets requests in progress finish. */
    @Override
    public void start() {
        server.start();
        started = true;
        Runtime.getRuntime().addShutdownHook(drain);
    }

    /** Mounts a handler. If it throws before it has answered, the client gets a 500. */
    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        HttpContext context = createContext(path);
        context.setHandler(handler);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        HttpContext context = server.createContext(path);
        context.getFilters().add(new Guard());
        return context;
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void setExecutor(Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public Executor getExecutor() {
        return server.getExecutor();
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.getAddress();
    }

    /** Stops at once when idle, else after {@code seconds} at the latest; ends its threads too. */
    @Override
    public void stop(int seconds) {
        draining = true;
        if (!started) {
            server.start(); // The JDK server frees its port only if it once ran.
        }
        finishRequests(TimeUnit.SECONDS.toNanos(seconds));
        pool.shutdownNow();
        server.stop(0);
        try {
            Runtime.getRuntime().removeShutdownHook(drain);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook with it.
        }
    }

    private void drain() {
        finishRequests(DRAIN_NANOS);
    }

    /**
     * Closes the listening socket and waits for the requests that reached a handler. The JDK
     * server's own stop(delay) waits the whole delay when idle or under keep-alive load, so it only
     * closes the socket here, on a thread that ends with the program.
     */
    private void finishRequests(long nanos) {
        draining = true;
        Thread closing = new Thread(() -> server.stop(60), "close-listener");
        closing.setDaemon(true);
        closing.start();
        long deadline = System.nanoTime() + nanos;
        try {
            while (inProgress.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A pool that hands work to the thread that was busy last and lets idle ones go. The scrape
     * handler keeps 1 MiB for each thread that ever served it, so few warm threads beat many.
     */
    private static ThreadPoolExecutor pool(String name) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                WebServer::waitForThread);
    }

    private static void waitForThread(Runnable task, ThreadPoolExecutor pool) {
        try {
            while (!pool.isShutdown() && !pool.getQueue().offer(task, 100, TimeUnit.MILLISECONDS)) {
                // Waits on, but not for a pool that ends: stop() waits for the thread that is here.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String cannotListen(String host, int port, BindException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.contains("in use")) {
            return "Cannot listen on %s:%d: %s. Choose another HOST or PORT."
                    .formatted(host, port, message);
        }
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        String who = windows ? "netstat -ano | findstr :" + port : "lsof -i :" + port;
        return "Port %d on %s is taken. See who holds it: %s. Or choose another: PORT=%d."
                .formatted(port, host, who, port < 65_000 ? port + 10 : 8001);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Counts the requests in progress and answers for a handler that throws. */
    private final class Guard extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            inProgress.incrementAndGet();
            try (exchange) {
                // A request that comes on an open connection while the server drains is not begun:
                // the JDK server closes all connections when those begun before have ended.
                if (!draining) {
                    handle(exchange, chain);
                }
            } finally {
                inProgress.decrementAndGet();
            }
        }

        private void handle(HttpExchange exchange, Chain chain) throws IOException {
            try {
                chain.doFilter(exchange);
            } catch (Throwable e) {
                answerFor(e, exchange);
            }
        }

        private void answerFor(Throwable e, HttpExchange exchange) throws IOException {
            boolean answered = exchange.getResponseCode() != -1;
            if (e instanceof IOException && (answered || draining)) {
                return; // The client hung up while it was being answered, or we did: no news.
            }
            // A bug in a handler. Its stack trace is what the author needs.
            System.err.println("Answering 500 to " + exchange.getRequestURI() + ", because of:");
            e.printStackTrace();
            if (!answered) {
                Answer.page(500, "500", "The server has a bug. Its log says more.").send(exchange);
            }
        }

        @Override
        public String description() {
            return "answers 500 for a handler that throws";
        }
    }
}
