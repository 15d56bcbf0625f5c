package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.checks.CheckRun;
import treecounter.workbench.checks.CheckRun.Outcome;
import treecounter.workbench.checks.CheckRun.Result;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.workshop.Module;

/** That checks pass; where promtool is missing, that those pass which need none. */
final class Passes {
    /** Most of what is to pass has the same queries. */
    private static final Kept KEPT = new Kept();

    private Passes() {}

    /** Fails unless every check of the module's lesson passes, the optional ones too. */
    static void all(Module module) {
        assertThat(Compilation.of(module).problems()).isEmpty();
        List<Outcome> outcomes = CheckRun.of(module, KEPT, true, outcome -> {});
        assertThat(outcomes).hasSameSizeAs(CheckRun.checks(module.lesson()));
        List<String> others = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.result() != Result.PASSED && outcome.result() != Result.NOT_CHECKED) {
                others.add(outcome.check().number() + " " + outcome.cause());
            }
        }
        assertThat(others).isEmpty();
        outcomes.stream()
                .filter(outcome -> outcome.result() == Result.NOT_CHECKED)
                .filter(outcome -> !outcome.check().optional())
                .findFirst()
                .flatMap(Outcome::cause)
                .ifPresent(
                        cause -> Assumptions.abort("all but queries pass. " + cause.getMessage()));
    }

    /** The numbers of the checks that passed. */
    static List<String> numbers(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.result() == Result.PASSED)
                .map(outcome -> outcome.check().number())
                .toList();
    }
}
