package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** Reset brings the starter back and loses nothing. */
class ResetTest {
    private static final String HANDLER =
            "section-1-exposing/src/main/java/treecounter/TreeCounterHandler.java";

    @TempDir Path temp;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Path root;

    @BeforeEach
    void makeAClone() throws Exception {
        assumeTrue(Command.onPath("git").isPresent(), "there is no git on the PATH");
        root = Files.createDirectories(temp.resolve("work shop \u00e4"));
        write(HANDLER, "// TODO 1.1\n");
        write("section-1-exposing/pom.xml", "<project/>\n");
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "start");
    }

    @Test
    void changedAndNewFilesAreKeptAside() throws Exception {
        write(HANDLER, "my work\n");
        write("section-1-exposing/src/main/java/treecounter/Mine.java", "mine\n");
        reset();
        assertThat(root.resolve(HANDLER)).hasContent("// TODO 1.1\n");
        assertThat(root.resolve("section-1-exposing/src/main/java/treecounter/Mine.java"))
                .doesNotExist();
        Path kept = root.resolve("target/kept/section-1-exposing-1/src/main/java/treecounter");
        assertThat(kept.resolve("TreeCounterHandler.java")).hasContent("my work\n");
        assertThat(kept.resolve("Mine.java")).hasContent("mine\n");
        assertThat(said())
                .contains("target/kept/section-1-exposing-1")
                .contains("TreeCounterHandler.java");
    }

    @Test
    void aSecondResetKeepsBothWorks() throws Exception {
        for (String work : List.of("first\n", "second\n")) {
            write(HANDLER, work);
            reset();
        }
        String file = "src/main/java/treecounter/TreeCounterHandler.java";
        assertThat(root.resolve("target/kept/section-1-exposing-1").resolve(file))
                .hasContent("first\n");
        assertThat(root.resolve("target/kept/section-1-exposing-2").resolve(file))
                .hasContent("second\n");
    }

    @Test
    void undoBringsBackTheWorkAndKeepsWhatWasThere() throws Exception {
        write(HANDLER, "my work\n");
        reset();
        write(HANDLER, "since then\n");
        Workshop workshop = new Workshop(root);
        new Reset(screen(), workshop)
                .undo(workshop.starter(Lesson.named("exposing").orElseThrow()));
        assertThat(root.resolve(HANDLER)).hasContent("my work\n");
        String file = "src/main/java/treecounter/TreeCounterHandler.java";
        assertThat(root.resolve("target/kept/section-1-exposing-2").resolve(file))
                .hasContent("since then\n");
    }

    @Test
    void withoutAResetThereIsNothingToUndo() {
        Workshop workshop = new Workshop(root);
        assertThatThrownBy(
                        () ->
                                new Reset(screen(), workshop)
                                        .undo(
                                                workshop.starter(
                                                        Lesson.named("exposing").orElseThrow())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("section-1-exposing");
    }

    @Test
    void aDeletedFileComesBack() throws Exception {
        Files.delete(root.resolve(HANDLER));
        reset();
        assertThat(root.resolve(HANDLER)).hasContent("// TODO 1.1\n");
    }

    @Test
    void anEditedPomIsKeptToo() throws Exception {
        write("section-1-exposing/pom.xml", "<project>mine</project>\n");
        reset();
        assertThat(root.resolve("section-1-exposing/pom.xml")).hasContent("<project/>\n");
        assertThat(root.resolve("target/kept/section-1-exposing-1/pom.xml"))
                .hasContent("<project>mine</project>\n");
    }

    @Test
    void whereGitRefusesNothingIsLost() throws Exception {
        write(HANDLER, "my work\n");
        Files.createFile(root.resolve(".git/index.lock"));
        Workshop workshop = new Workshop(root);
        Reset reset = new Reset(screen(), workshop);
        assertThatThrownBy(
                        () ->
                                reset.restore(
                                        workshop.starter(Lesson.named("exposing").orElseThrow())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("index.lock");
        assertThat(root.resolve(HANDLER)).hasContent("my work\n");
    }

    @Test
    void aDeletedLessonComesBack() throws Exception {
        Files.move(root.resolve("section-1-exposing"), root.resolve("elsewhere"));
        reset();
        assertThat(root.resolve(HANDLER)).hasContent("// TODO 1.1\n");
    }

    @Test
    void nothingToDoIsSaid() {
        reset();
        assertThat(said()).contains("nothing to do");
        assertThat(root.resolve("target/kept")).doesNotExist();
    }

    @Test
    void workThatIsOnlyStagedIsKeptToo() throws Exception {
        write(HANDLER, "staged\n");
        git("add", "-A");
        reset();
        assertThat(root.resolve(HANDLER)).hasContent("// TODO 1.1\n");
        assertThat(said()).contains("Your work is kept");
    }

    @Test
    void withoutAClonedRepositoryItSaysWhatToFetch() throws Exception {
        Path plain = Files.createDirectories(temp.resolve("plain/section-1-exposing")).getParent();
        Workshop workshop = new Workshop(plain);
        Reset reset = new Reset(screen(), workshop);
        assertThatThrownBy(
                        () ->
                                reset.restore(
                                        workshop.starter(Lesson.named("exposing").orElseThrow())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("section-1-exposing");
    }

    private void reset() {
        Workshop workshop = new Workshop(root);
        assertThat(
                        new Reset(screen(), workshop)
                                .restore(workshop.starter(Lesson.named("exposing").orElseThrow())))
                .isZero();
    }

    private Screen screen() {
        return new Screen(new PrintStream(output, true, StandardCharsets.UTF_8), false);
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(said).isZero();
    }
}
