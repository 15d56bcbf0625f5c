package treecounter.workbench.checks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.workshop.Module;

/** Answers that the learner writes into a file of the module, each behind the = of its key. */
public record AnswerSheet(Properties answers) {
    private static final Pattern SEED = Pattern.compile("(?m)^(seed *= *).*$");

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

    /**
     * The seed in the sheet.
     *
     * @param command how to have one written, such as {@code make hurt SEED=7}
     * @throws Refusal if there is none, or it is no whole number
     */
    public static long seed(Module module, String name, String command) {
        try {
            String seed = read(module, name).answer("seed");
            if (seed.matches("\\d{1,9}")) {
                return Long.parseLong(seed);
            }
            throw new Refusal(
                    "%s, seed: expected a whole number, found '%s'. Try: %s"
                            .formatted(name, seed, command));
        } catch (Finding e) {
            throw new Refusal(e.hint());
        }
    }

    /** The same, after {@code SEED} was written into the sheet, if that was typed. */
    public static long seed(Module module, String name, Options options, String command) {
        if (options.get("SEED").isPresent()) {
            write(module, name, options.number("SEED", 0, 0, 999_999_999));
        }
        return seed(module, name, command);
    }

    /** Also where somebody has taken the line away. */
    private static void write(Module module, String name, int seed) {
        try {
            read(module, name);
            Path file = module.file(name);
            String text = Bench.text(file);
            Matcher line = SEED.matcher(text);
            Files.writeString(
                    file,
                    line.find()
                            ? line.replaceFirst("$1" + seed)
                            : text.stripTrailing() + "\nseed=" + seed + "\n");
        } catch (Finding e) {
            throw new Refusal(e.hint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lesson(Module module) {
        return module.lesson().number();
    }
}
