package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import treecounter.tracing.Requests;

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
        if (path.equals("/metrics")) {
            handler.handle(exchange);
            return;
        }
        String method = Requests.method(exchange);
        String endpoint = path.equals("/treecounter") ? path : "other";
        Context caller =
                GlobalOpenTelemetry.getPropagators()
                        .getTextMapPropagator()
                        .extract(Context.root(), exchange, Requests.HEADERS);
        Span span =
                GlobalOpenTelemetry.getTracer("treecounter")
                        .spanBuilder(method + " " + endpoint)
                        .setParent(caller)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute("http.request.method", method)
                        .setAttribute("http.route", endpoint)
                        .setAttribute("url.path", path)
                        .startSpan();
        try (Scope current = span.makeCurrent();
                var traceId = MDC.putCloseable("trace_id", span.getSpanContext().getTraceId());
                var spanId = MDC.putCloseable("span_id", span.getSpanContext().getSpanId())) {
            try {
                handler.handle(exchange);
            } finally {
                int status = status(exchange);
                LOG.atLevel(status >= 500 ? Level.ERROR : Level.INFO)
                        .addKeyValue("method", method)
                        .addKeyValue("endpoint", endpoint)
                        .addKeyValue("status", status)
                        .log("answered");
            }
        } catch (Throwable e) {
            span.recordException(e);
            throw e;
        } finally {
            int status = status(exchange);
            span.setAttribute("http.response.status_code", status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    /** Where nothing has been answered, the Guard outside says 500. */
    private static int status(HttpExchange exchange) {
        int status = exchange.getResponseCode();
        return status == -1 ? 500 : status;
    }
}
