package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.Connection;
import treecounter.forest.Loopback.Program;

/** What SIGTERM does to a server that is at work. */
@Timeout(60)
class DrainingTest {
    @AutoClose private Program program;
    private int port;

    @BeforeEach
    void startProgram() throws IOException {
        program = new Program(ChildApp.class, Map.of(), "drain");
        assumeTrue(
                program.process.supportsNormalTermination(),
                "not checked: this system cannot ask a process to end (Windows has no SIGTERM)");
        port = Integer.parseInt(program.out.readLine());
    }

    /** Unlike {@link Process#destroy}, leaves the streams open. */
    private void terminate() {
        program.process.toHandle().destroy();
    }

    @Test
    void requestsInHandlersAreFinishedAndNoNewConnectionIsAccepted() throws Exception {
        try (Connection first = new Connection(port);
                Connection second = new Connection(port)) {
            for (Connection client : List.of(first, second)) {
                client.get(client == first ? "/held" : "/other");
                assertThat(program.out.readLine()).isEqualTo("reached");
            }

            terminate();
            Loopback.until("new connections are refused", this::refuses);
            program.process.getOutputStream().close(); // lets go of the handlers

            assertThat(first.read().body()).hasSize(2 * ChildApp.PIECE);
            assertThat(second.read().body()).hasSize(2 * ChildApp.PIECE);
            assertThat(program.endsWithin(3)).isTrue();
        }
    }

    @Test
    void whatIsToBeDoneAfterwardsComesAfterTheLastRequestAndIsTold() throws Exception {
        try (Program another = new Program(ChildApp.class, Map.of(), "afterwards");
                Connection client = new Connection(Integer.parseInt(another.out.readLine()))) {
            client.get("/held");
            assertThat(another.out.readLine()).isEqualTo("reached");
            another.process.toHandle().destroy();
            another.process.getOutputStream().close();
            assertThat(client.read().body()).hasSize(2 * ChildApp.PIECE);
            assertThat(another.out.readLine()).matches("afterwards, with [12]\\d* ms left");
            assertThat(another.endsWithin(3)).isTrue();
        }
    }

    @Test
    void withoutARequestInProgressTheProgramEndsAtOnce() throws Exception {
        try (Connection silent = new Connection(port)) {
            long start = System.nanoTime();
            terminate();
            assertThat(program.endsWithin(20)).isTrue();
            assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        }
    }

    @Test
    void withoutAGuardARequestIsNotWaitedFor() throws Exception {
        try (Connection client = new Connection(port)) {
            client.get("/bare");
            assertThat(program.out.readLine()).isEqualTo("reached");
            long start = System.nanoTime();
            terminate();
            assertThat(program.endsWithin(20)).isTrue();
            assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
            assertThat(Site.isCutOff(client)).isTrue();
        }
    }

    private boolean refuses() throws IOException {
        try (Connection another = new Connection(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            return false; // A reset: the listener was closed in between. The next one will tell.
        }
    }

    @Test
    void aHandlerThatNeverEndsDoesNotKeepTheProgramAlive() throws Exception {
        try (Connection client = new Connection(port)) {
            client.get("/held");
            assertThat(program.out.readLine()).isEqualTo("reached");

            terminate();
            assertThat(program.endsWithin(5)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void underKeepAliveLoadWhatReachedAHandlerIsAnsweredWhole(int clients) throws Exception {
        CountDownLatch ended = new CountDownLatch(clients);
        AtomicLong answers = new AtomicLong();
        for (int i = 0; i < clients; i++) {
            Loopback.thread(() -> askOnAndOn(answers, ended));
        }
        int requests = 2 * clients;
        for (int i = 0; i < requests; i++) {
            assertThat(program.out.readLine()).isEqualTo("reached");
        }

        terminate();
        assertThat(program.endsWithin(5)).isTrue();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answers).hasValue(requests + program.out.lines().count());
    }

    /** Sends request after request on one connection until it ends; counts the whole replies. */
    private void askOnAndOn(AtomicLong answers, CountDownLatch ended) {
        try (Connection client = new Connection(port)) {
            for (client.get("/slow"); client.replies(); client.get("/slow")) {
                client.read();
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            // The connection was closed: between two replies, as it may, or in one, not counted.
        } finally {
            ended.countDown();
        }
    }
}
