package treecounter.workbench.lessons.prometheusgrafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 3, written otherwise. */
final class PrometheusGrafanaVariantsTest extends VariantsTest {
    private static final String REQUESTS =
            """
            private static final Counter REQUESTS =
                        Counter.build()
                                .name("requests_total")
                                .help("Requests answered, by status and endpoint.")
                                .labelNames("status", "endpoint")
                                .register();\
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("more children than can be")
                        .with(
                                HANDLER,
                                "REQUESTS.labels(\"404\", \"other\");",
                                """
                                for (String endpoint : List.of("/treecounter", "other")) {
                                            for (String status : List.of("200", "404", "405", "500", "503")) {
                                                REQUESTS.labels(status, endpoint);
                                            }
                                        }\
                                """),
                variant("children made by the constructor, counted 0")
                        .with(HANDLER, "REQUESTS.labels(\"404\", \"other\");", "")
                        .with(
                                HANDLER,
                                "this.forest = forest;",
                                "this.forest = forest;\n"
                                        + "        REQUESTS.labels(\"404\", \"other\").inc(0);"),
                variant("a time series for one instance, as a variable chooses it")
                        .with("dashboard.json", "", panel("instance", "=", "$instance")),
                variant("a panel whose variable must not match")
                        .with("dashboard.json", "", panel("job", "!=", "[[other]]")),
                variant("a panel with square brackets in a pattern")
                        .with("dashboard.json", "", panel("status", "=~", "[2-5]..")),
                variant("a dashboard of the new format, with rows and variables")
                        .with(
                                "dashboard.json",
                                "",
                                """
                                {"spec": {"elements": {"panel-1": {"spec": {"data": {"spec": {"queries": [
                                  {"spec": {"query": {"spec": {"expr":
                                    "sum by (status) (rate(requests_total{instance=~\\"$instance\\"}[$__rate_interval]))"
                                  }}}},
                                  {"spec": {"query": {"spec": {"expr": "up{job=~\\"${job:regex}\\"}"}}}}
                                ]}}}}}}}
                                """));
    }

    private static String panel(String label, String operator, String value) {
        return """
        {"annotations": {"list": [{"expr": "resets(requests_total[1m]) > 0"}]},
         "panels": [{"type": "row"}, {"type": "timeseries", "targets": [
           {"expr": "sum by (status) (rate(requests_total{%s%s\\"%s\\"}[${__rate_interval}]))",
            "instant": false, "range": true}]}]}
        """
                .formatted(label, operator, value);
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        Map<Exercise, List<String>> right = new LinkedHashMap<>();
        right.put(
                PrometheusGrafanaQueries.RATE,
                List.of(
                        "increase(requests_total[1m]) / 60",
                        "rate ( requests_total { job = 'treecounter' } [60s] )",
                        "rate(requests_total[1m]) # per second"));
        right.put(
                PrometheusGrafanaQueries.BY_STATUS,
                List.of(
                        "sum(rate(requests_total[1m])) by (status)",
                        "sum without (job, instance, endpoint) (rate(requests_total[1m]))",
                        "sum by (job, status) (rate(requests_total[1m]))",
                        "sum by (status) (increase(requests_total[1m])) / 60"));
        right.put(
                PrometheusGrafanaQueries.INCREASE,
                List.of(
                        "sum(rate(requests_total[5m])) * 300",
                        "sum by (job) (increase(requests_total[5m]))",
                        "sum(sum by (instance) (increase(requests_total[300s])))"));
        right.put(
                PrometheusGrafanaQueries.ERROR_RATIO,
                List.of(
                        "1 - sum(rate(requests_total{endpoint=\"/treecounter\",status!=\"503\"}[5m]))"
                            + " / sum(rate(requests_total{endpoint=\"/treecounter\"}[5m]))",
                        "sum by (endpoint)"
                            + " (rate(requests_total{endpoint=\"/treecounter\",status=~\"5..\"}[5m]))"
                            + " / sum by (endpoint)"
                            + " (rate(requests_total{endpoint=\"/treecounter\"}[5m]))",
                        "sum(increase(requests_total{endpoint!=\"other\",status=\"503\"}[5m]))"
                                + " / sum(increase(requests_total{endpoint!=\"other\"}[5m]))",
                        "sum without (instance, job)"
                                + " (rate(requests_total{status=\"503\"}[5m])) / ignoring"
                                + " (status) group_left sum without (instance, job, status)"
                                + " (rate(requests_total{endpoint=\"/treecounter\"}[5m]))"));
        right.put(
                PrometheusGrafanaQueries.FOREST_WAIT,
                List.of(
                        "sum(increase(forest_wait_seconds_total[5m]))"
                                + " / sum(increase(forest_requests_total[5m]))",
                        "sum by (job) (rate(forest_wait_seconds_total[5m]))"
                                + " / sum by (job) (rate(forest_requests_total[5m]))"));
        right.put(
                PrometheusGrafanaQueries.BUSIEST,
                List.of(
                        "topk(1, sum(rate(requests_total[5m])) by (endpoint))",
                        "topk(1, sum without (job, instance, status)"
                                + " (rate(requests_total[5m])))"));
        right.put(
                PrometheusGrafanaQueries.SERIES,
                List.of(
                        "count({job!=\"\"}) by (job)",
                        "count by (job) ({__name__!=\"\"})",
                        "sum by (job) (count by (job, instance) ({__name__=~\".+\"}))"));
        right.put(
                PrometheusGrafanaQueries.ABSENT,
                List.of(
                        "absent(up{job=\"treecounter\"} > 0)",
                        "absent(sum(up{job=\"treecounter\"}) > 0)",
                        "vector(1) unless on () (up{job=\"treecounter\"} == 1)"));
        right.put(
                PrometheusGrafanaQueries.OFFSET,
                List.of(
                        "sum by (job) (rate(requests_total[1m]))"
                                + " - sum by (job) (rate(requests_total[1m] offset 5m))",
                        "sum(rate(requests_total[1m])) - sum(rate(requests_total[1m] offset"
                                + " 300s))"));
        right.put(
                PrometheusGrafanaQueries.RESTARTS,
                List.of(
                        "max without (status, endpoint) (resets(requests_total[10m]))",
                        "resets(sum by (instance) (requests_total)[10m:])",
                        "max by (instance) (changes(process_start_time_seconds[10m]))",
                        "changes(process_start_time_seconds[10m])"));
        right.put(
                PrometheusGrafanaQueries.HEAP,
                List.of(
                        "max by (instance)"
                                + " (max_over_time(jvm_memory_bytes_used{area=\"heap\"}[5m]))",
                        "max_over_time(jvm_memory_bytes_used{area!=\"nonheap\"}[5m])"));
        return right;
    }
}
