package treecounter;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.forest.ForestClient;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;

/** Serves the number of planted trees at /treecounter, and a random one at /random. */
public final class TreeCounterApp {
    // TODO 6.6: declare the gauges request_threads_busy and request_threads_max.

    private TreeCounterApp() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        RequestThreads threads = new RequestThreads(16);
        server.setExecutor(threads);
        // TODO 6.6: let them say at each scrape how many threads are busy, and how many there are.
        ForestClient forest = ForestClient.fromEnvironment();
        server.createContext("/", new Guard(new TreeCounterHandler(forest)));
        // TODO 6.1: add a RequestFilter to the filters of this context.
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n",
                ServerAddress.url(server, "/treecounter"), forest.uri());
    }
}
