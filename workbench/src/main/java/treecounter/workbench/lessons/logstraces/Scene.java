package treecounter.workbench.lessons.logstraces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;

/**
 * Some requests to the learner's app, one after the other, and all that is seen of them from
 * outside: the spans that it sent, the lines of its log, what the forest was told, its metrics.
 */
final class Scene {
    static final String TREES = "/treecounter";
    static final String HEALTHY = "/healthy";

    /** A method that nobody knows. */
    static final String STRANGE = "BREW";

    private static final String RECENT = "/v1/trees/recent";

    /** How long the forest takes for a page that is measured. */
    static final double FOREST_SECONDS = 0.03;

    private static final String STARTED = "spans_started_total";
    private static final String LIVE = "spans_live";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final Pattern EXEMPLAR =
            Pattern.compile("(?m)^(\\w+)\\{([^}]*)}.* # \\{([^}]*)} (\\S+).*$");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private final Bench bench;
    private final String room;
    private final Map<String, Act> acts = new LinkedHashMap<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /** Nobody guesses it, and nobody should ever read it. */
    private final String secret = "secret-" + UUID.randomUUID();

    /** It stands in a query, where nobody should read it either. */
    private final String typed = "typed-" + UUID.randomUUID();

    private final String nowhere = "/nowhere-" + UUID.randomUUID();
    private final Parent kept = Parent.made("01");
    private final Parent dropped = Parent.made("00");

    /** What answers for the recent trees in place of the forest. */
    private volatile Optional<HttpHandler> instead = Optional.empty();

    private long begun;
    private Exposition before;
    private Exposition after;
    private List<Exemplar> exemplars = List.of();
    private List<SeenSpan> spans = List.of();
    private List<SeenSpan> allSpans = List.of();
    private List<LogLine> lines = List.of();
    private List<String> printed = List.of();
    private int linesBefore;

    /**
     * A request.
     *
     * @param sent in nanoseconds of the clock, as is the time of the answer
     */
    record Act(String method, String path, int status, String body, long sent, long answered) {
        String endpoint() {
            return path.equals(TREES) ? path : "other";
        }

        String spanName() {
            return method + " " + endpoint();
        }

        boolean covers(SeenSpan span) {
            return span.start() >= sent && span.start() <= answered;
        }
    }

    /** What a request says of the span that it belongs to. */
    record Parent(String traceId, String spanId, String flags) {
        private static Parent made(String flags) {
            String id = UUID.randomUUID().toString().replace("-", "");
            return new Parent(id, id.substring(16), flags);
        }

        static Optional<Parent> read(String header) {
            Matcher parent = TRACE_PARENT.matcher(header);
            return parent.matches()
                    ? Optional.of(new Parent(parent.group(1), parent.group(2), parent.group(3)))
                    : Optional.empty();
        }

        /** The last bit says it; others may say other things. */
        boolean isKept() {
            return Integer.parseInt(flags, 16) % 2 == 1;
        }

        String header() {
            return "00-%s-%s-%s".formatted(traceId, spanId, flags);
        }
    }

    /** What the forest was told by a call. */
    record Told(String path, String traceParent, long at) {}

    /** A trace that a bucket or a counter gives as an example. */
    record Exemplar(String name, String labels, String traceId, String spanId, double value) {}

    private Scene(Bench bench) {
        this.bench = bench;
        this.room = bench.serverSetting("RECEIVER_URL") + "/" + bench.room();
    }

    /** The one of this run, played when it is first needed. */
    static Scene of(Bench bench) {
        return bench.own()
                .get(
                        Scene.class,
                        () -> {
                            Scene scene = new Scene(bench);
                            scene.play();
                            return scene;
                        });
    }

    private void play() {
        bench.forest().add(this::listening);
        before = bench.before(this::ask);
        bench.forest().setFaults(new Faults("0", 1));
        act("failed", "GET", TREES, Map.of());
        bench.forest().setFaults(Faults.NONE);
        instead = Optional.of(exchange -> answer(exchange, 503, "{}"));
        act("alone", "GET", TREES, Map.of());
        // The Model throws for such a number.
        instead = Optional.of(exchange -> answer(exchange, 200, "{\"oak\": -1}"));
        actThatMayEnd("broken", "GET");
        instead = Optional.empty();
        actThatMayEnd("strange", STRANGE);
        // Some ask the forest once more when they have answered.
        Poll.until(this::allEnded, bench::scrape);
        long sent = now();
        bench.hangUp(1);
        acts.put("gone", new Act("HEAD", TREES, 0, "", sent, now()));
        after = Poll.until(this::allEnded, bench::scrape, 1_000);
        long expected =
                (long) (started(after) - started(before) - Math.max(0, live(after) - live(before)));
        spans = Poll.until(seen -> seen.size() >= expected, this::newSpans, 2_000);
        // All but the scrape leave one, or more.
        lines = Poll.until(this::isQuiet, this::newLines);
        // A line may be there before its span is.
        spans = Poll.until(seen -> isEachLineKnown(), this::newSpans);
        printed = bench.app().lastLines();
        exemplars = readExemplars();
    }

    private boolean allEnded(Exposition page) {
        return live(page) <= live(before);
    }

    /** Whether as many lines are there as at the last look. */
    private boolean isQuiet(List<LogLine> seen) {
        boolean quiet = seen.size() >= acts.size() - 1 && seen.size() == linesBefore;
        linesBefore = seen.size();
        return quiet;
    }

    private boolean isEachLineKnown() {
        Set<String> ids = allSpans.stream().map(SeenSpan::spanId).collect(Collectors.toSet());
        return lines.stream()
                .filter(line -> !line.spanId().isEmpty())
                .filter(line -> !line.traceId().equals(dropped.traceId()))
                .allMatch(line -> ids.contains(line.spanId()));
    }

