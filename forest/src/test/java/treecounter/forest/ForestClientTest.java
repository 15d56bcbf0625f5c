package treecounter.forest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.HandMade;
import treecounter.forest.Loopback.Script;

@Timeout(60)
class ForestClientTest {
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private static long ask(HandMade forest) throws IOException {
        return new ForestClient(forest.uri(), Duration.ofSeconds(20)).countTrees();
    }

    private static HandMade answering(String status, String json) throws IOException {
        String body = json.replace('\'', '"');
        return HandMade.answering(status + "\r\nContent-Length: " + body.length(), body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'count': 187654321} | 187654321",
                "{'unit': 'trees', 'count': 0} | 0",
                "{'count': 9223372036854775807} | 9223372036854775807",
                "{'count': -1} | -1",
            })
    void aCountIsRead(String json, long count) throws IOException {
        try (HandMade forest = answering("200 OK", json)) {
            assertThat(ask(forest)).isEqualTo(count);
        }
    }

    @Test
    void aRandomNumberIsReadBesideTheTrees() throws IOException {
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE)) {
            forest.setRandomValues(RandomValues.always(0.25, 0));
            assertThat(new ForestClient(forest.uri(), Duration.ofSeconds(20)).randomValue())
                    .isEqualTo(0.25);
            forest.setRandomValues(RandomValues.always(0.25, 20));
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(
                            new ForestClient(forest.uri(), Duration.ofMillis(100))::randomValue);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 OK | {'value': null} | expected {'value': x}, found value: null",
                "200 OK | {'value': '1'}  | found value: '1'",
                "200 OK | {'value': 1e999} | found value: ",
                "200 OK | {'count': 1}    | found value: ",
                "503 Service Unavailable | {'value': 1} | the forest answered 503",
            })
    void whatIsNoRandomNumberIsRefused(String status, String json, String message)
            throws IOException {
        try (HandMade forest = answering(status, json)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(new ForestClient(forest.uri(), Duration.ofSeconds(20))::randomValue)
                    .withMessageContaining(message.replace('\'', '"'));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 OK | ``                             | expected {'count': N}, found count: ",
                "200 OK | 187654321                      | found count: ",
                "200 OK | [187654321]                    | found count: ",
                "200 OK | {'trees': 1}                   | found count: ",
                "200 OK | {'count': null}                | found count: null",
                "200 OK | {'count': '187654321'}         | found count: '187654321'",
                "200 OK | {'count': 1.5}                 | found count: 1.5",
                "200 OK | {'count': 1e3}                 | found count: 1000",
                "200 OK | {'count': 9223372036854775808} | found count: 9223372036854775808",
                "200 OK | {'count': {'count': 1}}        | found count: {'count':1}",
                "200 OK | {'count': 1                    | Unexpected end-of-input",
                "200 OK | <html>hello</html>             | Unexpected character",
                "503 Service Unavailable | {'count': 1}  | the forest answered 503",
                "404 Not Found | {'count': 1}            | the forest answered 404",
                "201 Created | {'count': 1}              | the forest answered 201",
            })
    void anythingElseIsAFailureThatTellsIt(String status, String json, String told)
            throws IOException {
        try (HandMade forest = answering(status, json)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ask(forest))
                    .withMessageContaining(told.replace('\'', '"'));
        }
    }

    @Test
    void recentTreesAreReadBySpecies() throws IOException {
        try (HandMade forest = answering("200 OK", "{'oak': 3, 'pine': 0}");
                HandMade none = answering("200 OK", "{}")) {
            assertThat(recent(forest, Duration.ofSeconds(20)))
                    .isEqualTo(Map.of("oak", 3L, "pine", 0L));
            assertThat(recent(none, Duration.ofSeconds(20))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 OK | ``                              | expected {'oak': N, ...}, found",
                "200 OK | [3]                             | found [3]",
                "200 OK | {'oak': '3'}                    | found oak='3'",
                "200 OK | {'oak': 3, 'pine': 0.5}         | found pine=0.5",
                "200 OK | {'oak': 9223372036854775808}    | found oak=9223372036854775808",
                "503 Service Unavailable | {'oak': 3}     | the forest answered 503",
            })
    void anythingElseThanRecentTreesIsAFailureThatTellsIt(String status, String json, String told)
            throws IOException {
        try (HandMade forest = answering(status, json)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> recent(forest, Duration.ofSeconds(20)))
                    .withMessageContaining(told.replace('\'', '"'));
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 20000, 100", "20000, 100, 100"})
    void recentTreesAreWaitedForNoLongerThanEitherDeadline(int most, int deadline, int told)
            throws IOException {
        try (HandMade silent = new HandMade((in, out) -> in.read())) {
            ForestClient client = new ForestClient(silent.uri(), Duration.ofMillis(deadline));
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> client.recentTrees(Duration.ofMillis(most)))
                    .withMessage("no whole answer within %d ms", told);
        }
    }

    private static Map<String, Long> recent(HandMade forest, Duration most) throws IOException {
        return new ForestClient(forest.uri(), Duration.ofSeconds(20)).recentTrees(most);
    }

    @Test
    void aRedirectIsFollowedButNotForEver() throws IOException {
        try (HandMade forest = answering("200 OK", "{'count': 7}");
                HandMade moved = answering("302 Found\r\nLocation: " + forest.uri(), "");
                HandMade circle = answering("302 Found\r\nLocation: /again", "")) {
            assertThat(ask(moved)).isEqualTo(7);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ask(circle))
                    .withMessageContaining("redirected too many");
        }
    }

    @Test
    void anAnswerOf4KiBIsReadAndALongerOneIsNot() throws IOException {
        String json = "{'count': 7}";
        try (HandMade longest = answering("200 OK", json + " ".repeat(4096 - json.length()));
                HandMade longer = answering("200 OK", json + " ".repeat(4097 - json.length()))) {
            assertThat(ask(longest)).isEqualTo(7);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ask(longer))
                    .withMessageContaining("longer than 4096 bytes");
        }
    }

    /** Servers that go on until the client closes the connection. */
    static Stream<Script> slowServers() {
        return Stream.of(
                (in, out) -> in.read(),
                (in, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{".getBytes(UTF_8));
                    in.read();
                },
                (in, out) -> trickle(out, "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"),
                (in, out) -> trickle(out, "HTTP/1.1 200 OK\r\nX: x"));
    }

    private static void trickle(OutputStream out, String start) throws Exception {
        out.write(start.getBytes(UTF_8));
        while (true) {
            out.write(' ');
            Thread.sleep(20);
        }
    }

    /** The script, and then word that it ended. */
    private Script untilClosed(Script script) {
        return (in, out) -> {
            try {
                script.answer(in, out);
            } finally {
                closed.complete(null);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("slowServers")
    void aSlowAnswerIsATimeoutAndItsConnectionIsClosed(Script slow) throws Exception {
        Duration deadline = Duration.ofMillis(500);
        try (HandMade forest = new HandMade(untilClosed(slow))) {
            long start = System.nanoTime();
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> new ForestClient(forest.uri(), deadline).countTrees())
                    .withMessage("no whole answer within 500 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(deadline, Duration.ofSeconds(10));
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anEndlessAnswerIsAFailureAndItsConnectionIsClosed() throws Exception {
        Script endless =
                (in, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                    while (true) {
                        out.write(new byte[1000]);
                    }
                };
        try (HandMade forest = new HandMade(untilClosed(endless))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ask(forest))
                    .withMessageContaining("longer than 4096 bytes");
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptedThreadStopsWaitingAndStaysInterrupted() throws Exception {
        Thread asking = Thread.currentThread();
        Script silent =
                (in, out) -> {
                    asking.interrupt();
                    in.read();
                };
        try (HandMade forest = new HandMade(untilClosed(silent))) {
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> ask(forest));
            assertThat(Thread.interrupted()).isTrue();
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aServerThatNeverAcceptsIsATimeout() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            URI uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/v1/trees/count");
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> new ForestClient(uri, Duration.ofMillis(100)).countTrees());
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureThatTellsIt() throws IOException {
        // Nobody listens on a port that is only held, and nobody else can take it meanwhile.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress("127.0.0.1", 0));
            URI uri = URI.create("http://127.0.0.1:%d/count".formatted(held.getLocalPort()));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(new ForestClient(uri, Duration.ofSeconds(20))::countTrees)
                    .withMessageStartingWith(
                            "the forest cannot be asked: java.net.ConnectException")
                    .withCauseInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aNameThatIsNotThereIsAFailureThatTellsIt() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        new ForestClient(
                                        URI.create("http://forest.invalid/count"),
                                        Duration.ofSeconds(20))
                                ::countTrees)
                .withMessageStartingWith("the forest cannot be asked: ")
                .withMessageContaining("UnknownHostException: forest.invalid");
    }

    @Test
    void aConnectionIsKeptAndOneThatHasEndedMeanwhileIsNoFailure() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        byte[] answer =
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"count\":7}".getBytes(UTF_8);
        Script twice =
                (in, out) -> {
                    connections.incrementAndGet();
                    out.write(answer);
                    Loopback.readRequest(in);
                    out.write(answer);
                };
        try (HandMade forest = new HandMade(twice)) {
            ForestClient client = new ForestClient(forest.uri(), Duration.ofSeconds(20));
            for (int i = 0; i < 6; i++) {
                assertThat(client.countTrees()).isEqualTo(7);
            }
            assertThat(connections).hasValue(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"})
    void aConnectionThatEndsMidwayIsAFailure(String start) throws IOException {
        try (HandMade forest = new HandMade((in, out) -> out.write(start.getBytes(UTF_8)))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ask(forest))
                    .withMessageMatching("the forest cannot be asked: .+|expected .+");
        }
    }
}
