package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.Connection;
import treecounter.forest.Loopback.Reply;

/** What {@link DrainingTest} does not show of it. */
@Timeout(60)
class GuardTest {
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    @AutoClose private Site site;

    @BeforeEach
    void startServer() throws IOException {
        System.setErr(new PrintStream(log, true));
        site = new Site();
    }

    @AfterEach
    void giveBackTheLog() {
        System.setErr(stderr);
    }

    private static HttpHandler throwing(Class<? extends Throwable> type) throws Exception {
        Throwable bug = type.getConstructor().newInstance();
        return exchange -> GuardTest.<IOException>fail(bug);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Throwable e) throws E {
        throw (E) e;
    }

    @ParameterizedTest
    @ValueSource(classes = {ArithmeticException.class, AssertionError.class, IOException.class})
    void aHandlerThatThrowsAnswers500(Class<? extends Throwable> type) throws Exception {
        site.server.createContext("/throws", new Guard(throwing(type)));
        for (int i = 0; i < 2; i++) {
            Reply reply = Loopback.get(site.port, "/throws");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.text()).contains("The server has a bug");
        }
        assertThat(log.toString()).contains("500 to /throws", type.getName(), "GuardTest.java");
        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
    }

    @Test
    void aHandlerThatThrowsAfterTheHeadersEndsTheReply() throws IOException {
        site.server.createContext(
                "/throws",
                new Guard(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 100);
                            throw new IllegalStateException("too late");
                        }));
        Connection client = site.connect();
        client.waitAtMost(5_000); // less than the time limit of an answer
        client.get("/throws");
        assertThatExceptionOfType(EOFException.class).isThrownBy(client::read);
        assertThat(log.toString()).contains("/throws", "IllegalStateException: too late");
    }

    /** The client has its answer, so nobody but the log can tell. */
    @Test
    void aSecondAnswerIsTold() throws Exception {
        site.server.createContext(
                "/twice",
                new Guard(
                        exchange -> {
                            Answer.page(200, "One", "This is read.").send(exchange);
                            Answer.page(404, "Two", "This is not.").send(exchange);
                        }));
        assertThat(Loopback.get(site.port, "/twice").text()).contains("This is read.");
        Loopback.until("it is logged", () -> log.toString().contains("GuardTest.java"));
        assertThat(log.toString()).contains("Cannot go on with /twice", "headers already sent");
    }

    @Test
    void withoutAGuardAnExceptionEndsTheConnectionAndNothingIsLogged() throws Exception {
        site.server.createContext("/throws", throwing(ArithmeticException.class));
        Connection client = site.connect();
        client.get("/throws");
        assertThat(client.replies()).isFalse();
        assertThat(log.toString()).isEmpty();
        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
    }

    @Test
    void withoutAGuardAnErrorLeavesTheClientWaiting() throws Exception {
        site.server.createContext("/throws", throwing(AssertionError.class));
        Connection client = site.connect();
        client.get("/throws");
        Loopback.until("the error is logged", () -> log.toString().contains("AssertionError"));
        client.waitAtMost(300);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::replies);
        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET mailto:x HTTP/1.1", "OPTIONS * HTTP/1.1", "GET % HTTP/1.1", "GET"})
    void whatTheJdkRefusesReachesNoHandler(String requestLine) throws IOException {
        Connection client = site.connect();
        client.send(requestLine + "\r\nConnection: close\r\n\r\n");
        if (client.replies()) { // JDK 17 says nothing to mailto:
            assertThat(client.read().status()).isBetween(400, 499);
        }
        assertThat(site.handled).hasValue(0);
        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
        assertThat(site.handled).hasValue(1);
    }
}
