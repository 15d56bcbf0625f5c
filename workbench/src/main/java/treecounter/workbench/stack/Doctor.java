package treecounter.workbench.stack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Lesson.Need;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;
import treecounter.workbench.workshop.Workshop;

/** Looks at what this machine has: a line each, ok or what to do. */
public final class Doctor {
    private static final long DISK_BYTES = 3_000_000_000L;
    private static final Pattern PID =
            Pattern.compile("pid=(\\d+)|LISTENING\\s+(\\d+)|(?m)^p(\\d+)$");

    private final Screen screen;
    private final Workshop workshop;
    private final Options options;
    private final List<Lesson> lessons;
    private final List<Service> services;
    private boolean docker;
    private boolean canStart = true;

    /** A doctor for one lesson of a workshop, or for all. */
    public Doctor(Screen screen, Workshop workshop, Options options, Optional<Lesson> asked) {
        this.screen = screen;
        this.workshop = workshop;
        this.options = options;
        this.lessons = asked.map(List::of).orElse(Lesson.all());
        // Who asks for no lesson is asked for the ports and images of none.
        this.services = Core.of(lessons.get(0));
    }

    /**
     * Examines the machine.
     *
     * @return 0 if sections 1 and 2 can be done, else 2
     */
    public int examine() {
        tools();
        docker();
        Set<Need> missing = EnumSet.noneOf(Need.class);
        if (!docker && Command.onPath("promtool").isEmpty()) {
            missing.add(Need.PROMTOOL);
        }
        if (!docker && Command.onPath("prometheus").isEmpty()) {
            missing.add(Need.STACK);
        }
        services.forEach(this::ports);
        disk();
        proxy();
        fetched();
        screen.line("");
        Map<String, List<Integer>> byText = new LinkedHashMap<>();
        for (Lesson lesson : lessons) {
            byText.computeIfAbsent(otherwise(lesson, missing), text -> new ArrayList<>())
                    .add(lesson.number());
        }
        byText.forEach(
                (text, numbers) ->
                        lesson(
                                numbers.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")),
                                text.isEmpty(),
                                text));
        return canStart ? 0 : 2;
    }

    private String otherwise(Lesson lesson, Set<Need> missing) {
        if (!canStart) {
            return "see above";
        }
        Stream<String> servers =
                lesson.services().stream()
                        .filter(service -> !docker && service.required())
                        .filter(service -> !isHere(service, lesson))
                        .map(service -> "its stack wants Docker, or " + service.name());
        return Stream.concat(
                        lesson.needs().stream().filter(missing::contains).map(Need::otherwise),
                        servers)
                .collect(Collectors.joining("; "));
    }

    private void tools() {
        int java = Runtime.version().feature();
        boolean compiler = ToolProvider.getSystemJavaCompiler() != null;
        String home = System.getProperty("java.home");
        required(
                java >= 17 && compiler,
                "JDK %s in %s".formatted(Runtime.version(), home),
                compiler
                        ? "JDK 17 or newer is needed, this is %d. Point JAVA_HOME to one."
                                .formatted(java)
                        : "this Java has no compiler: %s. Point JAVA_HOME to a JDK."
                                .formatted(home));
        String maven = output("mvn", "-version");
        String version = find("Apache Maven ([0-9][0-9A-Za-z.-]*)", maven);
        String mavenJava = find("Java version: (\\d+)", maven);
        required(
                !version.isEmpty() && Integer.parseInt("0" + mavenJava) >= 17,
                "Maven %s, on Java %s".formatted(version, mavenJava),
                version.isEmpty()
                        ? "Maven: no mvn on the PATH. Install Maven 3.8 or newer."
                        : "Maven %s runs on Java %s. Point JAVA_HOME to a JDK 17."
                                .formatted(version, mavenJava));
        String make = find("(?m)^GNU Make (\\S+)", output("make", "--version"));
        wanted(
                !make.isEmpty(),
                "make " + make,
                "make: not found. Type java -jar workbench/target/app.jar VERB instead of make"
                        + " VERB.");
        String git = find("git version (\\S+)", output("git", "--version"));
        wanted(!git.isEmpty(), "git " + git, "git: not found. make reset needs it.");
    }

