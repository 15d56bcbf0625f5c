package treecounter.workbench.lessons.goldensignals;

import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;

/** The file with the seed in use, and what the learner found out about its distributions. */
final class DistributionsFile {
    static final String NAME = "distributions.properties";

    private static final String COMMAND = "make seed SEED=3";

    private final Module module;

    DistributionsFile(Module module) {
        this.module = module;
    }

    /**
     * The seed.
     *
     * @throws Refusal if there is none
     */
    long seed() {
        return AnswerSheet.seed(module, NAME, COMMAND);
    }

    /** The same, after {@code SEED} has been written there, if that was typed. */
    long seed(Options options) {
        return AnswerSheet.seed(module, NAME, options, COMMAND);
    }

    /** What stands behind a key; empty if nothing does. */
    String property(String key) {
        return AnswerSheet.read(module, NAME).answer(key);
    }

    @Override
    public String toString() {
        return module.name() + "/" + NAME;
    }
}
