package treecounter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Renders a page of metrics of so many series. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Rendering {
    private static final Map<String, Supplier<Library>> LIBRARIES =
            Map.of(
                    "Simpleclient", Simpleclient::new,
                    "PrometheusMetrics", PrometheusMetrics::new,
                    "Micrometer", Micrometer::new);

    @Param({"Simpleclient", "PrometheusMetrics", "Micrometer"})
    public String library;

    @Param({"10", "1000", "100000"})
    public int series;

    private Library chosen;

    @Setup
    public void fill() {
        chosen = LIBRARIES.get(library).get();
        chosen.counters(series);
    }

    @Benchmark
    public void page() throws IOException {
        chosen.render(OutputStream.nullOutputStream());
    }
}
