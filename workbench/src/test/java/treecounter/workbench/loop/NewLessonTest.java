package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What a maintainer begins a lesson with compiles, and is registered. */
class NewLessonTest {
    private static final String FOUND =
            "workbench/src/main/resources/META-INF/services/" + Lesson.class.getName();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir Path root;

    @BeforeEach
    void copyWhatItReads() throws IOException {
        Path here = Workshop.here().root();
        for (String name : List.of("pom.xml", "README.md", FOUND)) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.copy(here.resolve(name), root.resolve(name));
        }
        Path start = here.resolve("solutions/bonus-histograms");
        try (Stream<Path> files = Files.walk(start)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(start.resolve("target"))) {
                    Path copy = root.resolve(here.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void whatItMakesCompiles() throws IOException {
        assertThat(begin("NUMBER=12", "NAME=bonus-new-thing")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Lesson 12 is begun in bonus-new-thing.");
        for (String app : List.of("bonus-new-thing", "solutions/bonus-new-thing")) {
            assertThat(errors(sources(app), libraries())).isEmpty();
            assertThat(Files.readString(root.resolve(app + "/pom.xml")))
                    .contains("bonus-new-thing</artifactId>")
                    .doesNotContain("bonus-histograms");
        }
        List<Path> room = sources("workbench/src");
        assertThat(room)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "NewThing.java",
                        "NewThingChecks.java",
                        "NewThingQueries.java",
                        "NewThingMistakesTest.java",
                        "NewThingVariantsTest.java",
                        "NewThingFacts.java");
        assertThat(errors(room, System.getProperty("java.class.path"))).isEmpty();
    }

    @Test
    void itIsRegisteredOnce() throws IOException {
        begin("NUMBER=12", "NAME=bonus-new-thing");

        assertThat(Files.readString(root.resolve("pom.xml")))
                .containsOnlyOnce("<module>bonus-new-thing</module>")
                .containsOnlyOnce("<module>solutions/bonus-new-thing</module>");
        assertThat(Files.readString(root.resolve("README.md")))
                .containsOnlyOnce(
                        "| 12 | [bonus-new-thing](bonus-new-thing/README.md) | 0 | TODO |");
        assertThat(Files.readAllLines(root.resolve(FOUND)))
                .endsWith("treecounter.workbench.lessons.newthing.NewThing");
        assertThat(Files.readString(root.resolve("bonus-new-thing/README.md")))
                .startsWith("# 12. bonus-new-thing\n")
                .contains("make dev SECTION=12");
    }

    @Test
    void whatIsTakenOrOddIsRefusedBeforeAnythingIsWritten() {
        Map.of(
                        "NAME=bonus-alerting",
                        "NAME: bonus-alerting is there already.",
                        "NAME=Bonus Thing",
                        "NAME: expected bonus-WORDS in small letters",
                        "NUMBER=7",
                        "NUMBER: expected one that no lesson has, found '7'.")
                .forEach(
                        (setting, message) ->
                                assertThatThrownBy(
                                                () ->
                                                        begin(
                                                                setting,
                                                                setting.startsWith("NAME")
                                                                        ? "NUMBER=12"
                                                                        : "NAME=bonus-new-thing"))
                                        .isInstanceOf(Refusal.class)
                                        .hasMessageContaining(message));
        assertThat(root.resolve("bonus-new-thing")).doesNotExist();
    }

    private int begin(String... settings) {
        Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        Map<String, String> environment =
                Stream.of(settings)
                        .map(setting -> setting.split("="))
                        .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        Options options = Options.of(List.of(), environment);
        return new NewLesson(screen, new Workshop(root), options).begin();
    }

    private List<Path> sources(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** What an app has. */
    private static String libraries() {
        Module start = Workshop.here().solution(Lesson.named("bonus-histograms").orElseThrow());
        return start.libraries().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What the compiler says of sources. */
    private List<String> errors(List<Path> sources, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            Path classes = Files.createDirectories(root.resolve("classes"));
            compiler.getTask(
                            null,
                            files,
                            found,
                            List.of("-proc:none", "-cp", classPath, "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }
}
