package treecounter.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures what it costs to record, and to render a page; with {@code HTTP=1}, what pages of the
 * lessons' apps cost. Prints tables, and draws them into {@code PICTURES}, a directory.
 */
public final class Benchmarks {
    private static final List<String> LIBRARIES =
            List.of("Simpleclient", "PrometheusMetrics", "Micrometer");
    private static final List<String> OPERATIONS =
            List.of(
                    "counterByLabels",
                    "counterByKeptChild",
                    "gaugeSet",
                    "histogramObserve",
                    "histogramTimer",
                    "summaryObserve",
                    "summaryWithQuantilesObserve");
    private static final String BYTES = "gc.alloc.rate.norm";

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        Path pictures =
                Path.of(Optional.ofNullable(System.getenv("PICTURES")).orElse("benchmarks/target"));
        System.out.println(Machine.text());
        if ("1".equals(System.getenv("HTTP"))) {
            Pages.measure(pictures);
        } else {
            measure(pictures);
        }
    }

    private static void measure(Path pictures) throws RunnerException, IOException {
        Map<String, Cost> one = recorded(1);
        int cores = Runtime.getRuntime().availableProcessors();
        Map<String, Cost> all = recorded(cores);
        System.out.println(recording("Recording, 1 thread, ns and bytes an operation", one));
        System.out.println(
                recording("Recording, %d threads at once, as above".formatted(cores), all));
        Map<String, Cost> pages = rendered();
        System.out.println(rendering(pages));
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (String library : LIBRARIES) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (String operation : OPERATIONS) {
                Optional.ofNullable(one.get(library + "." + operation))
                        .ifPresent(cost -> row.put(words(operation), cost.nanos()));
            }
            bars.put(library, row);
        }
        Chart.bars("What one recording costs", "ns, logarithmic", bars)
                .save(pictures.resolve("cost-recording.png"));
    }

    /** What one operation takes of time and of memory. */
    private record Cost(double nanos, double bytes) {
        String small() {
            return String.format(Locale.ROOT, "%.0f ns, %.0f B", nanos, bytes);
        }

        String large() {
            return String.format(Locale.ROOT, "%.2f ms, %,.0f kB", nanos / 1e6, bytes / 1024);
        }
    }

    private static Map<String, Cost> recorded(int threads) throws RunnerException {
        System.out.printf("Recording with %d threads, about 2 minutes ...%n", threads);
        Map<String, Cost> costs = new LinkedHashMap<>();
        ChainedOptionsBuilder options = options().threads(threads);
        for (String library : LIBRARIES) {
            options.include("\\." + library + "\\.");
        }
        for (RunResult result : new Runner(options.build()).run()) {
            costs.put(
                    result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"),
                    cost(result));
        }
        return costs;
    }

    private static Map<String, Cost> rendered() throws RunnerException {
        System.out.println("Rendering pages, about a minute ...");
        Map<String, Cost> costs = new LinkedHashMap<>();
        Collection<RunResult> results =
                new Runner(options().include("\\.Rendering\\.").build()).run();
        for (RunResult result : results) {
            costs.put(
                    result.getParams().getParam("library")
                            + "."
                            + result.getParams().getParam("series"),
                    cost(result));
        }
        return costs;
    }

    private static ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xmx1g")
                .verbosity(VerboseMode.SILENT)
                .addProfiler(GCProfiler.class);
    }

    private static Cost cost(RunResult result) {
        double bytes =
                result.getSecondaryResults().entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith(BYTES))
                        .map(Map.Entry::getValue)
                        .mapToDouble(Result::getScore)
                        .findFirst()
                        .orElse(0);
        return new Cost(result.getPrimaryResult().getScore(), bytes);
    }

    private static Table recording(String title, Map<String, Cost> costs) {
        Table table = new Table(title, "operation", LIBRARIES);
        for (String operation : OPERATIONS) {
            table.row(words(operation), cells(costs, operation, Cost::small));
        }
        return table;
    }

    private static Table rendering(Map<String, Cost> costs) {
        Table table = new Table("Rendering a page, time and memory", "series", LIBRARIES);
        TreeSet<Integer> sizes = new TreeSet<>();
        costs.keySet().forEach(key -> sizes.add(Integer.valueOf(key.replaceFirst(".*\\.", ""))));
        for (int size : sizes) {
            table.row(
                    String.format(Locale.ROOT, "%,d", size), cells(costs, "" + size, Cost::large));
        }
        return table;
    }

    private static List<String> cells(
            Map<String, Cost> costs, String what, Function<Cost, String> text) {
        List<String> cells = new ArrayList<>();
        for (String library : LIBRARIES) {
            cells.add(Optional.ofNullable(costs.get(library + "." + what)).map(text).orElse("-"));
        }
        return cells;
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
