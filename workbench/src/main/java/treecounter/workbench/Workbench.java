package treecounter.workbench;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.loop.Checking;
import treecounter.workbench.loop.Comparison;
import treecounter.workbench.loop.Dev;
import treecounter.workbench.loop.LessonAtHand;
import treecounter.workbench.loop.NewLesson;
import treecounter.workbench.loop.Reset;
import treecounter.workbench.machine.Nearest;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.promql.Query;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.Doctor;
import treecounter.workbench.stack.ForestFaults;
import treecounter.workbench.stack.Offline;
import treecounter.workbench.stack.Stack;
import treecounter.workbench.stack.Traffic;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Verb;
import treecounter.workbench.workshop.Workshop;

/**
 * The tool on the bench: {@code java -jar workbench/target/app.jar VERB [SECTION] [KEY=value]}.
 *
 * <p>Exit codes: 0; 1 a check failed; 2 could not do or check it, and what is missing.
 */
public final class Workbench {
    /** The verbs, in the order in which one meets them. */
    private static final List<Verb> OWN =
            List.of(
                    Verb.of(
                            "dev",
                            "run a lesson, recompile, restart and check it on each save",
                            "PORT=8001 FOREST_LATENCY= FOREST_ERROR_RATE=",
                            Workbench::dev),
                    Verb.of(
                            "check",
                            "check a lesson once",
                            "",
                            (screen, workshop, options) ->
                                    new Checking(screen, workshop)
                                            .check(module(screen, workshop, options))),
                    Verb.of(
                            "hint",
                            "the next hint",
                            "MORE=2",
                            (screen, workshop, options) ->
                                    new Checking(screen, workshop)
                                            .hint(
                                                    module(screen, workshop, options),
                                                    options.number("MORE", 1, 1, 3))),
                    Verb.of(
                            "diff",
                            "what the solution has that you have not",
                            "",
                            (screen, workshop, options) ->
                                    new Comparison(screen, workshop)
                                            .show(module(screen, workshop, options).lesson())),
                    Verb.of(
                            "reset",
                            "bring the starter back; your work is kept aside",
                            "UNDO=1",
                            Workbench::reset),
                    Verb.of(
                            "progress",
                            "how far you are, in all lessons",
                            "",
                            (screen, workshop, options) ->
                                    new Checking(screen, workshop).progress()),
                    Verb.of(
                            "up",
                            "start forest, app, Prometheus and Grafana",
                            "DOCKER=no GRAFANA_USER= GRAFANA_PASSWORD= FOREST_LATENCY="
                                    + " FOREST_ERROR_RATE=",
                            (screen, workshop, options) ->
                                    new Stack(screen, workshop, options)
                                            .up(named(workshop, options, 3))),
                    Verb.of(
                            "down",
                            "stop them",
                            "VOLUMES=1",
                            (screen, workshop, options) ->
                                    new Stack(screen, workshop, options)
                                            .down(options.number("VOLUMES", 0, 0, 1) == 1)),
                    Verb.of(
                            "traffic",
                            "send requests to the app",
                            "RATE=10 FOR=60",
                            Workbench::traffic),
                    Verb.of(
                            "faults",
                            "make the forest slow, or fail",
                            "LATENCY=0-1 ERRORS=0.15",
                            (screen, workshop, options) -> new ForestFaults(screen, options).set()),
                    Verb.of(
                            "query",
                            "ask Prometheus",
                            "Q='up'",
                            (screen, workshop, options) -> new Query(screen, options).show()),
                    Verb.of(
                            "doctor",
                            "what this machine has, and what is missing",
                            "",
                            (screen, workshop, options) ->
                                    new Doctor(
                                                    screen,
                                                    workshop,
                                                    options,
                                                    named(workshop, options).map(Module::lesson))
                                            .examine()),
                    Verb.of(
                            "prefetch",
                            "fetch all that the verbs need, to work offline",
                            "",
                            (screen, workshop, options) ->
                                    new Offline(screen, workshop)
                                            .prefetch(
                                                    named(workshop, options)
                                                            .map(Module::lesson)
                                                            .map(List::of)
                                                            .orElse(Lesson.all()))),
                    Verb.of(
                            "kit",
                            "pack all that into one file, for a stick",
                            "",
                            (screen, workshop, options) -> new Offline(screen, workshop).kit()),
                    Verb.of(
                            "lesson",
                            "begin a new lesson; for maintainers",
                            "NUMBER=12 NAME=bonus-x",
                            (screen, workshop, options) ->
                                    new NewLesson(screen, workshop, options).begin()),
                    Verb.of(
                            "help",
                            "these lines",
                            "",
                            (screen, workshop, options) -> help(screen)));

    private Workbench() {}

