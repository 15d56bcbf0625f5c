package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** What the tests run as a process of its own, because it ends, or reads the environment. */
final class ChildApp {
    static final int PIECE = 300_000;

    private ChildApp() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "server" ->
                    System.out.println(HttpServer.create(ServerAddress.fromEnvironment(), 1));
            case "late" -> HttpServer.create(taken(ServerAddress.fromEnvironment()), 1);
            case "second" -> {
                InetSocketAddress first = ServerAddress.fromEnvironment();
                HttpServer.create(taken(first), 1);
            }
            case "client" -> ask(ForestClient.fromEnvironment());
            case "settings" ->
                    System.out.printf(
                            "%s %d %s %s%n",
                            Settings.host(),
                            Settings.port(8001),
                            Settings.get("TREES_API_URL"),
                            Faults.fromEnvironment());
            case "drain" -> drain();
            case "afterwards" -> {
                Guard.afterwards(
                        left ->
                                System.out.printf(
                                        "afterwards, with %d ms left%n", left.toMillis()));
                drain();
            }
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

    /** The same address, when another program was quicker. */
    private static InetSocketAddress taken(InetSocketAddress address) throws IOException {
        new ServerSocket(address.getPort(), 1, address.getAddress()); // open until the end
        return address;
    }

    /** Says its port, then a line for each request that reached a handler. */
    private static void drain() throws IOException {
        HttpServer server = Site.create();
        server.setExecutor(new RequestThreads());
        server.createContext("/held", new Guard(ChildApp::hold));
        server.createContext("/other", new Guard(ChildApp::hold));
        server.createContext("/slow", new Guard(ChildApp::answerSlowly));
        server.createContext("/bare", ChildApp::hold);
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
