package treecounter.workbench.lessons.exposing;

import java.util.List;
import treecounter.workbench.lessons.Variant;
import treecounter.workbench.lessons.VariantsTest;

/** What is right in lesson 1, written otherwise. */
final class ExposingVariantsTest extends VariantsTest {
    private static final String CASE = "case \"/metrics\" -> metrics.handle(exchange);";
    private static final String FIELD =
            "private final HttpHandler metrics = new"
                    + " HTTPMetricHandler(CollectorRegistry.defaultRegistry);";

    @Override
    public List<Variant> all() {
        return List.of(
                variant("a handler made for each scrape")
                        .with(HANDLER, FIELD, "")
                        .with(
                                HANDLER,
                                CASE,
                                """
                                case "/metrics" -> {
                                                HttpHandler metrics =
                                                        new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
                                                metrics.handle(exchange);
                                            }\
                                """),
                variant("a context of its own that compares the path")
                        .with(HANDLER, CASE, "")
                        .with(
                                APP,
                                "server.start();",
                                """
                                com.sun.net.httpserver.HttpHandler metrics =
                                                new io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler(
                                                        io.prometheus.client.CollectorRegistry.defaultRegistry);
                                        server.createContext(
                                                "/metrics",
                                                exchange -> {
                                                    if (exchange.getRequestURI().getPath().equals("/metrics")) {
                                                        metrics.handle(exchange);
                                                    } else {
                                                        treecounter.forest.Answer.notFound().send(exchange);
                                                    }
                                                });
                                        server.start();\
                                """),
                variant("if instead of switch")
                        .with(
                                HANDLER,
                                "switch (exchange.getRequestURI().getPath()) {",
                                """
                                if (exchange.getRequestURI().getPath().equals("/metrics")) {
                                            metrics.handle(exchange);
                                            return;
                                        }
                                        switch (exchange.getRequestURI().getPath()) {\
                                """)
                        .with(HANDLER, CASE, ""),
                variant("DefaultExports registered by name")
                        .with(
                                APP,
                                "DefaultExports.initialize();",
                                "DefaultExports.register("
                                    + "io.prometheus.client.CollectorRegistry.defaultRegistry);"),
                variant("DefaultExports after the start")
                        .with(APP, "DefaultExports.initialize();", "")
                        .with(
                                APP,
                                "server.start();",
                                "server.start();\n        DefaultExports.initialize();"),
                variant("a registry of its own, in both places")
                        .alone()
                        .with(
                                APP,
                                "DefaultExports.initialize();",
                                "DefaultExports.register(TreeCounterHandler.REGISTRY);")
                        .with(
                                HANDLER,
                                FIELD,
                                """
                                static final CollectorRegistry REGISTRY = new CollectorRegistry();
                                    private final HttpHandler metrics = new HTTPMetricHandler(REGISTRY);\
                                """),
                variant("answers with quotes and capitals")
                        .with("reading.properties", "cpu.type=counter", "cpu.type = Counter ")
                        .with("reading.properties", "heap.area=heap", "heap.area: \"heap\""));
    }
}
