package treecounter.workbench.lessons.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.lessons.Facts;
import treecounter.workbench.stack.Live;
import treecounter.workbench.stack.Sent;

/** What the tests know of lesson 7. */
final class AlertingFacts extends Facts {
    @Override
    public Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        int step = 0;
        for (String file :
                List.of("01-down", "02-gone", "03-errors", "04-slow", "05-heap", "06-busy")) {
            failures.put("7." + ++step, "rules/%s.yaml: write the rule".formatted(file));
        }
        failures.put("7.7", "repair/01-burst.yaml: it fired in a calm night");
        failures.put("7.8", "repair/02-idle.yaml: it never fired while half of the pages failed");
        failures.put("7.9", "repair/03-born.yaml: it never fired for the first timeout");
        failures.put("7.10", "repair/04-label.yaml: a label holds $value");
        failures.put("7.11", "repair/05-long.yaml: all was well again at 1h40m");
        failures.put(
                "7.12", "rules/07-ratios.yaml: nothing is recorded as job:errors:ratio_rate5m");
        failures.put("7.13", "rules/08-burn.yaml: the comment says how the rule has to be called");
        failures.put("7.14", "rules/09-live.yaml: write the rule");
        failures.put("7.15", "slo.properties: write the number behind pages=");
        return failures;
    }

    @Override
    public List<String> stays() {
        return List.of();
    }

    /** So many failures that an alert begins, and that no ratio is 0 / 0. */
    @Override
    public void warmUp(Live live) throws Exception {
        live.send(new Sent(6, 6, 1, 2));
        live.await("sum(requests_total)", all -> all.get(0).value() == live.sent().all());
        live.await("ALERTS{alertname=\"TreeCounterBurning\"}", all -> !all.isEmpty());
        live.await("job:errors:ratio_rate3d > 0", all -> !all.isEmpty());
    }

    /** Rates see what came since the second scrape: in each of its windows the same. */
    @Override
    public void metricsAgree(Live live) throws Exception {
        double now = live.value("job:errors:ratio_rate5m");
        assertThat(now).isBetween(0.2, 0.8);
        assertThat(live.value("job:errors:ratio_rate3d")).isCloseTo(now, within(0.01));
        assertThat(live.value("ALERTS{alertname=\"TreeCounterBurning\"}")).isEqualTo(1);
        assertThat(live.value(GrafanaAlertTest.query())).isBetween(0.2, 0.8);
    }
}
