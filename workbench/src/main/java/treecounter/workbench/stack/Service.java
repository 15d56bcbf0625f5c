package treecounter.workbench.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Locale;
import treecounter.workbench.Http;
import treecounter.workbench.Options;

/** The programs of the stack, in the order in which they start, and where each listens. */
enum Service {
    FOREST(8002, "/faults", "/faults"),
    APP(8001, "/metrics", "/treecounter"),
    PROMETHEUS(9090, "/-/ready", "/targets"),
    GRAFANA(3000, "/api/health", "/dashboards");

    private final int standardPort;
    private final String ready;
    private final String page;

    /**
     * @param ready a path that is answered once the program is ready, and that changes nothing
     * @param page a path for people
     */
    Service(int standardPort, String ready, String page) {
        this.standardPort = standardPort;
        this.ready = ready;
        this.page = page;
    }

    /** Its name in docker-compose.yaml. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The setting for its port on this machine, such as {@code APP_PORT}. */
    String portKey() {
        return name() + "_PORT";
    }

    int port(Options options) {
        return options.number(portKey(), standardPort, 1, 65535);
    }

    /** The address that programs on this machine use. */
    URI uri(Options options, String path) {
        return URI.create("http://127.0.0.1:" + port(options) + path);
    }

    /** The address to type into a browser. */
    String page(Options options) {
        return "http://localhost:" + port(options) + page;
    }

    /** Whether it is ready. Any answer of the app will do: its /metrics comes with section 1. */
    boolean isReady(Options options) {
        try {
            int status = Http.get(uri(options, ready)).status();
            return this == APP || status == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody listens on its port. */
    boolean isTaken(Options options) {
        try (ServerSocket free =
                new ServerSocket(port(options), 1, InetAddress.getByName("127.0.0.1"))) {
            return !free.isBound();
        } catch (IOException e) {
            return true;
        }
    }
}
