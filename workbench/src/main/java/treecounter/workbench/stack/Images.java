package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import treecounter.workbench.Screen;
import treecounter.workbench.Workshop;

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
    static boolean isHere(String image) {
        return Programs.succeeds("docker", "image", "inspect", image);
    }

    /** Fetches one of them if it is not here; whether it is here then. */
    static boolean fetch(Screen screen, String name) {
        String image = get(name);
        if (isHere(image)) {
            return true;
        }
        screen.line("Fetching %s ...", image);
        return Programs.show(new ProcessBuilder("docker", "pull", image)) == 0;
    }
}
