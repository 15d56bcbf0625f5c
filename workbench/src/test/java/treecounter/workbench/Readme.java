package treecounter.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import treecounter.workbench.workshop.Workshop;

/** The text of the workshop and the blocks in it, to compare with what really is. */
public final class Readme {
    static final String TEXT = read(Workshop.here().root().resolve("README.md"));
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- (\\w+): (.+?) -->\\n)?^```(\\w*)\\n((?s:.*?))^```$");

    private Readme() {}

    /**
     * A block between fences.
     *
     * @param kind of what it shows, from the comment above it; empty without one
     * @param source where that comes from
     */
    public record Block(String kind, String source, String language, String text) {
        @Override
        public String toString() {
            return kind + " " + source + ": " + text.lines().findFirst().orElse("");
        }
    }

    static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(TEXT);
        while (block.find()) {
            String kind = block.group(1) == null ? "" : block.group(1);
            String source = block.group(2) == null ? "" : block.group(2);
            blocks.add(new Block(kind, source, block.group(3), block.group(4)));
        }
        return blocks;
    }

    /** The blocks of one kind. */
    public static Stream<Block> blocks(String kind) {
        return blocks().stream().filter(block -> block.kind().equals(kind));
    }

    static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
