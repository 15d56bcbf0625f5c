package treecounter.workbench.checks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import treecounter.workbench.workshop.Module;

/** Answers that the learner writes into a file of the module, each behind the = of its key. */
public record AnswerSheet(Properties answers) {
    /**
     * Reads it.
     *
     * @throws Finding if there is no such file, or Java cannot read it
     */
    public static AnswerSheet read(Module module, String name) {
        Path file = module.file(name);
        Finding.when(
                !Files.exists(file),
                "the file " + name,
                "no such file",
                name + ": make reset SECTION=%d brings it back.".formatted(lesson(module)));
        Properties answers = new Properties();
        try {
            answers.load(new StringReader(Bench.text(file)));
        } catch (IllegalArgumentException e) {
            throw new Finding(
                    "an answer behind each =",
                    "a \\u that begins no character",
                    name + ": take the backslash away.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AnswerSheet(answers);
    }

    /** What stands behind the = of a key, without quotes; empty if nothing does. */
    public String answer(String key) {
        return answers.getProperty(key, "").strip().replace("\"", "");
    }

    private static int lesson(Module module) {
        return module.lesson().number();
    }
}
