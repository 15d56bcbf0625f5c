package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.io.IOException;
import java.util.List;

/** Measures how long another handler takes. Scrapes pass through unmeasured. */
final class LatencyHandler implements HttpHandler {
    private static final Histogram LATENCY =
            Histogram.build()
                    .name("request_latency_seconds")
                    .help("Seconds from the start of a request to the end of its answer.")
                    .labelNames("endpoint")
                    .register();
    private static final Gauge IN_PROGRESS =
            Gauge.build()
                    .name("requests_in_progress")
                    .help("Requests that are being answered now, scrapes left out.")
                    .register();

    static {
        List.of(LATENCY, IN_PROGRESS).forEach(TreeCounterHandler.OWN::register);
    }

    private final HttpHandler handler;

    LatencyHandler(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/metrics") || path.equals("/metrics/app")) {
            handler.handle(exchange);
            return;
        }
        String endpoint = path.equals("/treecounter") ? path : "other";
        IN_PROGRESS.inc();
        try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
            handler.handle(exchange);
        } finally {
            IN_PROGRESS.dec();
        }
    }
}
