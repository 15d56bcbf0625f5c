package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An HTTP answer: a status and a body that is text. {@link #send} takes care of what is easy to get
 * wrong: lengths count bytes, HEAD has the length of GET and no body, the type is always said.
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
    /** A page without its words, in pieces: to read a pattern anew takes a tenth of a page. */
    private static final List<String> PIECES =
            List.of(
                    """
                    <!DOCTYPE html>
                    <html lang="en" class="%s">
                    <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>Tree counter</title>
                    <link rel="icon" href="data:,">
                    <style>
                    :root { color-scheme: light dark; --mark: light-dark(#1b6e3c, #6fcf97); }
                    .mistaken { --mark: light-dark(#5a5a5a, #b5b5b5); }
                    .failed { --mark: light-dark(#b3261e, #ff8a80); }
                    body { font-family: system-ui, sans-serif; margin: 20vh auto; max-width: 40rem;
                           padding: 0 1rem; text-align: center; border-top: 0.4rem solid var(--mark); }
                    h1 { font-size: clamp(2rem, 10vw, 5rem); margin: 2rem 0 0; color: var(--mark); }
                    small { opacity: 0.7; }
                    </style>
                    </head>
                    <body>
                    <h1>%s</h1>
                    <p>%s</p>
                    %s<small id="took"></small>
                    <script>
                    addEventListener("load", () => {
                      const page = performance.getEntriesByType("navigation")[0];
                      const seconds = (page.responseEnd - page.requestStart) / 1000;
                      took.textContent = "%s, answered in " + seconds.toFixed(2) + " s";
                    });
                    </script>
                    </body>
                    </html>
                    """
                            .split("%s"));

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A small HTML page with a headline and a sentence; both are plain text. */
    public static Answer page(int status, String headline, String text) {
        String html = html(status, headline, text, "");
        return new Answer(status, "text/html; charset=utf-8", html, Map.of());
    }

    /** 404 for a path that is not served, beside {@code /treecounter}, which is. */
    public static Answer notFound() {
        return notFound("/treecounter");
    }

    /** 404 for a path that is not served, with a link to one that is. */
    public static Answer notFound(String served) {
        String link = "<p><a href=\"%s\">%s</a></p>\n".formatted(served, served);
        String html = html(404, "404", "Nothing grows here.", link);
        return new Answer(404, "text/html; charset=utf-8", html, Map.of());
    }

    /** 405 for a method that is not among {@code allowed}, for example {@code "GET, HEAD"}. */
    public static Answer methodNotAllowed(String allowed) {
        String html = html(405, "405", "This path answers " + allowed + " only.", "");
        return new Answer(405, "text/html; charset=utf-8", html, Map.of("Allow", allowed));
    }

    /** JSON as the body. */
    public static Answer json(int status, String json) {
        return new Answer(status, "application/json", json + "\n", Map.of());
    }

    /**
     * Sends the answer and ends the exchange.
     *
     * @throws IOException if the client has gone
     */
    public void send(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** What went well is green, a failure of the server red, a mistake of the client grey. */
    private static String html(int status, String headline, String text, String link) {
        String kind = status < 400 ? "well" : status < 500 ? "mistaken" : "failed";
        Iterator<String> words =
                List.of(kind, escape(headline), escape(text), link, "" + status).iterator();
        StringBuilder page = new StringBuilder(2048);
        for (String piece : PIECES) {
            page.append(piece).append(words.hasNext() ? words.next() : "");
        }
        return page.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
