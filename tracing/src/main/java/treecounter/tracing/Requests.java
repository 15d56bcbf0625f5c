package treecounter.tracing;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Set;

/** What a span takes from a request. */
public final class Requests {
    /** Reads the headers in which a caller says to which trace a request belongs. */
    public static final TextMapGetter<HttpExchange> HEADERS =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(HttpExchange exchange) {
                    return exchange.getRequestHeaders().keySet();
                }

                @Override
                public String get(HttpExchange exchange, String name) {
                    return exchange.getRequestHeaders().getFirst(name);
                }
            };

    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private Requests() {}

    /** The method, or {@code _OTHER}: anybody can send a new word with each request. */
    public static String method(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        return METHODS.contains(method) ? method : "_OTHER";
    }
}
