package treecounter.workbench.lessons.modelserving;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.stack.Core;

/** Asks the app from the terminal what a review is taken for. */
final class Asking {
    private final Screen screen;
    private final Options options;

    Asking(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Sends what {@code TEXT} says.
     *
     * @return 0; 1 if the app has no prediction
     * @throws Refusal if nothing is to be sent, or no app answers
     */
    int predict() {
        String text =
                options.get("TEXT")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "TEXT: expected a review, found none. Try: make"
                                                        + " predict TEXT='What a lovely walk.'"));
        URI uri = Core.APP.uri(options, "/predict");
        try {
            Http.Answer answer =
                    Http.send("POST", uri, Map.of("Content-Type", "application/json"), json(text));
            boolean predicted = answer.status() == 200;
            boolean page = answer.contentType().startsWith("text/html");
            String body = page ? "a page for people; the app's output says why" : answer.body();
            screen.line("%s", (predicted ? body : answer.status() + ": " + body).strip());
            return predicted ? 0 : 1;
        } catch (IOException e) {
            throw new Refusal(
                    "No app answers at %s. Start one: make dev SECTION=10. On another port: APP_PORT=8011"
                            .formatted(uri));
        }
    }

    private static String json(String text) {
        StringBuilder escaped = new StringBuilder("{\"review\": \"");
        text.chars()
                .forEach(
                        c ->
                                escaped.append(
                                        c < ' ' || c == '"' || c == '\\'
                                                ? "\\u%04x".formatted(c)
                                                : String.valueOf((char) c)));
        return escaped.append("\"}").toString();
    }
}
