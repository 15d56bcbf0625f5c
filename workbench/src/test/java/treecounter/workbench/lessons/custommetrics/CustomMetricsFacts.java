package treecounter.workbench.lessons.custommetrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;

/** What the tests know of lesson 2. */
final class CustomMetricsFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        return Map.of(
                "2.1", "TreeCounterHandler: declare it",
                "2.2", "TreeCounterHandler.answer: all answers but the scrapes pass",
                "2.3", "TreeCounterHandler: declare it",
                "2.4", "TreeCounterHandler: declare it");
    }

    @Override
    public List<String> stays() {
        return List.of("2.1", "2.2", "2.3", "2.4");
    }

    @Override
    public void metricsAgree(Live live) throws Exception {
        live.send(new Sent(20, 5, 5, 10));
        Sent sent = live.sent();
        Map<String, Double> expected =
                new TreeMap<>(
                        Map.of(
                                "200 /treecounter", (double) sent.pages(),
                                "503 /treecounter", (double) sent.failures(),
                                "405 /treecounter", (double) sent.refused(),
                                "404 other", (double) sent.unknown()));
        assertThat(live.awaitBy(expected, "requests_total", "status", "endpoint"))
                .isEqualTo(expected);
        // A scrape reads one family after the other, and a request may be counted in between.
        Map<String, Double> calls =
                Map.of("ok", (double) sent.pages(), "error", (double) sent.failures());
        assertThat(live.awaitBy(calls, "forest_requests_total > 0", "status")).isEqualTo(calls);
        assertThat(live.value("forest_wait_seconds_total")).isBetween(0.001, 5.0);
    }
}
