package treecounter.forest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Both ends of a wire on this machine: a plain client, a hand-made server, a program of its own.
 */
final class Loopback {
    static final int PATIENCE_SECONDS = 20;

    private Loopback() {}

    /** Looks again and again until it is so. */
    static void until(String what, Callable<Boolean> so) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!so.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            Thread.sleep(10);
        }
    }

    static void thread(Runnable task) {
        Thread thread = new Thread(task, "loopback");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks on a connection of its own; the body is every byte that came until its end. */
    static Reply ask(int port, String method, String path, String body) throws IOException {
        try (Connection connection = new Connection(port)) {
            connection.send(
                    "%s %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(method, path, body.getBytes(UTF_8).length, body));
            return connection.readToEnd();
        }
    }

    static Reply get(int port, String path) throws IOException {
        return ask(port, "GET", path, "");
    }

    record Reply(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }

        String header(String name) {
            return headers.getOrDefault(name, "absent");
        }
    }

    /** A client that sends what it is told, byte for byte. */
    static final class Connection implements AutoCloseable {
        final Socket socket = new Socket();
        private final InputStream in;

        Connection(int port) throws IOException {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_SECONDS * 1000);
            socket.setTcpNoDelay(true);
            waitAtMost(PATIENCE_SECONDS * 1000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void waitAtMost(int millis) throws IOException {
            socket.setSoTimeout(millis);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        void get(String path) throws IOException {
            send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        /** Whether another reply begins, before the server closes the connection. */
        boolean replies() throws IOException {
            in.mark(1);
            boolean replies = in.read() != -1;
            if (replies) {
                in.reset();
            }
            return replies;
        }

        /** Reads a reply whose length is told in its head. */
        Reply read() throws IOException {
            Reply head = readHead(in);
            int length = Integer.parseInt(head.header("Content-Length"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the reply is torn after " + body.length + " bytes");
            }
            return new Reply(head.status, head.headers, body);
        }

        Reply readToEnd() throws IOException {
            Reply head = readHead(in);
            return new Reply(head.status, head.headers, in.readAllBytes());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Reply readHead(InputStream in) throws IOException {
        String statusLine = readLine(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            headers.put(line.split(": ?", 2)[0], line.split(": ?", 2)[1]);
        }
        return new Reply(Integer.parseInt(statusLine.split(" ")[1]), headers, new byte[0]);
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c == -1) {
                throw new EOFException("the connection ended after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Reads a request's head. */
    static void readRequest(InputStream in) throws IOException {
        while (!readLine(in).isEmpty()) {
            // The next one.
        }
    }

    /** What a {@link HandMade} server does with a connection, once it has read a request's head. */
    interface Script {
        void answer(InputStream in, OutputStream out) throws Exception;
    }

    /** A tree API that does what no decent server does. */
    static final class HandMade implements AutoCloseable {
        private final ServerSocket listener =
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final Script script;

        HandMade(Script script) throws IOException {
            this.script = script;
            thread(this::accept);
        }

        /** A server that sends this and closes the connection. */
        static HandMade answering(String statusAndHeaders, String body) throws IOException {
            String head = "HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\n\r\n";
            return new HandMade((in, out) -> out.write((head + body).getBytes(UTF_8)));
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1/trees/count");
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    thread(() -> serve(socket));
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                readRequest(socket.getInputStream());
                script.answer(socket.getInputStream(), socket.getOutputStream());
            } catch (Exception e) {
                // The client closed the connection, or the test is over.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A Java program as a process of its own, with only the settings it is given. */
    static final class Program implements AutoCloseable {
        final Process process;
        final BufferedReader out;

        Program(Class<?> main, Map<String, String> settings, String... args) throws IOException {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(command);
            // The JVM would tell of its options on stderr.
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.matches("PORT|HOST|(TREES|FOREST)_.*|.*JAVA_.*OPTIONS"));
            builder.environment().putAll(settings);
            process = builder.start();
            out = process.inputReader();
        }

        boolean endsWithin(int seconds) throws InterruptedException {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
