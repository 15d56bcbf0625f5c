package treecounter.workbench.lessons.logstraces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Verb;

/** The lesson of logs and traces, and of the way from one to the other. */
public final class LogsTraces extends Lesson {
    /** The forest in a program of its own, so that a trace goes through two. */
    static final Program FOREST =
            new Program(
                    "forest",
                    Optional.of("tracing"),
                    "treecounter.forest.Forest",
                    8002,
                    "/faults",
                    "/v1/trees/count");

    private static final Program RECEIVER =
            new Program(
                    "receiver",
                    Optional.of("tracing-receiver"),
                    "treecounter.tracing.receiver.Receiver",
                    8007,
                    "/ready",
                    "/ready");

    public LogsTraces() {
        super(9, "bonus-logs-traces");
    }

    @Override
    public Class<?> checks() {
        return LogsTracesChecks.class;
    }

    @Override
    public int minutes() {
        return 90;
    }

    @Override
    public List<String> metrics() {
        return List.of("spans_started_total", "spans_live");
    }

    @Override
    public List<String> modules() {
        return List.of("tracing", "tracing-receiver");
    }

    @Override
    public int megabytes() {
        return 10;
    }

    @Override
    public Optional<Program> serversOnTheBench() {
        return Optional.of(RECEIVER);
    }

    @Override
    public Optional<String> rehearsal() {
        return Optional.of("treecounter.tracing.Rehearsal");
    }

    @Override
    public Optional<Program> forest() {
        return Optional.of(FOREST);
    }

    /** A batch of spans goes out at once, to a place that no other run has. */
    @Override
    public Map<String, String> onTheBench(Map<String, String> servers, String room) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("OTEL_SERVICE_NAME", "treecounter");
        settings.put("OTEL_TRACES_EXPORTER", "otlp");
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", servers.get("RECEIVER_URL") + "/" + room);
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "20");
        settings.put("LOG_FILE", ""); // Printed, where the bench reads.
        return settings;
    }

    @Override
    public Map<String, String> inTheLoop(Module module, String program, Options options) {
        Map<String, String> settings = new TreeMap<>(Destination.of(options).settings());
        settings.putAll(ofBoth(module, program));
        return settings;
    }

    private static Map<String, String> ofBoth(Module module, String program) {
        return Map.of(
                "OTEL_SERVICE_NAME",
                program.equals("app") ? "treecounter" : program,
                "LOG_FILE",
                Logs.file(module, program).toString());
    }

    @Override
    public Map<String, String> inTheStack(Module module, String program, Options options) {
        Map<String, String> settings = new TreeMap<>(Destination.inTheStack(options));
        settings.putAll(ofBoth(module, program));
        return settings;
    }

    @Override
    public List<Service> serversInDocker() {
        return TraceServices.inDocker();
    }

    @Override
    public List<Service> servicesWithoutDocker() {
        return List.of(TraceServices.ZIPKIN);
    }

    @Override
    public Map<String, Integer> modulesWithoutDocker() {
        return Map.of("zipkin", 86);
    }

    @Override
    public List<String> prometheusFlags() {
        return List.of("--enable-feature=exemplar-storage");
    }

    @Override
    public List<String> sayInTheLoop(Options options) {
        return List.of(Destination.of(options).text());
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("sampled", "c")
                        .not(
                                "a",
                                "whether one is kept is drawn when it begins. Nobody knows then how"
                                        + " slow it will be.")
                        .not(
                                "b",
                                "one in ten is kept, of slow ones too. Each of these five is kept"
                                        + " with a chance of 0.1."),
                Question.of("queue", "b")
                        .not(
                                "a",
                                "a thread that takes messages has no request, and nothing is"
                                        + " current there.")
                        .not(
                                "c",
                                "the clocks of two programs differ, and many messages come at the"
                                        + " same time."),
                Question.of("errors", "a")
                        .not(
                                "b",
                                "a search through all lines of an hour takes longer than a counter,"
                                        + " and costs more each time it is done.")
                        .not("c", "with one trace in a hundred kept, most failures are in none."));
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "incident",
                        "let things go wrong for twelve pages, as SEED draws them; keep what is"
                                + " seen",
                        "SEED=7",
                        (screen, workshop, options) ->
                                new IncidentVerb(screen, workshop, options).run(this)),
                Verb.of(
                        "exemplars",
                        "which requests stand for the buckets of the latency, the slowest first",
                        "",
                        (screen, workshop, options) -> new Exemplars(screen, options).show()),
                Verb.of(
                        "logs",
                        "the last lines that app and forest wrote; those of one trace by TRACE",
                        "TRACE= LINES=20",
                        (screen, workshop, options) ->
                                new Logs(screen, workshop, options).show(this)));
    }
}
