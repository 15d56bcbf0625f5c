package treecounter.workbench.lessons.gaugessummaries;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;

/**
 * Requests that say a byte will follow and do not send it: the JDK's server ends none of them
 * before, for 5 s. So they are in progress at once, however slow or quick this machine is.
 */
final class HeldRequests implements AutoCloseable {
    private final List<Socket> clients = new ArrayList<>();

    /** Begins so many requests for each of these paths. */
    HeldRequests(Bench bench, Map<String, Integer> paths) {
        int port = bench.app().port();
        try {
            for (String path : paths.keySet()) {
                for (int i = 0; i < paths.get(path); i++) {
                    clients.add(new Socket("127.0.0.1", port));
                    send(
                            clients.get(clients.size() - 1),
                            "GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n");
                }
            }
        } catch (IOException e) {
            close();
            throw new Finding(
                    "the app takes connections", e, "TreeCounterApp.main: does the app still run?");
        }
    }

    /** Sends the byte that is missing, so that they end. */
    void end() {
        for (Socket client : clients) {
            try {
                send(client, "x");
            } catch (IOException e) {
                // The app has ended it already.
            }
        }
    }

    @Override
    public void close() {
        for (Socket client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                // It is gone.
            }
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }
}
