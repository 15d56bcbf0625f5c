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
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        ForestClient forest = ForestClient.fromEnvironment();
        server.createContext("/", new Guard(new LatencyHandler(new TreeCounterHandler(forest))));
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n",
                ServerAddress.url(server, "/treecounter"), forest.uri());
    }
}
