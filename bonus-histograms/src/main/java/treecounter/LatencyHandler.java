package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Measures how long another handler takes. Scrapes pass through unmeasured. */
final class LatencyHandler implements HttpHandler {
    // TODO 4.1: declare the histogram request_latency_seconds with the label endpoint.
    private final HttpHandler handler;

    LatencyHandler(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/metrics")) {
            handler.handle(exchange);
            return;
        }
        String endpoint = path.equals("/treecounter") ? path : "other";
        // TODO 4.2: observe the seconds that the handler takes, by endpoint.
        // TODO 4.3: observe them also when the handler throws.
        handler.handle(exchange);
    }
}
