package treecounter.workbench.loop;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Question;

/** The three questions at the end of a lesson: nobody has to answer them. */
final class Transfer {
    private final Screen screen;

    Transfer(Screen screen) {
        this.screen = screen;
    }

    /** Says of each answer whether it is right; nothing as long as there is none. */
    void show(Module module) {
        List<Question> questions = module.lesson().transfer();
        if (questions.isEmpty() || !Files.exists(module.file(Question.FILE))) {
            return;
        }
        AnswerSheet sheet;
        try {
            sheet = AnswerSheet.read(module, Question.FILE);
        } catch (Finding e) {
            screen.line("  %s  %s", screen.red("FAIL"), e.hint());
            return;
        }
        List<Question> answered =
                questions.stream().filter(each -> !sheet.answer(each.key()).isEmpty()).toList();
        int right = 0;
        for (Question question : answered) {
            Optional<String> problem = question.problem(sheet.answer(question.key()));
            if (problem.isEmpty()) {
                right++;
            } else {
                screen.line("  %s  %s", screen.red("FAIL"), question.key());
                Report.wrapped(problem.get()).lines().forEach(l -> screen.line("        %s", l));
            }
        }
        if (!answered.isEmpty()) {
            screen.line("  %d of %d in %s", right, questions.size(), Question.FILE);
        }
    }
}
