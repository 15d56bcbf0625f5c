package treecounter.workbench.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Brings a starter back as it was, after the learner's work was put aside. */
public final class Reset {
    private final Screen screen;
    private final Workshop workshop;

    public Reset(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.workshop = workshop;
    }

    /**
     * Copies the module's files aside, then restores what git has of them.
     *
     * @return 0
     * @throws Refusal without git, or if git does not know the module
     */
    public int restore(Module module) {
        List<String> committed = committed(module);
        List<Path> changed = changed(module, committed);
        if (changed.isEmpty() && allThere(module, committed)) {
            screen.line("%s is as it was; nothing to do.", module.name());
            return 0;
        }
        // First the copies, then git: whatever fails, nothing is lost.
        Path aside = putAside(module, changed);
        git("checkout", "HEAD", "--", module.name());
        removeNew(module, changed, committed);
        screen.line("%s is as it was at the start.", module.name());
        if (!changed.isEmpty()) {
            String kept = workshop.root().relativize(aside).toString().replace('\\', '/');
            screen.line("Your work is kept in %s:", kept);
            changed.forEach(file -> screen.line("  " + file.toString().replace('\\', '/')));
            screen.line("To get it back: make reset SECTION=%s UNDO=1", module.name());
        }
        return 0;
    }

    /** Files of the learner that git has not, or has differently. */
    private List<Path> changed(Module module, List<String> committed) {
        List<Path> changed = new ArrayList<>();
        TreeSet<Path> files = new TreeSet<>(Comparison.files(module));
        // All that git is going to write over, also what a learner seldom edits.
        committed.stream()
                .map(name -> module.directory().relativize(workshop.root().resolve(name)))
                .filter(file -> Files.exists(module.directory().resolve(file)))
                .forEach(files::add);
        for (Path file : files) {
            String name = nameOf(module, file);
            if (!committed.contains(name)
                    || !sameAsCommitted(module.directory().resolve(file), name)) {
                changed.add(file);
            }
        }
        return changed;
    }

    private boolean sameAsCommitted(Path file, String name) {
        try {
            String here = Files.readString(file, StandardCharsets.ISO_8859_1);
            return here.replace("\r\n", "\n").equals(git("show", "HEAD:./" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean allThere(Module module, List<String> committed) {
        return committed.stream().allMatch(name -> Files.exists(workshop.root().resolve(name)));
    }

    private List<String> committed(Module module) {
        if (Command.onPath("git").isEmpty()
                || !Command.of("git", "-C", workshop.root().toString(), "rev-parse", "HEAD")
                        .succeeds()) {
            throw new Refusal(
                    "Reset needs git and a clone. Without them, fetch the directory %s of the workshop again."
                            .formatted(module.name()));
        }
        List<String> names =
                git("ls-tree", "-r", "-z", "--name-only", "HEAD", module.name() + "/")
                        .transform(text -> Stream.of(text.split("\0")))
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (names.isEmpty()) {
            throw new Refusal("git has no %s in its last commit.".formatted(module.name()));
        }
        return names;
    }

    /**
     * Brings back what the last reset put aside; what is there now is put aside in its place.
     *
     * @return 0
     * @throws Refusal if nothing is kept
     */
    public int undo(Module module) {
        Path last =
                IntStream.iterate(1, i -> Files.exists(kept(module, i)), i -> i + 1)
                        .mapToObj(i -> kept(module, i))
                        .reduce((one, later) -> later)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "Nothing of %s was put aside by make reset."
                                                        .formatted(module.name())));
        List<Path> changed = changed(module, committed(module));
        if (!changed.isEmpty()) {
            putAside(module, changed);
        }
        copy(last, filesBelow(last), module.directory());
        screen.line("%s is as it was before the last reset.", module.name());
        return 0;
    }

    private Path kept(Module module, int number) {
        String name = module.name().replace('/', '-') + "-" + number;
        return workshop.root().resolve("target/kept").resolve(name);
    }

    private Path putAside(Module module, List<Path> files) {
        Path aside =
                IntStream.iterate(1, i -> i + 1)
                        .mapToObj(i -> kept(module, i))
                        .filter(place -> !Files.exists(place))
                        .findFirst()
                        .orElseThrow();
        copy(module.directory(), files, aside);
        return aside;
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(directory::relativize).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, List<Path> files, Path to) {
        try {
            for (Path file : files) {
                Path copy = to.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(
                        from.resolve(file),
                        copy,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeNew(Module module, List<Path> changed, List<String> committed) {
        try {
            for (Path file : changed) {
                if (!committed.contains(nameOf(module, file))) {
                    Files.delete(module.directory().resolve(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Module module, Path file) {
        return module.name() + "/" + file.toString().replace('\\', '/');
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", workshop.root().toString()));
        command.addAll(List.of(arguments));
        Command.Result result = Command.of(command).run();
        if (result.isLate()) {
            throw new Refusal("git did not end within 20 s. Does another program lock the clone?");
        }
        if (result.exit() != 0) {
            throw new Refusal("git " + String.join(" ", arguments) + ": " + result.err().strip());
        }
        return new String(result.output(), StandardCharsets.ISO_8859_1);
    }
}
