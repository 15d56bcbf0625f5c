package treecounter.workbench.lessons.logstraces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;
import treecounter.workbench.workshop.Service.Start;

/** Where spans and lines of logs are kept and looked at. */
final class TraceServices {
    /** Keeps traces where there is no Docker. Maven fetches it. */
    static final Service ZIPKIN =
            Service.of(
                    "zipkin", "", 9411, "/health", "/zipkin/", place -> Optional.of(zipkin(place)));

    private TraceServices() {}

    static List<Service> inDocker() {
        return List.of(
                inDocker("tempo", 3200, "/ready"),
                inDocker("loki", 3100, "/ready"),
                inDocker("alloy", 12345, "/-/ready"));
    }

    private static Service inDocker(String name, int port, String ready) {
        String image = Service.portKey(name).replace("_PORT", "_IMAGE");
        return Service.of(name, image, port, ready, "", place -> Optional.empty());
    }

    /**
     * Light to start; and on loopback alone, where its own setting for the port means everybody.
     */
    private static Start zipkin(Place place) {
        String setting = "--armeria.ports[0].";
        return new Start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar(place.workshop().root().resolve("zipkin/target/lib")).toString(),
                        setting + "port=" + ZIPKIN.port(place.options()),
                        setting + "address=127.0.0.1",
                        setting + "protocols[0]=http"),
                Map.of());
    }

    /** Its one jar; make up fetches it before it starts any. */
    private static Path jar(Path libraries) {
        if (!Files.isDirectory(libraries)) {
            return libraries;
        }
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.findFirst().orElse(libraries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
