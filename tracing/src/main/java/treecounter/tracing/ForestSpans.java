package treecounter.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import treecounter.forest.Answer;
import treecounter.forest.Onlooker;

/** Makes a span and a line in the log of each answer of a forest, in the caller's trace. */
public final class ForestSpans implements Onlooker {
    private static final Logger LOG = LoggerFactory.getLogger(ForestSpans.class);
    private static final Set<String> TREES = Set.of("/v1/trees/count", "/v1/trees/recent");

    private final Incident incident = Incident.fromEnvironment();
    private final Set<String> traces = new LinkedHashSet<>();

    /** A forest within an app finds OpenTelemetry started, and belongs to the app. */
    public ForestSpans() {
        Tracing.start("forest", Sampler.parentBased(Sampler.alwaysOn()));
    }

    @Override
    public HttpHandler around(HttpHandler forest) {
        return exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (TREES.contains(path)) {
                trace(path, exchange, forest);
            } else {
                forest.handle(exchange);
            }
        };
    }

    private void trace(String path, HttpExchange exchange, HttpHandler forest) throws IOException {
        String method = Requests.method(exchange);
        Context caller =
                GlobalOpenTelemetry.getPropagators()
                        .getTextMapPropagator()
                        .extract(Context.root(), exchange, Requests.HEADERS);
        Span span =
                GlobalOpenTelemetry.getTracer("forest")
                        .spanBuilder(method + " " + path)
                        .setParent(caller)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute("http.request.method", method)
                        .setAttribute("http.route", path)
                        .setAttribute("url.path", path)
                        .setAttribute("url.scheme", "http")
                        .startSpan();
        try (Scope current = span.makeCurrent();
                MDC.MDCCloseable trace = put("trace_id", span.getSpanContext().getTraceId());
                MDC.MDCCloseable id = put("span_id", span.getSpanContext().getSpanId())) {
            answer(path, span.getSpanContext().getTraceId(), exchange, forest);
        } catch (IOException | RuntimeException e) {
            span.recordException(e);
            throw e;
        } finally {
            int status = exchange.getResponseCode();
            if (status != -1) {
                span.setAttribute("http.response.status_code", status);
            }
            if (status == -1 || status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private void answer(String path, String trace, HttpExchange exchange, HttpHandler forest)
            throws IOException {
        Incident.Trouble trouble = incident.of(path, page(trace));
        Model.pause(trouble.millis());
        if (trouble.fails()) {
            Answer.json(503, "{\"error\": \"the forest is closed\"}").send(exchange);
        } else {
            forest.handle(exchange);
        }
        int status = exchange.getResponseCode();
        LOG.atLevel(status < 500 ? Level.INFO : Level.ERROR)
                .addKeyValue("status", status)
                .addKeyValue("cause", trouble.cause())
                .addKeyValue("apprentice", trouble.apprentice())
                .log("asked for trees");
    }

    /** The calls of a page belong to one trace: the how many-th. */
    private int page(String trace) {
        synchronized (traces) {
            if (incident.isDrawn()) {
                traces.add(trace);
            }
            return traces.size();
        }
    }

    private static MDC.MDCCloseable put(String key, String value) {
        return MDC.putCloseable(key, value);
    }
}
