package treecounter.workbench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log. */
public final class LastLines {
    private LastLines() {}

    /** The last lines of a file that hold something; none if there is no file. */
    public static List<String> of(Path file, int count) {
        try {
            return of(
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList(),
                    count);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The last ones that hold something. */
    public static List<String> of(List<String> lines, int count) {
        List<String> full = lines.stream().filter(line -> !line.isBlank()).toList();
        return full.subList(Math.max(0, full.size() - count), full.size());
    }
}
