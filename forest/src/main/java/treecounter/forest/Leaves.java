package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A handler as one finds it in an app that has grown: it does not say how long its answer will be,
 * and it has a bug. {@code ?count=3} gives three leaves, a line each; a count that is no number
 * makes it throw.
 */
public final class Leaves implements HttpHandler {
    private static final int LEAVES = 10;

    /** The leaves that fall. */
    public Leaves() {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            Answer.methodNotAllowed("GET, HEAD").send(exchange);
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        int count = query == null ? LEAVES : Integer.parseInt(query.replaceFirst("^count=", ""));
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (method.equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0); // For the JDK's server: the length is not known.
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < count; i++) {
                body.write("leaf".getBytes(StandardCharsets.UTF_8));
                body.write('\n');
            }
        }
    }
}
