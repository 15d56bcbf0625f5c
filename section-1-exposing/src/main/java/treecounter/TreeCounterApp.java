package treecounter;

import com.sun.net.httpserver.HttpServer;
import treecounter.forest.ForestClient;
import treecounter.forest.WebServer;

/** Serves the number of planted trees at /treecounter. */
public final class TreeCounterApp {
    private TreeCounterApp() {}

    public static void main(String[] args) {
        // TODO 1.2: register the metrics of the JVM with DefaultExports.
        HttpServer server = WebServer.fromEnvironment();
        ForestClient forest = ForestClient.fromEnvironment();
        server.createContext("/", new TreeCounterHandler(forest));
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n", WebServer.url(server, "/treecounter"), forest.uri());
    }
}
