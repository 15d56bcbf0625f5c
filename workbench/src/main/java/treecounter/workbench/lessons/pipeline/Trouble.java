package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can go wrong with the servers; the metrics that tell of it. */
enum Trouble {
    SLOW_DATABASE("db_insert_seconds|job_duration_seconds|db_pool_"),
    LOCKED_TABLE(
            "errors_total\\{[^}]*database|db_insert_seconds|db_pool_|retried|job_duration_seconds"
                    + "|http_latency_seconds"),
    DEAD_CACHE("cache_|errors_total\\{[^}]*cache|http_latency_seconds|job_duration_seconds"),
    STOPPED_WORKERS("mq_consumed_total|mq_messages|mq_ack_seconds|jobs_total|job_duration_seconds"),
    REFUSING_BROKER("errors_total\\{[^}]*queue|hello_total|mq_consumed_total|mq_ack_seconds"),
    POISON_MESSAGES("mq_messages|dead|errors_total\\{[^}]*(message|invalid)");

    /** None of a pair hides the other: no insert is slow where no worker makes one. */
    private static final List<List<Trouble>> PAIRS =
            List.of(
                    List.of(SLOW_DATABASE, DEAD_CACHE),
                    List.of(SLOW_DATABASE, POISON_MESSAGES),
                    List.of(LOCKED_TABLE, DEAD_CACHE),
                    List.of(LOCKED_TABLE, STOPPED_WORKERS),
                    List.of(LOCKED_TABLE, REFUSING_BROKER),
                    List.of(DEAD_CACHE, STOPPED_WORKERS),
                    List.of(DEAD_CACHE, REFUSING_BROKER),
                    List.of(DEAD_CACHE, POISON_MESSAGES));

    private final String tellsOfIt;

    /**
     * @param tellsOfIt what a query has to name at least
     */
    Trouble(String tellsOfIt) {
        this.tellsOfIt = tellsOfIt;
    }

    /** The two that this number draws. */
    static List<Trouble> drawn(long seed) {
        return PAIRS.get(new SplittableRandom(seed).nextInt(PAIRS.size()));
    }

    /** The one that somebody calls so. */
    static Optional<Trouble> named(String name) {
        String typed = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return Stream.of(values()).filter(one -> one.toString().equals(typed)).findFirst();
    }

    /** The names of all. */
    static String names() {
        return Stream.of(values()).map(Trouble::toString).collect(Collectors.joining(", "));
    }

    /** Whether a query asks for something that can tell of it. */
    boolean isAskedFor(String query) {
        return Pattern.compile(tellsOfIt).matcher(query).find();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
