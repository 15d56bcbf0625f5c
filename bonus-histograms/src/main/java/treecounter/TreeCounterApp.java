package treecounter;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.hotspot.DefaultExports;
import treecounter.forest.ForestClient;
import treecounter.forest.WebServer;

/** Serves the number of planted trees at /treecounter. */
public final class TreeCounterApp {
    private TreeCounterApp() {}

    public static void main(String[] args) {
        DefaultExports.initialize();
        HttpServer server = WebServer.fromEnvironment();
        ForestClient forest = ForestClient.fromEnvironment();
        // TODO 4.1: put a LatencyHandler around the TreeCounterHandler.
        server.createContext("/", new TreeCounterHandler(forest));
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n", WebServer.url(server, "/treecounter"), forest.uri());
    }
}
