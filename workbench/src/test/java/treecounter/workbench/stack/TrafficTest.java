package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;

@StartsPrograms(weight = 3)
@Isolated
class TrafficTest {
    private final Map<String, AtomicInteger> seen = new ConcurrentSkipListMap<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Queue<Long> arrived = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void ofTenRequestsOneIsHeadAndOneIsForAnUnknownPath() throws Exception {
        serve(200, 0);
        long start = System.nanoTime();
        send("RATE=100", "FOR=1");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(990);
        assertThat(seen.get("GET /treecounter")).hasValue(80);
        assertThat(seen.get("HEAD /treecounter")).hasValue(10);
        assertThat(seen.get("GET /nowhere")).hasValue(10);
        assertThat(report(1)).isEqualTo(100);
        assertThat(report(2)).isEqualTo(100);
        assertThat(report(3)).isZero();
    }

    @Test
    void requestsAreSpreadOverTheTime() throws Exception {
        serve(200, 0);
        send("RATE=20", "FOR=1");
        List<Long> times = arrived.stream().sorted().toList();
        long all = times.get(times.size() - 1) - times.get(0);
        long half = times.get(times.size() / 2) - times.get(0);
        assertThat(TimeUnit.NANOSECONDS.toMillis(all)).isGreaterThan(500);
        assertThat(TimeUnit.NANOSECONDS.toMillis(half)).isGreaterThan(150);
    }

    @Test
    void whatIsNotAnsweredAsItShouldBeHasFailed() throws Exception {
        serve(503, 0);
        send("RATE=50", "FOR=1");
        assertThat(report(2)).as("the unknown paths are answered 404").isEqualTo(5);
        assertThat(report(3)).isEqualTo(45);
    }

    @Test
    void theNextRequestDoesNotWaitForASlowAnswer() throws Exception {
        serve(200, 700);
        send("RATE=20", "FOR=1");
        assertThat(mostAtOnce).as("requests in progress at once").hasValueGreaterThan(2);
        assertThat(report(1)).isEqualTo(20);
        assertThat(report(4)).isGreaterThanOrEqualTo(0.7);
    }

    @Test
    void anotherProgramOnThePortIsNoticed() throws Exception {
        serve(404, 0);
        assertThatThrownBy(() -> send("RATE=50", "FOR=5"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Is another program on this port?");
    }

    @Test
    void whenTheAppGoesAwayItSaysSoOnceAndGoesOn() throws Exception {
        serve(200, 0);
        Thread end =
                new Thread(
                        () -> {
                            Poll.until(all -> all.size() >= 20, () -> arrived, 20_000);
                            server.stop(0);
                        });
        end.start();
        send("RATE=50", "FOR=2");
        end.join();
        assertThat(written.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("Nobody answers any more at http://127.0.0.1:")
                .doesNotContain("make faults");
        assertThat(report(1)).isEqualTo(100);
    }

    @Test
    void aForestOnAnotherPortIsNamedWithWhatToType() throws Exception {
        serve(200, 0);
        int port = server.getAddress().getPort();
        traffic(
                        Options.of(
                                List.of("traffic", "APP_PORT=" + port, "RATE=1", "FOR=1"),
                                Map.of("FOREST_PORT", "8012")))
                .send();
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("make faults FOREST_PORT=8012");
    }

    @Test
    void withoutAnAppItSaysHowToStartOne() {
        Options nobody = options(App.freePort(), "RATE=1", "FOR=1");
        assertThatThrownBy(() -> traffic(nobody).send())
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("No app answers at http://127.0.0.1:")
                .hasMessageContaining("make up");
    }

    private void serve(int status, long millis) throws IOException {
        server = HttpServer.create(ServerAddress.of("127.0.0.1", 0), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    String request = exchange.getRequestMethod() + " " + path;
                    arrived.add(System.nanoTime());
                    seen.computeIfAbsent(request, each -> new AtomicInteger()).incrementAndGet();
                    mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
                    pause(millis);
                    now.decrementAndGet();
                    exchange.sendResponseHeaders(path.equals("/nowhere") ? 404 : status, -1);
                });
        server.start();
    }

    private void send(String... settings) {
        traffic(options(server.getAddress().getPort(), settings)).send();
    }

    private Traffic traffic(Options options) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Traffic(new Screen(out, false), options, Lesson.all().get(0));
    }

    private static Options options(int port, String... settings) {
        return Options.of(
                List.of("traffic", "APP_PORT=" + port, settings[0], settings[1]), Map.of());
    }

    /** A number of the last report: sent, ok, failed, p50, p99. */
    private double report(int number) {
        Matcher line =
                Pattern.compile("sent (\\d+)  ok (\\d+)  failed (\\d+)  p50 (\\S+) s  p99 (\\S+) s")
                        .matcher(
                                written.toString(StandardCharsets.UTF_8)
                                        .lines()
                                        .reduce("", (a, b) -> b));
        assertThat(line.matches()).isTrue();
        return Double.parseDouble(line.group(number));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
