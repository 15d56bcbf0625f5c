package treecounter;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;
import treecounter.reviews.PredictionLog;
import treecounter.reviews.ServedModel;

/** Serves a model of the forest's guest book: /predict says what a review is taken for. */
public final class TreeCounterApp {
    private TreeCounterApp() {}

    public static void main(String[] args) throws IOException {
        DefaultExports.initialize();
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        ServedModel model = ServedModel.fromEnvironment();
        model.load(ModelMetrics::show);
        PredictionLog log = PredictionLog.fromEnvironment();
        server.createContext("/", new Guard(new TreeCounterHandler(model, log)));
        server.start();
        System.out.printf("Guest book: %s%n", ServerAddress.url(server, "/"));
    }
}
