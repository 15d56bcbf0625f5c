package treecounter.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Counts spans: one that is never ended is never sent, and shows nowhere but here. */
final class LiveSpans implements SpanProcessor {
    private static final Counter STARTED =
            Counter.build()
                    .name("spans_started_total")
                    .help("Spans begun, of traces that are kept.")
                    .register();
    private static final Gauge LIVE =
            Gauge.build()
                    .name("spans_live")
                    .help("Spans begun and not ended yet, of traces that are kept.")
                    .register();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        STARTED.inc();
        LIVE.inc();
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        LIVE.dec();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
