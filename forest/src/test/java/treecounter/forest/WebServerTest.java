package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.Connection;
import treecounter.forest.Loopback.Reply;

@Timeout(60)
class WebServerTest {
    private static final Answer OK = Answer.page(200, "1", "tree");

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final List<Connection> clients = new ArrayList<>();
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private WebServer server;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        System.setErr(new PrintStream(log, true));
        server = WebServer.bind("127.0.0.1", 0);
        server.createContext("/", this::handle);
        server.createContext("/held", this::hold);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stopServer() throws IOException {
        release.countDown();
        server.stop(0);
        for (Connection client : clients) {
            client.close();
        }
        System.setErr(stderr);
    }

    private void handle(HttpExchange exchange) throws IOException {
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

    private void connect(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            clients.add(new Connection(port));
        }
    }

    /** Fills the server with requests that wait in their handlers. */
    private void fill() throws Exception {
        connect(WebServer.THREADS);
        for (Connection client : clients) {
            client.get("/held");
        }
        Loopback.until("all threads are busy", () -> held.get() == WebServer.THREADS);
    }

    /** Whether the server ends the connection before the client has lost its patience. */
    private static boolean isCutOff(Connection client) {
        try {
            return !client.replies();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Throwable e) throws E {
        throw (E) e;
    }

    @ParameterizedTest
    @ValueSource(classes = {ArithmeticException.class, AssertionError.class, IOException.class})
    void aHandlerThatThrowsAnswers500(Class<? extends Throwable> type) throws Exception {
        Throwable bug = type.getConstructor().newInstance();
        server.createContext("/throws", exchange -> WebServerTest.<IOException>fail(bug));
        for (int i = 0; i < 2; i++) {
            Reply reply = Loopback.get(port, "/throws");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.text()).contains("The server has a bug");
        }
        assertThat(log.toString()).contains("500 to /throws", type.getName(), "WebServerTest.java");
        assertThat(Loopback.get(port, "/").status()).isEqualTo(200);
    }

    @Test
    void aHandlerThatThrowsAfterTheHeadersEndsTheReply() throws IOException {
        server.createContext(
                "/throws",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    throw new IllegalStateException("too late");
                });
        connect(1);
        clients.get(0).waitAtMost(5_000); // less than the time limit of an answer
        clients.get(0).get("/throws");
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> clients.get(0).read());
        assertThat(log.toString()).contains("/throws", "IllegalStateException: too late");
    }

    @Test
    void aSlowPageDelaysNeitherAnotherPageNorASecondContext() throws Exception {
        server.createContext("/second", this::handle);
        connect(1);
        clients.get(0).get("/held");
        Loopback.until("the slow page is at work", () -> held.get() == 1);

        assertThat(Loopback.get(port, "/").status()).isEqualTo(200);
        assertThat(Loopback.get(port, "/second").status()).isEqualTo(200);

        release.countDown();
        assertThat(clients.get(0).read().status()).isEqualTo(200);
    }

    @Test
    void asManyRequestsAsThreadsAreInProgressAndTheNextWaits() throws Exception {
        fill();
        try (Connection next = new Connection(port)) {
            next.get("/");
            next.waitAtMost(300);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(next::replies);

            release.countDown();
            next.waitAtMost(20_000);
            assertThat(next.read().status()).isEqualTo(200);
            for (Connection client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFullServerStopsToo() throws Exception {
        fill();
        try (Connection next = new Connection(port)) {
            next.get("/");
            server.stop(1);
            assertThat(clients.stream().allMatch(WebServerTest::isCutOff)).isTrue();
            assertThat(isCutOff(next)).isTrue();
            assertThat(handled).hasValue(0);
        }
    }

    @Test
    void aBurstOfClientsNeedNotKnockTwice() throws IOException {
        WebServer busy = WebServer.bind("127.0.0.1", 0); // not started: nobody accepts
        port = busy.getAddress().getPort();
        try {
            connect(100);
            assertThat(clients).hasSize(100);
        } finally {
            busy.stop(0);
        }
    }

    @Test
    void silentClientsDelayNobodyAndAreCutOff() throws Exception {
        connect(WebServer.THREADS - 16);
        for (Connection client : clients) {
            client.send("GET / HTTP/1.1\r\nHos");
        }
        assertThat(Loopback.get(port, "/").status()).isEqualTo(200);
        Connection silent = clients.get(0);
        silent.waitAtMost(1);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(silent::replies);

        silent.waitAtMost(20_000);
        assertThat(clients.stream().allMatch(WebServerTest::isCutOff)).isTrue();
        assertThat(handled).hasValue(1);
    }

    @Test
    void answersOnAKeptConnectionAreNotHeldBack() throws Exception {
        connect(1);
        // Nagle's algorithm holds back each of them by 40 ms, always; noise passes.
        Loopback.until("the median of 20 answers is below 30 ms", () -> median() < 30_000_000);
    }

    private long median() throws IOException {
        long[] nanos = new long[20];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            clients.get(0).get("/");
            clients.get(0).read();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[10];
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET mailto:x HTTP/1.1", "OPTIONS * HTTP/1.1", "GET % HTTP/1.1", "GET"})
    void whatTheJdkRefusesReachesNoHandler(String requestLine) throws IOException {
        connect(1);
        clients.get(0).send(requestLine + "\r\nConnection: close\r\n\r\n");
        if (clients.get(0).replies()) { // JDK 17 says nothing to mailto:
            assertThat(clients.get(0).read().status()).isBetween(400, 499);
        }
        assertThat(handled).hasValue(0);
        assertThat(Loopback.get(port, "/").status()).isEqualTo(200);
        assertThat(handled).hasValue(1);
    }

    @Test
    void aTakenPortIsToldWithWaysOn() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> WebServer.bind("127.0.0.1", port))
                .withMessageContaining("Port " + port + " on 127.0.0.1 is taken")
                .withMessageMatching(".*(lsof -i :|netstat .* :)" + port + "\\..*")
                .withMessageMatching(".*another: PORT=\\d+\\.")
                .withMessageNotContaining("PORT=" + port);
    }

    @Test
    void aServerThatNeverStartedFreesItsPort() throws IOException {
        WebServer idle = WebServer.bind("127.0.0.1", 0);
        idle.stop(0);
        WebServer.bind("127.0.0.1", idle.getAddress().getPort()).stop(0);
    }

    @Test
    void anIdleServerStopsAtOnceAndLeavesNothing() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WeakReference<WebServer> stopped = new WeakReference<>(stoppedServer());
        Loopback.until(
                "its threads have ended",
                () -> before.containsAll(Thread.getAllStackTraces().keySet()));
        Loopback.until(
                "nothing, such as its shutdown hook, refers to it",
                () -> {
                    System.gc();
                    return stopped.refersTo(null);
                });
    }

    private WebServer stoppedServer() throws IOException {
        WebServer idle = WebServer.bind("127.0.0.1", 0);
        idle.createContext("/", OK::send);
        idle.start();
        try (Connection kept = new Connection(idle.getAddress().getPort())) {
            kept.get("/");
            kept.read();
            long start = System.nanoTime();
            idle.stop(30);
            assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(10).toNanos());
        }
        return idle;
    }
}