    private void docker() {
        String engine = output("docker", "version", "--format", "engine {{.Server.Version}}");
        String compose = output("docker", "compose", "version", "--short");
        boolean engineRuns = engine.matches("(?s)engine \\d.*");
        docker = engineRuns && compose.matches("(?s)v?2.*|v?[3-9].*");
        if (docker) {
            ok("Docker %s, Compose %s".formatted(engine.strip(), compose.strip()));
        } else if (Command.onPath("docker").isEmpty()) {
            toDo("Docker: not found. Section 3 then needs prometheus and promtool on the PATH.");
        } else if (!engineRuns) {
            toDo("Docker: its engine does not answer. Start Docker.");
        } else {
            toDo("Docker Compose 2: not found. Install the compose plugin.");
        }
        Command.onPath("promtool")
                .ifPresentOrElse(
                        found -> ok("promtool: " + found),
                        () -> {
                            if (!docker) {
                                toDo("promtool: not on the PATH.");
                            }
                        });
        for (Service service : services) {
            if (docker || service.image().equals("JAVA_IMAGE")) {
                continue;
            }
            wanted(
                    isHere(service, lessons.get(0)),
                    service.name() + ": here without Docker",
                    service.name() + ": not on the PATH. Get it: " + service.home());
        }
    }

    /** Whether a service can run without Docker. What it would be started with is written aside. */
    private boolean isHere(Service service, Lesson lesson) {
        Path aside = workshop.root().resolve("target/doctor");
        Place place = new Place(workshop, aside, workshop.starter(lesson), options);
        return service.natively().start(place).isPresent();
    }

    private void ports(Service service) {
        List<String> taken = service.takenPorts(options);
        for (String key : service.ports().keySet()) {
            int port = service.port(options, key);
            if (taken.contains(key)) {
                toDo(
                        "port %d is taken by %s. End it, or choose another: %s=%d"
                                .formatted(port, holder(port), key, port + 10));
            } else {
                ok("port %d is free (%s)".formatted(port, service.name()));
            }
        }
    }

    /** The process that listens on a port, as far as this system tells. */
    private static String holder(int port) {
        List<String> looks = new ArrayList<>();
        looks.add(output("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fp"));
        looks.add(output("ss", "-Hltnp", "sport = :" + port));
        if (File.separatorChar == '\\') {
            looks.add(
                    output("netstat", "-ano")
                            .lines()
                            .filter(line -> line.contains(":" + port + " "))
                            .findFirst()
                            .orElse(""));
        }
        for (String look : looks) {
            Matcher pid = PID.matcher(look);
            if (pid.find()) {
                String number =
                        Stream.of(1, 2, 3)
                                .map(pid::group)
                                .filter(g -> g != null)
                                .findFirst()
                                .orElseThrow();
                String command =
                        ProcessHandle.of(Long.parseLong(number))
                                .flatMap(process -> process.info().command())
                                .orElse("another user's program");
                return "process %s (%s)".formatted(number, command);
            }
        }
        return "a program this system does not name";
    }

    private void disk() {
        long free = workshop.root().toFile().getUsableSpace();
        String text = "%.1f GB of disk are free".formatted(free / 1e9);
        wanted(free >= DISK_BYTES, text, text + "; images and dependencies want 3.");
    }

    private void proxy() {
        List<String> set =
                Stream.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
                        .filter(name -> options.get(name).isPresent())
                        .toList();
        wanted(
                set.isEmpty(),
                "no proxy is set",
                "a proxy is set (%s). Maven reads its own: settings.xml in ~/.m2."
                        .formatted(String.join(", ", set)));
    }

    private void fetched() {
        wanted(
                workshop.modules()
                        .filter(module -> module.name().matches("section-.*|.*/section-.*"))
                        .noneMatch(module -> module.libraries().isEmpty()),
                "the first lessons are built",
                "the first lessons are not built yet: make build");
        if (docker) {
            List<String> missing =
                    services.stream()
                            .map(service -> Images.get(service.image()))
                            .distinct()
                            .filter(image -> !Images.isHere(image))
                            .toList();
            wanted(
                    missing.isEmpty(),
                    "all images are here",
                    "not here yet: %s. make up fetches them."
                            .formatted(String.join(", ", missing)));
        }
    }

    private void lesson(String name, boolean possible, String otherwise) {
        if (possible) {
            ok("lesson %s can be done".formatted(name));
        } else {
            toDo("lesson %s not wholly: %s".formatted(name, otherwise));
        }
    }

    private void required(boolean good, String text, String otherwise) {
        canStart &= good;
        wanted(good, text, otherwise);
    }

    private void wanted(boolean good, String text, String otherwise) {
        if (good) {
            ok(text);
        } else {
            toDo(otherwise);
        }
    }

    private void ok(String text) {
        screen.line("  " + screen.green("ok") + "    " + text);
    }

    private void toDo(String text) {
        screen.line("  " + screen.yellow("to do") + " " + text);
    }

    private static String output(String... command) {
        return Command.onPath(command[0])
                .map(
                        path -> {
                            List<String> words = new ArrayList<>(Arrays.asList(command));
                            words.set(0, path.toString());
                            return String.join("\n", Command.of(words).run().lines());
                        })
                .orElse("");
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
