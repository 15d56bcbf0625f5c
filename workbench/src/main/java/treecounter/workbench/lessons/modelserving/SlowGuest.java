package treecounter.workbench.lessons.modelserving;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A guest who thinks between the head of a request and its body. */
final class SlowGuest {
    private SlowGuest() {}

    /**
     * Sends JSON to {@code /predict}, and waits for the end of the answer.
     *
     * @param meanwhile done in the pause, and no reason to make it longer
     */
    static void predict(int port, String json, long pauseMillis, Runnable meanwhile)
            throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                .formatted(body.length);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            meanwhile.run();
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            out.write(body);
            out.flush();
            socket.getInputStream().readAllBytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
