package treecounter;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;
import treecounter.pipeline.FruitCache;
import treecounter.pipeline.FruitTable;
import treecounter.pipeline.MessageQueue;

/** The frontend: takes fruits of the trees, and tells how many came. */
public final class TreeCounterApp {
    private TreeCounterApp() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        MessageQueue queue = MessageQueue.fromEnvironment();
        FruitTable table = FruitTable.fromEnvironment();
        FruitCache cache = FruitCache.fromEnvironment();
        server.createContext("/", new Guard(new TreeCounterHandler(queue, table, cache)));
        server.start();
        System.out.printf("Trees: %s tells what they bear%n", ServerAddress.url(server, "/fruit"));
    }
}
