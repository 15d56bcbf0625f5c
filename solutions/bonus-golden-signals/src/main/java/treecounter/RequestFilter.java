package treecounter;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import java.io.IOException;
import java.util.Set;
import treecounter.forest.CountedBody;

/** Measures every request, whoever answers it. Scrapes pass through unmeasured. */
final class RequestFilter extends Filter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final Set<String> ENDPOINTS = Set.of("/treecounter", "/random", "/leaves");

    private static final Counter REQUESTS =
            Counter.build()
                    .name("http_requests_total")
                    .help("Requests answered, by method, endpoint and status.")
                    .labelNames("method", "endpoint", "status")
                    .register();
    private static final Histogram DURATION =
            Histogram.build()
                    .name("http_request_duration_seconds")
                    .help("Seconds from when a thread has a request to the end of its answer.")
                    .labelNames("method", "endpoint")
                    .register();
    private static final Summary BYTES =
            Summary.build()
                    .name("http_response_bytes")
                    .help("Bytes of the bodies sent.")
                    .labelNames("method", "endpoint")
                    .register();

    static {
        for (String endpoint : ENDPOINTS) {
            for (String status : Set.of("200", "500", "503")) {
                REQUESTS.labels("GET", endpoint, status);
            }
        }
    }

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
        CountedBody body = new CountedBody(exchange.getResponseBody());
        exchange.setStreams(null, body);
        try (Histogram.Timer timer = DURATION.labels(method, endpoint).startTimer()) {
            chain.doFilter(exchange);
        } finally {
            String status = String.valueOf(exchange.getResponseCode());
            REQUESTS.labels(method, endpoint, status).inc();
            BYTES.labels(method, endpoint).observe(body.bytes());
        }
    }

    /** What anybody may type becomes a label only where it is one of a few. */
    private static String knownOrOther(String typed, Set<String> known) {
        return known.contains(typed) ? typed : "other";
    }
}
