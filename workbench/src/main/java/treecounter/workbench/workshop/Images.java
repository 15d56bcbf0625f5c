package treecounter.workbench.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Screen;

/** The image references, from {@code .env} at the root; the environment goes first. */
public final class Images {
    private Images() {}

    /** All of them by name, such as {@code PROMETHEUS_IMAGE}. */
    public static Map<String, String> all() {
        Path file = Workshop.here().root().resolve(".env");
        Map<String, String> images = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.matches("\\w+_IMAGE=.+")) {
                    String name = line.substring(0, line.indexOf('='));
                    String given = System.getenv(name);
                    boolean unset = given == null || given.isBlank();
                    images.put(name, unset ? line.substring(name.length() + 1).strip() : given);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return images;
    }

    /** One of them. */
    public static String get(String name) {
        return all().get(name);
    }

    /** Whether an image is on this machine. */
    public static boolean isHere(String image) {
        return Command.of("docker", "image", "inspect", image).succeeds();
    }

    /** Fetches one of them if it is not here; whether it is here then. */
    public static boolean fetch(Screen screen, String name) {
        String image = get(name);
        if (isHere(image)) {
            return true;
        }
        screen.line("Fetching %s ...", image);
        return Command.of("docker", "pull", image).within(Duration.ofHours(1)).show() == 0;
    }
}
