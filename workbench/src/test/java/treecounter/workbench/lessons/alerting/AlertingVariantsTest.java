package treecounter.workbench.lessons.alerting;

import static treecounter.workbench.lessons.alerting.AlertingRules.PAGES;
import static treecounter.workbench.lessons.alerting.AlertingRules.ratio;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.WrittenRule;

/** What is right in lesson 7, written otherwise. */
final class AlertingVariantsTest extends VariantsTest {
    private static final String TIMEOUTS =
            "forest_requests_total{job=\"treecounter\",status=\"timeout\"}";

    @Override
    public List<Variant> all() {
        return List.of(
                variant("less than one, and absent for a minute")
                        .with(
                                "rules/01-down.yaml",
                                "",
                                file(
                                        "TreeCounterDown",
                                        "critical",
                                        "30s",
                                        "up{job=\"treecounter\"} < 1"))
                        .with(
                                "rules/02-gone.yaml",
                                "",
                                file(
                                        "TreeCounterGone",
                                        "critical",
                                        "",
                                        "absent_over_time(up{job=\"treecounter\"}[1m])"))
                        .with("repair/01-burst.yaml", "        for: 3m", "        for: 2m30s"),
                variant("an average over the time in place of for")
                        .with(
                                "rules/01-down.yaml",
                                "",
                                file(
                                        "TreeCounterDown",
                                        "critical",
                                        "",
                                        "avg_over_time(up{job=\"treecounter\"}[30s]) == 0"))
                        .with(
                                "rules/06-busy.yaml",
                                "sum by (job, instance)",
                                "sum without (status, endpoint)"),
                variant("increase, and all of 5..")
                        .with(
                                "rules/03-errors.yaml",
                                "",
                                file(
                                        "TreeCounterErrors",
                                        "major",
                                        "2m",
                                        "sum by (job) (increase(requests_total{%1$s,status=~\"5..\"}[1m])) / sum by (job) (increase(requests_total{%1$s}[1m])) > 0.1"
                                                .formatted(PAGES))),
                variant("the bound on the other side")
                        .with(
                                "rules/04-slow.yaml",
                                "",
                                file(
                                        "TreeCounterSlow",
                                        "major",
                                        "2m",
                                        "sum by (job) (rate(request_latency_seconds_bucket{%1$s,le=\"0.5\"}[1m])) / sum by (job) (rate(request_latency_seconds_count{%1$s}[1m])) < 0.95"
                                                .formatted(PAGES))),
                variant("slow pages counted, without instance")
                        .with(
                                "rules/04-slow.yaml",
                                "",
                                file(
                                        "TreeCounterSlow",
                                        "major",
                                        "2m",
                                        "(sum without (instance, le) (rate(request_latency_seconds_bucket{%1$s,le=\"+Inf\"}[1m])) - sum without (instance, le) (rate(request_latency_seconds_bucket{%1$s,le=\"0.5\"}[1m]))) / sum without (instance) (rate(request_latency_seconds_count{%1$s}[1m])) > 5 / 100"
                                                .formatted(PAGES))),
                variant("the lowest of five minutes")
                        .with(
                                "rules/05-heap.yaml",
                                "",
                                file(
                                        "TreeCounterHeap",
                                        "minor",
                                        "",
                                        "min_over_time(jvm_memory_bytes_used{area=\"heap\"}[5m]) /"
                                                + " jvm_memory_bytes_max{area=\"heap\"} > 0.9")),
                variant("no failures at the quick app, in the other order")
                        .with(
                                "repair/03-born.yaml",
                                "",
                                WrittenRule.file(
                                                List.of(
                                                        WrittenRule.alert(
                                                                "ForestTimeout",
                                                                "minor",
                                                                "",
                                                                "%1$s - (%1$s offset 5m or 0 * %1$s) > 0"
                                                                        .formatted(TIMEOUTS))))
                                        .replace(
                                                "runbooks/ForestTimeout",
                                                "runbooks/TreeCounterSlow"))
                        .with(
                                "repair/05-long.yaml",
                                "",
                                WrittenRule.file(
                                                List.of(
                                                        WrittenRule.alert(
                                                                "PagesFailForLong",
                                                                "major",
                                                                "",
                                                                "%s > 0.05 and on (job) %s > 0.05"
                                                                        .formatted(
                                                                                ratio(
                                                                                        "by (job) ",
                                                                                        "5m"),
                                                                                ratio(
                                                                                        "by (job) ",
                                                                                        "1h")))))
                                        .replace(
                                                "runbooks/PagesFailForLong",
                                                "runbooks/TreeCounterErrors")),
                variant("ratios that are not recorded")
                        .with(
                                "rules/08-burn.yaml",
                                "job:errors:ratio_rate1h > 14.4 * 0.01\n"
                                        + "          and\n"
                                        + "          job:errors:ratio_rate5m > 14.4 * 0.01",
                                "%s > 0.144 and %s > 0.144"
                                        .formatted(
                                                ratio("by (job) ", "1h"),
                                                ratio("by (job) ", "5m"))),
                variant("an objective that was missed")
                        .with("slo.properties", "failed=15", "failed=36.48")
                        .with("slo.properties", "kept=yes", "kept=No")
                        .with("slo.properties", "left=18", "left=-100"),
                variant("more than is asked for")
                        .with(
                                "rules/09-live.yaml",
                                "          severity: critical",
                                "          severity: critical\n          team: forest")
                        .with(
                                "rules/06-busy.yaml",
                                "        for: 15s\n",
                                "        for: 15s\n        keep_firing_for: 0s\n"));
    }

    private static String file(String name, String severity, String held, String expr) {
        return WrittenRule.file(List.of(WrittenRule.alert(name, severity, held, expr)));
    }
}