    /** It is asked again if this machine was too busy. */
    private void ask() {
        acts.clear();
        told.clear();
        begun = now();
        Map<String, String> headers =
                Map.of("traceparent", kept.header(), "Authorization", "Bearer " + secret);
        act("page", "GET", TREES, headers);
        bench.forest().setFaults(new Faults(String.valueOf(FOREST_SECONDS), 0));
        act("again", "GET", TREES, Map.of());
        bench.forest().setFaults(Faults.NONE);
        act(
                "nowhere",
                "GET",
                nowhere + "?key=" + typed,
                Map.of("Authorization", "Bearer " + secret));
        act("put", "PUT", TREES, Map.of());
        act("dropped", "GET", TREES, Map.of("traceparent", dropped.header()));
        act("healthy", "GET", HEALTHY, Map.of());
        act("metrics", "GET", "/metrics", Map.of());
    }

    private void act(String name, String method, String target, Map<String, String> headers) {
        long sent = now();
        Http.Answer answer = bench.send(method, target, headers);
        String path = target.replaceFirst("\\?.*", "");
        acts.put(name, new Act(method, path, answer.status(), answer.body(), sent, now()));
    }

    /** A page of which nobody may come: its status is 0 then. */
    private void actThatMayEnd(String name, String method) {
        long sent = now();
        int status = 0;
        try {
            status = Http.statusOf(method, bench.app().uri(TREES));
        } catch (IOException e) {
            // That is what is looked at.
        }
        acts.put(name, new Act(method, TREES, status, "", sent, now()));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private HttpHandler listening(HttpHandler forest) {
        return exchange -> {
            String header = exchange.getRequestHeaders().getFirst("traceparent");
            told.add(
                    new Told(
                            exchange.getRequestURI().getPath(),
                            header == null ? "" : header,
                            now()));
            boolean recent = exchange.getRequestURI().getPath().equals(RECENT);
            instead.filter(any -> recent).orElse(forest).handle(exchange);
        };
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private List<SeenSpan> newSpans() {
        try {
            allSpans = SeenSpan.of(Http.get(URI.create(room + "/spans")).body());
            return allSpans.stream().filter(span -> span.start() >= begun).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<LogLine> newLines() {
        long millis = TimeUnit.NANOSECONDS.toMillis(begun);
        return LogLine.of(bench.app().lastLines()).stream()
                .filter(line -> line.millis() >= millis)
                .toList();
    }

    private List<Exemplar> readExemplars() {
        String page = bench.send("GET", "/metrics", Map.of("Accept", OPEN_METRICS)).body();
        List<Exemplar> found = new ArrayList<>();
        Matcher lines = EXEMPLAR.matcher(page);
        while (lines.find()) {
            found.add(
                    new Exemplar(
                            lines.group(1),
                            lines.group(2),
                            label("trace_id", lines.group(3)),
                            label("span_id", lines.group(3)),
                            Double.parseDouble(lines.group(4))));
        }
        return found;
    }

    private static String label(String name, String labels) {
        Matcher label = Pattern.compile(name + "=\"([^\"]*)\"").matcher(labels);
        return label.find() ? label.group(1) : "";
    }

    private static double started(Exposition page) {
        return page.value(STARTED, Map.of());
    }

    private static double live(Exposition page) {
        return page.value(LIVE, Map.of());
    }

    /** Whether OpenTelemetry runs in the app. */
    boolean isTracing() {
        return after.families().contains(STARTED);
    }

    /** How many spans were begun that are kept. */
    int begunSpans() {
        return (int) (started(after) - started(before));
    }

    /** How many of these have not been ended. */
    int liveSpans() {
        return (int) (live(after) - live(before));
    }

    /** Whether the latency of pages is observed. */
    boolean hasLatency() {
        return after.value("request_latency_seconds_count", Map.of("endpoint", TREES)) > 0;
    }

    /** How many pages were answered so; of a client that hung up nobody knows. */
    int answered(int status) {
        return (int)
                acts.values().stream()
                        .filter(act -> !act.path().equals("/metrics") && act.status() == status)
                        .filter(act -> !act.path().equals(HEALTHY) || status != 200)
                        .count();
    }

    /** One of the requests by its name here. */
    Act act(String name) {
        return acts.get(name);
    }

    /** All spans that came of these requests. */
    List<SeenSpan> spans() {
        return spans;
    }

    /** All spans of this run of the app. */
    List<SeenSpan> allSpans() {
        return allSpans;
    }

    /** The span of a request, found by when it began. */
    Optional<SeenSpan> server(String act) {
        return during(act).stream().filter(SeenSpan::isServer).findFirst();
    }

    /** The spans that began while a request was in progress. */
    List<SeenSpan> during(String act) {
        return spans.stream().filter(acts.get(act)::covers).toList();
    }

    /** How often the forest was asked at a path in all. */
    long asked(String path) {
        return told.stream().filter(each -> each.path().equals(path)).count();
    }

    /** What the forest was told while a request was in progress. */
    List<Told> toldDuring(String act) {
        Act one = acts.get(act);
        return told.stream()
                .filter(each -> each.at() >= one.sent() && each.at() <= one.answered())
                .toList();
    }

    List<LogLine> lines() {
        return lines;
    }

    /** All that the app printed, JSON or not. */
    List<String> printed() {
        return printed;
    }

    List<Exemplar> exemplars() {
        return exemplars;
    }

    String secret() {
        return secret;
    }

    /** What stood in a query. */
    String typed() {
        return typed;
    }

    String nowhere() {
        return nowhere;
    }

    /** What the first request says of its parent, which is kept. */
    Parent kept() {
        return kept;
    }

    /** What another says of its parent, which is not. */
    Parent dropped() {
        return dropped;
    }
}
