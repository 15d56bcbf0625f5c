package treecounter.workbench.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.app.Compilation.Problem;
import treecounter.workbench.workshop.Module;

/** Says of an error of the compiler what it means in a lesson, where that is known. */
public final class CompilerHint {
    private static final Map<Pattern, String> MEANS = new LinkedHashMap<>();

    static {
        put(
                "(?:\\w+\\.)*(\\w+)\\.Builder cannot be converted to (?:\\w+\\.)*\\1\\b",
                "a builder only collects what the $1 is to be. The declaration ends with"
                        + " register(), which makes it.");
        put(
                "(?s)method labels.*\\b(int|long|double) cannot be converted to"
                        + " (?:java\\.lang\\.)?String",
                "labels(...) takes texts, and this is a number. String.valueOf(...) makes a text of"
                        + " it.");
        put(
                "try-with-resources resource must",
                "what stands in try (...) has a type and a name, as a variable has.");
    }

    private CompilerHint() {}

    private static void put(String message, String means) {
        MEANS.put(Pattern.compile(message), means);
    }

    /** What an error means: an import that is missing, or one of the usual slips. */
    public static Optional<String> of(Problem problem, Module module) {
        return MissingImport.hint(problem, module).or(() -> slip(problem));
    }

    private static Optional<String> slip(Problem problem) {
        for (Map.Entry<Pattern, String> each : MEANS.entrySet()) {
            Matcher found = each.getKey().matcher(problem.message());
            if (found.find()) {
                String what = found.groupCount() == 0 ? "" : found.group(1);
                return Optional.of(
                        problem.file().getFileName() + ": " + each.getValue().replace("$1", what));
            }
        }
        return Optional.empty();
    }
}
