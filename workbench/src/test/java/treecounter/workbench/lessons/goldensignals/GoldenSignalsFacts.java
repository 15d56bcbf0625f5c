package treecounter.workbench.lessons.goldensignals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;

/** What the tests know of lesson 6. */
final class GoldenSignalsFacts extends Facts {
    private static final int NUMBERS = 8;

    @Override
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        failures.put("6.1", "RequestFilter: ");
        failures.put("6.2", "RequestFilter: ");
        failures.put("6.3", "RequestFilter: ");
        failures.put("6.4", "nobody asks the forest");
        failures.put("6.5", "the failure hides behind a 200");
        failures.put("6.6", "TreeCounterApp: declare it");
        failures.put("6.7", "TreeCounterHandler: declare it");
        failures.put("6.8", "distributions.properties, value: write one");
        failures.put("6.9", "queries/01-traffic.promql: write the query");
        failures.put("6.10", "queries/02-errors.promql: write the query");
        failures.put("6.11", "queries/03-latency.promql: write the query");
        failures.put("6.12", "queries/04-saturation.promql: write the query");
        failures.put("6.13", "queries/05-increase.promql: write the query");
        return failures;
    }

    @Override
    public List<String> stays() {
        return List.of("6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7");
    }

    /** Children of a histogram come with the first request; what follows is seen as an increase. */
    @Override
    public void warmUp(Live live) throws Exception {
        live.get("/random", 2, 200);
        live.send(new Sent(1, 1, 1, 1));
        live.await("http_request_duration_seconds_count", all -> all.size() >= 4);
        live.await("random_value_count > 1", all -> all.size() == 1);
        live.get("/random", NUMBERS, 200);
        live.send(new Sent(10, 3, 2, 4));
        live.await(
                "sum(http_request_duration_seconds_count)",
                all -> all.get(0).value() == live.sent().all() + NUMBERS + 2);
    }

    @Override
    public void metricsAgree(Live live) throws Exception {
        Map<String, Double> all = live.by("http_requests_total > 0", "endpoint", "status");
        Sent sent = live.sent();
        assertThat(all)
                .containsEntry("/random 200", NUMBERS + 2.0)
                .containsEntry("/treecounter 200", (double) sent.pages())
                .containsEntry("/treecounter 503", (double) sent.failures())
                .containsEntry("other 404", (double) sent.unknown());
        assertThat(live.value("sum(http_request_duration_seconds_count)"))
                .isEqualTo(sent.all() + NUMBERS + 2.0);
        assertThat(live.value("sum(http_response_bytes_sum)")).isGreaterThan(1_000);
    }

    @Override
    public void queryAgrees(String name, String query, Live live) throws Exception {
        switch (name) {
            case "01-traffic" -> assertThat(live.value(query)).isPositive();
            case "02-errors" -> assertThat(live.value(query)).isZero();
            case "03-latency" -> assertThat(live.value(query)).isBetween(0.01, 2.5);
            case "04-saturation" -> assertThat(live.value(query)).isBetween(1 / 16.0, 0.5);
            // Stretched to the whole range, so it is more, and not much.
            case "05-increase" ->
                    assertThat(live.value(query)).isCloseTo(NUMBERS, within(NUMBERS * 0.8));
            default -> super.queryAgrees(name, query, live);
        }
    }
}
