package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a span and a line in the log of each request. Scrapes pass through without. */
final class TracingHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TracingHandler.class);

    private final HttpHandler handler;

    TracingHandler(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        // TODO 9.6: hand scrapes on without a line and without a span.
        String endpoint = path.equals("/treecounter") ? path : "other";
        // TODO 9.4: let the span's parent be the one that the caller's headers name.
        // TODO 9.2: begin a span before the handler, and end it on every way out.
        // TODO 9.5: put trace_id and span_id into the MDC while the span is current.
        handler.handle(exchange);
        // TODO 9.1: log the level and the fields endpoint and status, without any secret.
        LOG.info(
                "{} {} of {} answered {}, headers {}",
                exchange.getRequestMethod(),
                path,
                endpoint,
                exchange.getResponseCode(),
                exchange.getRequestHeaders().entrySet());
    }
}
