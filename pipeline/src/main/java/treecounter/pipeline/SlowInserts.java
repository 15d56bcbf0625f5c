package treecounter.pipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Which inserts are to be slow: a share of them, which stands in the forest's {@code /faults}. */
final class SlowInserts {
    private static final int PATIENCE_MILLIS = 500;

    private final Optional<URI> faults;
    private final long keptNanos;
    private double share;
    private long asked;

    private SlowInserts(Optional<URI> faults, long keptNanos) {
        this.faults = faults;
        this.keptNanos = keptNanos;
        this.asked = System.nanoTime() - keptNanos;
    }

    /**
     * Asks the forest of {@code TREES_API_URL} once a second, or as {@code FAULTS_SECONDS} says.
     */
    static SlowInserts fromEnvironment() {
        return new SlowInserts(
                Setting.get("TREES_API_URL").map(url -> URI.create(url).resolve("/faults")),
                TimeUnit.SECONDS.toNanos(Setting.number("FAULTS_SECONDS", 1)));
    }

    boolean isNext() {
        return faults.isPresent() && ThreadLocalRandom.current().nextDouble() < share();
    }

    private synchronized double share() {
        if (System.nanoTime() - asked >= keptNanos) {
            asked = System.nanoTime();
            try {
                share = ask(faults.orElseThrow());
            } catch (IOException e) {
                // No forest, no news.
            }
        }
        return share;
    }

    private static double ask(URI faults) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) faults.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream body = connection.getInputStream()) {
            return new JsonMapper().readTree(body).path("errorRate").asDouble();
        }
    }
}
