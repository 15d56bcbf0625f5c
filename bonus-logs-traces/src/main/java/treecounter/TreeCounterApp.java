package treecounter;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.forest.ForestClient;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;

/** Serves the number of planted trees at /treecounter. */
public final class TreeCounterApp {
    private TreeCounterApp() {}

    public static void main(String[] args) throws IOException {
        // TODO 9.2: start tracing, before anything else.
        // TODO 9.7: let the caller decide whether a trace is kept.
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        ForestClient forest = ForestClient.fromEnvironment();
        // TODO 9.1: put a TracingHandler around the TreeCounterHandler.
        // TODO 9.8: let the span be current while the LatencyHandler observes.
        server.createContext("/", new Guard(new LatencyHandler(new TreeCounterHandler(forest))));
        // TODO 9.6: mount Health at /healthy.
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n",
                ServerAddress.url(server, "/treecounter"), forest.uri());
    }
}
