package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;
import treecounter.workbench.promql.Exercise;

/** What is right in lesson 8, written otherwise. */
final class PipelineVariantsTest extends VariantsTest {
    private static final String WORKER = "src/main/java/treecounter/Worker.java";
    private static final String JOB = "src/main/java/treecounter/FruitJob.java";

    private static final String ANSWERS = "diagnosis.properties";

    private static final String FLOW =
            """
            scrape_configs:
            - {job_name: grafana, static_configs: [{targets: [grafana:3000]}]}
            - {job_name: "node", static_configs: [{targets: ["node-exporter:9100"]}]}
            - job_name: postgres # slow to answer
              scrape_interval: 15s
              static_configs: [{targets: ["postgres-exporter:9187"], labels: {team: trees}}]
            - job_name: 'redis'
              metrics_path: /metrics
              static_configs: [{targets: ["redis-exporter:9121"]}]
            - job_name: rabbitmq
              scheme: http
              static_configs: [{targets: ["rabbitmq:15692"]}]
            """;

    /** No rule at all: each target says whom the exporter is to ask. */
    private static final String BY_LABELS =
            Stream.of(
                            "http://app:8001/fruit",
                            "http://worker:8004/metrics",
                            "http://prometheus:9090/-/ready",
                            "http://rabbitmq:15692/metrics")
                    .map(
                            page ->
                                    """
                                          - targets: ["blackbox:9115"]
                                            labels: {__param_target: "%1$s", instance: "%1$s"}
                                    """
                                            .formatted(page))
                    .collect(
                            Collectors.joining(
                                    "",
                                    """
                                    scrape_configs:
                                      - job_name: blackbox
                                        metrics_path: /probe
                                        params: {module: [http_2xx]}
                                        static_configs:
                                    """,
                                    ""));

    private static final String OTHER_ANSWERS =
            """
            seed = 10
            first = Stopped workers
            first.query = max(mq_messages{queue="fruits"})
            first.moves = rises
            second = LOCKED-TABLE
            second.query = sum(rate(errors_total{job="treecounter", where="database"}[2m]))
            second.moves = rises
            """;

    @Override
    public List<Variant> all() {
        return List.of(
                variant("jobs written otherwise")
                        .with("jobs/exporters.yaml", "", FLOW)
                        .with("jobs/blackbox.yaml", "", BY_LABELS)
                        .with(ANSWERS, "", OTHER_ANSWERS),
                variant("a failure to delete is printed, and counted")
                        .with(
                                JOB,
                                "            // What it keeps is at most 5 s old: no reason to do"
                                        + " all of this again.\n",
                                "            System.err.println(e.getMessage());\n"),
                variant("the server's address in one piece")
                        .with(
                                WORKER,
                                "                .withHostname(setting(\"HOST\", \"127.0.0.1\"))\n"
                                        + "                .withPort(Integer.parseInt("
                                        + "setting(\"PORT\", \"8004\")))\n",
                                "                .withInetSocketAddress(new"
                                        + " java.net.InetSocketAddress(setting(\"HOST\","
                                        + " \"127.0.0.1\"), Integer.parseInt(setting(\"PORT\","
                                        + " \"8004\"))))\n")
                        .with(
                                WORKER,
                                "                .build();\n",
                                "                .withDaemonThreads(true)\n"
                                        + "                .build();\n"),
                variant("the server comes last")
                        .with(
                                WORKER,
                                "        new HTTPServer.Builder()",
                                "        Oranges.send(MessageQueue.fromEnvironment()::publish);\n"
                                        + "        new HTTPServer.Builder()"),
                variant("greetings are counted in a finally")
                        .with(
                                HANDLER,
                                "        publish(\"hello\", \"{}\");\n        HELLO.inc();\n",
                                "        boolean taken = false;\n        try {\n"
                                        + "            publish(\"hello\", \"{}\");\n"
                                        + "            taken = true;\n        } finally {\n"
                                        + "            HELLO.inc(taken ? 1 : 0);\n        }\n"),
                variant("gauges where both ways have come together")
                        .with(HANDLER, "        ALL_FRUITS.set(all);\n", "")
                        .with(
                                HANDLER,
                                "        Map<String, Integer> fruits = lastMinute();\n",
                                "        Map<String, Integer> fruits = lastMinute();\n"
                                        + "        ALL_FRUITS.set(fruits.values().stream()"
                                        + ".mapToInt(Integer::intValue).sum());\n"),
                variant("fruits that are gone are 0")
                        .with(
                                HANDLER,
                                "        RECENT_FRUITS.clear();\n",
                                "        Fruits.KNOWN.forEach(known ->"
                                        + " RECENT_FRUITS.labels(known).set(0));\n"
                                        + "        RECENT_FRUITS.labels(\"other\").set(0);\n"),
                variant("nanoseconds, divided, for requests")
                        .with(
                                HANDLER,
                                "try (Histogram.Timer timer = LATENCY.labels(method,"
                                        + " endpoint).startTimer()) {\n",
                                "long start = System.nanoTime();\n        try {\n")
                        .with(
                                HANDLER,
                                "            answer(exchange, endpoint).send(exchange);\n"
                                        + "        }\n",
                                "            answer(exchange, endpoint).send(exchange);\n"
                                        + "        } finally {\n"
                                        + "            LATENCY.labels(method,"
                                        + " endpoint).observe((System.nanoTime() - start) / 1e9);\n"
                                        + "        }\n"),
                variant("nanoseconds, divided, for jobs")
                        .with(
                                JOB,
                                "try (Summary.Timer timer = DURATION.labels(kind).startTimer())"
                                        + " {\n",
                                "long start = System.nanoTime();\n        try {\n")
                        .with(
                                JOB,
                                "                JOBS.labels(kind, \"retried\").inc();\n"
                                        + "            }\n        }\n",
                                "                JOBS.labels(kind, \"retried\").inc();\n"
                                        + "            }\n        } finally {\n"
                                        + "            DURATION.labels(kind).observe("
                                        + "(System.nanoTime() - start) / 1e9);\n        }\n"),
                variant("a summary with quantiles, and outcomes there from the start")
                        .with(JOB, "Summary.build()\n", "Summary.build().quantile(0.5, 0.05)\n")
                        .with(
                                JOB,
                                "    static {\n",
                                "    static {\n"
                                        + "        for (String outcome : List.of(\"done\","
                                        + " \"retried\", \"dead\")) {\n"
                                        + "            KINDS.forEach(each -> JOBS.labels(each,"
                                        + " outcome));\n        }\n"),
                variant("the job that probes, with all that a rule can say")
                        .with(
                                "jobs/blackbox.yaml",
                                "        replacement: blackbox:9115\n",
                                "        regex: (.*)\n"
                                        + "        action: replace\n"
                                        + "        replacement: blackbox:9115\n")
                        .with("jobs/blackbox.yaml", "          - http://app", "          - app"));
    }

    @Override
    public Map<Exercise, List<String>> otherQueries() {
        return Map.of(
                PipelineQueries.PROBES,
                List.of(
                        "avg_over_time(probe_success{job=\"blackbox\"}[5m])",
                        "sum_over_time(probe_success[5m]) / count_over_time(probe_success[5m])",
                        "avg by (instance) (avg_over_time(probe_success[300s]))"));
    }
}
