package treecounter.workbench.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/**
 * Begins a lesson: all files it needs, with their headings, and the lines that register it. What it
 * makes compiles; the tests then name what is still to be written.
 */
public final class NewLesson {
    private static final String START = "bonus-histograms";
    private static final String ROOM = "java/treecounter/workbench/lessons/";
    private static final String FOUND =
            "workbench/src/main/resources/META-INF/services/" + Lesson.class.getName();

    private static final String README =
            """
            # %2$d. %1$s

            *0 minutes. Goal: TODO.*

            ```sh
            make dev SECTION=%2$d
            ```

            ## Next
            """;

    private static final String LESSON =
            """
            package treecounter.workbench.lessons.%3$s;

            import java.util.List;
            import treecounter.workbench.promql.Exercise;
            import treecounter.workbench.promql.QueryLesson;

            /** TODO: what the lesson is about, in one sentence. */
            public final class %4$s extends QueryLesson {
                public %4$s() {
                    super(%2$d, "%1$s");
                }

                @Override
                public Class<?> checks() {
                    return %4$sChecks.class;
                }

                @Override
                public int minutes() {
                    return 0;
                }

                @Override
                public List<String> metrics() {
                    return List.of();
                }

                @Override
                public List<Exercise> queries() {
                    return %4$sQueries.all();
                }
            }
            """;

    private static final String CHECKS =
            """
            package treecounter.workbench.lessons.%3$s;

            import treecounter.workbench.checks.LessonChecks;

            /** TODO: what is checked, in one sentence. A method with @Check for each step. */
            @LessonChecks
            public class %4$sChecks {}
            """;

    private static final String QUERIES =
            """
            package treecounter.workbench.lessons.%3$s;

            import java.util.List;
            import treecounter.workbench.promql.Exercise;

            /** The PromQL exercises. */
            final class %4$sQueries {
                private %4$sQueries() {}

                static List<Exercise> all() {
                    return List.of();
                }
            }
            """;

    private static final String MISTAKES =
            """
            package treecounter.workbench.lessons.%3$s;

            import java.util.List;
            import treecounter.workbench.lessons.Mistake;
            import treecounter.workbench.lessons.MistakesTest;

            /** What goes wrong in lesson %2$d. */
            final class %4$sMistakesTest extends MistakesTest {
                @Override
                public List<Mistake> all() {
                    return List.of();
                }
            }
            """;

    private static final String VARIANTS =
            """
            package treecounter.workbench.lessons.%3$s;

            import java.util.List;
            import treecounter.workbench.lessons.Variant;
            import treecounter.workbench.lessons.VariantsTest;

            /** What is right in lesson %2$d, written otherwise. */
            final class %4$sVariantsTest extends VariantsTest {
                @Override
                public List<Variant> all() {
                    return List.of();
                }
            }
            """;

    private static final String FACTS =
            """
            package treecounter.workbench.lessons.%3$s;

            import java.util.List;
            import java.util.Map;
            import treecounter.workbench.lessons.Facts;

            /** What the tests know of lesson %2$d. */
            final class %4$sFacts extends Facts {
                @Override
                public Map<String, String> failures() {
                    return Map.of();
                }

                @Override
                public List<String> stays() {
                    return List.of();
                }
            }
            """;

    private final Screen screen;
    private final Workshop workshop;
    private final int number;
    private final String directory;
    private final String name;

    /**
     * @throws Refusal if {@code NUMBER} or {@code NAME} is missing, odd or taken
     */
    public NewLesson(Screen screen, Workshop workshop, Options options) {
        this.screen = screen;
        this.workshop = workshop;
        this.number = options.number("NUMBER", 0, 0, 99);
        this.directory = options.get("NAME").orElse("");
        if (!directory.matches("bonus(-[a-z]+)+")) {
            throw new Refusal(
                    "NAME: expected bonus-WORDS in small letters, such as bonus-golden-signals, found '%s'."
                            .formatted(directory));
        }
        if (Lesson.named(directory).isPresent() || Files.exists(root(directory))) {
            throw new Refusal("NAME: %s is there already.".formatted(directory));
        }
        if (number == 0 || Lesson.named(String.valueOf(number)).isPresent()) {
            throw new Refusal(
                    "NUMBER: expected one that no lesson has, found '%s'."
                            .formatted(options.get("NUMBER").orElse("")));
        }
        this.name =
                Arrays.stream(directory.replaceFirst("bonus-", "").split("-"))
                        .map(
                                word ->
                                        word.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + word.substring(1))
                        .collect(Collectors.joining());
    }

    /**
     * Writes the files.
     *
     * @return 0
     */
    public int begin() {
        try {
            Module start = workshop.solution(Lesson.named(START).orElseThrow());
            module(start, root(directory), true);
            module(start, root("solutions/" + directory), false);
            write(root(directory).resolve("Makefile"), "SECTION ?= %1$s\ninclude ../Makefile\n");
            write(root(directory).resolve("README.md"), README);
            Path room = root("workbench/src/main/" + ROOM + room());
            write(room.resolve(name + ".java"), LESSON);
            write(room.resolve(name + "Checks.java"), CHECKS);
            write(room.resolve(name + "Queries.java"), QUERIES);
            Path tests = root("workbench/src/test/" + ROOM + room());
            write(tests.resolve(name + "MistakesTest.java"), MISTAKES);
            write(tests.resolve(name + "VariantsTest.java"), VARIANTS);
            write(tests.resolve(name + "Facts.java"), FACTS);
            register();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screen.line(
                "Lesson %d is begun in %s. Next: CONTRIBUTING.md, Add a lesson.",
                number, directory);
        return 0;
    }

    private void module(Module start, Path to, boolean starter) throws IOException {
        for (Path source : start.sources()) {
            Path copy = to.resolve(start.directory().relativize(source).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(source, copy);
        }
        String pom = Files.readString(start.file("pom.xml")).replace(START, directory);
        if (starter) {
            pom =
                    pom.replace("<artifactId>solution-", "<artifactId>")
                            .replaceFirst("\\s*<relativePath>.*</relativePath>", "");
        }
        Files.writeString(to.resolve("pom.xml"), pom);
    }

    /** The lines outside the lesson's own files. */
    private void register() throws IOException {
        addAfterLast(
                root("pom.xml"),
                "( *<module>)(?!workbench|benchmarks)(.*)(</module>\n)",
                "$1%1$s$3$1solutions/%1$s$3");
        addAfterLast(
                root("README.md"),
                "\\| \\d+ \\| \\[.*\n()",
                "| %2$d | [%1$s](%1$s/README.md) | 0 | TODO |\n");
        Path found = root(FOUND);
        Files.writeString(
                found,
                Files.readString(found)
                        + "treecounter.workbench.lessons.%s.%s%n".formatted(room(), name));
    }

    private void addAfterLast(Path file, String line, String added) throws IOException {
        String text = Files.readString(file);
        Matcher lines = Pattern.compile(line).matcher(text);
        List<Integer> ends = lines.results().map(found -> found.end()).toList();
        int end = ends.get(ends.size() - 1);
        String last = text.substring(text.lastIndexOf('\n', end - 2) + 1, end);
        String next = last.replaceFirst(line, added.formatted(directory, number));
        Files.writeString(file, text.substring(0, end) + next + text.substring(end));
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.formatted(directory, number, room(), name));
    }

    private String room() {
        return name.toLowerCase(Locale.ROOT);
    }

    private Path root(String relative) {
        return workshop.root().resolve(relative);
    }
}
