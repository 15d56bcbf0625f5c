package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.forest.Faults;
import treecounter.workbench.Readme.Block;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Request;
import treecounter.workbench.workshop.Workshop;

/**
 * The text and what it speaks of agree: code stands in the file it names, output is what really
 * comes, links lead somewhere.
 */
@StartsPrograms
class ReadmeTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    /** A heading of one step, or of some: the last of them. */
    private static final Pattern STEP =
            Pattern.compile("#{2,3} (?:\\d+\\.\\d+ (?:and|to) )?(\\d+\\.\\d+) ");

    /** The minutes of a heading, unless it is for those who like. */
    private static final Pattern MINUTES =
            Pattern.compile("(?m)^(?:###? .*|\\*)\\((\\d+) min(?!.*optional)[,)]");

    private static final Path ROOT = Workshop.here().root();

    /** Lines of the pages of a module, by its name: texts show several parts of one page. */
    private static final Map<String, Set<String>> SHAPES = new ConcurrentHashMap<>();

    static List<Path> texts() {
        return Readme.files();
    }

    static List<Lesson> lessons() {
        return Lesson.all();
    }

    static Stream<Block> code() {
        return Readme.blocks("from");
    }

    static Stream<Block> metrics() {
        return Readme.blocks("metrics");
    }

    static Stream<Block> bench() {
        return Readme.blocks("bench");
    }

    @Test
    void everyBlockOfCodeNamesItsFile() {
        List<Block> without =
                Readme.blocks().stream()
                        .filter(
                                block ->
                                        Set.of("java", "promql", "yaml", "dockerfile")
                                                .contains(block.language()))
                        .filter(block -> !block.kind().equals("from"))
                        .toList();
        assertThat(without).isEmpty();
        assertThat(Readme.blocks()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("code")
    void codeStandsInItsFileLineForLine(Block block) {
        Path file = ROOT.resolve(block.source());
        assertThat(file).exists();
        List<String> lines = Readme.read(file).lines().map(String::stripTrailing).toList();
        int at = 0;
        for (String line : block.text().lines().map(String::stripTrailing).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            int found = lines.subList(at, lines.size()).indexOf(line);
            boolean earlier = found < 0;
            // Blocks of one text may show places in another order, never other lines.
            at = earlier ? lines.indexOf(line) : at + found;
            assertThat(at).describedAs("%s has the line: %s", block.source(), line).isNotNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void samplesAreOnTheRealPage(Block block) {
        assertThat(SHAPES.computeIfAbsent(block.source(), ReadmeTest::shapesOf))
                .containsAll(shapes(block.text()));
    }

    private static String lineWith(String word, String output) {
        return output.lines().filter(line -> line.contains(word)).findFirst().orElse("").strip();
    }

    private static Set<String> shapesOf(String source) {
        Set<String> wanted =
                metrics()
                        .filter(block -> block.source().equals(source))
                        .flatMap(block -> shapes(block.text()).stream())
                        .collect(Collectors.toSet());
        return shapes(pagesAfterTraffic(Workshop.here().find(source, ROOT), wanted));
    }

    @ParameterizedTest
    @MethodSource("bench")
    void outputIsWhatTheWorkbenchPrints(Block block) throws Exception {
        String[] words = block.source().split(" ");
        if (words[0].equals("dev")) {
            return; // DevTest drives the loop.
        }
        String output = Cli.run(words).output();
        assumeFalse(
                output.contains("unchecked"),
                () -> "a check cannot run here: " + lineWith("unchecked", output));
        assertThat(output.lines()).containsAll(block.text().lines().toList());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anchorsAndFilesOfLinksExist(Path file) {
        String text = Readme.read(file);
        Set<String> anchors =
                HEADING.matcher(text)
                        .results()
                        .map(match -> anchor(match.group(1)))
                        .collect(Collectors.toSet());
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            String target = link.group(1);
            if (target.startsWith("#")) {
                assertThat(anchors).contains(target.substring(1));
            } else if (!target.startsWith("http")) {
                assertThat(file.resolveSibling(target.replaceFirst("#.*", ""))).exists();
            }
        }
    }

    @Test
    void everyMakeCommandHasItsVerb() {
        List<Path> files = new ArrayList<>(texts());
        files.add(ROOT.resolve("CONTRIBUTING.md"));
        files.add(Readme.slides());
        Set<String> verbs = new TreeSet<>();
        for (Path file : files) {
            // Commands stand in code: `make dev`, or a line of a block.
            Matcher call =
                    Pattern.compile("(?m)(?:^|`|' |<code>)make ([a-z]+)")
                            .matcher(Readme.read(file));
            while (call.find()) {
                verbs.add(call.group(1));
            }
        }
        assertThat(verbs).contains("dev", "test", "check");
        Set<String> known = new TreeSet<>(Set.of("build", "test", "lint", "benchmark"));
        Workbench.verbs().forEach(verb -> known.add(verb.name()));
        assertThat(known).containsAll(verbs);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void everyStepHasItsNumberInTheText(Lesson lesson) {
        String text = Readme.of(lesson);
        assertThat(CheckRun.checks(lesson))
                .allMatch(
                        check ->
                                Pattern.compile(
                                                "(?m)(^#+ .*|^\\| )"
                                                        + Pattern.quote(check.number()))
                                        .matcher(text)
                                        .find());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyStepSaysWhatYouShouldSee(Path file) {
        for (String part : Readme.read(file).split("(?m)^(?=#{2,3} \\S)")) {
            Matcher step = STEP.matcher(part);
            if (step.lookingAt()) {
                assertThat(part).contains("ok    " + step.group(1));
            }
        }
    }

    /**
     * A lesson has some minutes more than its steps: there is an introduction, and a text to read.
     */
    @ParameterizedTest
    @MethodSource("lessons")
    void minutesOfTheStepsAreThoseOfTheLesson(Lesson lesson) {
        String text = Readme.of(lesson);
        int from = text.indexOf("# %d. %s\n".formatted(lesson.number(), lesson.directory()));
        int to = text.indexOf("\n---\n\n## ", from);
        Matcher minutes = MINUTES.matcher(text.substring(from, to < 0 ? text.length() : to));
        int sum = 0;
        while (minutes.find()) {
            sum += Integer.parseInt(minutes.group(1));
        }
        assertThat(sum).isBetween(lesson.minutes() * 3 / 4, lesson.minutes());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void everyLessonHasAHeadingItsMinutesAndARowInTheAgenda(Lesson lesson) {
        String name = "%d\\. %s".formatted(lesson.number(), lesson.directory());
        assertThat(Readme.of(lesson))
                .containsPattern(
                        "(?m)^##? %s\\n\\n\\*%d minutes[^*]*\\. Goal: "
                                .formatted(name, lesson.minutes()));
        assertThat(Readme.read(ROOT.resolve("README.md")))
                .containsPattern(
                        "(?m)^\\| %d \\| \\[%s]\\([^)]+\\) \\| %d \\| "
                                .formatted(lesson.number(), lesson.directory(), lesson.minutes()));
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void slidesAndPlanKnowTheLessonAndItsMinutes(Lesson lesson) {
        String slides = Readme.read(Readme.slides());
        assertThat(slides)
                .contains("<td>%d</td><td>%s</td>".formatted(lesson.number(), lesson.directory()));
        String plan = Readme.read(ROOT.resolve("docs/instructor.md"));
        if (slides.contains("Your turn: %d. ".formatted(lesson.number()))) {
            assertThat(slides)
                    .containsPattern(
                            "Your turn: %d\\. %s</h2>\n.*make dev SECTION=%1$d.*\n  <p>%d minutes"
                                    .formatted(
                                            lesson.number(), lesson.directory(), lesson.minutes()));
            assertThat(plan)
                    .contains(
                            "| %d. %s | %d |"
                                    .formatted(
                                            lesson.number(), lesson.directory(), lesson.minutes()));
        } else {
            assertThat(plan).contains("](../%s/README.md)".formatted(lesson.directory()));
        }
    }

    @Test
    void everyBlockOfTheSlidesNamesWhatItShows() {
        assertThat(Readme.onSlides()).hasSizeGreaterThan(5);
        assertThat(Readme.read(Readme.slides()).split("<pre"))
                .hasSize(Readme.onSlides().size() + 1);
        assertThat(Readme.onSlides()).extracting(Block::kind).containsOnly("from", "metrics");
    }

    private static Set<String> shapes(String page) {
        return page.lines().map(ReadmeTest::shape).collect(Collectors.toSet());
    }

    /**
     * The pages of all programs of a lesson, once its traffic has gone through; workers count later
     * than the frontend answers.
     */
    private static String pagesAfterTraffic(Module module, Set<String> wanted) {
        try (Bench bench = new Bench(module, new Kept())) {
            bench.forest().setFaults(new Faults("0", 0.5));
            return Poll.until(
                    pages -> shapes(pages).containsAll(wanted),
                    () -> pagesAfterOneRound(bench),
                    30_000);
        }
    }

    private static String pagesAfterOneRound(Bench bench) {
        Lesson lesson = bench.module().lesson();
        for (Request each : lesson.traffic()) {
            bench.send(each.method(), each.path(), each.body());
        }
        bench.get("/nothing");
        bench.send("POST", lesson.traffic().get(0).path());
        StringBuilder pages = new StringBuilder();
        for (Program program : lesson.programs()) {
            bench.asking(program, () -> pages.append(metrics(bench)));
        }
        return pages.toString();
    }

    /** Of a program that nobody waits for there are none at first. */
    private static String metrics(Bench bench) {
        try {
            return bench.get("/metrics").body();
        } catch (Finding e) {
            return "";
        }
    }

    /** A line of metrics without its value. */
    private static String shape(String line) {
        return line.startsWith("#") ? line : line.replaceFirst(" [^ ]+$", "");
    }

    /** The anchor that GitHub gives a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
