package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import treecounter.workbench.machine.Options;

class LiveDataTest {
    /** Another program than Prometheus may have its port, and take what it is sent for ever. */
    @Test
    void whoIsSilentIsAskedOnce() throws Exception {
        Queue<Socket> asked = new ConcurrentLinkedQueue<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Thread taking = new Thread(() -> take(silent, asked), "silent");
            taking.start();
            String port = String.valueOf(silent.getLocalPort());
            Options options = Options.of(List.of(), Map.of("PROMETHEUS_PORT", port));
            LiveData live = new LiveData();
            assertThat(live.parseError(options, "up")).isEmpty();
            assertThat(live.parseError(options, "up")).isEmpty();
            assertThat(live.missing(options, "up", "up")).isEmpty();
            silent.close();
            taking.join();
            assertThat(asked).hasSize(1);
        }
        for (Socket socket : asked) {
            socket.close();
        }
    }

    private static void take(ServerSocket from, Queue<Socket> to) {
        try {
            while (true) {
                to.add(from.accept());
            }
        } catch (IOException e) {
            // It was closed: that is the end.
        }
    }
}
