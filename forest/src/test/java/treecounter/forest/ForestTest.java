package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.Connection;
import treecounter.forest.Loopback.Reply;

@Timeout(60)
class ForestTest {
    @AutoClose private Forest forest;

    @BeforeEach
    void startForest() throws IOException {
        forest = Forest.start("127.0.0.1", 0, Faults.NONE);
    }

    private Reply ask(String method, String path, String json) throws IOException {
        return Loopback.ask(forest.uri().getPort(), method, path, json.replace('\'', '"'));
    }

    private Reply count() throws IOException {
        return ask("GET", "/v1/trees/count", "");
    }

    /** And the client sends what it was given, with each call. */
    @Test
    void anOnlookerSeesTheHeadersOfACall() throws IOException {
        List<String> seen = new ArrayList<>();
        forest.add(
                handler ->
                        exchange -> {
                            seen.add(
                                    exchange.getRequestURI()
                                            + " "
                                            + exchange.getRequestHeaders().getFirst("Asked-by"));
                            handler.handle(exchange);
                        });
        ForestClient nobody = new ForestClient(forest.uri(), Duration.ofSeconds(20));
        ForestClient ranger = nobody.with(Map.of("Asked-by", "ranger"));
        assertThat(ranger.countTrees()).isPositive();
        assertThat(ranger.recentTrees(ForestClient.DEADLINE)).isNotEmpty();
        assertThat(nobody.countTrees()).isPositive();
        assertThat(seen)
                .containsExactly(
                        "/v1/trees/count ranger",
                        "/v1/trees/recent ranger",
                        "/v1/trees/count null");
    }

    @Test
    void theCountGrowsAtASteadyRate() throws IOException {
        long[] counts = new long[4];
        for (int i = 0; i < counts.length; i++) {
            Instant then = Instant.parse("2026-07-01T12:00:00Z").plus(Duration.ofMinutes(i));
            Clock clock = Clock.fixed(then, ZoneOffset.UTC);
            try (Forest grown = Forest.start("127.0.0.1", 0, Faults.NONE, clock)) {
                counts[i] = new ForestClient(grown.uri(), Duration.ofSeconds(20)).countTrees();
            }
        }
        long perMinute = counts[1] - counts[0];
        assertThat(perMinute).isPositive();
        assertThat(counts[2] - counts[1]).isEqualTo(perMinute);
        assertThat(counts[3] - counts[2]).isEqualTo(perMinute);
        assertThat(counts[0]).isGreaterThan(187_654_321);
    }

