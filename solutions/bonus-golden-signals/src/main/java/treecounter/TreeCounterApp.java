package treecounter;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.Gauge;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.forest.ForestClient;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;

/** Serves the number of planted trees at /treecounter, and a random one at /random. */
public final class TreeCounterApp {
    private static final Gauge THREADS_BUSY =
            Gauge.build()
                    .name("request_threads_busy")
                    .help("Threads that work on a request now; one of them on this scrape.")
                    .register();
    private static final Gauge THREADS_MAX =
            Gauge.build()
                    .name("request_threads_max")
                    .help("Requests that are worked on at once; further ones wait.")
                    .register();

    private TreeCounterApp() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        RequestThreads threads = new RequestThreads(16);
        server.setExecutor(threads);
        THREADS_BUSY.setChild(
                new Gauge.Child() {
                    @Override
                    public double get() {
                        return threads.getActiveCount();
                    }
                });
        THREADS_MAX.set(threads.getMaximumPoolSize());
        ForestClient forest = ForestClient.fromEnvironment();
        HttpContext all = server.createContext("/", new Guard(new TreeCounterHandler(forest)));
        all.getFilters().add(new RequestFilter());
        server.start();
        System.out.printf(
                "Trees: %s (counted by %s)%n",
                ServerAddress.url(server, "/treecounter"), forest.uri());
    }
}
