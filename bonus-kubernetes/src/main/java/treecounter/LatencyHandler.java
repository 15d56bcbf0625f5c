package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.Histogram;
import java.io.IOException;

/** Measures how long another handler takes. Scrapes pass through unmeasured. */
final class LatencyHandler implements HttpHandler {
    private static final Histogram LATENCY =
            Histogram.build()
                    .name("request_latency_seconds")
                    .help("Seconds from the start of a request to the end of its answer.")
                    .labelNames("endpoint")
                    .register();

    private final HttpHandler handler;

    LatencyHandler(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        // TODO 11.1: nor are probes of /healthz measured.
        if (path.equals("/metrics")) {
            handler.handle(exchange);
            return;
        }
        String endpoint = path.equals("/treecounter") ? path : "other";
        try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer()) {
            handler.handle(exchange);
        }
    }
}
