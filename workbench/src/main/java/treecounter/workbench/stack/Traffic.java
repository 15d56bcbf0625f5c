package treecounter.workbench.stack;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Request;

/**
 * Sends requests to the app on this machine, at a steady rate.
 *
 * <p>The next request does not wait for the answer to the last, and a time counts from the moment
 * at which its request was due: a slow app does not look quicker for being asked less.
 */
public final class Traffic {
    private static final int LONGEST_MILLIS = 10_000;
    private static final int MOST_OPEN = 256;
    private static final int STRANGE = 5;
    private static final int GONE = 5;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(Screen.isTerminal() ? 1 : 5);

    private final Screen screen;
    private final Options options;
    private final List<Request> requests;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final AtomicLong ok = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /** Answers that are no failure of the app's, and not what the lesson's app answers. */
    private final AtomicLong strange = new AtomicLong();

    /** Good answers to what is asked first. */
    private final AtomicLong pages = new AtomicLong();

    /** Requests for which no connection was to be had, since the last one that had one. */
    private final AtomicLong notConnected = new AtomicLong();

    private boolean saidGone;

    private final Thread last = new Thread(this::reportLast, "last-report");
    private final AtomicLongArray byMillis = new AtomicLongArray(LONGEST_MILLIS + 1);
    private long sent;

    /** The usual traffic of a lesson. */
    public Traffic(Screen screen, Options options, Lesson lesson) {
        this(screen, options, lesson.traffic());
    }

    /** Traffic for the app that listens on {@code APP_PORT} (8001). */
    public Traffic(Screen screen, Options options, List<Request> requests) {
        this.screen = screen;
        this.options = options;
        this.requests = requests;
    }

    /**
     * Sends {@code RATE} requests a second (10) for {@code FOR} seconds, else until Ctrl-C.
     *
     * @return 0
     * @throws Refusal if no app answers
     */
    public int send() {
        int rate = options.number("RATE", 10, 1, 1000);
        int seconds = options.number("FOR", 0, 0, 86_400);
        URI page = Core.APP.uri(options, requests.get(0).path());
        if (!Core.APP.isReady(options)) {
            throw new Refusal(
                    "No app answers at %s. Start one: make up, or make dev. On another port: APP_PORT=8011"
                            .formatted(page));
        }
        screen.line(
                "%d requests per second to %s, %s",
                rate, page, seconds == 0 ? "until Ctrl-C" : "for " + seconds + " s");
        Core.verb("faults", Core.FOREST, options)
                .ifPresent(verb -> screen.line("Slow or failing: " + verb));
        Runtime.getRuntime().addShutdownHook(last);
        long start = System.nanoTime();
        long total = seconds == 0 ? Long.MAX_VALUE : (long) rate * seconds;
        long reported = start;
        while (sent < total) {
            long due = start + (long) (sent * 1e9 / rate);
            sleepUntil(due);
            // Before the next is sent, or one would always be waited for.
            if (System.nanoTime() - reported >= REPORT_NANOS) {
                reported = System.nanoTime();
                report();
            }
            send(sent, due, page);
            sent++;
            refuseAnotherProgram(page);
            sayOnceThatNobodyAnswers(page);
        }
        sleepUntil(start + TimeUnit.SECONDS.toNanos(seconds));
        open.acquireUninterruptibly(MOST_OPEN);
        Runtime.getRuntime().removeShutdownHook(last);
        reportLast();
        return 0;
    }

    /** What answers there may be no app of the lesson. */
    private void refuseAnotherProgram(URI page) {
        if (strange.get() >= STRANGE && pages.get() == 0) {
            Runtime.getRuntime().removeShutdownHook(last);
            throw new Refusal(
                    "Expected %d from %s, found another status %d times and never this one. Is another program on this port? Another port: APP_PORT=8011"
                            .formatted(requests.get(0).status(), page, strange.get()));
        }
    }

    /** The app may go away, and come back. */
    private void sayOnceThatNobodyAnswers(URI page) {
        boolean isGone = notConnected.get() >= GONE;
        if (isGone && !saidGone) {
            if (Screen.isTerminal()) {
                screen.line("");
            }
            screen.line(
                    "Nobody answers any more at %s. Has the app ended? make up, or make dev", page);
        }
        saidGone = isGone;
    }

    private void send(long number, long due, URI page) {
        Request asked = requests.get((int) (number % requests.size()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page.resolve(asked.path()))
                        .timeout(Duration.ofMillis(LONGEST_MILLIS));
        if (asked.body().isEmpty()) {
            request.method(asked.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(asked.method(), BodyPublishers.ofString(asked.body()));
        }
        open.acquireUninterruptibly();
        CompletableFuture<HttpResponse<Void>> sent =
                client.sendAsync(request.build(), BodyHandlers.discarding());
        // The request's own time limit ends with the headers.
        sent.copy()
                .orTimeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete(
                        (answer, error) -> {
                            sent.cancel(true);
                            boolean good = error == null && answer.statusCode() == asked.status();
                            (good ? ok : failed).incrementAndGet();
                            notConnected.set(isNotConnected(error) ? notConnected.get() + 1 : 0);
                            if (good && asked.path().equals(page.getPath())) {
                                pages.incrementAndGet();
                            }
                            if (error == null && !good && answer.statusCode() < 500) {
                                strange.incrementAndGet();
                            }
                            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due);
                            byMillis.incrementAndGet((int) Math.min(millis, LONGEST_MILLIS));
                            open.release();
                        });
    }

    private static boolean isNotConnected(Throwable error) {
        return error instanceof ConnectException
                || error != null && error.getCause() instanceof ConnectException;
    }

    private void reportLast() {
        report();
        if (Screen.isTerminal()) {
            screen.line("");
        }
    }

    private void report() {
        long waiting = sent - ok.get() - failed.get();
        screen.update(
                String.format(
                        Locale.ROOT,
                        "sent %d  ok %d  failed %d  p50 %.2f s  p99 %.2f s%s",
                        sent,
                        ok.get(),
                        failed.get(),
                        quantile(0.5),
                        quantile(0.99),
                        waiting == 0 ? "" : "  still waiting for %d".formatted(waiting)));
    }

    /** Seconds that a share of the answers took at most, to the millisecond; of all so far. */
    private double quantile(double share) {
        long all = 0;
        for (int i = 0; i <= LONGEST_MILLIS; i++) {
            all += byMillis.get(i);
        }
        long rest = (long) Math.ceil(all * share);
        for (int i = 0; i < LONGEST_MILLIS; i++) {
            rest -= byMillis.get(i);
            if (rest <= 0) {
                return i / 1000.0;
            }
        }
        return LONGEST_MILLIS / 1000.0;
    }

    private static void sleepUntil(long nanoTime) {
        try {
            long left = nanoTime - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }
}
