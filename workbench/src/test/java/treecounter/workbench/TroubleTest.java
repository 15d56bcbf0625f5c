package treecounter.workbench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static treecounter.workbench.RobustnessTest.AT_ONCE;
import static treecounter.workbench.RobustnessTest.FULL;
import static treecounter.workbench.RobustnessTest.GET;
import static treecounter.workbench.RobustnessTest.PAGE;
import static treecounter.workbench.RobustnessTest.asking;
import static treecounter.workbench.RobustnessTest.start;
import static treecounter.workbench.RobustnessTest.uri;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.RobustnessTest.Replies;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;

/** What the forest may do to an app of 128 MB, and what its end under load may not lose. */
@StartsPrograms(weight = 1)
class TroubleTest {
    @TempDir Path directory;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("treecounter.workbench.RobustnessTest#lessons")
    void itWithstandsItsForest(Lesson lesson) throws Exception {
        int port = App.freePort();
        HttpServer forest = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        forest.setExecutor(Executors.newCachedThreadPool());
        AtomicInteger mood = new AtomicInteger();
        forest.createContext("/", exchange -> MOODS.get(mood.get()).answer(exchange));
        forest.start();
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "TREES_API_URL",
                "http://127.0.0.1:%d/v1/trees/count".formatted(forest.getAddress().getPort()));
        if (!lesson.directory().equals(FULL)) {
            settings.put("TREES_API_TIMEOUT", "0.5");
        }
        Path output = directory.resolve("output");
        try (Jar jar = start(lesson, port, settings, output)) {
            for (int i = 0; i < MOODS.size(); i++) {
                mood.set(i);
                long start = System.nanoTime();
                assertThat(Http.get(uri(port, PAGE)).status()).as("mood " + i).isEqualTo(503);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("mood " + i)
                        .isLessThan(Duration.ofSeconds(4));
            }
            forest.stop(0);
            assertThat(Http.get(uri(port, PAGE)).status()).as("gone").isEqualTo(503);
            assertThat(jar.process().isAlive()).isTrue();
        } finally {
            forest.stop(0);
        }
        assertThat(Files.readAllLines(output))
                .as("what it printed")
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("OutOfMemoryError"));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("treecounter.workbench.RobustnessTest#lessons")
    void anEndUnderLoadLosesNoRequestThatReachedAHandler(Lesson lesson) throws Exception {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"),
                "Windows has no SIGTERM to send");
        int port = App.freePort();
        AtomicInteger pages = new AtomicInteger();
        try (Forest forest = Forest.start("127.0.0.1", 0, new Faults("0.05", 0));
                Jar jar = start(lesson, port, asking(forest), directory.resolve("output"))) {
            ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
            for (int i = 0; i < AT_ONCE; i++) {
                clients.submit(() -> askUntilItEnds(port, pages));
            }
            clients.shutdown();
            Poll.until(asked -> asked > 5 * AT_ONCE, forest::timesAsked, 20_000);
            jar.process().destroy();
            assertThat(jar.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(pages.get()).isGreaterThan(4 * AT_ONCE);
            assertThat(pages.get())
                    .as("pages that were read whole; each has asked the forest once")
                    .isEqualTo((int) forest.timesAsked());
        }
    }

    private static void askUntilItEnds(int port, AtomicInteger pages) {
        while (true) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(10_000);
                while (true) {
                    socket.getOutputStream().write(GET.getBytes(ISO_8859_1));
                    if (Replies.one(socket.getInputStream()) != 200) {
                        return;
                    }
                    pages.incrementAndGet();
                }
            } catch (SocketTimeoutException e) {
                return;
            } catch (IOException e) {
                if (e instanceof ConnectException) {
                    return;
                }
                // A connection that was idle may be ended; another is refused.
            }
        }
    }

    /** How a forest may answer. */
    private interface Mood {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static final List<Mood> MOODS =
            List.of(
                    exchange -> body(exchange, "no JSON at all"),
                    exchange -> body(exchange, "{\"count\": -"),
                    TroubleTest::endless,
                    TroubleTest::trickling,
                    exchange -> pause(10_000));

    private static void body(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(ISO_8859_1));
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        byte[] piece = new byte[1 << 16];
        Arrays.fill(piece, (byte) ' ');
        exchange.sendResponseHeaders(200, 1L << 30);
        OutputStream out = exchange.getResponseBody();
        for (long sent = 0; sent < 1L << 30; sent += piece.length) {
            out.write(piece);
        }
    }

    private static void trickling(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            pause(200);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
