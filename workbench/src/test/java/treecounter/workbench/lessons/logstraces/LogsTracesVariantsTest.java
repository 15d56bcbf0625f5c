package treecounter.workbench.lessons.logstraces;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;

/** What is right in lesson 9, written otherwise. */
final class LogsTracesVariantsTest extends VariantsTest {
    private static final String TRACING = "src/main/java/treecounter/TracingHandler.java";
    private static final String CURRENT =
            "        try (Scope current = span.makeCurrent();\n"
                    + "                var traceId = MDC.putCloseable(\"trace_id\","
                    + " span.getSpanContext().getTraceId());\n"
                    + "                var spanId = MDC.putCloseable(\"span_id\","
                    + " span.getSpanContext().getSpanId())) {\n";
    private static final String PROPAGATORS =
            "GlobalOpenTelemetry.getPropagators()\n"
                    + "                        .getTextMapPropagator()\n";

    @Override
    public List<Variant> all() {
        return List.of(
                variant("the MDC is set and cleared by hand")
                        .with(
                                TRACING,
                                CURRENT,
                                "        MDC.put(\"trace_id\","
                                        + " span.getSpanContext().getTraceId());\n"
                                        + "        MDC.put(\"span_id\","
                                        + " span.getSpanContext().getSpanId());\n"
                                        + "        try (Scope current = span.makeCurrent()) {\n")
                        .with(
                                TRACING,
                                "            span.end();\n",
                                "            span.end();\n"
                                        + "            MDC.remove(\"trace_id\");\n"
                                        + "            MDC.remove(\"span_id\");\n"),
                variant("more fields, and 404 as a warning")
                        .with(
                                TRACING,
                                "status >= 500 ? Level.ERROR : Level.INFO",
                                "status >= 500 ? Level.ERROR : status >= 400 ? Level.WARN :"
                                        + " Level.INFO")
                        .with(
                                TRACING,
                                ".addKeyValue(\"method\", method)\n",
                                ".addKeyValue(\"method\", method)\n.addKeyValue(\"path\","
                                        + " path)\n.addKeyValue(\"seconds\", 0.1)\n"),
                variant("a status for what went well")
                        .with(
                                TRACING,
                                "                span.setStatus(StatusCode.ERROR);\n"
                                        + "            }\n            span.end();",
                                "                span.setStatus(StatusCode.ERROR);\n"
                                        + "            } else if (status == 200) {\n"
                                        + "                span.setStatus(StatusCode.OK);\n"
                                        + "            }\n            span.end();"),
                variant("the propagator by its name")
                        .with(
                                TRACING,
                                PROPAGATORS + "                        .extract(",
                                "io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator"
                                        + ".getInstance()\n.extract("),
                variant("the task is wrapped, not the pool")
                        .with(
                                HANDLER,
                                "Context.taskWrapping(Executors.newCachedThreadPool())",
                                "Executors.newCachedThreadPool()")
                        .with(
                                HANDLER,
                                "calls.submit(this::recentTrees)",
                                "calls.submit(Context.current().wrap(this::recentTrees))"),
                variant("one call after the other, on the request's own thread")
                        .with(
                                HANDLER,
                                "Future<Map<String, Long>> recent ="
                                        + " calls.submit(this::recentTrees);",
                                """
                                java.util.concurrent.FutureTask<Map<String, Long>> recent =
                                        new java.util.concurrent.FutureTask<>(this::recentTrees);
                                recent.run();
                                """),
                variant("the sampler is built")
                        .with(
                                APP,
                                "Sampler.parentBased(Sampler.alwaysOn())",
                                "Sampler.parentBasedBuilder(Sampler.alwaysOn()).build()"),
                variant("a tracer for all")
                        .with(TRACING, "GlobalOpenTelemetry.getTracer(\"treecounter\")", "TRACER")
                        .with(
                                TRACING,
                                "    private final HttpHandler handler;\n",
                                "    private static final io.opentelemetry.api.trace.Tracer TRACER"
                                        + " = GlobalOpenTelemetry.getTracer(\"treecounter\");\n"
                                        + "    private final HttpHandler handler;\n"),
                variant("the pool's thread has the MDC too, and logs")
                        .with(
                                HANDLER,
                                "calls.submit(this::recentTrees)",
                                "calls.submit(withMdc(this::recentTrees))")
                        .with(
                                HANDLER,
                                "            span.recordException(e);\n",
                                "            span.recordException(e);\n"
                                        + "            LOG.warn(\"failed\", e);\n")
                        .with(
                                HANDLER,
                                "    private interface Work",
                                """
                                private static <T> java.util.concurrent.Callable<T> withMdc(
                                        java.util.concurrent.Callable<T> work) {
                                    Map<String, String> fields =
                                            org.slf4j.MDC.getCopyOfContextMap();
                                    return () -> {
                                        org.slf4j.MDC.setContextMap(fields);
                                        try {
                                            return work.call();
                                        } finally {
                                            org.slf4j.MDC.clear();
                                        }
                                    };
                                }

                                private interface Work\
                                """));
    }
}
