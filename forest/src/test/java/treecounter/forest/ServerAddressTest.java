package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import treecounter.forest.Loopback.Connection;

/** What {@link SettingsTest} does not show of it. */
@Timeout(60)
class ServerAddressTest {
    @AutoClose private Site site;

    @BeforeEach
    void startServer() throws IOException {
        site = new Site();
    }

    @Test
    void aTakenPortIsToldWithWaysOn() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> ServerAddress.of("127.0.0.1", site.port))
                .withMessageContaining("Port " + site.port + " on 127.0.0.1 is taken")
                .withMessageMatching(".*(lsof -i :|netstat .* :)" + site.port + "\\..*")
                .withMessageMatching(".*another: PORT=\\d+\\.")
                .withMessageNotContaining("PORT=" + site.port);
    }

    @Test
    void thePortOfAServerThatWasAtWorkIsFreeAtOnce() throws IOException {
        site.connect().get("/");
        site.clients.get(0).read();
        site.close(); // The server hangs up first, and the system remembers the connection.
        InetSocketAddress again = ServerAddress.of("127.0.0.1", site.port);
        HttpServer next = HttpServer.create(again, 1);
        next.start();
        next.stop(0);
    }

    @Test
    void aServerOfThisMachineIsCalledLocalhost() throws IOException {
        assertThat(ServerAddress.url(site.server, "/treecounter"))
                .isEqualTo("http://localhost:%d/treecounter", site.port);
    }

    @Test
    void silentClientsDelayNobodyAndAreCutOff() throws Exception {
        site.connect(RequestThreads.MOST - 16);
        for (Connection client : site.clients) {
            client.send("GET / HTTP/1.1\r\nHos");
        }
        assertThat(Loopback.get(site.port, "/").status()).isEqualTo(200);
        Connection silent = site.clients.get(0);
        silent.waitAtMost(1);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(silent::replies);

        silent.waitAtMost(20_000);
        assertThat(site.clients.stream().allMatch(Site::isCutOff)).isTrue();
        assertThat(site.handled).hasValue(1);
    }

    @Test
    void answersOnAKeptConnectionAreNotHeldBack() throws Exception {
        Connection client = site.connect();
        // Nagle's algorithm holds back each of them by 40 ms, always; noise passes.
        Loopback.until(
                "the median of 20 answers is below 30 ms", () -> median(client) < 30_000_000);
    }

    private static long median(Connection client) throws IOException {
        long[] nanos = new long[20];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            client.get("/");
            client.read();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[10];
    }
}
