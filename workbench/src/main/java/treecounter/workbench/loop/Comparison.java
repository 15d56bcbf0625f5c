package treecounter.workbench.loop;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Workshop;

/** Shows what a lesson's solution has that the starter has not, file by file. */
public final class Comparison {
    private static final int CONTEXT = 3;

    /** A file of so many lines that is missing is named, and not shown. */
    private static final int LONG = 150;

    private final Screen screen;
    private final Workshop workshop;

    public Comparison(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.workshop = workshop;
    }

    /**
     * Prints the difference as a unified diff: what goes with -, what comes with +.
     *
     * @return 0
     */
    public int show(Lesson lesson) {
        return show(lesson, file -> true);
    }

    /** The same of the files that a text names; of all if it names none that differs. */
    int showNamed(Lesson lesson, String text) {
        Predicate<Path> named =
                file -> text.contains(file.getFileName().toString().replaceFirst("\\.java$", ""));
        List<Path> differ = new ArrayList<>(files(workshop.solution(lesson)));
        differ.removeIf(
                file ->
                        lines(workshop.starter(lesson).directory().resolve(file))
                                .equals(
                                        lines(
                                                workshop.solution(lesson)
                                                        .directory()
                                                        .resolve(file))));
        return show(lesson, differ.stream().anyMatch(named) ? named : file -> true);
    }

    private int show(Lesson lesson, Predicate<Path> wanted) {
        Module starter = workshop.starter(lesson);
        Module solution = workshop.solution(lesson);
        TreeSet<Path> files = new TreeSet<>(files(starter));
        files.addAll(files(solution));
        // What no solution has: the text, and answers to questions.
        files.removeIf(file -> file.endsWith("README.md") || file.endsWith(Question.FILE));
        boolean same = true;
        for (Path file : files) {
            List<String> yours = lines(starter.directory().resolve(file));
            List<String> theirs = lines(solution.directory().resolve(file));
            if (yours.equals(theirs) || !wanted.test(file)) {
                continue;
            }
            same = false;
            if (yours.isEmpty() && theirs.size() > LONG) {
                screen.line("%s/%s: %d lines", solution.name(), slashes(file), theirs.size());
            } else {
                print(
                        starter.name() + "/" + slashes(file),
                        solution.name() + "/" + slashes(file),
                        yours,
                        theirs);
            }
        }
        screen.line(
                same
                        ? "%s is the same as its solution.".formatted(starter.name())
                        : "- is what you have in %s, + what %s has."
                                .formatted(starter.name(), solution.name()));
        return 0;
    }

    private void print(String yourName, String theirName, List<String> yours, List<String> theirs) {
        for (String line :
                UnifiedDiffUtils.generateUnifiedDiff(
                        yourName, theirName, yours, DiffUtils.diff(yours, theirs), CONTEXT)) {
            if (line.startsWith("---") || line.startsWith("+++")) {
                screen.line(screen.bold(line));
            } else if (line.startsWith("-")) {
                screen.line(screen.red(line));
            } else if (line.startsWith("+")) {
                screen.line(screen.green(line));
            } else {
                screen.line(line);
            }
        }
    }

    /** What a learner edits: all but the build's files, relative. */
    static List<Path> files(Module module) {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(module.directory())) {
            return found;
        }
        try (Stream<Path> all = Files.walk(module.directory())) {
            all.filter(Files::isRegularFile)
                    .map(module.directory()::relativize)
                    .filter(file -> !file.startsWith("target"))
                    .filter(file -> !file.endsWith("pom.xml") && !file.endsWith("Makefile"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
