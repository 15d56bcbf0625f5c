package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import treecounter.forest.Loopback.Connection;

/** A server made as the lessons make theirs, with a quick page and one that waits, and clients. */
final class Site implements AutoCloseable {
    static final Answer OK = Answer.page(200, "1", "tree");

    final List<Connection> clients = new ArrayList<>();
    final AtomicInteger handled = new AtomicInteger();
    final AtomicInteger held = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    final RequestThreads threads = new RequestThreads();
    final HttpServer server = create();
    final int port = server.getAddress().getPort();

    Site() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", new Guard(this::handle));
        server.createContext("/held", new Guard(this::hold));
        server.start();
    }

    /** A server that is not started: nobody accepts. */
    static HttpServer create() throws IOException {
        return HttpServer.create(ServerAddress.of("127.0.0.1", 0), RequestThreads.MOST);
    }

    void handle(HttpExchange exchange) throws IOException {
        handled.incrementAndGet();
        OK.send(exchange);
    }

    /** A handler that waits until the test lets go. */
    private void hold(HttpExchange exchange) throws IOException {
        held.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        OK.send(exchange);
    }

    Connection connect() throws IOException {
        connect(1);
        return clients.get(clients.size() - 1);
    }

    void connect(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            clients.add(new Connection(port));
        }
    }

    /** Fills the server with requests that wait in their handlers. */
    void fill() throws Exception {
        connect(RequestThreads.MOST);
        for (Connection client : clients) {
            client.get("/held");
        }
        Loopback.until("all threads are busy", () -> held.get() == RequestThreads.MOST);
    }

    /** Whether the server ends the connection before the client has lost its patience. */
    static boolean isCutOff(Connection client) {
        try {
            return !client.replies();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset
        }
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        threads.shutdownNow();
        server.stop(0);
        for (Connection client : clients) {
            client.close();
        }
    }
}
