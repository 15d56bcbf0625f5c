package treecounter.workbench.promql;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.machine.Options;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.PrometheusApi;

/** Whether a query also finds something in the Prometheus of {@code make up}, if that runs. */
public final class LiveData {
    private static final Pattern INTERVAL = Pattern.compile("(\\d+)(ms|s|m)");

    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

    /** When something on its port took a question and did not answer in time. */
    private volatile Instant silent = Instant.EPOCH;

    /**
     * Asks a query, two scrape intervals back, when every scrape of that time has been stored.
     *
     * @param right a query that is known to be right: where that gives nothing either, the data is
     *     not there yet, or nothing is the answer
     * @return what Prometheus gave in place of data; empty if there is data, or nothing can be said
     */
    public Optional<String> missing(Options options, String query, String right) {
        if (nobodyAnswers(options)) {
            return Optional.empty();
        }
        PrometheusApi prometheus = PrometheusApi.of(options);
        try {
            Instant then = Instant.now().minus(scrapeInterval(prometheus).multipliedBy(2));
            List<PrometheusApi.Series> wanted = prometheus.query(right, then);
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            return found(prometheus, query, then);
        } catch (IOException e) {
            return another(e);
        } catch (PrometheusApi.Refused e) {
            return Optional.empty(); // One that is just starting.
        }
    }

    /** What the parser of that Prometheus says against a query; nothing if it can be read. */
    public Optional<String> parseError(Options options, String query) {
        if (nobodyAnswers(options)) {
            return Optional.empty();
        }
        try {
            PrometheusApi.of(options).query(query);
            return Optional.empty();
        } catch (PrometheusApi.Refused e) {
            return Optional.of(e.getMessage()).filter(said -> said.contains("parse error"));
        } catch (IOException e) {
            return another(e);
        }
    }

    private boolean nobodyAnswers(Options options) {
        boolean isSilent = Instant.now().isBefore(silent.plus(FORGIVEN_AFTER));
        return isSilent || !Core.PROMETHEUS.isTaken(options);
    }

    /** Another program than Prometheus. To wait at every query for one that is silent is long. */
    private Optional<String> another(IOException e) {
        if (e instanceof SocketTimeoutException) {
            silent = Instant.now();
        }
        return Optional.empty();
    }

    private static Optional<String> found(PrometheusApi prometheus, String query, Instant then)
            throws IOException {
        try {
            return prometheus.query(query, then).isEmpty()
                    ? Optional.of("an empty result")
                    : Optional.empty();
        } catch (PrometheusApi.Refused e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Duration scrapeInterval(PrometheusApi prometheus)
            throws IOException, PrometheusApi.Refused {
        return prometheus.targets().stream()
                .map(target -> INTERVAL.matcher(target.interval()))
                .filter(Matcher::matches)
                .map(LiveData::duration)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration duration(Matcher interval) {
        long number = Long.parseLong(interval.group(1));
        return switch (interval.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
