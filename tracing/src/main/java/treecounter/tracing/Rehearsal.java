package treecounter.tracing;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Makes a span once, and sends it to itself. Most of the time that a program takes to start goes
 * into the classes for it, which are loaded then.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
        Map<String, String> settings = new HashMap<>(Tracing.unlessSet("rehearsal"));
        settings.put("otel.traces.exporter", "otlp");
        settings.put("otel.exporter.otlp.endpoint", url);
        try (OpenTelemetrySdk sdk =
                AutoConfiguredOpenTelemetrySdk.builder()
                        .addPropertiesCustomizer(set -> settings)
                        .disableShutdownHook()
                        .build()
                        .getOpenTelemetrySdk()) {
            Span span = sdk.getTracer("rehearsal").spanBuilder("rehearsal").startSpan();
            try (Scope current = span.makeCurrent()) {
                span.recordException(new IllegalStateException("none"));
                Map<String, String> headers = new HashMap<>();
                sdk.getPropagators()
                        .getTextMapPropagator()
                        .inject(Context.current(), headers, Map::put);
            } finally {
                span.end();
            }
            sdk.getSdkTracerProvider().forceFlush().join(5, TimeUnit.SECONDS);
        } finally {
            receiver.stop(0);
        }
        Logger log = LoggerFactory.getLogger(Rehearsal.class);
        try (MDC.MDCCloseable one = MDC.putCloseable("rehearsal", "yes")) {
            log.atDebug().addKeyValue("rehearsal", "yes").log("not shown");
        }
    }
}
