package treecounter.workbench.lessons.logstraces;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 9. */
final class LogsTracesMistakesTest extends MistakesTest {
    private static final String TRACING = "src/main/java/treecounter/TracingHandler.java";
    private static final String FILE = "answers.properties";
    private static final String STATUS = ".addKeyValue(\"status\", status)\n";
    private static final String START =
            "        Tracing.start(\"treecounter\", Sampler.parentBased(Sampler.alwaysOn()));\n";
    private static final String END = "            span.end();\n";
    private static final String CURRENT =
            "        try (Scope current = span.makeCurrent();\n"
                    + "                var traceId = MDC.putCloseable(\"trace_id\","
                    + " span.getSpanContext().getTraceId());\n"
                    + "                var spanId = MDC.putCloseable(\"span_id\","
                    + " span.getSpanContext().getSpanId())) {\n";
    private static final String MDC_LEFT =
            "        MDC.put(\"trace_id\", span.getSpanContext().getTraceId());\n"
                    + "        MDC.put(\"span_id\", span.getSpanContext().getSpanId());\n"
                    + "        try (Scope current = span.makeCurrent()) {\n";
    private static final String HANDLED = "                handler.handle(exchange);\n";
    private static final String ANSWERED = ".log(\"answered\")";
    private static final String MOUNTED =
            "new Guard(new TracingHandler(new LatencyHandler(new TreeCounterHandler(forest))))";

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
                                "a forecast that takes the page with it",
                                HANDLER,
                                "            LOG.atWarn().addKeyValue(\"reason\","
                                        + " e.getCause().getMessage()).log(\"no forecast\");\n",
                                "            throw new IllegalStateException(e.getCause());\n",
                                "9.3",
                                "is thrown on. Where nobody can foretell")
                        .alone(),
                mistake(
                                "the reason in place of a forecast",
                                HANDLER,
                                "            LOG.atWarn().addKeyValue(\"reason\","
                                        + " e.getCause().getMessage()).log(\"no forecast\");\n",
                                "            return e.getCause().getMessage();\n",
                                "9.3",
                                "Where nobody can foretell")
                        .alone(),
                mistake(
                                "no tree in place of a forecast",
                                HANDLER,
                                "        return \"\";\n",
                                "        return \", and 0 more within a minute\";\n",
                                "9.3",
                                "Where nobody can foretell")
                        .alone(),
                mistake(
                                "a status of a request that nobody has answered",
                                TRACING,
                                "return status == -1 ? 500 : status;",
                                "return status;",
                                "9.1",
                                "the handler threw, and nobody has answered yet")
                        .alone(),
                mistake(
                                "an exception that stays here",
                                TRACING,
                                "            throw e;\n",
                                "",
                                "9.2",
                                "Throw it again")
                        .alone(),
                mistake(
                                "ERROR from 501 on",
                                TRACING,
                                "status >= 500 ? Level",
                                "status > 500 ? Level",
                                "9.1",
                                "on another level")
                        .alone(),
                mistake(
                                "any method at all",
                                TRACING,
                                "Requests.method(exchange)",
                                "exchange.getRequestMethod()",
                                "9.2",
                                "knows the methods that there are")
                        .alone(),
                mistake(
                                "no method in the line",
                                TRACING,
                                ".addKeyValue(\"method\", method)\n",
                                "",
                                "9.1",
                                "the line says how it was asked")
                        .alone(),
                mistake(
                                "the sentence beside the event",
                                TRACING,
                                "                LOG.atLevel(",
                                "                LOG.info(\"{} {} answered {}\", method, endpoint,"
                                        + " status);\n"
                                        + "                LOG.atLevel(",
                                "9.1",
                                "the sentence of before is still written")
                        .alone(),
                mistake(
                                "a line that is never written",
                                TRACING,
                                ".log(\"answered\")",
                                ".setMessage(\"answered\")",
                                "9.1",
                                "its chain ends with log(...)")
                        .alone(),
                mistake(
                                "what went well at DEBUG",
                                TRACING,
                                "Level.INFO",
                                "Level.DEBUG",
                                "9.1",
                                "INFO does")
                        .alone(),
                mistake(
                                "a status in words",
                                TRACING,
                                "addKeyValue(\"status\", status)",
                                "addKeyValue(\"status\", \"HTTP \" + status)",
                                "9.1",
                                "the field status holds the number alone")
                        .alone(),
                mistake(
                                "an attribute in words",
                                TRACING,
                                "\"http.response.status_code\", status",
                                "\"http.response.status_code\", \"status \" + status",
                                "9.2",
                                "the number alone")
                        .alone(),
                mistake(
                                "a span by nearly its name",
                                HANDLER,
                                "inSpan(\"normalise\"",
                                "inSpan(\"normalize\"",
                                "9.3",
                                "there is one called normalize")
                        .alone(),
                mistake(
                                "a call without its method",
                                HANDLER,
                                "inSpan(\"GET /v1/trees/count\"",
                                "inSpan(\"/v1/trees/count\"",
                                "9.3",
                                "there is one called /v1/trees/count")
                        .alone(),
                mistake(
                                "one call past what injects",
                                HANDLER,
                                "asking().recentTrees(",
                                "forest.recentTrees(",
                                "9.4",
                                "This one goes past what injects")
                        .alone(),
                mistake(
                                "an empty map",
                                HANDLER,
                                "forest.with(headers)",
                                "forest.with(Map.of())",
                                "9.4",
                                "with(...) gets an empty map")
                        .alone(),
                mistake(
                                "another map",
                                HANDLER,
                                "Context.current(), headers, Map::put",
                                "Context.current(), new HashMap<String, String>(), Map::put",
                                "9.4",
                                "fills a map, and with(...) gets another")
                        .alone(),
                mistake(
                                "a step as a server",
                                HANDLER,
                                "\"forecast\", SpanKind.INTERNAL",
                                "\"forecast\", SpanKind.SERVER",
                                "9.2",
                                "the span forecast is of kind SERVER")
                        .alone(),
                mistake(
                        "the status by another name",
                        TRACING,
                        "addKeyValue(\"status\", status)",
                        "addKeyValue(\"statusCode\", status)",
                        "9.1",
                        "the status has another name here"),
                mistake(
                        "a failure as a warning",
                        TRACING,
                        "Level.ERROR : Level.INFO",
                        "Level.WARN : Level.INFO",
                        "9.1",
                        "503 is ERROR"),
                mistake(
                                "exemplars are turned off",
                                "src/main/java/treecounter/LatencyHandler.java",
                                ".register();",
                                ".withoutExemplars()\n                    .register();",
                                "9.8",
                                "withoutExemplars() turns them off")
                        .alone(),
                mistake(
                                "the path with its query",
                                TRACING,
                                "setAttribute(\"url.path\", path)",
                                "setAttribute(\"url.path\", exchange.getRequestURI().toString())",
                                "9.2",
                                "the query is written down")
                        .alone(),
                mistake(
                                "the endpoint as the path",
                                TRACING,
                                "setAttribute(\"url.path\", path)",
                                "setAttribute(\"url.path\", endpoint)",
                                "9.2",
                                "was given something else")
                        .alone(),
                mistake(
                        "no Guard around Health",
                        APP,
                        "new Guard(new Health())",
                        "new Health()",
                        "9.6",
                        "each context has a Guard of its own"),
                mistake(
                                "no TracingHandler, where another class writes lines",
                                APP,
                                "new TracingHandler(new LatencyHandler(new"
                                        + " TreeCounterHandler(forest)))",
                                "new LatencyHandler(new TreeCounterHandler(forest))",
                                "9.1",
                                "no request passes a TracingHandler yet")
                        .alone(),
                mistake(
                                "scrapes go no further than to the TracingHandler",
                                TRACING,
                                "            handler.handle(exchange);\n            return;\n",
                                "            return;\n",
                                "9.1",
                                "LatencyHandler, TracingHandler: each exchange has to be handed on")
                        .alone(),
                mistake(
                        "headers in the log, and with them a token",
                        TRACING,
                        STATUS,
                        STATUS
                                + ".addKeyValue(\"headers\","
                                + " exchange.getRequestHeaders().entrySet())\n",
                        "9.1",
                        "headers are written down"),
                mistake(
                                "a sentence in place of fields",
                                TRACING,
                                ".addKeyValue(\"endpoint\", endpoint)\n",
                                "",
                                "9.1",
                                "these are sentences")
                        .also(TRACING, STATUS, "")
                        .also(TRACING, ANSWERED, ".log(\"answered {} at {}\", status, endpoint)"),
                mistake(
                        "the path in the message",
                        TRACING,
                        ANSWERED,
                        ".log(\"answered {}\", path)",
                        "9.1",
                        "the message says what happened"),
                mistake(
                        "each line at INFO",
                        TRACING,
                        "LOG.atLevel(status >= 500 ? Level.ERROR : Level.INFO)",
                        "LOG.atLevel(Level.INFO)",
                        "9.1",
                        "let the status decide"),
                mistake(
                        "404 as an error of ours",
                        TRACING,
                        "status >= 500 ?",
                        "status >= 400 ?",
                        "9.1",
                        "404 is the caller's mistake"),
                mistake(
                                "logged before the answer",
                                TRACING,
                                "            try {\n" + HANDLED + "            } finally {\n",
                                "            if (!exchange.getRequestMethod().isEmpty()) {\n",
                                "9.1",
                                "Log after it")
                        .also(
                                TRACING,
                                ANSWERED + ";\n            }\n",
                                ANSWERED
                                        + ";\n"
                                        + "            }\n"
                                        + "            handler.handle(exchange);\n"),
                mistake(
                        "failures alone are logged",
                        TRACING,
                        "                LOG.atLevel(",
                        "                if (status >= 500)\n                LOG.atLevel(",
                        "9.1",
                        "this answer leaves without a line"),
                mistake(
                        "OpenTelemetry is never started",
                        APP,
                        START,
                        "        Sampler.alwaysOn();\n        Tracing.class.getName();\n",
                        "9.2",
                        "begin with Tracing.start"),
                mistake(
                        "sampled out",
                        APP,
                        "Sampler.parentBased(Sampler.alwaysOn())",
                        "Sampler.alwaysOff()",
                        "9.2",
                        "the sampler drops them"),
                mistake(
                        "the request's span is never ended",
                        TRACING,
                        END,
                        "",
                        "9.2",
                        "those of requests never do"),
                mistake(
                                "ended on the good way only",
                                TRACING,
                                END,
                                "",
                                "9.2",
                                "A finally is passed always")
                        .also(
                                TRACING,
                                "        } catch (Throwable e) {\n",
                                "            span.setAttribute(\"http.response.status_code\","
                                        + " exchange.getResponseCode());\n"
                                        + "            if (exchange.getResponseCode() >= 500) {\n"
                                        + "                span.setStatus(StatusCode.ERROR);\n"
                                        + "            }\n"
                                        + END
                                        + "        } catch (Throwable e) {\n"),
                mistake(
                        "ended twice, and the first time too early",
                        TRACING,
                        HANDLED,
                        HANDLED + "                span.end();\n",
                        "9.2",
                        "what comes after an end is lost"),
                mistake(
                        "ended before the work",
                        TRACING,
                        HANDLED,
                        "                span.end();\n" + HANDLED,
                        "9.2",
                        "ended before the handler has answered"),
                mistake(
                        "the raw path as name of the span",
                        TRACING,
                        ".spanBuilder(method + \" \" + endpoint)",
                        ".spanBuilder(method + \" \" + path)",
                        "9.2",
                        "the path is in the name"),
                mistake(
                        "the raw path as route",
                        TRACING,
                        ".setAttribute(\"http.route\", endpoint)",
                        ".setAttribute(\"http.route\", path)",
                        "9.2",
                        "a route is one of few"),
                mistake(
                        "no kind",
                        TRACING,
                        ".setSpanKind(SpanKind.SERVER)",
                        "",
                        "9.2",
                        "setSpanKind(SpanKind.SERVER)"),
                mistake(
                        "404 as an error of the span",
                        TRACING,
                        "            if (status >= 500) {\n",
                        "            if (status >= 400) {\n",
                        "9.2",
                        "4xx is the caller's mistake"),
                mistake(
                        "the exception is not recorded",
                        HANDLER,
                        "            span.recordException(e);\n",
                        "",
                        "9.3",
                        "recordException(e) tells why"),
                mistake(
                        "recorded, but no status",
                        HANDLER,
                        "            span.setStatus(StatusCode.ERROR);\n",
                        "",
                        "9.3",
                        "to record an exception sets none"),
                mistake(
                        "the span is not made current",
                        HANDLER,
                        "try (Scope current = span.makeCurrent()) {",
                        "try {",
                        "9.3",
                        "forecast is not current when preprocess begins"),
                mistake(
                        "a child ended before its work",
                        HANDLER,
                        "            return work.result();\n",
                        "            span.end();\n            return work.result();\n",
                        "9.3",
                        "does not go around the call"),
                mistake(
                        "a child is never ended",
                        HANDLER,
                        "            span.end();\n",
                        "            span.isRecording();\n",
                        "9.3",
                        "some never do"),
                mistake(
                        "a call is INTERNAL",
                        HANDLER,
                        "\"GET /v1/trees/count\", SpanKind.CLIENT",
                        "\"GET /v1/trees/count\", SpanKind.INTERNAL",
                        "9.3",
                        "waits for another program"),
                mistake(
                        "the forecast is thrown away",
                        HANDLER,
                        "\"trees planted\" + forecast(recent)",
                        "\"trees planted\" + forecast(recent).replaceAll(\".*\", \"\")",
                        "9.3",
                        "takes what the forecast gives"),
                mistake(
                                "the second call waits for the first",
                                HANDLER,
                                "        Future<Map<String, Long>> recent ="
                                        + " calls.submit(this::recentTrees);\n",
                                "",
                                "9.3",
                                "Begin both before you wait")
                        .also(
                                HANDLER,
                                "forecast(recent);",
                                "forecast(calls.submit(this::recentTrees));"),
                mistake(
                        "a step without a span",
                        HANDLER,
                        "return inSpan(\"predict\", SpanKind.INTERNAL, () ->"
                                + " Model.predict(weighed));",
                        "return Model.predict(weighed);",
                        "9.3",
                        "begin one around Model.predict"),
                mistake(
                        "the caller's header is not read",
                        TRACING,
                        ".setParent(caller)",
                        ".setNoParent()",
                        "9.4",
                        "setParent takes it"),
                mistake(
                        "the parent is lost in the pool",
                        HANDLER,
                        "Context.taskWrapping(Executors.newCachedThreadPool())",
                        "Executors.newCachedThreadPool()",
                        "9.4",
                        "Context.taskWrapping"),
                mistake(
                        "the header is not sent",
                        HANDLER,
                        "return forest.with(headers);",
                        "return forest;",
                        "9.4",
                        "ForestClient.with(map) sends it"),
                mistake(
                        "the header names the parent of the call",
                        HANDLER,
                        "() -> asking().countTrees()",
                        "asking()::countTrees",
                        "9.4",
                        "Call it while the call's own span is"),
                mistake(
                                "the trace id in the message of one logger",
                                TRACING,
                                CURRENT,
                                "        try (Scope current = span.makeCurrent()) {\n"
                                        + "            MDC.clear();\n",
                                "9.5",
                                "found by eye only")
                        .also(
                                TRACING,
                                ANSWERED,
                                ".log(\"answered, trace={}\","
                                        + " span.getSpanContext().getTraceId())"),
                mistake(
                        "no ids at all",
                        TRACING,
                        CURRENT,
                        "        try (Scope current = span.makeCurrent()) {\n"
                                + "            MDC.clear();\n",
                        "9.5",
                        "MDC of SLF4J holds fields"),
                mistake(
                        "the trace id twice",
                        TRACING,
                        "span.getSpanContext().getSpanId())) {",
                        "span.getSpanContext().getTraceId())) {",
                        "9.5",
                        "span_id is getSpanId()"),
                mistake(
                        "a line on a thread of the pool",
                        HANDLER,
                        "            span.recordException(e);\n",
                        "            span.recordException(e);\n"
                                + "            LOG.warn(\"failed\", e);\n",
                        "9.5",
                        "The MDC belongs to one thread"),
                mistake(
                        "the line is written when the MDC is cleared",
                        TRACING,
                        "            } finally {\n                int status = status(exchange);\n",
                        "            } finally {\n"
                                + "                MDC.clear();\n"
                                + "                int status = status(exchange);\n",
                        "9.5",
                        "before the MDC is set, or after it was cleared"),
                mistake(
                        "the handler is asked twice",
                        TRACING,
                        HANDLED,
                        HANDLED + HANDLED,
                        "9.3",
                        "there are two for the same work"),
                mistake(
                        "scrapes are traced",
                        TRACING,
                        "path.equals(\"/metrics\")",
                        "path.equals(\"/scrapes\")",
                        "9.6",
                        "hand a scrape on before a span is begun"),
                mistake(
                        "health checks are traced",
                        APP,
                        "new Guard(new Health())",
                        "new Guard(new TracingHandler(new Health()))",
                        "9.6",
                        "no TracingHandler around Health"),
                mistake(
                        "the MDC is not cleared",
                        TRACING,
                        CURRENT,
                        MDC_LEFT,
                        "9.6",
                        "the thread still has it"),
                mistake(
                        "kept against the caller's will",
                        APP,
                        "Sampler.parentBased(Sampler.alwaysOn())",
                        "Sampler.alwaysOn()",
                        "9.7",
                        "parent-based asks the caller first"),
                mistake(
                        "no LatencyHandler any more",
                        APP,
                        MOUNTED,
                        "new Guard(new TracingHandler(new TreeCounterHandler(forest)))",
                        "9.8",
                        "no request passes the LatencyHandler"),
                mistake(
                        "the latency is observed outside the span",
                        APP,
                        MOUNTED,
                        "new Guard(new LatencyHandler(new TracingHandler(new"
                                + " TreeCounterHandler(forest))))",
                        "9.8",
                        "it stands outside"),
                mistake(
                        "the cause of another call",
                        FILE,
                        "slowest.cause=moles",
                        "slowest.cause=hail",
                        "9.9",
                        "the longest CLIENT span"),
                mistake(
                        "milliseconds",
                        FILE,
                        "apprentice.seconds=0.3",
                        "apprentice.seconds=300",
                        "9.9",
                        "these are milliseconds"),
                mistake(
                        "the other call of the trace",
                        FILE,
                        "failed.cause=snow",
                        "failed.cause=fog",
                        "9.9",
                        "which span_id belongs to"),
                mistake(
                        "the step that is always slow",
                        FILE,
                        "reading.step=weigh",
                        "reading.step=predict",
                        "9.9",
                        "takes longer than in others"),
                mistake(
                        "the status in the message",
                        TRACING,
                        ".log(\"answered\")",
                        ".log(\"answered \" + status)",
                        "9.1",
                        "the message says what happened"),
                mistake(
                        "the old name of the status",
                        TRACING,
                        "\"http.response.status_code\"",
                        "\"http.status_code\"",
                        "9.2",
                        "it has another name"),
                mistake(
                                "ids by other names",
                                TRACING,
                                "\"trace_id\"",
                                "\"traceId\"",
                                "9.5",
                                "the line has an id by another name")
                        .also(TRACING, "\"span_id\"", "\"spanId\""),
                mistake(
                        "a scope that is never closed",
                        HANDLER,
                        "        try (Scope current = span.makeCurrent()) {",
                        "        Scope current = span.makeCurrent();\n        try {",
                        "9.3",
                        "its Scope is never closed"),
                mistake(
                        "the root written into the headers",
                        HANDLER,
                        ".inject(Context.current(),",
                        ".inject(Context.root(),",
                        "9.4",
                        "inject(...) writes what is in the context"),
                mistake(
                                "two names swapped",
                                HANDLER,
                                "inSpan(\"normalise\"",
                                "inSpan(\"weigh\"",
                                "9.3",
                                "each name stands around its own step")
                        .also(HANDLER, "return inSpan(\"weigh\"", "return inSpan(\"normalise\""),
                mistake(
                        "a sampler that asks, and drops",
                        "src/main/java/treecounter/TreeCounterApp.java",
                        "Sampler.alwaysOn()",
                        "Sampler.alwaysOff()",
                        "9.2",
                        "Sampler.parentBased(Sampler.alwaysOn()) keeps all"),
                mistake(
                        "the step around the step",
                        FILE,
                        "reading.step=weigh",
                        "reading.step=preprocess",
                        "9.9",
                        "a step within it did"));
    }
}
