package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import treecounter.workbench.app.App;
import treecounter.workbench.machine.Background;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;

/** A real Prometheus that scrapes nothing and knows a {@link MadeTraffic made past}. */
final class PastPrometheus implements AutoCloseable {
    private final Background program;
    private final URI uri = URI.create("http://127.0.0.1:" + App.freePort());

    /**
     * @param directory for samples and the log
     */
    PastPrometheus(Path directory, MadeTraffic past) throws Exception {
        for (String name : List.of("prometheus", "promtool")) {
            assumeTrue(Command.onPath(name).isPresent(), "no " + name + " on the PATH");
        }
        Path samples = directory.resolve("past.txt");
        Path blocks = directory.resolve("blocks");
        past.write(samples);
        List<String> said =
                Command.of(
                                "promtool",
                                "tsdb",
                                "create-blocks-from",
                                "openmetrics",
                                samples.toString(),
                                blocks.toString())
                        .run()
                        .lines();
        assertThat(blocks).as(String.join("\n", said)).isNotEmptyDirectory();
        Path nothing = Files.writeString(directory.resolve("prometheus.yaml"), "");
        program = new Background(directory, "prometheus");
        program.start(
                List.of(
                        "prometheus",
                        "--config.file=" + nothing,
                        "--storage.tsdb.path=" + blocks,
                        "--web.listen-address=" + uri.getAuthority()),
                Map.of());
        try {
            Eventually.get(Duration.ofSeconds(20), this::isReady, ready -> ready);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private boolean isReady() {
        try {
            return Http.get(uri.resolve("/-/ready")).status() == 200;
        } catch (IOException e) {
            assertThat(program.isAlive()).as(String.join("\n", program.lastLines(5))).isTrue();
            return false;
        }
    }

    PrometheusApi api() {
        return new PrometheusApi(uri);
    }

    @Override
    public void close() {
        program.stop();
    }
}
