package treecounter.workbench.lessons.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;

/** The letters of the stack's inbox, in the terminal. */
final class Inbox {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Screen screen;
    private final Options options;

    Inbox(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Shows them, the newest last.
     *
     * @return 0
     * @throws Refusal if no inbox answers
     */
    int show() {
        URI uri = AlertServices.INBOX.uri(options, "/letters");
        try {
            JsonNode letters = new JsonMapper().readTree(Http.get(uri).body());
            for (int i = letters.size() - 1; i >= 0; i--) {
                JsonNode letter = letters.get(i);
                Instant arrived = Instant.parse(letter.path("arrived").asText());
                screen.line(
                        "%s  %s",
                        TIME.format(arrived), screen.bold(shown(letter.path("subject").asText())));
                letter.path("text")
                        .asText()
                        .lines()
                        .forEach(line -> screen.line("    " + shown(line)));
                screen.line("");
            }
            if (letters.isEmpty()) {
                screen.line("No letters yet.");
            }
            return 0;
        } catch (IOException e) {
            throw new Refusal("No inbox answers at %s. Start it: make up SECTION=7".formatted(uri));
        }
    }

    /** A letter may hold signs that would command the terminal. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
