package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A past that never was: an app under usual traffic for some hours, as Prometheus would have
 * scraped it, a restart, and its death at noon. All of it is known exactly.
 */
final class MadeTraffic {
    static final Instant BEGIN = Instant.parse("2026-01-01T05:30:00Z");
    static final Instant RESTART = Instant.parse("2026-01-01T11:40:00Z");
    static final Instant DEATH = Instant.parse("2026-01-01T12:00:00Z");
    static final int PAGES_PER_SCRAPE = 45;
    static final int OTHERS_PER_SCRAPE = 5;

    private static final Instant END = DEATH.plus(Duration.ofMinutes(15));
    private static final Duration BACK = Duration.ofSeconds(10);

    /** From here on there are all series; before only the histogram of the pages. */
    private static final Instant COMPLETE = DEATH.minus(Duration.ofMinutes(45));

    private static final Instant SLOW = Instant.parse("2026-01-01T08:00:00Z");
    private static final Instant SLOW_END = Instant.parse("2026-01-01T08:30:00Z");

    /** For 20 s three of 180 pages took long. That is a quiet time, not a tail. */
    private static final Instant UNLUCKY = Instant.parse("2026-01-01T11:50:00Z");

    private static final double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
    };
    private static final String PAGES = "endpoint=\"/treecounter\"";
    private static final String OTHER = "endpoint=\"other\"";

    private final Random random = new Random(1);
    private final Map<String, Double> pages = new LinkedHashMap<>();
    private final Map<String, Double> rest = new LinkedHashMap<>();
    private final TreeMap<Instant, Map<String, Long>> seen = new TreeMap<>();
    private Instant started = BEGIN.minusSeconds(3);
    private long number;

    /** Writes it as OpenMetrics, which promtool makes a block of samples from. */
    void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (Instant time = BEGIN; !time.isAfter(END); time = time.plus(GrafanaTime.SCRAPE)) {
                boolean dead = !time.isBefore(DEATH);
                boolean starts = !time.isBefore(RESTART) && time.isBefore(RESTART.plus(BACK));
                put(out, "up", dead || starts ? 0 : 1, time);
                if (starts) {
                    pages.clear();
                    rest.clear();
                    started = time;
                } else if (!dead) {
                    seen.put(time, new TreeMap<>());
                    serve(time);
                    write(out, pages, time);
                    if (!time.isBefore(COMPLETE)) {
                        write(out, rest, time);
                    }
                }
            }
            out.write("# EOF\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many pages there were after one time and up to another, by the bound of their bucket. */
    Map<String, Long> pages(Instant after, Instant upTo) {
        Map<String, Long> sums = new TreeMap<>();
        seen.subMap(after, false, upTo, true)
                .values()
                .forEach(
                        each ->
                                each.forEach(
                                        (bound, count) -> sums.merge(bound, count, Long::sum)));
        return sums;
    }

    private void serve(Instant time) {
        int count = PAGES_PER_SCRAPE - 6 + random.nextInt(13);
        boolean slow = !time.isBefore(SLOW) && time.isBefore(SLOW_END);
        long unlucky = Duration.between(UNLUCKY, time).toSeconds();
        for (int i = 0; i < count; i++) {
            number++;
            // Spread evenly, whichever pages in a row are looked at.
            double seconds = number * 0.6180339887498949 % 1 * (slow ? 2 : 1);
            observe(pages, PAGES, i == 0 && unlucky >= 0 && unlucky <= 10 ? 1.4 : seconds, time);
            boolean failed = random.nextDouble() < 0.15;
            add("requests_total{status=\"%s\",%s".formatted(failed ? 503 : 200, PAGES), 1);
            add("forest_requests_total{status=\"%s\"".formatted(failed ? "error" : "ok"), 1);
            add("forest_wait_seconds_total{", seconds);
        }
        for (int i = 0; i < OTHERS_PER_SCRAPE; i++) {
            observe(rest, OTHER, 0.000173, time);
            add("requests_total{status=\"404\"," + OTHER, 1);
        }
        add("requests_total{status=\"405\"," + PAGES, 0);
        add("forest_requests_total{status=\"timeout\"", 0);
        virtualMachine(time);
    }

    private void observe(Map<String, Double> to, String labels, double seconds, Instant time) {
        String name = "request_latency_seconds_";
        String smallest = "+Inf";
        for (double bound : BOUNDS) {
            String le = String.valueOf(bound);
            boolean within = seconds <= bound;
            to.merge(
                    "%sbucket{%s,le=\"%s\"".formatted(name, labels, le),
                    within ? 1d : 0d,
                    Double::sum);
            if (within && smallest.equals("+Inf")) {
                smallest = le;
            }
        }
        to.merge("%sbucket{%s,le=\"+Inf\"".formatted(name, labels), 1d, Double::sum);
        to.merge("%scount{%s".formatted(name, labels), 1d, Double::sum);
        to.merge("%ssum{%s".formatted(name, labels), seconds, Double::sum);
        if (to == pages) {
            seen.get(time).merge(smallest, 1L, Long::sum);
        }
    }

    private void virtualMachine(Instant time) {
        boolean collected = time.getEpochSecond() % 60 == 0;
        double sinceCollection = time.getEpochSecond() % 60 / 60.0;
        set("process_start_time_seconds{", started.getEpochSecond());
        add("process_cpu_seconds_total{", 0.25);
        set("process_resident_memory_bytes{", 150e6);
        set("process_open_fds{", 110);
        set("process_max_fds{", 20_000);
        set("jvm_memory_bytes_used{area=\"heap\"", 20e6 + 40e6 * sinceCollection);
        set("jvm_memory_bytes_committed{area=\"heap\"", 100e6);
        set("jvm_memory_bytes_max{area=\"heap\"", 200e6);
        Map.of(
                        "G1 Eden Space", 40e6 * sinceCollection,
                        "G1 Survivor Space", 4e6,
                        "G1 Old Gen", 16e6,
                        "Metaspace", 14e6,
                        "Compressed Class Space", 2e6,
                        "CodeHeap 'non-nmethods'", 1e6,
                        "CodeHeap 'non-profiled nmethods'", 2e6,
                        "CodeHeap 'profiled nmethods'", 4e6)
                .forEach(
                        (pool, bytes) ->
                                set("jvm_memory_pool_bytes_used{pool=\"" + pool + '"', bytes));
        String eden = "jvm_memory_pool_allocated_bytes_total{pool=\"G1 Eden Space\"";
        add(eden, collected ? 40e6 : 0);
        String young = "{gc=\"G1 Young Generation\"";
        String old = "{gc=\"G1 Old Generation\"";
        add("jvm_gc_collection_seconds_count" + young, collected ? 1 : 0);
        add("jvm_gc_collection_seconds_sum" + young, collected ? 0.18 : 0);
        add("jvm_gc_collection_seconds_count" + old, 0);
        add("jvm_gc_collection_seconds_sum" + old, 0);
        set("jvm_threads_current{", 40);
        set("jvm_threads_peak{", 61);
        Map.of("RUNNABLE", 7, "TIMED_WAITING", 31, "WAITING", 1, "BLOCKED", 1, "NEW", 0)
                .forEach((state, n) -> set("jvm_threads_state{state=\"" + state + '"', n));
    }

    private void add(String series, double more) {
        rest.merge(series, more, Double::sum);
    }

    private void set(String series, double value) {
        rest.put(series, value);
    }

    private static void write(Writer out, Map<String, Double> series, Instant time)
            throws IOException {
        for (Map.Entry<String, Double> each : series.entrySet()) {
            put(out, each.getKey(), each.getValue(), time);
        }
    }

    private static void put(Writer out, String series, double value, Instant time)
            throws IOException {
        String labels =
                series.contains("{") ? series + (series.endsWith("{") ? "" : ",") : series + "{";
        out.write(labels + "job=\"treecounter\",instance=\"app:8001\"} " + value + ' ');
        out.write(time.getEpochSecond() + "\n");
    }
}