    @Test
    void ofTheTreesOfAMinuteTheSpeciesComeAndGo() throws IOException {
        ForestClient client = new ForestClient(forest.uri(), Duration.ofSeconds(20));
        Set<String> seen = new TreeSet<>();
        Set<String> before = Set.of("none");
        for (int i = 0; i < 8; i++) {
            Instant now = Instant.parse("2026-07-01T12:00:00Z").plusSeconds(30 * i);
            forest.setClock(Clock.fixed(now.minusSeconds(60), ZoneOffset.UTC));
            long then = client.countTrees();
            forest.setClock(Clock.fixed(now, ZoneOffset.UTC));
            Map<String, Long> trees = client.recentTrees(Duration.ofSeconds(20));
            assertThat(trees.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(client.countTrees() - then);
            assertThat(trees.values()).allMatch(number -> number > 0);
            assertThat(trees.keySet().containsAll(before)).as("one has gone").isFalse();
            before = trees.keySet();
            seen.addAll(trees.keySet());
        }
        assertThat(seen).hasSize(8);
    }

    @Test
    void whoWaitsIsAnsweredInAHurry() throws Exception {
        try (Forest slow = Forest.start("127.0.0.1", 0, new Faults("60", 0));
                Connection client = new Connection(slow.uri().getPort())) {
            client.get("/v1/trees/count");
            Loopback.until("it waits", () -> slow.timesAsked() == 1);
            slow.hurry();
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aSeedAndATimeGiveTheSameTrees() {
        Instant noon = Instant.parse("2026-07-01T12:00:00Z");
        Map<String, Integer> trees = new RecentTrees(1, 3).at(noon);
        assertThat(new RecentTrees(1, 3).at(noon)).isEqualTo(trees);
        assertThat(new RecentTrees(2, 3).at(noon)).isNotEqualTo(trees);
        assertThat(new RecentTrees(1, 3).at(noon.plusSeconds(1))).isNotEqualTo(trees);
    }

    @Test
    void theCountIsJson() throws IOException {
        Reply reply = count();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).matches("\\{\"count\": \\d+}\n");
    }

    @Test
    void aRandomNumberComesAfterItsDelayWhateverTheFaults() throws IOException {
        forest.setFaults(new Faults("30", 1));
        forest.setRandomValues(RandomValues.always(41.5, 0.2));
        long start = System.nanoTime();
        Reply reply = ask("GET", "/v1/random", "");
        assertThat((System.nanoTime() - start) / 1e9).isBetween(0.19, 20.0);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).isEqualTo("{\"value\": 41.5}\n");
        assertThat(ask("POST", "/v1/random", "").status()).isEqualTo(405);
    }

    @Test
    void aClosedForestAnswersNobodyAndLeavesNothing() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WeakReference<Forest> closed = new WeakReference<>(closedForest());
        Loopback.until(
                "its threads have ended",
                () -> before.containsAll(Thread.getAllStackTraces().keySet()));
        Loopback.until(
                "nothing, such as its shutdown hook, refers to it",
                () -> {
                    System.gc();
                    return closed.refersTo(null);
                });
    }

