package treecounter.workbench.lessons.logstraces;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.promql.Query;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.PrometheusApi;

/** Shows which requests stand for the buckets of the latency, the slowest first. */
final class Exemplars {
    static final String BUCKETS = "request_latency_seconds_bucket";

    private static final Duration SINCE = Duration.ofMinutes(10);
    private static final int LINES = 10;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Screen screen;
    private final Options options;

    Exemplars(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    private record Exemplar(double seconds, List<String> row) {}

    /**
     * Shows them.
     *
     * @return 0
     * @throws Refusal if there are none, or no Prometheus answers
     */
    int show() {
        List<Exemplar> found = new ArrayList<>();
        for (JsonNode series : ask()) {
            JsonNode labels = series.path("seriesLabels");
            series.path("exemplars").forEach(each -> found.add(exemplar(labels, each)));
        }
        if (found.isEmpty()) {
            throw new Refusal(
                    "Expected exemplars of %s in the last %d minutes, found none. Was the app asked for pages, and 5 s ago? Does check 9.8 pass?"
                            .formatted(BUCKETS, SINCE.toMinutes()));
        }
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("seconds", "le", "endpoint", "time", "trace")));
        found.stream()
                .sorted(Comparator.comparingDouble(Exemplar::seconds).reversed())
                .limit(LINES)
                .forEach(each -> rows.add(each.row()));
        Query.aligned(rows).forEach(screen::line);
        return 0;
    }

    private JsonNode ask() {
        Instant now = Instant.now();
        try {
            return PrometheusApi.of(options)
                    .exemplars(BUCKETS, now.minus(SINCE), now.plusSeconds(1));
        } catch (PrometheusApi.Refused e) {
            throw new Refusal("Prometheus does not tell exemplars: " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(
                    "No Prometheus answers at %s. Start it: make up SECTION=9"
                            .formatted(Core.PROMETHEUS.uri(options, "")));
        }
    }

    private static Exemplar exemplar(JsonNode series, JsonNode exemplar) {
        double seconds = exemplar.path("value").asDouble();
        Instant time =
                Instant.ofEpochMilli(Math.round(exemplar.path("timestamp").asDouble() * 1000));
        return new Exemplar(
                seconds,
                List.of(
                        String.format(Locale.ROOT, "%.3f", seconds),
                        series.path("le").asText(),
                        series.path("endpoint").asText(),
                        CLOCK.format(time),
                        exemplar.at("/labels/trace_id").asText()));
    }
}
