package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 8. */
final class PipelineMistakesTest extends MistakesTest {
    private static final String WORKER = "src/main/java/treecounter/Worker.java";
    private static final String JOB = "src/main/java/treecounter/FruitJob.java";

    private static final String DIAGNOSIS = "diagnosis.properties";
    private static final String EXPORTERS = "jobs/exporters.yaml";
    private static final String BLACKBOX = "jobs/blackbox.yaml";
    private static final String COLLECTOR = "src/main/java/treecounter/PipelineCollector.java";

    private static final String BUILDER =
            """
                    new HTTPServer.Builder()
                            .withHostname(setting("HOST", "127.0.0.1"))
                            .withPort(Integer.parseInt(setting("PORT", "8004")))
                            .build();
            """;
    private static final String GREETED = "        HELLO.inc();\n";
    private static final String ALL = "        ALL_FRUITS.set(all);\n";
    private static final String CLEAR = "        RECENT_FRUITS.clear();\n";
    private static final String RECENT =
            "RECENT_FRUITS.labels(knownOrOther(fruit, Fruits.KNOWN)).inc(quantity)";
    private static final String LATENCY =
            "try (Histogram.Timer timer = LATENCY.labels(method, endpoint).startTimer()) {\n"
                    + "            answer(exchange, endpoint).send(exchange);\n"
                    + "        }\n";
    private static final String DURATION =
            "try (Summary.Timer timer = DURATION.labels(kind).startTimer()) {\n";
    private static final String ACK =
            "            try (Histogram.Timer acknowledging = ACK.startTimer()) {\n"
                    + "                delivery.acknowledge();\n            }\n";
    private static final String DONE = ACK + "            JOBS.labels(kind, \"done\").inc();\n";
    private static final String DEAD = "JOBS.labels(kind, \"dead\").inc();";
    private static final String RETRIED = "                JOBS.labels(kind, \"retried\").inc();\n";
    private static final String FAILED =
            "        } catch (Failure e) {\n"
                    + "            ERRORS.labels(e.where(), e.error()).inc();\n"
                    + "            if (e.isForEver()) {";

    private static final String PUBLISH =
            "try (Histogram.Timer timer = PUBLISH.startTimer()) {\n"
                    + "            queue.publish(kind, body);\n        }\n";
    private static final String INSERT =
            "try (Histogram.Timer timer = INSERT.startTimer()) {\n"
                    + "            table.insert(delivery.id(), fruits);\n        }\n";

    /** Without its page, more than one check has nothing to look at. */
    @Override
    public boolean isSeenByItsCheckAlone(Mistake mistake) {
        return !mistake.check().equals("8.1");
    }

    @Override
    public List<Mistake> all() {
        return Stream.of(ofPrograms(), ofJobs(), ofAnswers()).flatMap(List::stream).toList();
    }

