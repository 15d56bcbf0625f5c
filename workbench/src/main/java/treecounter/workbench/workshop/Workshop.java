package treecounter.workbench.workshop;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Refusal;

/** The directory that holds the workshop, and the modules in it. */
public record Workshop(Path root) {
    /** The workshop this program was built in. */
    public static Workshop here() {
        // workbench/target/app.jar or workbench/target/classes
        return new Workshop(code().getParent().getParent().getParent());
    }

    /** The jar, or the directory of classes, that this program runs from. */
    public static Path code() {
        try {
            return Path.of(
                    Workshop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the learner edits. */
    public Module starter(Lesson lesson) {
        return module(lesson, lesson.directory());
    }

    /** The same, finished. */
    public Module solution(Lesson lesson) {
        return module(lesson, "solutions/" + lesson.directory());
    }

    /**
     * The module meant by a number, a name or a path.
     *
     * @param from where a relative path may begin too
     * @throws Refusal if there is none
     */
    public Module find(String text, Path from) {
        Optional<Module> byName = Lesson.named(text).map(this::starter);
        return byName.or(() -> byPath(text, from))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "SECTION: expected a number or name of a lesson (%s) or solutions/NAME, found '%s'."
                                                .formatted(names(), text)));
    }

    /**
     * The module of a lesson that is meant, its starter where nothing is typed.
     *
     * @throws Refusal if what was typed is of another lesson
     */
    public Module of(Lesson lesson, Optional<String> typed) {
        Module module =
                typed.map(text -> find(text, Path.of("").toAbsolutePath())).orElse(starter(lesson));
        if (module.lesson() != lesson) {
            throw new Refusal(
                    "SECTION: expected %d or solutions/%s, found '%s'."
                            .formatted(lesson.number(), lesson.directory(), module.name()));
        }
        return module;
    }

    private Optional<Module> byPath(String text, Path from) {
        try {
            return containing(root.resolve(text)).or(() -> containing(from.resolve(text)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The module that a directory or a file lies in. */
    public Optional<Module> containing(Path path) {
        Path wanted = path.toAbsolutePath().normalize();
        return modules()
                .filter(module -> wanted.startsWith(module.directory()))
                .filter(module -> Files.exists(wanted))
                .findFirst();
    }

    /** All starters, then all solutions. */
    public Stream<Module> modules() {
        return Stream.concat(
                Lesson.all().stream().map(this::starter),
                Lesson.all().stream().map(this::solution));
    }

    /** A directory with a Maven module, as one types it from the root. */
    public Module module(Lesson lesson, String name) {
        return new Module(lesson, root.resolve(name), name);
    }

    private static String names() {
        return Lesson.all().stream()
                .map(lesson -> lesson.number() + " or " + lesson.directory())
                .collect(Collectors.joining(", "));
    }
}
