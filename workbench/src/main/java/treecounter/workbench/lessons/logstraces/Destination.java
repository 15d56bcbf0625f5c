package treecounter.workbench.lessons.logstraces;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import treecounter.workbench.machine.Options;

/**
 * Where the spans of a loop go, decided once: where the learner's environment says; else to a
 * Zipkin of this machine, if there is one; else nowhere.
 *
 * @param settings what programs find in their environment
 * @param text the line that says it
 */
record Destination(Map<String, String> settings, String text) {
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
    private static final int PATIENCE_MILLIS = 500;

    private static Destination decided;

    static synchronized Destination of(Options options) {
        if (decided == null) {
            decided = decide(options);
        }
        return decided;
    }

    private static Destination decide(Options options) {
        if (options.get(EXPORTER).isPresent()) {
            return new Destination(
                    Map.of(),
                    "Spans go where %s=%s says.".formatted(EXPORTER, options.get(EXPORTER).get()));
        }
        int port = TraceServices.ZIPKIN.port(options);
        if (!listens(port)) {
            return new Destination(
                    Map.of(),
                    "Spans go nowhere: no Zipkin listens on port %d. The checks do without; after 9.3 the text starts one."
                            .formatted(port));
        }
        return new Destination(
                zipkin(options), "Spans go to Zipkin: http://localhost:%d".formatted(port));
    }

    /** The stack has a Zipkin, which is only being started. */
    static Map<String, String> inTheStack(Options options) {
        return options.get(EXPORTER).isPresent() ? Map.of() : zipkin(options);
    }

    private static Map<String, String> zipkin(Options options) {
        return Map.of(
                EXPORTER,
                "zipkin",
                "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                TraceServices.ZIPKIN.uri(options, "/api/v2/spans").toString(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "500");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
