package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.workbench.lessons.Committed;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Workshop;

class TransferTest {
    /** The answers of a question, and its key below them. */
    private static final Pattern BLOCK =
            Pattern.compile("((?:#   [a-z]  .+\\n)+)([a-z.]+)=(.*)\\n");

    @TempDir Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Transfer transfer =
            new Transfer(new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false));

    static List<Lesson> lessons() {
        return Rooms.lessons();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void theFileAsksWhatTheLessonKnowsAndAnswersNothing(Lesson lesson) throws Exception {
        List<MatchResult> blocks = BLOCK.matcher(text(lesson)).results().toList();
        assertThat(blocks).hasSize(3);
        assertThat(blocks).allMatch(block -> block.group(3).isEmpty());
        assertThat(lesson.transfer())
                .extracting(Question::key)
                .isEqualTo(blocks.stream().map(block -> block.group(2)).toList());
        for (int i = 0; i < 3; i++) {
            Question question = lesson.transfer().get(i);
            TreeSet<String> letters = new TreeSet<>(question.wrong().keySet());
            letters.add(question.right());
            assertThat(blocks.get(i).group(1).lines().map(line -> line.substring(4, 5)))
                    .containsExactlyElementsOf(letters);
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void eachWrongAnswerIsToldItsOwnReason(Lesson lesson) throws Exception {
        for (Question question : lesson.transfer()) {
            assertThat(said(lesson, question, question.right())).isEqualTo("1 of 3");
            for (String letter : question.wrong().keySet()) {
                assertThat(said(lesson, question, letter.toUpperCase() + ")"))
                        .isEqualTo(
                                "FAIL %s %s 0 of 3"
                                        .formatted(question.key(), question.wrong().get(letter)));
            }
        }
    }

    @Test
    void whoHasAnsweredNothingHearsNothing() throws Exception {
        assertThat(show(module(lessons().get(0), text(lessons().get(0))))).isEmpty();
    }

    @Test
    void whatIsNoLetterIsToldWhatWasExpected() throws Exception {
        Lesson lesson = Lesson.named("exposing").orElseThrow();
        assertThat(said(lesson, lesson.transfer().get(0), "because"))
                .contains("expected a letter from a to c, found 'because'");
        assertThat(said(lesson, lesson.transfer().get(0), "\\u00zz"))
                .contains("transfer.properties: take the backslash away");
    }

    /** What is shown of one answer, on one line, without the file's name at its end. */
    private String said(Lesson lesson, Question question, String answer) throws Exception {
        String text = text(lesson).replace(question.key() + "=", question.key() + "=" + answer);
        return show(module(lesson, text)).replace(" in " + Question.FILE, "");
    }

    private String show(Module module) {
        printed.reset();
        transfer.show(module);
        return printed.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    }

    private Module module(Lesson lesson, String text) throws Exception {
        Files.writeString(directory.resolve(Question.FILE), text);
        return new Module(lesson, directory, lesson.directory());
    }

    private String text(Lesson lesson) throws Exception {
        Module starter = Workshop.here().starter(lesson);
        Path copy =
                Committed.copy(starter, Files.createTempDirectory(directory, "committed"))
                        .file(Question.FILE);
        return Files.readString(copy);
    }
}
