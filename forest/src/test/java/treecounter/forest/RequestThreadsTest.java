package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import treecounter.forest.Loopback.Connection;

@Timeout(60)
class RequestThreadsTest {
    @AutoClose private Site site;

    @BeforeEach
    void startServer() throws IOException {
        site = new Site();
    }

    @Test
    void aSlowPageDelaysNeitherAnotherPageNorASecondContext() throws Exception {
        site.server.createContext("/second", new Guard(site::handle));
        Connection slow = site.connect();
        slow.get("/held");
        Loopback.until("the slow page is at work", () -> site.held.get() == 1);

        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
        assertThat(Loopback.get(site.port, "/second").status()).isEqualTo(200);

        site.release.countDown();
        assertThat(slow.read().status()).isEqualTo(200);
    }

    @Test
    void asManyRequestsAsThreadsAreInProgressAndTheNextWaits() throws Exception {
        site.fill();
        assertThat(site.threads.getActiveCount()).isEqualTo(RequestThreads.MOST);
        try (Connection next = new Connection(site.port)) {
            next.get("/");
            next.waitAtMost(300);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(next::replies);

            site.release.countDown();
            next.waitAtMost(20_000);
            assertThat(next.read().status()).isEqualTo(200);
            for (Connection client : site.clients) {
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFullServerStopsTooOnceItsThreadsAreShutDown() throws Exception {
        site.fill();
        try (Connection next = new Connection(site.port)) {
            next.get("/");
            Loopback.until("the next one waits", () -> isWaiting("HTTP-Dispatcher"));
            site.threads.shutdownNow();
            site.server.stop(0);
            assertThat(Site.isCutOff(next)).isTrue();
            assertThat(site.handled).hasValue(0);
        }
    }

    private static boolean isWaiting(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(thread))
                .flatMap(entry -> List.of(entry.getValue()).stream())
                .anyMatch(frame -> frame.getMethodName().equals("waitForThread"));
    }

    @Test
    void nobodyWaitsForThreadsThatEnd() throws Exception {
        RequestThreads one = new RequestThreads(1);
        CountDownLatch never = new CountDownLatch(1);
        FutureTask<Void> busy =
                new FutureTask<>(
                        () -> {
                            never.await();
                            return null;
                        });
        one.execute(busy);
        Thread next = new Thread(() -> one.execute(() -> {}));
        next.start();
        Loopback.until("the next one waits", () -> next.getState() == Thread.State.TIMED_WAITING);
        one.shutdown();
        Loopback.until("it waits no longer", () -> !next.isAlive());
        busy.cancel(true);
    }

    @Test
    void aBurstOfClientsNeedNotKnockTwice() throws IOException {
        HttpServer idle = Site.create();
        List<Connection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                clients.add(new Connection(idle.getAddress().getPort()));
            }
        } finally {
            idle.start(); // The JDK server frees its port only if it once ran.
            idle.stop(0);
            for (Connection client : clients) {
                client.close();
            }
        }
    }
}
