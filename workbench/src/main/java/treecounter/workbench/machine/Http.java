package treecounter.workbench.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Questions to programs on this machine, over HTTP. By the older client of the JDK: it is loaded in
 * a tenth of the time (0.03 s, not 0.3), and leaves no thread that the end of this program would
 * wait for.
 */
public final class Http {
    /** How long to wait for an answer, and then for its end. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 50_000_000;

    private Http() {}

    /**
     * An answer, whatever its status.
     *
     * @param contentType {@code no Content-Type} where there is none
     */
    public record Answer(int status, String contentType, String body) {}

    /**
     * Gets a page.
     *
     * @throws IOException if nobody answers in time
     */
    public static Answer get(URI uri) throws IOException {
        return send("GET", uri);
    }

    /**
     * Sends a request without a body.
     *
     * @throws IOException if nobody answers in time
     */
    public static Answer send(String method, URI uri) throws IOException {
        return send(method, uri, Map.of());
    }

    /**
     * Sends a request without a body, and with these headers.
     *
     * @throws IOException if nobody answers in time
     */
    public static Answer send(String method, URI uri, Map<String, String> headers)
            throws IOException {
        return answer(connection(method, uri, headers));
    }

    /**
     * Sends a request with a body.
     *
     * @throws IOException if nobody answers in time
     */
    public static Answer send(String method, URI uri, Map<String, String> headers, String body)
            throws IOException {
        HttpURLConnection connection = connection(method, uri, headers);
        byte[] bytes = body.getBytes(UTF_8);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
        }
        return answer(connection);
    }

    /**
     * The status of the answer to a request with any word as its method, on a connection of its
     * own.
     *
     * @throws IOException if the connection ends without an answer, or none comes in time
     */
    public static int statusOf(String method, URI uri) throws IOException {
        try (Socket socket = new Socket()) {
            int patience = (int) PATIENCE.toMillis();
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), patience);
            socket.setSoTimeout(patience);
            String request =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(method, uri.getRawPath(), uri.getAuthority());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            String[] words = answer.lines().findFirst().orElse("").split(" ");
            if (words.length < 2 || !words[1].matches("\\d{3}")) {
                throw new IOException("expected an answer, found the end of the connection");
            }
            return Integer.parseInt(words[1]);
        }
    }

    private static HttpURLConnection connection(String method, URI uri, Map<String, String> headers)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setInstanceFollowRedirects(false);
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(
                    status,
                    Objects.requireNonNullElse(connection.getContentType(), "no Content-Type"),
                    body == null ? "" : new String(whole(body), UTF_8));
        }
    }

    /** The connection's own time limit is for each piece of it. */
    private static byte[] whole(InputStream body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
            whole.write(piece, 0, length);
            if (System.nanoTime() > deadline || whole.size() > MOST_BYTES) {
                throw new SocketTimeoutException("the answer does not end");
            }
        }
        return whole.toByteArray();
    }
}