    private List<Mistake> ofJobs() {
        return List.of(
                mistake(
                        "the port forgotten",
                        EXPORTERS,
                        "node-exporter:9100",
                        "node-exporter",
                        "8.19",
                        "without a port it is 80"),
                mistake(
                        "rules after the scrape",
                        BLACKBOX,
                        "    relabel_configs",
                        "    metric_relabel_configs",
                        "8.20",
                        "Whom to ask is decided before it"),
                mistake(
                        "an exporter with http",
                        BLACKBOX,
                        "replacement: blackbox:9115",
                        "replacement: http://blackbox:9115",
                        "8.20",
                        "what replaces __address__ is HOST:PORT"),
                mistake(
                        "static_config without s",
                        EXPORTERS,
                        "  - job_name: node\n    static_configs:\n",
                        "  - job_name: node\n    static_config:\n",
                        "8.19",
                        "the word is static_configs"),
                mistake(
                        "a job without a dash",
                        EXPORTERS,
                        "  - job_name: node\n    static",
                        "  job_name: node\n    static",
                        "8.19",
                        "look at the blanks"),
                mistake(
                        "the exporter on this machine",
                        EXPORTERS,
                        "node-exporter:9100",
                        "localhost:9100",
                        "8.19",
                        "in its container localhost is Prometheus itself"),
                mistake(
                        "the database itself is asked",
                        EXPORTERS,
                        "postgres-exporter:9187",
                        "postgres:5432",
                        "8.19",
                        "it speaks no HTTP"),
                mistake(
                        "the port for messages",
                        EXPORTERS,
                        "rabbitmq:15692",
                        "rabbitmq:5672",
                        "8.19",
                        "it speaks no HTTP"),
                mistake(
                        "another port of the same host",
                        EXPORTERS,
                        "redis-exporter:9121",
                        "redis-exporter:6380",
                        "8.19",
                        "shows its metrics on another port"),
                mistake(
                        "the target of another job",
                        EXPORTERS,
                        "redis-exporter:9121",
                        "postgres-exporter:9187",
                        "8.19",
                        "this is the target of the job postgres"),
                mistake(
                        "a URL as target",
                        EXPORTERS,
                        "grafana:3000",
                        "http://grafana:3000/metrics",
                        "8.19",
                        "without http://"),
                mistake(
                        "a name twice",
                        EXPORTERS,
                        "job_name: redis",
                        "job_name: postgres\n    metrics_path: /metrics",
                        "8.19",
                        "a job has this name twice"),
                mistake(
                        "a target that is no list",
                        EXPORTERS,
                        "[\"grafana:3000\"]",
                        "\"grafana:3000\"",
                        "8.19",
                        "here a list is wanted"),
                mistake(
                        "a path of its own",
                        EXPORTERS,
                        "  - job_name: redis\n",
                        "  - job_name: redis\n    metrics_path: /scrape\n",
                        "8.19",
                        "has a metrics_path"),
                mistake(
                        "a job is missing",
                        EXPORTERS,
                        "  - job_name: grafana\n"
                                + "    static_configs:\n"
                                + "      - targets: [\"grafana:3000\"]\n",
                        "",
                        "8.19",
                        "write it below the comment"),
                mistake(
                        "the default path",
                        BLACKBOX,
                        "    metrics_path: /probe\n",
                        "",
                        "8.20",
                        "at /metrics the exporter tells of itself"),
                mistake(
                        "no module",
                        BLACKBOX,
                        "    params:\n      module: [http_2xx]\n",
                        "",
                        "8.20",
                        "params has the list module"),
                mistake(
                        "the module is no list",
                        BLACKBOX,
                        "[http_2xx]",
                        "http_2xx",
                        "8.20",
                        "here a list is wanted"),
                mistake(
                        "no parameter target",
                        BLACKBOX,
                        "        target_label: __param_target\n",
                        "        target_label: __tmp_target\n",
                        "8.20",
                        "A rule keeps"),
                mistake(
                        "instance is the exporter",
                        BLACKBOX,
                        "      - source_labels: [__param_target]\n        target_label: instance\n",
                        "",
                        "8.20",
                        "all targets would be called after the exporter"),
                mistake(
                        "the address is not replaced",
                        BLACKBOX,
                        "      - target_label: __address__\n        replacement: blackbox:9115\n",
                        "",
                        "8.20",
                        "has to replace __address__"),
                mistake(
                        "replaced before it is kept",
                        BLACKBOX,
                        "    relabel_configs:\n",
                        "    relabel_configs:\n"
                                + "      - target_label: __address__\n"
                                + "        replacement: blackbox:9115\n",
                        "8.20",
                        "replaced before it was kept"),
                mistake(
                        "another exporter's address",
                        BLACKBOX,
                        "replacement: blackbox:9115",
                        "replacement: node-exporter:9100",
                        "8.20",
                        "names another place than the exporter"),
                mistake(
                        "a service is missing",
                        BLACKBOX,
                        "          - http://rabbitmq:15692/metrics\n",
                        "",
                        "8.20",
                        "is not among the targets"),
                mistake(
                        "source_label without s",
                        BLACKBOX,
                        "source_labels: [__address__]",
                        "source_label: [__address__]",
                        "8.20",
                        "the word is source_labels"),
                mistake(
                        "parameters in the path",
                        BLACKBOX,
                        "/probe",
                        "/probe?module=http_2xx",
                        "8.20",
                        "at /metrics the exporter tells of itself"),
                mistake(
                        "a tab",
                        BLACKBOX,
                        "    metrics_path: /probe",
                        "\tmetrics_path: /probe",
                        "8.20",
                        "there is a tab"),
                query(
                        "several by one",
                        "04-errors",
                        "sum by (where) (rate(errors_total{job=\"worker\"}[5m])) / ignoring (where)"
                                + " sum(rate(mq_consumed_total[5m]))",
                        "8.17",
                        "says which side has several"),
                query(
                        "pairs by another label",
                        "05-pool",
                        "avg_over_time(db_pool_connections{state=\"active\"}[5m]) / ignoring"
                                + " (instance) db_pool_connections_max",
                        "8.18",
                        "each label that one side alone has"),
                query(
                        "up in place of probe_success",
                        "06-probes",
                        "avg_over_time(up{job=\"blackbox\"}[5m])",
                        "8.21",
                        "up tells whether the exporter answered"));
    }

    private Mistake panel(String name, String query, String hint) {
        return mistake(
                "a panel " + name,
                "dashboard.json",
                "",
                "{\"panels\": [{\"targets\": [{\"expr\": \"" + query + "\"}]}]}",
                "8.22",
                hint);
    }

