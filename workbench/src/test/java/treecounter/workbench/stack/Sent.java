package treecounter.workbench.stack;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import treecounter.workbench.machine.Http;

/**
 * A known number of requests to an app and how each ended, to compare with what Prometheus says.
 *
 * @param pages of /treecounter answered 200
 * @param failures of /treecounter answered 503
 * @param refused of /treecounter answered 405
 * @param unknown of another path, answered 404
 */
public record Sent(int pages, int failures, int refused, int unknown) {
    /** Nothing yet. */
    public static final Sent NOTHING = new Sent(0, 0, 0, 0);

    /** Requests of every kind. */
    public int all() {
        return trees() + unknown;
    }

    /** Requests to /treecounter. */
    public int trees() {
        return pages + failures + refused;
    }

    Sent plus(Sent more) {
        return new Sent(
                pages + more.pages,
                failures + more.failures,
                refused + more.refused,
                unknown + more.unknown);
    }

    /** Sends these requests; the forest is told when to fail, and else answers at once. */
    void to(URI app, URI forest) throws IOException {
        faults(forest, "0", 0);
        send(pages, "GET", app.resolve("/treecounter"), 200);
        send(refused, "POST", app.resolve("/treecounter"), 405);
        send(unknown, "GET", app.resolve("/nowhere"), 404);
        faults(forest, "0", 1);
        send(failures, "GET", app.resolve("/treecounter"), 503);
        faults(forest, "0", 0);
    }

    static void faults(URI forest, String latency, double errorRate) throws IOException {
        String body = "{\"latency\": \"%s\", \"errorRate\": %s}".formatted(latency, errorRate);
        expect(Http.send("PUT", forest.resolve("/faults"), Map.of(), body).status(), 200);
    }

    private static void send(int count, String method, URI uri, int status) throws IOException {
        for (int i = 0; i < count; i++) {
            expect(Http.send(method, uri).status(), status);
        }
    }

    private static void expect(int found, int expected) {
        if (found != expected) {
            throw new AssertionError("expected the status %d, found %d".formatted(expected, found));
        }
    }
}