    /** Closed while one client waits for its answer, and one keeps a connection open. */
    private static Forest closedForest() throws Exception {
        PrintStream stderr = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true));
        Forest slow = Forest.start("127.0.0.1", 0, new Faults("60", 0));
        try (Connection waiting = new Connection(slow.uri().getPort());
                Connection kept = new Connection(slow.uri().getPort())) {
            kept.get("/faults");
            kept.read();
            waiting.get("/v1/trees/count");
            Loopback.until("it waits", () -> slow.timesAsked() == 1);
            long start = System.nanoTime();
            slow.close();
            assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(10).toNanos());
            assertThat(Site.isCutOff(waiting)).isTrue();
            assertThat(log.toString()).isEmpty();
        } finally {
            System.setErr(stderr);
        }
        return slow;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/trees/count", "/v1/trees/recent", "/faults"})
    void headTellsTheLengthOfGet(String path) throws IOException {
        Reply head = ask("HEAD", path, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(ask("GET", path, "").header("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/trees/countX", "/v1/trees/count/", "/v1/trees", "/faultsX"})
    void anyOtherPathIsNotFound(String path) throws IOException {
        Reply reply = ask("GET", path, "");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).contains("/v1/trees/count");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/trees/count, 'GET, HEAD'",
        "PUT, /v1/trees/count, 'GET, HEAD'",
        "POST, /v1/trees/recent, 'GET, HEAD'",
        "DELETE, /faults, 'GET, HEAD, PUT'",
    })
    void anotherMethodIsNotAllowed(String method, String path, String allowed) throws IOException {
        Reply reply = ask(method, path, "");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo(allowed);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void faultsAreChangedTogetherOrAlone() throws IOException {
        assertThat(ask("GET", "/faults", "").text())
                .isEqualTo("{\"latency\": \"0\", \"errorRate\": 0.0}\n");
        ask("PUT", "/faults", "{'latency': '0-0.01', 'errorRate': 0.5}");
        assertThat(forest.faults()).isEqualTo(new Faults("0-0.01", 0.5));
        ask("PUT", "/faults", "{'latency': 0.05}");
        assertThat(forest.faults()).isEqualTo(new Faults("0.05", 0.5));
        Reply last = ask("PUT", "/faults", "{'errorRate': '1'}");
        assertThat(forest.faults()).isEqualTo(new Faults("0.05", 1));
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.header("Content-Type")).isEqualTo("application/json");
        assertThat(last.text()).isEqualTo(ask("GET", "/faults", "").text()).contains("0.05", "1.0");
    }

    @Test
    void faultsHoldFromTheNextAnswerOn() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(count().status()).isEqualTo(200);
        }
        ask("PUT", "/faults", "{'errorRate': 1}");
        for (int i = 0; i < 20; i++) {
            assertThat(count().status()).isEqualTo(503);
        }
        assertThat(count().header("Content-Type")).isEqualTo("application/json");
        ask("PUT", "/faults", "{'errorRate': 0, 'latency': '0.2'}");
        long start = System.nanoTime();
        assertThat(count().status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(200_000_000);
        assertThat(forest.timesAsked()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'latency': 'slow'}                | latency: expected seconds from 0 to 60: 0.05",
                "{'latency': ''}                    | found ''",
                "{'latency': [1]}                   | latency: expected",
                "{'latency': '9-1', 'errorRate': 1} | found '9-1'",
                "{'latency': '1', 'errorRate': 2}   | errorRate: expected a share from 0 to 1",
                "{'errorRate': -0.1}                | found '-0.1'",
                "{'errorRate': 'NaN'}               | found 'NaN'",
                "{'errorRate': true}                | found 'true'",
                "{'errorRate': {}}                  | errorRate: expected",
                "{'delay': 1}                       | found {'delay':1}",
                "{'errorRate': 1, 'delay': 1}       | found {'errorRate':1,'delay':1}",
                "[1, 2]                             | found [1,2]",
                "'0'                                | found '0'",
                "null                               | expected a JSON object like {'latency': '0'",
                "``                                 | found nothing",
                "latency=0                          | found no JSON",
                "{'errorRate': 1                    | found no JSON",
            })
    void badFaultsAreRefusedAndNothingChanges(String json, String told) throws IOException {
        Reply reply = ask("PUT", "/faults", json);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.text().replace('"', '\'')).contains(told, "expected", "found");
        assertThat(forest.faults()).isEqualTo(Faults.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0.05, 0.05, 0.05",
        "0-1, 0, 1",
        "0.5 - 1.5, 0.5, 1.5",
        "60, 60, 60",
        "'1,100%:2', 2, 2",
        "'0.05,0%:2', 0.05, 0.05",
    })
    void aLatencyLiesBetweenItsBounds(String text, double least, double most) {
        double[] seconds = sample(text);
        double margin = (most - least) / 10;
        assertThat(DoubleStream.of(seconds)).allMatch(s -> s >= least && s <= most);
        assertThat(DoubleStream.of(seconds).min().orElseThrow())
                .isLessThanOrEqualTo(least + margin);
        assertThat(DoubleStream.of(seconds).max().orElseThrow())
                .isGreaterThanOrEqualTo(most - margin);
    }

    @Test
    void aTailIsTakenByItsShare() {
        double[] seconds = sample("0.05-0.1,1%:2");
        assertThat(DoubleStream.of(seconds)).allMatch(s -> s >= 0.05 && s <= 0.1 || s == 2);
        assertThat(DoubleStream.of(seconds).filter(s -> s == 2).count()).isBetween(50L, 200L);
    }

    private static double[] sample(String text) {
        Latency latency = Latency.parse(text);
        RandomGenerator random = new SplittableRandom(42);
        return DoubleStream.generate(() -> latency.seconds(random)).limit(10_000).toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''",
                "x",
                "-1",
                "1-",
                "2-1",
                "61",
                "0-61",
                "1s",
                "1e3",
                "0,5",
                "NaN",
                "1,1%",
                "1,101%:2",
                "1,1%:61",
                "1,1:2",
                "1,1%:2,1%:3",
            })
    void aBadLatencyIsToldWithWhatIsAllowed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Faults(text, 0))
                .withMessage(
                        "latency: expected " + Latency.ALLOWED.replace("%", "%%") + "; found '%s'",
                        text);
    }
}