    private List<Mistake> ofAnswers() {
        return List.of(
                panel(
                        "of the rate alone",
                        "sum(rate(jobs_total{outcome='retried'}[$__rate_interval]))",
                        "this is how many a second"),
                panel(
                        "of tried again by done",
                        "sum(rate(jobs_total{outcome='retried'}[$__rate_interval]))"
                                + " / sum(rate(jobs_total{outcome='done'}[$__rate_interval]))",
                        "All outcomes are below the line"),
                panel(
                        "of totals",
                        "sum(jobs_total{outcome='retried'}) / sum(jobs_total)",
                        "this is the share of all time"),
                panel(
                        "of those that were given up",
                        "sum(rate(jobs_total{outcome='dead'}[$__rate_interval]))"
                                + " / sum(rate(jobs_total[$__rate_interval]))",
                        "outcome=\"dead\" is not the outcome"),
                panel(
                        "of all by some",
                        "sum(rate(jobs_total[$__rate_interval]))"
                                + " / sum(rate(jobs_total{outcome='retried'}[$__rate_interval]))",
                        "this is inverted"),
                panel(
                        "of each kind",
                        "sum by (kind) (rate(jobs_total{outcome='retried'}[$__rate_interval]))"
                                + " / sum by (kind) (rate(jobs_total[$__rate_interval]))",
                        "by kind keeps apart"),
                panel(
                        "of a word that is none",
                        "sum(rate(jobs_total{outcome='retry'}[$__rate_interval]))"
                                + " / sum(rate(jobs_total[$__rate_interval]))",
                        "none with outcome=\"retry\""),
                mistake(
                        "a panel that is a table",
                        "dashboard.json",
                        "",
                        "{\"panels\": [{\"type\": \"table\", \"targets\": [{\"expr\":"
                            + " \"sum(rate(jobs_total{outcome=\\\"retried\\\"}[$__rate_interval]))"
                            + " / sum(rate(jobs_total[$__rate_interval]))\"}]}]}",
                        "8.22",
                        "a panel of the kind table"),
                mistake(
                        "a panel that is hidden",
                        "dashboard.json",
                        "",
                        "{\"panels\": [{\"targets\": [{\"hide\": true, \"expr\":"
                            + " \"sum(rate(jobs_total{outcome=\\\"retried\\\"}[$__rate_interval]))"
                            + " / sum(rate(jobs_total[$__rate_interval]))\"}]}]}",
                        "8.22",
                        "Open the eye"),
                mistake(
                        "no name",
                        DIAGNOSIS,
                        "first=locked-table",
                        "first=",
                        "8.23",
                        "write one of the six names"),
                mistake(
                        "a name that is none",
                        DIAGNOSIS,
                        "first=locked-table",
                        "first=the database",
                        "8.23",
                        "copy the name from the comment"),
                mistake(
                        "the same twice",
                        DIAGNOSIS,
                        "second=stopped-workers\nsecond.query=sum(rate(mq_consumed_total[1m]))",
                        "second=locked-table\n"
                            + "second.query=sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))",
                        "8.23",
                        "they are not the same"),
                mistake(
                        "a cache that is not dead",
                        DIAGNOSIS,
                        "second=stopped-workers\nsecond.query=sum(rate(mq_consumed_total[1m]))",
                        "second=dead-cache\n"
                            + "second.query=sum(rate(cache_requests_total{result=\"failed\"}[1m]))",
                        "8.23",
                        "you say dead-cache"),
                mistake(
                        "slow for locked",
                        DIAGNOSIS,
                        "first=locked-table\n"
                            + "first.query=sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))",
                        "first=slow-database\nfirst.query=sum(rate(db_insert_seconds_sum[1m]))",
                        "8.23",
                        "you say slow-database"),
                mistake(
                        "poison that nobody sent",
                        DIAGNOSIS,
                        "second=stopped-workers\nsecond.query=sum(rate(mq_consumed_total[1m]))",
                        "second=poison-messages\nsecond.query=max(mq_messages{queue=\"dead\"})",
                        "8.23",
                        "you say poison-messages"),
                mistake(
                        "errors of any place",
                        DIAGNOSIS,
                        "second=stopped-workers",
                        "second=refusing-broker",
                        "8.23",
                        "you say refusing-broker"),
                mistake(
                        "queries in the other order",
                        DIAGNOSIS,
                        "sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))",
                        "sum(rate(mq_consumed_total[1m]))",
                        "8.23",
                        "it asks for nothing that locked-table alone changes"),
                mistake(
                        "rises for falls",
                        DIAGNOSIS,
                        "second.moves=falls",
                        "second.moves=rises",
                        "8.23",
                        "the number goes the other way"),
                mistake(
                        "neither rises nor falls",
                        DIAGNOSIS,
                        "second.moves=falls",
                        "second.moves=changes",
                        "8.23",
                        "say what the number does"),
                mistake(
                        "a query with many results",
                        DIAGNOSIS,
                        "sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))",
                        "rate(errors_total{where=\"database\"}[1m])",
                        "8.23",
                        "add them up"),
                mistake(
                        "a query that is none",
                        DIAGNOSIS,
                        "sum(rate(errors_total{where=\"database\",error=\"timeout\"}[1m]))",
                        "sum(rate(errors_total{where=\"database\"}[1m])",
                        "8.23",
                        "something is not closed"),
                mistake(
                        "a query that hardly differs",
                        DIAGNOSIS,
                        "sum(rate(mq_consumed_total[1m]))",
                        "max(mq_messages{queue=\"dead\"}) + 1",
                        "8.23",
                        "it hardly differs"),
                mistake(
                        "a metric that is not there",
                        DIAGNOSIS,
                        "sum(rate(mq_consumed_total[1m]))",
                        "sum(rate(mq_consumed_totals[1m]))",
                        "8.23",
                        "no series here is called mq_consumed_totals"),
                mistake(
                        "a label that nobody has",
                        DIAGNOSIS,
                        "error=\"timeout\"}[1m]",
                        "error=\"timeouts\"}[1m]",
                        "8.23",
                        "no errors_total here has error=\"timeouts\""),
                mistake(
                        "no seed",
                        DIAGNOSIS,
                        "seed=10",
                        "seed=ten",
                        "8.23",
                        "the number that make hurt was told"));
    }

