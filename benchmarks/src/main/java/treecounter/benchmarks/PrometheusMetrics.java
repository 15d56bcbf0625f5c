package treecounter.benchmarks;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records with prometheus-metrics 1.x, which came after simpleclient. */
@State(Scope.Benchmark)
public class PrometheusMetrics implements Library {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter counter =
            Counter.builder().name("counter_total").labelNames("status").register(registry);
    private final CounterDataPoint child = counter.labelValues("200");
    private final Gauge gauge = Gauge.builder().name("gauge").register(registry);
    // The same buckets as simpleclient, and no native ones beside them.
    private final Histogram histogram =
            Histogram.builder()
                    .name("histogram")
                    .classicOnly()
                    .classicUpperBounds(
                            .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10)
                    .register(registry);
    private final Summary summary = Summary.builder().name("summary").register(registry);
    private final Summary quantiles =
            Summary.builder()
                    .name("quantiles")
                    .quantile(0.5, 0.05)
                    .quantile(0.95, 0.01)
                    .maxAgeSeconds(600)
                    .register(registry);

    @Benchmark
    public void counterByLabels() {
        counter.labelValues("200").inc();
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
        registry.clear();
        Counter many = Counter.builder().name("many_total").labelNames("id").register(registry);
        for (int i = 0; i < series; i++) {
            many.labelValues("number-" + i).inc();
        }
    }

    @Override
    public void render(OutputStream out) throws IOException {
        ExpositionFormats.init().getPrometheusTextFormatWriter().write(out, registry.scrape());
    }
}
