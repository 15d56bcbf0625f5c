package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.lessons.ModuleCopy;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

class CheckingTest {
    private static final String APP = "src/main/java/treecounter/TreeCounterApp.java";
    private static final String HANDLER = "src/main/java/treecounter/TreeCounterHandler.java";

    @TempDir Path root;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void askedAgainWhileTheSameCheckFailsTheHintGetsMoreConcrete() throws Exception {
        Lesson lesson = Lesson.named("exposing").orElseThrow();
        Module solution = Workshop.here().solution(lesson);
        ModuleCopy.of(solution, root.resolve(solution.name()));
        Module solved = ModuleCopy.of(solution, root.resolve(lesson.directory()));
        Module starter = new Module(lesson, solved.directory(), lesson.directory());
        Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        Checking checking = new Checking(screen, new Workshop(root));

        edit(starter.file(APP), "DefaultExports.initialize();", "");
        edit(starter.file("reading.properties"), "heap.area=heap", "heap.area=");
        assertThat(hint(checking, starter)).contains("call DefaultExports").contains("h once more");
        assertThat(hint(checking, starter)).contains("first line: DefaultExports.initialize()");
        assertThat(hint(checking, starter))
                .contains("+        DefaultExports.initialize();")
                .doesNotContain("heap.area");
        assertThat(hint(checking, starter)).contains("+        DefaultExports.initialize();");
        edit(starter.file(HANDLER), "case \"/metrics\"", "case \"/metric\"");
        assertThat(hint(checking, starter)).contains("to the letter").contains("h once more");
    }

    @Test
    void whereAnImportIsMissingOrWrongTheHintNamesIt() throws Exception {
        Lesson lesson = Lesson.named("exposing").orElseThrow();
        Module solution = Workshop.here().solution(lesson);
        Module copy = ModuleCopy.of(solution, root.resolve(solution.name()));
        Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        Checking checking = new Checking(screen, new Workshop(root));
        String right = "import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;";
        String handler = Files.readString(copy.file(HANDLER));

        edit(copy.file(HANDLER), right, "");
        assertThat(hint(checking, copy))
                .contains("hint")
                .contains("TreeCounterHandler.java: the import of HTTPMetricHandler is missing.")
                .contains("io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler");
        Files.writeString(copy.file(HANDLER), handler);
        edit(copy.file(HANDLER), right, right.replace("HTTPServer.", ""));
        assertThat(hint(checking, copy))
                .contains("TreeCounterHandler.java: there is no class HTTPMetricHandler in that")
                .contains("io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler");
        Files.writeString(copy.file(HANDLER), handler);
        edit(copy.file(HANDLER), "new HTTPMetricHandler", "new HTTPServer.HTTPMetricHandler");
        assertThat(hint(checking, copy))
                .contains("TreeCounterHandler.java: the import of HTTPServer is missing.");
        Files.writeString(copy.file(HANDLER), handler);
        edit(copy.file(HANDLER), "import java.util.Locale;", "");
        assertThat(hint(checking, copy)).contains("the import of Locale is missing.");
        Files.writeString(copy.file(HANDLER), handler);
        edit(copy.file(HANDLER), "forest.countTrees()", "forest.count()");
        assertThat(hint(checking, copy)).doesNotContain("hint");
    }

    @Test
    void whereADeclarationOrALabelDoesNotFitTheHintSaysWhatItMeans() throws Exception {
        Module solution = Workshop.here().solution(Lesson.named("custom-metrics").orElseThrow());
        Module copy = ModuleCopy.of(solution, root.resolve(solution.name()));
        Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        Checking checking = new Checking(screen, new Workshop(root));
        String handler = Files.readString(copy.file(HANDLER));

        Files.writeString(copy.file(HANDLER), handler.replaceFirst("\\s*\\.register\\(\\)", ""));
        assertThat(hint(checking, copy))
                .contains("TreeCounterHandler.java: a builder only collects what the Counter is");
        Files.writeString(copy.file(HANDLER), handler);
        edit(copy.file(HANDLER), "String.valueOf(answer.status())", "answer.status()");
        assertThat(hint(checking, copy)).contains("labels(...) takes texts");
    }

    private String hint(Checking checking, Module module) {
        printed.reset();
        checking.nextHint(module);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void edit(Path file, String find, String replace) throws Exception {
        Files.writeString(file, Files.readString(file).replace(find, replace));
    }
}
