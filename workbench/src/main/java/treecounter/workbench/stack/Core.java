package treecounter.workbench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.app.Jars;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;
import treecounter.workbench.workshop.Service.Start;

/** The services that every stack has, and those that a lesson adds. */
public final class Core {
    /** What the forest reads when it starts. */
    static final List<String> FOREST_SETTINGS = List.of("FOREST_LATENCY", "FOREST_ERROR_RATE");

    /** The tree API. */
    public static final Service FOREST =
            new Service(
                    "forest",
                    "JAVA_IMAGE",
                    true,
                    8002,
                    "/faults",
                    false,
                    "/faults",
                    place -> Optional.of(java(forest(place), "-jar", forestJar(place).toString())));

    /** The learner's app, as most lessons have it. */
    public static final Service APP = of(Program.APP);

    /** Scrapes and answers. */
    public static final Service PROMETHEUS =
            new Service(
                            "prometheus",
                            "PROMETHEUS_IMAGE",
                            true,
                            9090,
                            "/-/ready",
                            false,
                            "/targets",
                            place ->
                                    Command.onPath("prometheus")
                                            .map(found -> prometheus(found, place)))
                    .from("https://prometheus.io/download/");

    /** Draws. */
    public static final Service GRAFANA =
            new Service(
                            "grafana",
                            "GRAFANA_IMAGE",
                            false,
                            3000,
                            "/api/health",
                            false,
                            "/dashboards",
                            place -> grafanaHome().map(home -> grafana(home, place)))
                    .from("https://grafana.com/grafana/download");

    private Core() {}

    /** The services of a lesson's stack without Docker, in the order in which they start. */
    public static List<Service> of(Lesson lesson) {
        return of(
                lesson,
                Stream.concat(
                                lesson.servers().map(Core::of).stream(),
                                lesson.servicesWithoutDocker().stream())
                        .toList());
    }

    /** The same with Docker. */
    public static List<Service> inDocker(Lesson lesson) {
        return of(lesson, lesson.serversInDocker());
    }

    private static List<Service> of(Lesson lesson, List<Service> servers) {
        List<Service> services = new ArrayList<>(List.of(FOREST));
        services.addAll(servers);
        services.addAll(lesson.services());
        lesson.programs().forEach(program -> services.add(of(program)));
        services.addAll(List.of(PROMETHEUS, GRAFANA));
        return services;
    }

    /** How to type a verb, where its service is not on the port at which the verb looks for it. */
    public static Optional<String> verb(String verb, Service service, Options options) {
        int port = service.port(options);
        return port == service.standardPort()
                ? Optional.empty()
                : Optional.of("make %s %s=%d".formatted(verb, service.portKey(), port));
    }

    /** The services of all lessons. */
    static List<Service> all() {
        return List.copyOf(
                Lesson.all().stream()
                        .sorted(Comparator.comparingInt(lesson -> of(lesson).size()))
                        .flatMap(
                                lesson ->
                                        Stream.concat(
                                                of(lesson).stream(), inDocker(lesson).stream()))
                        .collect(
                                Collectors.toMap(
                                        Service::name,
                                        Function.identity(),
                                        (one, same) -> one,
                                        java.util.LinkedHashMap::new))
                        .values());
    }

    /** The service that runs a program. Any answer will do: an app has /metrics from section 1. */
    public static Service of(Program program) {
        return new Service(
                program.name(),
                "JAVA_IMAGE",
                true,
                program.port(),
                program.ready(),
                true,
                program.page(),
                place -> {
                    Path jar = Jars.of(program.in(place.workshop(), place.module()));
                    Map<String, String> settings =
                            web(place.options(), program.port(), program.name());
                    settings.put(
                            "TREES_API_URL",
                            FOREST.uri(place.options(), "/v1/trees/count").toString());
                    Lesson lesson = place.module().lesson();
                    settings.putAll(
                            lesson.inTheStack(place.module(), program.name(), place.options()));
                    if (lesson.servers().isPresent()) {
                        settings.put(
                                "SETTINGS_FILE", place.data().resolve("servers.env").toString());
                    }
                    // A jar may hold more than one program.
                    return Optional.of(java(settings, "-cp", jar.toString(), program.mainClass()));
                });
    }

