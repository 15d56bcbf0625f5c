package treecounter.workbench;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import treecounter.workbench.checks.Report;
import treecounter.workbench.loop.Dev;
import treecounter.workbench.stack.Doctor;
import treecounter.workbench.stack.ForestFaults;
import treecounter.workbench.stack.Offline;
import treecounter.workbench.stack.Query;
import treecounter.workbench.stack.Stack;
import treecounter.workbench.stack.Traffic;

/**
 * The tool on the bench: {@code java -jar workbench/target/app.jar VERB [SECTION] [KEY=value]}.
 *
 * <p>Exit codes: 0; 1 a check failed; 2 could not do or check it, and what is missing.
 */
public final class Workbench {
    private final Workshop workshop;
    private final Screen screen;
    private final Options options;

    private Workbench(Workshop workshop, Screen screen, Options options) {
        this.workshop = workshop;
        this.screen = screen;
        this.options = options;
    }

    public static void main(String[] args) {
        Screen screen = Screen.standard();
        int code;
        try {
            Options options = Options.of(Arrays.asList(args), System.getenv());
            code = new Workbench(Workshop.here(), screen, options).run();
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            code = e.exitCode();
        } catch (UncheckedIOException e) {
            System.err.println(Refusal.of(e).getMessage());
            code = 2;
        }
        System.exit(code);
    }

    /** The verbs, in the order in which one meets them. */
    enum Verb {
        DEV("run a lesson, recompile, restart and check it on each save", "PORT=8001"),
        CHECK("check a lesson once", ""),
        HINT("the next hint", "MORE=2"),
        DIFF("what the solution has that you have not", ""),
        RESET("bring the starter back; your work is kept aside", ""),
        PROGRESS("how far you are, in all lessons", ""),
        UP("start forest, app, Prometheus and Grafana", "DOCKER=no"),
        DOWN("stop them", "VOLUMES=1"),
        TRAFFIC("send requests to the app", "RATE=10 FOR=60"),
        FAULTS("make the forest slow, or fail", "LATENCY=0-1 ERRORS=0.15"),
        QUERY("ask Prometheus", "Q='up'"),
        DOCTOR("what this machine has, and what is missing", ""),
        PREFETCH("fetch all that the verbs need, to work offline", ""),
        KIT("pack all that into one file, for a stick", ""),
        HELP("these lines", "");

        private final String does;
        private final String settings;

        Verb(String does, String settings) {
            this.does = does;
            this.settings = settings;
        }
    }

    private int run() {
        Verb verb =
                Arrays.stream(Verb.values())
                        .filter(known -> known.name().equalsIgnoreCase(options.verb()))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(unknownVerb()));
        Report report = new Report(screen, workshop.root());
        return switch (verb) {
            case DEV -> new Dev(screen, report, this::diff, module(), options).run();
            case CHECK -> report.check(module());
            case HINT -> report.hint(module(), options.number("MORE", 1, 1, 3));
            case DIFF -> diff();
            case RESET -> new Reset(screen, workshop).restore(module());
            case PROGRESS -> report.progress(workshop);
            case UP -> stack().up(stackModule());
            case DOWN -> stack().down(options.number("VOLUMES", 0, 0, 1) == 1);
            case TRAFFIC -> new Traffic(screen, options).send();
            case FAULTS -> new ForestFaults(screen, options).set();
            case QUERY -> new Query(screen, options).show();
            case DOCTOR -> new Doctor(screen, workshop, options).examine();
            case PREFETCH -> new Offline(screen, workshop).prefetch();
            case KIT -> new Offline(screen, workshop).kit();
            case HELP -> help();
        };
    }

    private Module module() {
        return workshop.find(options.get("SECTION").orElse(""), Path.of("").toAbsolutePath());
    }

    private Stack stack() {
        return new Stack(screen, workshop, options);
    }

    /** Section 3 brings the stack, so its app runs where no other is asked for. */
    private Module stackModule() {
        return options.get("SECTION")
                .map(section -> module())
                .orElseGet(() -> workshop.starter(Lesson.PROMETHEUS_GRAFANA));
    }

    private int diff() {
        return new Comparison(screen, workshop).show(module().lesson());
    }

    private int help() {
        screen.line(
                "make VERB [SECTION=...]   or   java -jar workbench/target/app.jar VERB [SECTION]");
        screen.line("");
        for (Verb verb : Verb.values()) {
            String name = verb.name().toLowerCase(java.util.Locale.ROOT);
            String settings = verb.settings.isEmpty() ? "" : "  (" + verb.settings + ")";
            screen.line("  %s  %s%s", screen.bold("%-9s".formatted(name)), verb.does, settings);
        }
        screen.line("");
        screen.line("  build     make every target/app.jar:  mvn -q package -Dmaven.test.skip");
        screen.line("  test      run all tests:              mvn verify");
        screen.line("  lint      check the format:           mvn -q spotless:check");
        screen.line("");
        screen.line("SECTION is one of:");
        for (Lesson lesson : Lesson.values()) {
            screen.line("  %d  %s", lesson.number(), lesson.directory());
        }
        screen.line("or a path, such as solutions/%s", Lesson.EXPOSING.directory());
        return 0;
    }

    private String unknownVerb() {
        List<String> names =
                Arrays.stream(Verb.values())
                        .map(verb -> verb.name().toLowerCase(java.util.Locale.ROOT))
                        .toList();
        return "Expected one of %s; found '%s'."
                .formatted(String.join(", ", names), options.verb());
    }
}
