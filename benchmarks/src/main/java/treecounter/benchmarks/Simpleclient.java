package treecounter.benchmarks;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records with simpleclient 0.16, the library of the workshop. */
@State(Scope.Benchmark)
public class Simpleclient implements Library {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Counter counter =
            Counter.build("counter_total", "A counter.").labelNames("status").register(registry);
    private final Counter.Child child = counter.labels("200");
    private final Gauge gauge = Gauge.build("gauge", "A gauge.").register(registry);
    private final Histogram histogram =
            Histogram.build("histogram", "A histogram.").register(registry);
    private final Summary summary = Summary.build("summary", "A summary.").register(registry);
    private final Summary quantiles =
            Summary.build("quantiles", "A summary with quantiles.")
                    .quantile(0.5, 0.05)
                    .quantile(0.95, 0.01)
                    .register(registry);

    @Benchmark
    public void counterByLabels() {
        counter.labels("200").inc();
    }

    @Benchmark
    public void counterByKeptChild() {
        child.inc();
    }

    @Benchmark
    public void gaugeSet() {
        gauge.set(3);
    }

    @Benchmark
    public void histogramObserve() {
        histogram.observe(0.3);
    }

    @Benchmark
    public void histogramTimer() {
        histogram.startTimer().close();
    }

    @Benchmark
    public void summaryObserve() {
        summary.observe(0.3);
    }

    @Benchmark
    public void summaryWithQuantilesObserve(Seconds seconds) {
        quantiles.observe(seconds.next());
    }

    @Override
    public void counters(int series) {
        Counter many = Counter.build("many_total", "Many.").labelNames("id").register(registry);
        for (int i = 0; i < series; i++) {
            many.labels("number-" + i).inc();
        }
        registry.unregister(counter);
        registry.unregister(gauge);
        registry.unregister(histogram);
        registry.unregister(summary);
        registry.unregister(quantiles);
    }

    @Override
    public void render(OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        TextFormat.writeFormat(TextFormat.CONTENT_TYPE_004, writer, registry.metricFamilySamples());
        writer.flush();
    }
}