    static String grafanaUser(Options options) {
        return options.get("GRAFANA_USER").orElse("astronomer");
    }

    static String grafanaPassword(Options options) {
        return options.get("GRAFANA_PASSWORD").orElse("workshop");
    }

    private static Start java(Map<String, String> settings, String... words) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(words));
        return new Start(command, settings);
    }

    private static Map<String, String> web(Options options, int standardPort, String name) {
        Map<String, String> settings = new HashMap<>();
        int port = options.number(Service.portKey(name), standardPort, 1, 65535);
        settings.put("PORT", String.valueOf(port));
        settings.put("HOST", "127.0.0.1");
        for (String key : FOREST_SETTINGS) {
            options.get(key).ifPresent(value -> settings.put(key, value));
        }
        return settings;
    }

    private static Map<String, String> forest(Place place) {
        Map<String, String> settings = web(place.options(), 8002, "forest");
        settings.putAll(seed(place.module()));
        Lesson lesson = place.module().lesson();
        settings.putAll(lesson.inTheStack(place.module(), "forest", place.options()));
        return settings;
    }

    private static Path forestJar(Place place) {
        return Jars.of(place.workshop().module(place.module().lesson(), forest(place.module())));
    }

    /** The Maven module of a lesson's forest. */
    static String forest(Module module) {
        return module.lesson().forest().flatMap(Program::module).orElse("forest");
    }

    /** What the forest reads when it starts, and the module says. */
    static Map<String, String> seed(Module module) {
        return Map.of("FOREST_SEED", String.valueOf(module.lesson().seed(module)));
    }

    private static Start prometheus(Path program, Place place) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.add("--config.file=" + new LocalFiles(place).configuration());
        command.add("--storage.tsdb.path=" + place.data().resolve("prometheus-data"));
        command.add("--web.listen-address=127.0.0.1:" + PROMETHEUS.port(place.options()));
        command.add("--web.enable-lifecycle");
        command.addAll(place.module().lesson().prometheusFlags());
        return new Start(command, Map.of());
    }

    private static Start grafana(Path home, Place place) {
        Path root = place.workshop().root();
        Map<String, String> settings = new HashMap<>();
        settings.put("GF_SECURITY_ADMIN_USER", grafanaUser(place.options()));
        settings.put("GF_SECURITY_ADMIN_PASSWORD", grafanaPassword(place.options()));
        settings.put("GF_SERVER_HTTP_ADDR", "127.0.0.1");
        settings.put("GF_SERVER_HTTP_PORT", String.valueOf(GRAFANA.port(place.options())));
        settings.put("GF_PATHS_DATA", slashes(place.data().resolve("grafana-data")));
        settings.put("GF_PATHS_PROVISIONING", slashes(root.resolve("grafana/provisioning")));
        settings.put("WORKSHOP", slashes(root));
        settings.put("DASHBOARDS", Dashboards.RELATIVE);
        settings.put("PROMETHEUS_URL", PROMETHEUS.uri(place.options(), "").toString());
        return new Start(
                List.of(
                        Command.onPath("grafana").orElseThrow().toString(),
                        "server",
                        "--homepath",
                        home.toString(),
                        "--config",
                        root.resolve("grafana/grafana.ini").toString()),
                settings);
    }

    /** Whether Grafana is here: a program, or an image that make up has fetched. */
    public static boolean hasGrafana() {
        return grafanaHome().isPresent()
                || ComposeStack.isPossible() && Images.isHere(Images.get(GRAFANA.image()));
    }

    /** Where Grafana's own files lie, for each way to install it. */
    private static Optional<Path> grafanaHome() {
        return Command.onPath("grafana")
                .flatMap(
                        program -> {
                            Path up = real(program).getParent().getParent();
                            return Stream.of(
                                            up,
                                            up.resolve("share/grafana"),
                                            Path.of("/usr/share/grafana"))
                                    .filter(home -> Files.exists(home.resolve("conf/defaults.ini")))
                                    .findFirst();
                        });
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
