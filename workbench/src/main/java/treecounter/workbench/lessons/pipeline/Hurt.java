package treecounter.workbench.lessons.pipeline;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Lets two things go wrong with the servers of the stack, and does not say which. */
final class Hurt {
    private final Screen screen;
    private final Workshop workshop;
    private final Options options;

    Hurt(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
    }

    /**
     * Begins what {@code SEED} draws, for {@code FOR} seconds.
     *
     * @return 0
     * @throws Refusal if no servers run here that it could be done to
     */
    int begin(Lesson lesson) {
        Module module = workshop.of(lesson, options.get("SECTION"));
        long seed = AnswerSheet.seed(module, PipelineDiagnosis.FILE, options, "make hurt SEED=7");
        int seconds = options.number("FOR", 120, 1, 3600);
        URI door = URI.create(door() + "/main/trouble/");
        try {
            for (Trouble trouble : Trouble.drawn(seed)) {
                URI one = door.resolve("%s/%d".formatted(trouble, seconds * 1000));
                if (Http.send("POST", one, Map.of(), "-").status() != 200) {
                    throw new IOException("the servers do not take it");
                }
            }
        } catch (IOException e) {
            throw new Refusal(
                    "The servers of the stack do not answer. Is it up? make up SECTION=8");
        }
        screen.line("Two things go wrong now, for %d s. Which? The metrics tell.", seconds);
        screen.line(
                "Write down in %s/%s, which says seed=%d, what you find.",
                module.name(), PipelineDiagnosis.FILE, seed);
        return 0;
    }

    /** Where the servers of the stack say that it is, to those who may read it. */
    private String door() {
        Path file = workshop.root().resolve("target/stack/servers.env");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("DOOR_URL="))
                    .map(line -> line.replaceFirst("DOOR_URL=", ""))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no door"));
        } catch (IOException e) {
            throw new Refusal(
                    "Expected the servers that run without Docker, found none. Start them: make up"
                            + " SECTION=8 DOCKER=no");
        }
    }
}
