package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.Variants;

/** What is right in lesson 8, written otherwise. */
final class PipelineVariants extends Variants {
    private static final String WORKER = "src/main/java/treecounter/Worker.java";
    private static final String JOB = "src/main/java/treecounter/FruitJob.java";

    @Override
    public List<Variant> all() {
        return List.of(
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
                                        + " outcome));\n        }\n"));
    }

    @Override
    public List<Variant> inFewer() {
        List<Variant> all = all();
        return Stream.of(all.subList(0, 4), all.subList(4, all.size()))
                .flatMap(part -> part.stream().reduce(Variant::and).stream())
                .toList();
    }
}