    public static void main(String[] args) {
        Screen screen = Screen.standard();
        int code;
        try {
            Options options = Options.of(Arrays.asList(args), System.getenv());
            Verb verb = verb(options.verb());
            options.refuseUnknown(keys(verb), ports());
            code = verb.action().run(screen, Workshop.here(), options);
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            code = e.exitCode();
        } catch (UncheckedIOException e) {
            System.err.println(Refusal.of(e).getMessage());
            code = 2;
        }
        System.exit(code);
    }

    /** All verbs, those of single lessons last. */
    static List<Verb> verbs() {
        List<Verb> verbs = new ArrayList<>(OWN);
        Lesson.all().forEach(lesson -> verbs.addAll(lesson.verbs()));
        return verbs;
    }

    private static Verb verb(String typed) {
        List<String> names = verbs().stream().map(Verb::name).toList();
        return verbs().stream()
                .filter(verb -> verb.name().equals(typed))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "Expected one of %s; found '%s'. Did you mean %s?"
                                                .formatted(
                                                        String.join(", ", names),
                                                        typed,
                                                        Nearest.to(typed, names))));
    }

    /** The settings of a verb. */
    private static Set<String> keys(Verb verb) {
        Set<String> keys = new TreeSet<>(verb.keys());
        keys.add("SECTION");
        if (verb.name().equals("faults")) {
            Lesson.all().forEach(lesson -> keys.addAll(lesson.faults().keySet()));
        }
        if (verb.name().equals("traffic")) {
            Lesson.all().forEach(lesson -> keys.addAll(lesson.trafficSettings()));
        }
        return keys;
    }

    /** Where things listen; any verb may be told. */
    private static Set<String> ports() {
        return Lesson.all().stream()
                .flatMap(
                        lesson ->
                                Stream.concat(
                                        Core.of(lesson).stream(), Core.inDocker(lesson).stream()))
                .flatMap(service -> service.ports().keySet().stream())
                .collect(Collectors.toSet());
    }

    private static int dev(Screen screen, Workshop workshop, Options options) {
        return new Dev(screen, workshop, module(screen, workshop, options), options).run();
    }

    private static int reset(Screen screen, Workshop workshop, Options options) {
        Reset reset = new Reset(screen, workshop);
        Module module = named(workshop, options, 2);
        return options.number("UNDO", 0, 0, 1) == 1 ? reset.undo(module) : reset.restore(module);
    }

    /** The one that was named, or in whose directory this was typed. */
    private static Optional<Module> named(Workshop workshop, Options options) {
        Path here = Path.of("").toAbsolutePath();
        return options.get("SECTION")
                .map(section -> workshop.find(section, here))
                .or(() -> workshop.containing(here));
    }

    private static Module module(Screen screen, Workshop workshop, Options options) {
        return named(workshop, options).orElseGet(() -> new LessonAtHand(screen, workshop).find());
    }

    /** For what takes something away, or would start the wrong thing. */
    private static Module named(Workshop workshop, Options options, int example) {
        return named(workshop, options)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "SECTION: %s does not guess a lesson. Say which: make %1$s SECTION=%d"
                                                .formatted(options.verb(), example)));
    }

    private static int traffic(Screen screen, Workshop workshop, Options options) {
        Lesson lesson =
                named(workshop, options)
                        .map(Module::lesson)
                        .orElseGet(() -> new LessonAtHand(screen, workshop).lesson());
        return new Traffic(screen, options, lesson.traffic(workshop, options)).send();
    }

    private static int help(Screen screen) {
        screen.line(
                "make VERB [SECTION=...]   or   java -jar workbench/target/app.jar VERB [SECTION]");
        screen.line("");
        OWN.forEach(verb -> line(screen, verb));
        for (Lesson lesson : Lesson.all()) {
            if (!lesson.verbs().isEmpty()) {
                screen.line("");
                screen.line("Of lesson %d:", lesson.number());
                lesson.verbs().forEach(verb -> line(screen, verb));
            }
        }
        screen.line("");
        screen.line("  build     make every target/app.jar:  mvn -q package -Dmaven.test.skip");
        screen.line("  test      run all tests:              mvn verify");
        screen.line("  lint      check the format:           mvn -q spotless:check");
        screen.line("  benchmark measure what metrics cost:  docs/cost.md");
        screen.line("");
        screen.line("SECTION is one of:");
        for (Lesson lesson : Lesson.all()) {
            screen.line("  %d  %s", lesson.number(), lesson.directory());
        }
        screen.line("or a path, such as solutions/%s", Lesson.all().get(0).directory());
        return 0;
    }

    private static void line(Screen screen, Verb verb) {
        List<String> shown = verb.settings().stream().filter(s -> !s.matches(".*=|")).toList();
        String settings = shown.isEmpty() ? "" : "  (" + String.join(" ", shown) + ")";
        screen.line(
                "  %s  %s%s", screen.bold("%-9s".formatted(verb.name())), verb.does(), settings);
    }
}
