package treecounter.tracing;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import treecounter.forest.Guard;

/**
 * Starts OpenTelemetry for a program. Where its spans go, the standard variables say, such as
 * {@code OTEL_TRACES_EXPORTER}; while they say nothing, spans are made and sent nowhere.
 */
public final class Tracing {
    /** Enough for who listens; where nobody does, a program would try until it has to end. */
    private static final long FLUSH_MILLIS = 1_500;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private Tracing() {}

    /**
     * Starts it; from now on {@code GlobalOpenTelemetry} has it. A second call does nothing.
     *
     * @param service the name of the program, where {@code OTEL_SERVICE_NAME} says no other
     * @param sampler which traces are kept, where {@code OTEL_TRACES_SAMPLER} says nothing else
     */
    public static void start(String service, Sampler sampler) {
        if (STARTED.getAndSet(true)) {
            return;
        }
        SdkTracerProvider spans =
                AutoConfiguredOpenTelemetrySdk.builder()
                        .addPropertiesSupplier(() -> unlessSet(service))
                        .addSamplerCustomizer(
                                (set, settings) ->
                                        settings.getString("otel.traces.sampler") == null
                                                ? sampler
                                                : set)
                        .addTracerProviderCustomizer(
                                (made, settings) -> made.addSpanProcessor(new LiveSpans()))
                        .disableShutdownHook() // It would not wait for the last requests.
                        .setResultAsGlobal()
                        .build()
                        .getOpenTelemetrySdk()
                        .getSdkTracerProvider();
        Guard.afterwards(
                left ->
                        spans.shutdown()
                                .join(
                                        Math.min(left.toMillis(), FLUSH_MILLIS),
                                        TimeUnit.MILLISECONDS));
    }

    static Map<String, String> unlessSet(String service) {
        return Map.of(
                "otel.service.name", service,
                "otel.traces.exporter", "none",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.propagators", "tracecontext");
    }
}
