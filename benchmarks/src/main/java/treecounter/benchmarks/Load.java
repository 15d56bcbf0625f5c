package treecounter.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for a page over so many kept connections, each as soon as it has its answer, and once at
 * least.
 */
final class Load {
    private Load() {}

    /**
     * What came of it.
     *
     * @param nanos how long each answer took, sorted
     * @param failed answers that were not 200
     */
    record Answers(long[] nanos, int failed, double seconds) {
        double perSecond() {
            return nanos.length / seconds;
        }

        /** In milliseconds. */
        double quantile(double share) {
            return nanos.length == 0
                    ? Double.NaN
                    : nanos[(int) Math.min(nanos.length - 1, share * nanos.length)] / 1e6;
        }
    }

    static Answers on(int port, String path, int connections, Duration time) throws IOException {
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        List<Future<long[]>> running = new ArrayList<>();
        int[] failed = new int[connections];
        for (int i = 0; i < connections; i++) {
            int number = i;
            running.add(
                    clients.submit(() -> ask(port, path, start + time.toNanos(), failed, number)));
        }
        clients.shutdown();
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> client : running) {
            try {
                all.add(client.get());
            } catch (ExecutionException e) {
                throw new IOException(path + " on port " + port, e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Answers(sorted, Arrays.stream(failed).sum(), seconds);
    }

    private static long[] ask(int port, String path, long end, int[] failed, int number)
            throws IOException {
        byte[] request =
                "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII);
        long[] nanos = new long[1024];
        int answers = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            long now = System.nanoTime();
            do {
                socket.getOutputStream().write(request);
                if (!answer(in).startsWith("HTTP/1.1 200 ")) {
                    failed[number]++;
                }
                long then = System.nanoTime();
                if (answers == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * answers);
                }
                nanos[answers++] = then - now;
                now = then;
            } while (now < end);
        }
        return Arrays.copyOf(nanos, answers);
    }

    /** Reads an answer to its end, and returns its first line. */
    private static String answer(InputStream in) throws IOException {
        String status = line(in);
        long length = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            chunks(in);
        }
        return status;
    }

    private static void chunks(InputStream in) throws IOException {
        for (int size = -1; size != 0; ) {
            size = Integer.parseInt(line(in), 16);
            in.skipNBytes(size);
            line(in);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
