package treecounter;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Set;

/** Measures every request, whoever answers it. Scrapes pass through unmeasured. */
final class RequestFilter extends Filter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final Set<String> ENDPOINTS = Set.of("/treecounter", "/random", "/leaves");

    // TODO 6.1: declare the counter http_requests_total with the labels method, endpoint, status.
    // TODO 6.2: declare the histogram http_request_duration_seconds with method and endpoint.
    // TODO 6.3: declare the summary http_response_bytes with method and endpoint.
    // TODO 6.5: let 200, 500 and 503 of each endpoint be there at 0 from the start.

    @Override
    public String description() {
        return "metrics of every request";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/metrics")) {
            chain.doFilter(exchange);
            return;
        }
        String method = knownOrOther(exchange.getRequestMethod(), METHODS);
        String endpoint = knownOrOther(path, ENDPOINTS);
        // TODO 6.1: count the request once its status is known.
        // TODO 6.2: observe the seconds that the rest of the chain takes.
        // TODO 6.3: let the body be a CountedBody, and observe its bytes.
        chain.doFilter(exchange);
    }

    /** What anybody may type becomes a label only where it is one of a few. */
    private static String knownOrOther(String typed, Set<String> known) {
        return known.contains(typed) ? typed : "other";
    }
}
