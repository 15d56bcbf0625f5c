package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import treecounter.workbench.workshop.Service;

/** The servers and exporters that the lesson has with Docker. */
final class PipelineServices {
    private static final Service RABBITMQ =
            new Service(
                    "rabbitmq",
                    "RABBITMQ_IMAGE",
                    true,
                    15692,
                    "/metrics",
                    false,
                    "/metrics",
                    place -> Optional.empty(),
                    Map.of("AMQP_PORT", 5672),
                    "");

    private PipelineServices() {}

    static List<Service> all() {
        return List.of(
                RABBITMQ,
                server("postgres", 5432),
                server("valkey", 6379),
                exporter("node-exporter", 9100),
                exporter("postgres-exporter", 9187),
                exporter("redis-exporter", 9121),
                exporter("blackbox", 9115));
    }

    /** One that speaks no HTTP: its own health check tells when it is ready. */
    private static Service server(String name, int port) {
        return service(name, port, true, "");
    }

    private static Service exporter(String name, int port) {
        return service(name, port, false, "/metrics");
    }

    private static Service service(String name, int port, boolean required, String page) {
        return new Service(
                name,
                Service.portKey(name).replace("_PORT", "_IMAGE"),
                required,
                port,
                page,
                false,
                page,
                place -> Optional.empty());
    }
}
