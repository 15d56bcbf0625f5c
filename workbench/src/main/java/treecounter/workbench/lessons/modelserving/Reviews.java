package treecounter.workbench.lessons.modelserving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Request;
import treecounter.workbench.workshop.Workshop;

/** The programs of the module that makes reviews and models: they run in processes of their own. */
final class Reviews {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> SETTINGS =
            List.of("SEED", "ROWS", "SEASON", "DATA", "REVIEWS", "MODEL_FILE");

    /** A guest says what is right after so many others have written. */
    private static final int LATER = 100;

    private final Workshop workshop;

    Reviews(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Trains a model where there is none. */
    void trainFirst(Screen screen) {
        if (Files.exists(workshop.root().resolve("reviews/target/model/model.bin"))) {
            return;
        }
        long start = System.nanoTime();
        program("Training", Map.of());
        screen.line(
                "Trained a model of 3,000 made-up reviews, once (%d s). make train tells how good"
                        + " it is.",
                Math.round((System.nanoTime() - start) / 1e9));
    }

    /** Trains one as the settings say, and shows what it says of itself. */
    int train(Screen screen, Options options) {
        screen.line("%s", program("Training", given(options)).strip());
        return 0;
    }

    /** Reviews as the settings say, a label, a tab and a text each. */
    List<String> rows(Options options) {
        return program("Guests", given(options)).lines().toList();
    }

    /** Guests write, and some say later what is right. One in 50 sends nothing that is a review. */
    static List<Request> requests(List<String> rows) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            requests.add(
                    new Request(
                            "POST",
                            "/predict",
                            "{\"review\": %s}".formatted(text(rows.get(i))),
                            200));
            if (i >= LATER && i % 3 == 0) {
                String row = rows.get(i - LATER);
                requests.add(
                        new Request(
                                "POST",
                                "/truth",
                                "{\"review\": %s, \"sentiment\": \"%s\"}"
                                        .formatted(text(row), row.split("\t", 2)[0]),
                                200));
            }
            if (i % 50 == 49) {
                requests.add(new Request("POST", "/predict", "{\"text\": \"no review\"}", 400));
            }
        }
        return requests;
    }

    private static String text(String row) {
        return '"' + row.split("\t", 2)[1].replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Map<String, String> given(Options options) {
        Map<String, String> given = new TreeMap<>();
        SETTINGS.forEach(key -> options.get(key).ifPresent(value -> given.put(key, value)));
        return given;
    }

    /**
     * What a program prints.
     *
     * @throws Refusal with what it said if it fails
     */
    private String program(String name, Map<String, String> settings) {
        Path jar = workshop.root().resolve("reviews/target/app.jar");
        if (!Files.exists(jar)) {
            throw new Refusal(
                    "Expected the module reviews to be built, found no %s. Once: make build"
                            .formatted(workshop.root().relativize(jar)));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Command.Result result =
                Command.of(
                                java.toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                jar.toString(),
                                "treecounter.reviews." + name)
                        .with(settings)
                        .in(Path.of("").toAbsolutePath())
                        .within(PATIENCE)
                        .run();
        if (result.exit() != 0) {
            throw new Refusal(result.err().isBlank() ? name + " failed." : result.err().strip());
        }
        return result.out();
    }
}
