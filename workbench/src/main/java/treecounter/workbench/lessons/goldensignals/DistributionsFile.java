package treecounter.workbench.lessons.goldensignals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;

/** The file with the seed in use, and what the learner found out about its distributions. */
final class DistributionsFile {
    static final String NAME = "distributions.properties";

    private static final String SEED = "(?m)^(seed *= *).*$";

    private final Module module;
    private final Path path;

    DistributionsFile(Module module) {
        this.module = module;
        this.path = module.file(NAME);
    }

    /**
     * The seed.
     *
     * @throws Refusal if there is none
     */
    long seed() {
        try {
            String seed = Files.exists(path) ? property("seed") : "";
            if (seed.matches("\\d{1,9}")) {
                return Long.parseLong(seed);
            }
            throw new Refusal(
                    "%s, seed: expected a whole number, found '%s'. Try: make seed SEED=3"
                            .formatted(NAME, seed));
        } catch (Finding e) {
            throw new Refusal(e.found());
        }
    }

    /** Replaces the seed. */
    void write(long seed) {
        try {
            Files.writeString(path, Bench.text(path).replaceFirst(SEED, "$1" + seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
