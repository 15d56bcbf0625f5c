package treecounter.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;

/**
 * The ceiling: the same server and threads, and a page that never changes; with a call to the
 * forest by the cheapest client there is where {@code TREES_API_URL} is set, and without one else.
 */
public final class BareApp {
    private static final byte[] PAGE = "<h1>187,654,321</h1>".getBytes(StandardCharsets.US_ASCII);

    private BareApp() {}

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(ServerAddress.fromEnvironment(), RequestThreads.MOST);
        server.setExecutor(new RequestThreads());
        String forest = System.getenv("TREES_API_URL");
        server.createContext(
                "/",
                exchange -> {
                    if (forest != null) {
                        try (InputStream answer = new URL(forest).openStream()) {
                            answer.readAllBytes();
                        }
                    }
                    answer(exchange);
                });
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
        }
    }
}
