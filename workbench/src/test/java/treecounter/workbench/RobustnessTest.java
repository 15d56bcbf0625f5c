package treecounter.workbench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/**
 * What clients may do to an app of 128 MB: in full to bonus-histograms, a tenth of it to the
 * others. Their sums are from the app's own counter and from what the clients have read.
 */
@StartsPrograms(weight = 1)
class RobustnessTest {
    static final String FULL = "bonus-histograms";
    private static final int SHARE = 10;
    private static final int DROPPED = 10_000;
    private static final int SILENT = 200;
    private static final int SILENT_TO_FILL_IT = 300;

    /** Three quarters of the fewest that a lesson has. */
    private static final int SILENT_TO_FEW_THREADS = 12;

    private static final int FUZZED = 20_000;
    private static final int PATHS = 50_000;
    static final int AT_ONCE = 8;

    /** Silent clients are cut off then. */
    private static final int REQUEST_SECONDS = 5;

    /** A second on a machine of its own; here others are at work, and it has to tell from 5. */
    private static final int SOON = 4;

    private static final int SPARE = 16;
    static final String PAGE = "/treecounter";
    static final String GET = "GET /treecounter HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir Path directory;

    static Stream<Lesson> lessons() {
        return Rooms.lessons().stream().filter(lesson -> lesson.paths().contains(PAGE));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("lessons")
    void itWithstandsItsClients(Lesson lesson) throws Exception {
        int share = lesson.directory().equals(FULL) ? 1 : SHARE;
        int port = App.freePort();
        Path output = directory.resolve("output");
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE);
                Jar jar = start(lesson, port, asking(forest), output)) {
            // Or species of trees come and go meanwhile, and their series.
            forest.setClock(Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC));
            Attack attack = new Attack(port);
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                attack.isWell();
            }
            Map<Exposition.Series, Double> before = counted(lesson, port);
            long threads = count(jar, "task");
            long files = count(jar, "fd");
            attack.forgetWhatWasAnswered();

            attack.drop(DROPPED / share);
            attack.isWell();
            attack.beSilent(share == 1 ? SILENT : SILENT_TO_FEW_THREADS, SOON);
            attack.sendOddities();
            attack.isWell();
            attack.fuzz(FUZZED / share);
            attack.isWell();
            Set<Exposition.Series> series = seriesOfTheApp(port);
            attack.askForPaths(PATHS / share);
            attack.isWell();
            assertThat(Poll.until(series::equals, () -> seriesOfTheApp(port), 5_000))
                    .as("series after so many paths")
                    .isEqualTo(series);
            if (share == 1) {
                attack.beSilent(SILENT_TO_FILL_IT, REQUEST_SECONDS + SOON);
                attack.isWell();
            }

            if (!lesson.requestCounter().isEmpty() && !before.isEmpty()) {
                double sum = sum(counted(lesson, port)) - sum(before);
                assertThat(sum)
                        .as(lesson.requestCounter() + " and the answers that clients have read")
                        .isBetween(
                                (double) attack.answered.get(),
                                (double) attack.answered.get() + attack.unread.get());
            }
            assertThat(settled(jar, "fd", files))
                    .as("open files")
                    .isLessThanOrEqualTo(files + SPARE);
            if (share == 1) {
                assertThat(settled(jar, "task", threads))
                        .as("threads, once the idle ones have ended")
                        .isLessThanOrEqualTo(threads + SPARE);
            }
            assertThat(jar.process().isAlive()).isTrue();
        }
        assertThat(Files.readAllLines(output))
                .as("what it printed")
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("OutOfMemoryError"));
    }

    static Map<String, String> asking(Forest forest) {
        return Map.of("TREES_API_URL", forest.uri().toString());
    }

    static Jar start(Lesson lesson, int port, Map<String, String> settings, Path output)
            throws Exception {
        return Jar.start(Workshop.here().solution(lesson).name(), port, settings, output);
    }

    static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Exposition scrape(int port) {
        try {
            return Exposition.parse(Http.get(uri(port, "/metrics")).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Exposition.Series, Double> counted(Lesson lesson, int port) {
        return scrape(port).samples(lesson.requestCounter());
    }

    private static double sum(Map<Exposition.Series, Double> samples) {
        return samples.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Those of the JVM come and go. */
    private static Set<Exposition.Series> seriesOfTheApp(int port) {
        return scrape(port).samples().keySet().stream()
                .filter(series -> !series.name().matches("(jvm|process)_.*"))
                .collect(Collectors.toSet());
    }

    /** Threads or open files, where the system shows them in a directory; else 0. */
    private static long count(Jar jar, String what) {
        String[] names =
                Path.of("/proc/%d/%s".formatted(jar.process().pid(), what)).toFile().list();
        return names == null ? 0 : names.length;
    }

    private static long settled(Jar jar, String what, long most) {
        return Poll.until(number -> number <= most + SPARE, () -> count(jar, what), 90_000);
    }

    /** What clients do that nobody asked for, and what came of it. */
    private static final class Attack {
        private final int port;
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger unread = new AtomicInteger();

        Attack(int port) {
            this.port = port;
        }

        void forgetWhatWasAnswered() {
            answered.set(0);
            unread.set(0);
        }

        /** A well-formed request is answered soon. */
        void isWell() throws IOException {
            isWellWithin(SOON);
        }

        private void isWellWithin(int seconds) throws IOException {
            long start = System.nanoTime();
            String answer = send(GET, (seconds + 10) * 1000);
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertThat((System.nanoTime() - start) / 1e9)
                    .as("seconds until a page")
                    .isLessThan(seconds);
        }

        /** Connections that come and go, some with half a request. */
        void drop(int connections) throws Exception {
            atOnce(
                    connections,
                    i -> {
                        try (Socket socket = new Socket("127.0.0.1", port)) {
                            if (i % 3 == 1) {
                                write(socket, "GET /treecounter HTT");
                            }
                            if (i % 3 == 2) {
                                socket.setSoLinger(true, 0);
                            }
                        }
                    });
        }

        /** Clients that say half of a request and wait, while others are served. */
        void beSilent(int clients, int seconds) throws IOException {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    Socket socket = new Socket("127.0.0.1", port);
                    silent.add(socket);
                    write(socket, "GET /treecounter HTTP/1.1\r\nHost: loc");
                }
                isWellWithin(seconds);
                isWellWithin(seconds);
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
                // The server may take what came before the end for a request.
                unread.addAndGet(clients);
            }
        }

        /** A very long line, very many headers, and what no client of good faith sends. */
        void sendOddities() throws IOException {
            String host = "Host: localhost\r\n\r\n";
            for (String request :
                    List.of(
                            "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\n" + host,
                            "GET /x HTTP/1.1\r\n" + "A: b\r\n".repeat(10_000) + host,
                            "GET /%zz HTTP/1.1\r\n" + host,
                            "GET /%C0%AF%00 HTTP/1.1\r\n" + host,
                            "GET /\0\0 HTTP/1.1\r\n" + host,
                            "BREW /treecounter HTTP/1.1\r\n" + host,
                            "get /treecounter HTTP/1.1\r\n" + host,
                            "GET treecounter HTTP/1.1\r\n" + host,
                            "GET http://[::1 HTTP/1.1\r\n" + host,
                            "GET /treecounter HTTP/9.9\r\n" + host,
                            "GET  /treecounter\r\n\r\n",
                            "\r\n\r\n\r\n",
                            "GET /treecounter HTTP/1.1\r\nContent-Length: -1\r\n" + host,
                            "GET /treecounter HTTP/1.1\r\nContent-Length: x\r\n" + host,
                            "GET /treecounter HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                                    + "Content-Length: 3\r\n"
                                    + host
                                    + "0\r\n\r\n",
                            "POST /treecounter HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                                    + host
                                    + "ZZ\r\n")) {
                countAnswers(send(request, 8_000));
            }
        }

        /** Requests with a few bytes changed, always the same ones. */
        void fuzz(int requests) throws Exception {
            atOnce(
                    requests,
                    i -> {
                        Random random = new Random(i);
                        byte[] request =
                                ((random.nextBoolean() ? GET : GET.replace(PAGE, "/x/ä?y=%41"))
                                                .replace("localhost", "h" + random.nextInt()))
                                        .getBytes(ISO_8859_1);
                        for (int n = random.nextInt(6); n >= 0; n--) {
                            request[random.nextInt(request.length)] = (byte) random.nextInt(256);
                        }
                        String text = new String(request, ISO_8859_1);
                        if (!text.toLowerCase(Locale.ROOT).contains("/metrics")) {
                            countAnswers(send(text, 8_000));
                        }
                    });
        }

        /** Each path another one, over kept connections. */
        void askForPaths(int paths) throws Exception {
            int each = paths / AT_ONCE;
            atOnce(
                    AT_ONCE,
                    client -> {
                        try (Socket socket = new Socket("127.0.0.1", port)) {
                            socket.setTcpNoDelay(true);
                            socket.setSoTimeout(10_000);
                            for (int i = 0; i < each; i++) {
                                write(
                                        socket,
                                        "GET /path-%d-%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                                .formatted(client, i));
                                assertThat(Replies.one(socket.getInputStream())).isEqualTo(404);
                                answered.incrementAndGet();
                            }
                        }
                    });
        }

        /** Sends all of it, says that this was all, and reads until the server ends. */
        private String send(String request, int millis) throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(millis);
                write(socket, request);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(read);
            } catch (SocketTimeoutException e) {
                throw new AssertionError(
                        "neither answered nor ended within %d ms: %s"
                                .formatted(
                                        millis,
                                        request.substring(0, Math.min(200, request.length()))),
                        e);
            } catch (SocketException e) {
                // It has ended the connection while there was more to read or to write, and an
                // answer of its handler may be lost on the way.
                unread.incrementAndGet();
            }
            String answer = read.toString(ISO_8859_1);
            if (request.equals(GET)) {
                countAnswers(answer);
            }
            return answer;
        }

        /** Those of a handler say how they are encoded; what the server itself refuses does not. */
        private void countAnswers(String answers) {
            answered.addAndGet((int) Replies.OURS.matcher(answers).results().count());
        }

        private void write(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        private interface Step {
            void run(int number) throws Exception;
        }

        private static void atOnce(int times, Step step) throws Exception {
            ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Callable<Void>> steps =
                        IntStream.range(0, times)
                                .mapToObj(
                                        i ->
                                                (Callable<Void>)
                                                        () -> {
                                                            step.run(i);
                                                            return null;
                                                        })
                                .toList();
                for (Future<Void> done : clients.invokeAll(steps)) {
                    done.get();
                }
            } finally {
                clients.shutdownNow();
            }
        }
    }

    /** Reads answers from a kept connection. */
    static final class Replies {
        private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.1 (\\d{3}) ");
        static final Pattern OURS =
                Pattern.compile(
                        "(?im)^HTTP/1\\.1 \\d{3} .*(\\R[^\\r"
                                + "\\n"
                                + "]+)*?\\RContent-Type: .*charset=utf-8");
        private static final Pattern LENGTH = Pattern.compile("(?im)^Content-length: *(\\d+)");

        private Replies() {}

        /** Reads one answer with a known length, and returns its status. */
        static int one(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            if (length.find()) {
                in.skipNBytes(Long.parseLong(length.group(1)));
            }
            Matcher status = STATUS.matcher(head);
            return status.find() ? Integer.parseInt(status.group(1)) : 0;
        }
    }
}
