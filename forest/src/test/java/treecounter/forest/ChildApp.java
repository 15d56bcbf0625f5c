package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What the tests run as a process of its own, because it ends, or reads the environment. */
final class ChildApp {
    static final int PIECE = 300_000;

    private ChildApp() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "server" -> System.out.println(WebServer.fromEnvironment().getAddress());
            case "client" -> ask(ForestClient.fromEnvironment());
            case "settings" ->
                    System.out.printf(
                            "%s %d %s %s%n",
                            Settings.host(),
                            Settings.port(8001),
                            Settings.get("TREES_API_URL"),
                            Faults.fromEnvironment());
            case "drain" -> drain();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void ask(ForestClient forest) {
        try {
            System.out.println(forest.uri() + ": " + forest.countTrees());
        } catch (IOException e) {
            System.out.println(forest.uri() + ": " + e.getMessage());
        }
    }

    /** Says its port, then a line for each request that reached a handler. */
    private static void drain() throws IOException {
        WebServer server = WebServer.bind("127.0.0.1", 0);
        server.createContext("/held", ChildApp::hold);
        server.createContext("/slow", ChildApp::answerSlowly);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void hold(HttpExchange exchange) throws IOException {
        System.out.println("reached");
        System.in.read(); // until the test lets go
        try (exchange) {
            exchange.sendResponseHeaders(200, 2 * PIECE);
            exchange.getResponseBody().write(new byte[2 * PIECE]);
        }
    }

    private static void answerSlowly(HttpExchange exchange) throws IOException {
        System.out.println("reached");
        try (exchange) {
            exchange.sendResponseHeaders(200, 2 * PIECE);
            for (int i = 0; i < 2; i++) {
                Thread.sleep(150);
                exchange.getResponseBody().write(new byte[PIECE]);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
