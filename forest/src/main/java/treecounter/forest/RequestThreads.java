package treecounter.forest;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that work on a server's requests, one each. When all are busy, further requests wait
 * in the order they came until a thread is free; none is refused.
 */
public final class RequestThreads extends ThreadPoolExecutor {
    /** How many requests are in progress at once, where nothing else is said. */
    public static final int MOST = 256;

    /** A thread that has had nothing to do for so long ends. */
    static final int IDLE_SECONDS = 10;

    /** Threads for at most {@value #MOST} requests at once. */
    public RequestThreads() {
        this(MOST);
    }

    /**
     * Threads for at most {@code most} requests at once. Work goes to the one that was busy last,
     * and idle ones end: the scrape handler keeps 1 MiB for each thread that ever served it, so few
     * warm threads beat many.
     */
    public RequestThreads(int most) {
        super(0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(
                task -> {
                    Thread thread = new Thread(task, "request-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        setRejectedExecutionHandler(RequestThreads::waitForThread);
    }

    private static void waitForThread(Runnable request, ThreadPoolExecutor threads) {
        try {
            while (!threads.isShutdown()
                    && !threads.getQueue().offer(request, 100, TimeUnit.MILLISECONDS)) {
                // Waits on, but not for threads that end: HttpServer.stop waits for this one.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
