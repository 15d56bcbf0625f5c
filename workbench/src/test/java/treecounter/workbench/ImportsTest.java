package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import treecounter.workbench.workshop.Workshop;

/** The rooms stand on floors: who needs another class finds it in the same room or further down. */
class ImportsTest {
    private static final String TOP = "treecounter.workbench";

    /** From the top. A room of {@code lessons} is one lesson, and no lesson needs another. */
    private static final List<String> FLOORS =
            List.of(
                    "",
                    "lessons",
                    "loop",
                    "promql",
                    "checks",
                    "stack",
                    "app",
                    "workshop",
                    "machine");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern USED =
            Pattern.compile("\\btreecounter\\.workbench((?:\\.[a-z]\\w*)*)");
    private static final Pattern TEXT =
            Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Path MAIN = Workshop.here().root().resolve("workbench/src/main/java");

    @Test
    void noArrowRunsBackUp() throws IOException {
        List<String> up = new ArrayList<>();
        TreeSet<String> rooms = new TreeSet<>();
        for (Path file : files()) {
            String code = Files.readString(file);
            String from = room(code);
            rooms.add(floorOf(from));
            Matcher used = USED.matcher(TEXT.matcher(code).replaceAll(""));
            while (used.find()) {
                String to = used.group(1).replaceFirst("^\\.", "");
                if (!to.equals(from) && floor(to) <= floor(from)) {
                    up.add(MAIN.relativize(file) + " needs " + to);
                }
            }
        }
        assertThat(rooms).containsExactlyInAnyOrderElementsOf(FLOORS);
        assertThat(up).isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(MAIN)) {
            return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static String room(String code) {
        Matcher found = PACKAGE.matcher(code);
        assertThat(found.find()).isTrue();
        return found.group(1).substring(TOP.length()).replaceFirst("^\\.", "");
    }

    private static int floor(String room) {
        int floor = FLOORS.indexOf(floorOf(room));
        assertThat(floor).as("a floor for the package " + room).isNotNegative();
        return floor;
    }

    private static String floorOf(String room) {
        return room.replaceFirst("\\..*", "");
    }
}
