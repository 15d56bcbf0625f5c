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
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** The texts of the workshop and the blocks in them, to compare with what really is. */
public final class Readme {
    private static final Path ROOT = Workshop.here().root();
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- (\\w+): (.+?) -->\\n)?^```(\\w*)\\n((?s:.*?))^```$");

    private static final Pattern SLIDE_BLOCK =
            Pattern.compile("<pre data-(\\w+)=\"(.+?)\">\\n((?s:.*?))</pre>");

    private Readme() {}

    /** The workshop's text, those of further lessons, and the instructor's. */
    static List<Path> files() {
        return Stream.of(
                        Stream.of(ROOT.resolve("README.md")),
                        Lesson.all().stream().map(Readme::own).filter(Files::exists),
                        Stream.of(ROOT.resolve("docs/cost.md"), ROOT.resolve("docs/instructor.md")))
                .flatMap(files -> files)
                .toList();
    }

    /** The slides that an instructor shows. */
    static Path slides() {
        return ROOT.resolve("docs/slides.html");
    }

    /** The text that a lesson stands in: its own, else the workshop's. */
    static String of(Lesson lesson) {
        return read(Files.exists(own(lesson)) ? own(lesson) : ROOT.resolve("README.md"));
    }

    private static Path own(Lesson lesson) {
        return Workshop.here().starter(lesson).file("README.md");
    }

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
        return Stream.concat(
                        files().stream().flatMap(file -> in(read(file)).stream()),
                        onSlides().stream())
                .toList();
    }

    static List<Block> onSlides() {
        return SLIDE_BLOCK
                .matcher(read(slides()))
                .results()
                .map(
                        found ->
                                new Block(
                                        found.group(1),
                                        found.group(2),
                                        found.group(2).replaceFirst(".*\\.", ""),
                                        found.group(3)
                                                .replace("&lt;", "<")
                                                .replace("&gt;", ">")
                                                .replace("&amp;", "&")))
                .toList();
    }

    private static List<Block> in(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
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
