package treecounter.inbox;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import treecounter.forest.Answer;

/** The page that lists the letters, and the same as JSON at {@code /letters}. */
final class LettersHandler implements HttpHandler {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String STYLE =
            """

            :root { color-scheme: light dark; }
            body { font-family: system-ui, sans-serif; margin: 0 auto; max-width: 48rem;
                   padding: 1rem; line-height: 1.4; }
            article { border: 1px solid #8888; border-left-width: .4rem; border-radius: .3rem;
                      margin: 1rem 0; padding: .6rem .8rem; }
            article.firing { border-left-color: #d33; }
            article.resolved { border-left-color: #2a7; }
            h2 { font-size: 1.05rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
            small { opacity: .75; overflow-wrap: anywhere; }
            pre { font: .9rem/1.45 ui-monospace, monospace; margin: .6rem 0 0;
                  white-space: pre-wrap; overflow-wrap: anywhere; }
            """;

    /** A letter is text, whatever it says: nothing is fetched, run, or sent from this page. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'sha256-" + hash(STYLE) + "'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cache-Control",
                    "no-store");

    private final Letters letters;

    LettersHandler(Letters letters) {
        this.letters = letters;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        answer(exchange).send(exchange);
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
        if (!host.matches("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?")) {
            // Another site's name that was made to point here.
            return Answer.page(403, "403", "This page is for this machine: http://localhost");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/" -> new Answer(200, "text/html; charset=utf-8", page(), HEADERS);
            case "/letters" -> new Answer(200, "application/json", json(), HEADERS);
            default -> Answer.page(404, "404", "The letters are at /");
        };
    }

    private String json() {
        ArrayNode all = new JsonMapper().createArrayNode();
        for (Letter letter : letters.newestFirst()) {
            all.addObject()
                    .put("arrived", letter.arrived().toString())
                    .put("from", letter.from())
                    .put("to", letter.to())
                    .put("subject", letter.subject())
                    .put("text", letter.text());
        }
        return all + "\n";
    }

    private String page() {
        List<Letter> all = letters.newestFirst();
        String title = all.isEmpty() ? "Inbox" : "Inbox (%d)".formatted(all.size());
        String body =
                all.isEmpty()
                        ? "<p>No letters yet. This page looks again every three seconds.</p>"
                        : all.stream().map(LettersHandler::html).collect(Collectors.joining());
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="3">
        <title>%1$s</title>
        <style>%2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        %3$s
        </body>
        </html>
        """
                .formatted(title, STYLE, body);
    }

    private static String html(Letter letter) {
        String subject = letter.subject();
        String kind =
                subject.startsWith("[FIRING")
                        ? "firing"
                        : subject.startsWith("[RESOLVED") ? "resolved" : "other";
        return """
        <article class="%s">
        <h2>%s</h2>
        <small>%s, from %s to %s</small>
        <pre>%s</pre>
        </article>
        """
                .formatted(
                        kind,
                        escape(subject),
                        TIME.format(letter.arrived()),
                        escape(letter.from()),
                        escape(letter.to()),
                        escape(letter.text()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String hash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
