package treecounter.benchmarks;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Records with Micrometer's registry for Prometheus. Its gauges ask when they are scraped, so there
 * is nothing to measure of these.
 */
@State(Scope.Benchmark)
public class Micrometer implements Library {
    private static final double[] BUCKETS = {
        .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(
                    PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
    private final Counter child = registry.counter("counter", "status", "200");
    private final DistributionSummary histogram =
            DistributionSummary.builder("histogram")
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
    private final Timer timer =
            Timer.builder("timer")
                    .serviceLevelObjectives(
                            Arrays.stream(BUCKETS)
                                    .mapToObj(s -> Duration.ofNanos((long) (s * 1e9)))
                                    .toArray(Duration[]::new))
                    .register(registry);
    private final DistributionSummary summary = registry.summary("summary");
    private final DistributionSummary quantiles =
            DistributionSummary.builder("quantiles")
                    .publishPercentiles(0.5, 0.95)
                    .distributionStatisticExpiry(Duration.ofMinutes(10))
                    .register(registry);

    @Benchmark
    public void counterByLabels() {
        registry.counter("counter", "status", "200").increment();
    }

    @Benchmark
    public void counterByKeptChild() {
        child.increment();
    }

    @Benchmark
    public void histogramObserve() {
        histogram.record(0.3);
    }

    @Benchmark
    public void histogramTimer() {
        Timer.start(registry).stop(timer);
    }

    @Benchmark
    public void summaryObserve() {
        summary.record(0.3);
    }

    @Benchmark
    public void summaryWithQuantilesObserve(Seconds seconds) {
        quantiles.record(seconds.next());
    }

    @Override
    public void counters(int series) {
        registry.clear();
        for (int i = 0; i < series; i++) {
            registry.counter("many", "id", "number-" + i).increment();
        }
    }

    @Override
    public void render(OutputStream out) throws IOException {
        registry.scrape(out);
    }
}