    private List<Mistake> ofPrograms() {
        return List.of(
                mistake(
                                "greetings by their method",
                                HANDLER,
                                ".help(\"Greetings that the queue has taken.\")\n",
                                ".help(\"Greetings that the queue has taken.\")\n"
                                        + "                    .labelNames(\"method\")\n",
                                "8.2",
                                "method")
                        .also(HANDLER, GREETED, "        HELLO.labels(method).inc();\n")
                        .alone(),
                mistake(
                        "all_fruits is set when all are asked for",
                        HANDLER,
                        ALL,
                        "        if (name.equals(\"all\")) {\n"
                                + "            ALL_FRUITS.set(all);\n"
                                + "        }\n",
                        "8.3",
                        "nothing sets it when one kind is asked for"),
                mistake(
                                "all_fruits is set when the cache answers",
                                HANDLER,
                                ALL,
                                "",
                                "8.3",
                                "nothing sets it when the table is asked")
                        .also(
                                HANDLER,
                                "                return kept.get();\n",
                                "                ALL_FRUITS.set(kept.get().values().stream()"
                                        + ".mapToInt(Integer::intValue).sum());\n"
                                        + "                return kept.get();\n"),
                mistake(
                        "recent_fruits are set when all are asked for",
                        HANDLER,
                        CLEAR,
                        "        if (!name.equals(\"all\")) {\n"
                                + "            return Answer.json(200, \"{\\\"quantity\\\": %d}\""
                                + ".formatted(fruits.getOrDefault(name, 0)));\n"
                                + "        }\n"
                                + CLEAR,
                        "8.4",
                        "nothing is set when one kind is asked for"),
                mistake(
                        "known fruits are set back, and no others",
                        HANDLER,
                        CLEAR,
                        "        Fruits.KNOWN.forEach(fruit ->"
                                + " RECENT_FRUITS.labels(fruit).set(0));\n",
                        "8.4",
                        "A child stays until clear()"),
                mistake(
                        "what nobody knows is left out",
                        HANDLER,
                        RECENT,
                        "{ if (Fruits.KNOWN.contains(fruit))"
                                + " RECENT_FRUITS.labels(fruit).inc(quantity); }",
                        "8.4",
                        "fruits that nobody knows are left out"),
                mistake(
                        "a word of its own for a retry",
                        JOB,
                        RETRIED,
                        RETRIED.replace("retried", "failed"),
                        "8.7",
                        "an outcome is one of three words"),
                mistake(
                        "errors that nobody has seen",
                        HANDLER,
                        "forEach(error -> ERRORS.labels(place, error));",
                        "forEach(error -> ERRORS.labels(place, error).inc());",
                        "8.8",
                        "inc() counts an error that nobody has seen"),
                mistake(
                        "children of one place",
                        JOB,
                        "for (String place : Failure.PLACES) {",
                        "for (String place : List.of(\"queue\")) {",
                        "8.8",
                        "a series that comes with the first error is not there before it"),
                mistake(
                        "a failure to delete is printed",
                        JOB,
                        "            // What it keeps is at most 5 s old: no reason to do all of"
                                + " this again.\n"
                                + "            ERRORS.labels(e.where(), e.error()).inc();\n",
                        "            System.err.println(e.getMessage());\n",
                        "8.8",
                        "this counter alone can tell"),
                mistake(
                        "oranges by way of the queue itself",
                        WORKER,
                        "Oranges.send((kind, body) -> publish(queue, kind, body));",
                        "Oranges.send(queue::publish);",
                        "8.9",
                        "Worker.publish: oranges are published here"),
                mistake(
                                "two timers have changed places",
                                JOB,
                                "timer = INSERT.startTimer()",
                                "timer = DELETE.startTimer( )",
                                "8.10",
                                "the two have changed places")
                        .also(JOB, "timer = DELETE.startTimer()", "timer = INSERT.startTimer()"),
                mistake(
                                "the family is made, and forgotten",
                                COLLECTOR,
                                "            families.add(messages);\n",
                                "",
                                "8.11",
                                "not among what collect() returns")
                        .alone(),
                mistake(
                                "the collector is not registered",
                                WORKER,
                                "new PipelineCollector(queue, table).register();",
                                "new PipelineCollector(queue, table);",
                                "8.11",
                                "nobody asks it")
                        .alone(),
                mistake(
                                "hit and miss change places",
                                HANDLER,
                                "CACHE_REQUESTS.labels(\"hit\").inc();",
                                "CACHE_REQUESTS.labels( \"miss\").inc();",
                                "8.13",
                                "this question was a miss, and is counted as hit")
                        .also(
                                HANDLER,
                                "CACHE_REQUESTS.labels(\"miss\").inc();",
                                "CACHE_REQUESTS.labels(\"hit\").inc();"),
                mistake(
                                "a greeting is counted before the queue has it",
                                HANDLER,
                                "        publish(\"hello\", \"{}\");\n" + GREETED,
                                GREETED + "        publish(\"hello\", \"{}\");\n",
                                "8.2",
                                "if the broker refuses, it throws")
                        .alone(),
                mistake(
                                "a broker that refuses is not said",
                                HANDLER,
                                "            queue.publish(kind, body);\n        }\n",
                                "            queue.publish(kind, body);\n"
                                        + "        } catch (Failure e) {\n"
                                        + "            // Nobody knows.\n"
                                        + "        }\n",
                                "8.2",
                                "200 says that the queue has taken it")
                        .alone(),
                mistake(
                        "a failure of the broker is not counted",
                        HANDLER,
                        "            ERRORS.labels(e.where(), e.error()).inc();\n"
                                + "            return Answer.page(503",
                        "            return Answer.page(503",
                        "8.8",
                        "TreeCounterHandler.answer: a Failure is caught, and not counted"),
                mistake(
                        "a failure to delete is not counted",
                        JOB,
                        "            // What it keeps is at most 5 s old: no reason to do all of"
                                + " this again.\n"
                                + "            ERRORS.labels(e.where(), e.error()).inc();\n",
                        "            // No reason to do all of this again.\n",
                        "8.8",
                        "this counter alone can tell"),
                mistake(
                        "oranges are published past the timer",
                        WORKER,
                        PUBLISH,
                        "queue.publish(kind, body);\n",
                        "8.9",
                        "Worker.publish: oranges are published here"),
                mistake(
                                "a message counts as consumed once it is done",
                                JOB,
                                "        CONSUMED.inc();\n",
                                "",
                                "8.10",
                                "it counts what is done, not what has come")
                        .also(JOB, DONE, DONE + "            CONSUMED.inc();\n"),
                mistake(
                                "every message is a greeting",
                                HANDLER,
                                "        HELLO.inc();\n",
                                "",
                                "8.3",
                                "a POST /fruit is counted too")
                        .also(
                                HANDLER,
                                "            queue.publish(kind, body);\n        }\n",
                                "            queue.publish(kind, body);\n"
                                        + "        }\n"
                                        + "        HELLO.inc();\n")
                        .alone(),
                mistake(
                                "an insert whose failure is swallowed",
                                JOB,
                                "            table.insert(delivery.id(), fruits);\n"
                                    + "        }\n"
                                    + "        try (Histogram.Timer timer = DELETE.startTimer())"
                                    + " {\n"
                                    + "            cache.delete();\n",
                                "            table.insert(delivery.id(), fruits);\n"
                                        + "            cache.delete();\n",
                                "8.6",
                                "is caught there, so the message is acknowledged")
                        .alone(),
                mistake(
                        "durations under any kind",
                        JOB,
                        "DURATION.labels(kind)",
                        "DURATION.labels(delivery.kind())",
                        "8.7",
                        "of the time it takes too"),
                mistake(
                        "a bad fruit as an error of ours",
                        HANDLER,
                        "            return Answer.page(400,",
                        "            ERRORS.labels(e.where(), e.error()).inc();\n"
                                + "            return Answer.page(400,",
                        "8.8",
                        "a 400 is the caller's mistake"),
                mistake(
                        "no series before the first error of the frontend",
                        HANDLER,
                        "Failure.ERRORS.forEach(error -> ERRORS.labels(place, error));",
                        "Failure.ERRORS.forEach(error -> { });",
                        "8.8",
                        "TreeCounterHandler: a series that comes with the first error"),
                mistake(
                        "the server is never built",
                        WORKER,
                        "                .build();\n",
                        "                .getClass();\n",
                        "8.1",
                        "build() makes it"),
                mistake(
                        "HTTPServer on the frontend's port",
                        WORKER,
                        "setting(\"PORT\", \"8004\")",
                        "setting(\"APP_PORT\", \"8001\")",
                        "8.1",
                        "The worker's own port is the one that PORT names"),
                mistake(
                        "HTTPServer on a port of its choice",
                        WORKER,
                        "Integer.parseInt(setting(\"PORT\", \"8004\"))",
                        "0",
                        "8.1",
                        "its server listens on another port"),
                mistake(
                        "HTTPServer on every interface",
                        WORKER,
                        BUILDER.stripTrailing(),
                        "        new HTTPServer(Integer.parseInt(setting(\"PORT\", \"8004\")));",
                        "8.1",
                        "The Builder takes a hostname too"),
                mistake(
                        "HTTPServer of another registry",
                        WORKER,
                        "                .build();\n",
                        "                .withRegistry(new"
                                + " io.prometheus.client.CollectorRegistry())\n"
                                + "                .build();\n",
                        "8.1",
                        "another registry than the default one"),
                mistake("no greeting is counted", HANDLER, GREETED, "", "8.2", "nobody counts"),
                mistake(
                                "counted before it is known whether the queue takes it",
                                HANDLER,
                                GREETED,
                                "",
                                "8.2",
                                "the POST that is refused is counted too")
                        .also(
                                HANDLER,
                                "        String method = exchange.getRequestMethod();\n",
                                "        HELLO.inc();\n"
                                        + "        String method = exchange.getRequestMethod();\n"),
                mistake(
                                "every request is a greeting",
                                HANDLER,
                                GREETED,
                                "",
                                "8.2",
                                "or other requests are")
                        .also(
                                HANDLER,
                                "        String method = knownOrOther(",
                                "        HELLO.inc();\n        String method = knownOrOther("),
                mistake(
                                "the gauge is set on a cache miss only",
                                HANDLER,
                                ALL,
                                "",
                                "8.3",
                                "nothing sets it when the cache answers")
                        .also(
                                HANDLER,
                                "            cache.put(fruits);\n",
                                "            cache.put(fruits);\n"
                                        + "            ALL_FRUITS.set(fruits.values().stream()"
                                        + ".mapToInt(Integer::intValue).sum());\n"),
                mistake(
                                "all_fruits is what was asked for",
                                HANDLER,
                                ALL,
                                "",
                                "8.3",
                                "this is what was asked for, not all of them")
                        .also(
                                HANDLER,
                                "        return Answer.json(200, \"{\\\"quantity",
                                "        ALL_FRUITS.set(quantity);\n"
                                        + "        return Answer.json(200, \"{\\\"quantity"),
                mistake(
                        "all_fruits adds up",
                        HANDLER,
                        ALL,
                        "        ALL_FRUITS.inc(all);\n",
                        "8.3",
                        "A gauge can be set"),
                mistake(
                        "fruits that are gone stay",
                        HANDLER,
                        CLEAR
                                + "        fruits.forEach(\n                (fruit, quantity) ->\n"
                                + "                        "
                                + RECENT,
                        "        fruits.forEach(\n                (fruit, quantity) ->\n"
                                + "                        RECENT_FRUITS.labels(knownOrOther(fruit,"
                                + " Fruits.KNOWN)).set(quantity)",
                        "8.4",
                        "A child stays until clear()"),
                mistake(
                        "fruits are added to what was there",
                        HANDLER,
                        CLEAR,
                        "",
                        "8.4",
                        "a fruit is added to what was there from before"),
                mistake(
                        "the raw fruit name as label",
                        HANDLER,
                        "RECENT_FRUITS.labels(knownOrOther(fruit, Fruits.KNOWN))",
                        "RECENT_FRUITS.labels(fruit)",
                        "8.4",
                        "whatever somebody calls a fruit becomes a series"),
                mistake(
                        "the last of the others only",
                        HANDLER,
                        RECENT,
                        "RECENT_FRUITS.labels(knownOrOther(fruit, Fruits.KNOWN)).set(quantity)",
                        "8.4",
                        "set keeps the last of them"),
                mistake(
                        "the raw path as label",
                        HANDLER,
                        "LATENCY.labels(method, endpoint)",
                        "LATENCY.labels(method, exchange.getRequestURI().getPath())",
                        "8.5",
                        "every path anybody types becomes series"),
                mistake(
                        "the raw method as label",
                        HANDLER,
                        "LATENCY.labels(method, endpoint)",
                        "LATENCY.labels(exchange.getRequestMethod(), endpoint)",
                        "8.5",
                        "every method anybody types becomes series"),
                mistake(
                        "labels in another order",
                        HANDLER,
                        "LATENCY.labels(method, endpoint)",
                        "LATENCY.labels(endpoint, method)",
                        "8.5",
                        "in the order of labelNames(...)"),
                mistake(
                        "scrapes are observed",
                        HANDLER,
                        "            metrics.handle(exchange);\n",
                        "            metrics.handle(exchange);\n"
                                + "            LATENCY.labels(\"GET\", \"other\").observe(0);\n",
                        "8.5",
                        "scrapes are in it too"),
                mistake(
                        "the latency in milliseconds",
                        HANDLER,
                        LATENCY,
                        "long start = System.currentTimeMillis();\n"
                                + "        answer(exchange, endpoint).send(exchange);\n"
                                + "        LATENCY.labels(method, endpoint)"
                                + ".observe(System.currentTimeMillis() - start);\n",
                        "8.5",
                        "these are milliseconds"),
                mistake(
                                "the summary in milliseconds",
                                JOB,
                                DURATION,
                                "long start = System.currentTimeMillis();\n        try {\n",
                                "8.6",
                                "these are milliseconds")
                        .also(
                                JOB,
                                RETRIED + "            }\n        }\n",
                                RETRIED
                                        + "            }\n        } finally {\n"
                                        + "            DURATION.labels(kind)"
                                        + ".observe(System.currentTimeMillis() - start);\n"
                                        + "        }\n"),
                mistake(
                                "only what goes well is timed",
                                JOB,
                                DURATION,
                                "Summary.Timer timer = DURATION.labels(kind).startTimer();\n"
                                        + "        try {\n",
                                "8.6",
                                "a try that ends in an exception took time too")
                        .also(
                                JOB,
                                "                delivery.acknowledge();\n",
                                "                delivery.acknowledge();\n"
                                        + "                timer.observeDuration();\n"),
                mistake(
                        "counted before the acknowledgement, and before the work",
                        JOB,
                        "            switch (delivery.kind()) {\n",
                        "            JOBS.labels(kind, \"done\").inc();\n"
                                + "            switch (delivery.kind()) {\n",
                        "8.7",
                        "counted twice"),
                mistake(
                                "done before it is done",
                                JOB,
                                DONE,
                                ACK,
                                "8.7",
                                "a job is counted as done before it is")
                        .also(
                                JOB,
                                "            switch (delivery.kind()) {\n",
                                "            JOBS.labels(kind, \"done\").inc();\n"
                                        + "            switch (delivery.kind()) {\n"),
                mistake(
                        "a label that Prometheus writes itself",
                        JOB,
                        ".labelNames(\"kind\", \"outcome\")",
                        ".labelNames(\"job\", \"outcome\")",
                        "8.7",
                        "it would call this one exported_job"),
                mistake(
                        "what is buried counts as retried",
                        JOB,
                        DEAD,
                        "JOBS.labels(kind, \"retried\").inc();",
                        "8.7",
                        "it is dead, not retried"),
                mistake(
                        "retries are not counted",
                        JOB,
                        RETRIED,
                        "",
                        "8.7",
                        "a try that fails and will come again is retried"),
                mistake(
                        "the raw kind as label",
                        JOB,
                        DEAD,
                        "JOBS.labels(delivery.kind(), \"dead\").inc();",
                        "8.7",
                        "whatever kind somebody sends becomes series"),
                mistake(
                        "the exception's message as label",
                        JOB,
                        FAILED,
                        FAILED.replace("e.error()", "e.getMessage()"),
                        "8.8",
                        "a text like this differs each time"),
                mistake(
                        "no errors before the first",
                        JOB,
                        "            Failure.ERRORS.forEach(error -> ERRORS.labels(place,"
                                + " error));\n",
                        "",
                        "8.8",
                        "a series that comes with the first error is not there before it"),
                mistake(
                        "a failure of the cache is caught and forgotten",
                        HANDLER,
                        "            ERRORS.labels(e.where(), e.error()).inc();\n"
                                + "            return table",
                        "            return table",
                        "8.8",
                        "a Failure is caught, and not counted"),
                mistake(
                        "where and error change places",
                        JOB,
                        FAILED,
                        FAILED.replace("e.where(), e.error()", "e.error(), e.where()"),
                        "8.8",
                        "in the order of labelNames(...)"),
                mistake(
                        "greetings are published past the timer",
                        HANDLER,
                        "        publish(\"hello\", \"{}\");\n",
                        "        queue.publish(\"hello\", \"{}\");\n",
                        "8.9",
                        "one of /hello and POST /fruit is not observed"),
                mistake(
                        "the time to publish in milliseconds",
                        HANDLER,
                        PUBLISH,
                        "long start = System.nanoTime();\n"
                                + "        queue.publish(kind, body);\n"
                                + "        PUBLISH.observe((System.nanoTime() - start) / 1e6);\n",
                        "8.9",
                        "these are milliseconds"),
                mistake(
                        "the insert is timed when it goes well",
                        JOB,
                        INSERT,
                        "Histogram.Timer timer0 = INSERT.startTimer();\n"
                                + "        table.insert(delivery.id(), fruits);\n"
                                + "        timer0.observeDuration();\n",
                        "8.10",
                        "an insert that ends in an exception took time too"),
                mistake(
                        "one timer around insert and acknowledgement",
                        JOB,
                        "            try (Histogram.Timer acknowledging = ACK.startTimer()) {\n",
                        "            INSERT.observe(0.001);\n"
                                + "            try (Histogram.Timer acknowledging ="
                                + " ACK.startTimer()) {\n",
                        "8.10",
                        "db_insert_seconds records more than it is about"),
                mistake(
                        "messages are counted when they are done",
                        JOB,
                        "        CONSUMED.inc();\n",
                        "",
                        "8.10",
                        "nothing is recorded in mq_consumed_total"),
                mistake(
                                "the collector is registered nowhere",
                                WORKER,
                                "        new PipelineCollector(queue, table).register();\n",
                                "",
                                "8.11",
                                "nobody loads this class yet")
                        .alone(),
                mistake(
                                "the length is asked once",
                                COLLECTOR,
                                "queue.length()",
                                "once",
                                "8.11",
                                "Ask queue.length() in collect()")
                        .also(
                                COLLECTOR,
                                "    private final FruitTable table;\n",
                                "    private final FruitTable table;\n"
                                        + "    private final long once = 0;\n"),
                mistake(
                                "fruits and dead change places",
                                COLLECTOR,
                                "queue.length()",
                                "queue.deadLetters( )",
                                "8.11",
                                "deadLetters() about dead")
                        .also(COLLECTOR, "queue.deadLetters()", "queue.length()"),
                mistake(
                                "active and idle change places",
                                COLLECTOR,
                                "table.activeConnections()",
                                "table.idleConnections( )",
                                "8.12",
                                "active and idle have changed places")
                        .also(COLLECTOR, "table.idleConnections()", "table.activeConnections()"),
                mistake(
                        "nobody waits",
                        COLLECTOR,
                        "table.waitingThreads()",
                        "0",
                        "8.12",
                        "table.waitingThreads() knows it"),
                mistake(
                        "each question is a miss first",
                        HANDLER,
                        "            Optional<Map<String, Integer>> kept = cache.get();\n",
                        "            CACHE_REQUESTS.labels(\"miss\").inc();\n"
                                + "            Optional<Map<String, Integer>> kept ="
                                + " cache.get();\n",
                        "8.13",
                        "one question counts more than once"),
                mistake(
                        "no failed one before the first",
                        HANDLER,
                        "        List.of(\"hit\", \"miss\","
                                + " \"failed\").forEach(CACHE_REQUESTS::labels);\n",
                        "",
                        "8.13",
                        "a series that comes with the first failure is not there before it"),
                mistake(
                        "failures are not counted",
                        HANDLER,
                        "            CACHE_REQUESTS.labels(\"failed\").inc();\n",
                        "",
                        "8.13",
                        "a failed is not counted"),
                query(
                        "acknowledged less published",
                        "01-keeping-up",
                        "sum(rate(mq_ack_seconds_count[5m])) -"
                                + " sum(rate(mq_publish_seconds_count[5m]))",
                        "8.14",
                        "the other way round"),
                query(
                        "the same messages twice",
                        "02-age",
                        "sum(avg_over_time(mq_messages{queue=\"fruits\"}[5m])) /"
                                + " sum(rate(mq_ack_seconds_count[5m]))",
                        "8.15",
                        "each worker has asked the same broker"),
                query(
                        "hits by misses",
                        "03-hit-ratio",
                        "sum(rate(cache_requests_total{result=\"hit\"}[5m])) /"
                                + " sum(rate(cache_requests_total{result=\"miss\"}[5m]))",
                        "8.16",
                        "hits by misses can be more than 1"),
                query(
                        "errors of frontends too",
                        "04-errors",
                        "sum by (where) (rate(errors_total[5m])) / ignoring (where) group_left"
                                + " sum(rate(mq_consumed_total[5m]))",
                        "8.17",
                        "the errors of frontends are in it"),
                query(
                        "a share of the open connections",
                        "05-pool",
                        "sum by (instance)"
                            + " (avg_over_time(db_pool_connections{state=\"active\"}[5m])) / sum by"
                            + " (instance) (avg_over_time(db_pool_connections[5m]))",
                        "8.18",
                        "the pool opens more when it needs them"));
    }
}
