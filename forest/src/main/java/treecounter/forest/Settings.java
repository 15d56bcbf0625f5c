package treecounter.forest;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What an app reads from its environment. An empty variable counts as unset. */
final class Settings {
    private Settings() {}

    static String host() {
        return get("HOST").orElse("127.0.0.1");
    }

    static int port(int standard) {
        return get("PORT").map(Settings::port).orElse(standard);
    }

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(String::strip)
                .filter(s -> !s.isEmpty());
    }

    static int port(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                "PORT: expected a number from 0 to 65535, found '%s'. Try PORT=8001."
                        .formatted(text));
    }

    static long seed(String text) {
        if (text.matches("\\d{1,9}")) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException(
                "FOREST_SEED: expected a whole number from 0 to 999999999, found '%s'. Unset it for 3."
                        .formatted(text));
    }

    static URI treesApi(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPort() <= 65535) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, together with what is well-formed but no web address.
        }
        throw new IllegalArgumentException(
                "TREES_API_URL: expected http://HOST:PORT/v1/trees/count, found '%s'. Unset it to"
                                .formatted(text)
                        + " use the built-in forest.");
    }

    static Duration timeout(String text) {
        if (text.matches("\\d{1,2}(\\.\\d{1,3})?") && Double.parseDouble(text) > 0) {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
        }
        throw new IllegalArgumentException(
                "TREES_API_TIMEOUT: expected seconds, such as 2 or 0.5, found '%s'. Unset it for 2."
                        .formatted(text));
    }

    /** Ends the program with one line for what a person can mend. */
    static AssertionError refuse(Exception e) {
        System.err.println(e.getMessage());
        System.exit(1);
        return new AssertionError("unreachable");
    }
}
