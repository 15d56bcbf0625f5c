package treecounter.workbench.lessons.logstraces;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.lessons.logstraces.Scene.Act;
import treecounter.workbench.lessons.logstraces.Scene.Exemplar;
import treecounter.workbench.lessons.logstraces.Scene.Parent;
import treecounter.workbench.lessons.logstraces.Scene.Told;
import treecounter.workbench.machine.Nearest;

/** Bonus: logs, traces, and the way from one to the other. */
@LessonChecks
public class LogsTracesChecks {
    private static final String MAIN = "TreeCounterApp.main: ";
    private static final String TRACING = "TracingHandler.handle: ";
    private static final String HANDLER = "TreeCounterHandler: ";
    private static final String COUNT = "GET /v1/trees/count";
    private static final String RECENT = "GET /v1/trees/recent";

    /** Fields of a line that differ from request to request. */
    private static final List<String> DIFFERS = List.of("status", "method", "endpoint");

    /** What an exchange says that has not been answered; and what follows from that. */
    private static final List<String> UNANSWERED = List.of("-1", "500");

    private static final List<String> STEPS = List.of("normalise", "weigh", "predict");

    /** The names of spans within a request. */
    private static final Set<String> KNOWN =
            Set.of(COUNT, RECENT, "forecast", "preprocess", "normalise", "weigh", "predict");

    private static final String LATENCY = "request_latency_seconds_bucket";

    /** Requests whose span a caller has not told to be dropped. */
    private static final List<String> TRACED =
            List.of("page", "again", "nowhere", "put", "failed", "gone");

    /** How the app answers before this lesson, and after it. */
    private static final Map<String, Integer> ANSWERS =
            new TreeMap<>(
                    Map.of("page", 200, "again", 200, "nowhere", 404, "put", 405, "failed", 503));

    /** A clock of the same machine, read by two programs. */
    private static final long SLACK_NANOS = 2_000_000;

    /** Less than the slow step of the model waits. */
    private static final double SLOW_SECONDS = 0.015;

    private static final Pattern STARTS_SPAN = Pattern.compile("\\.startSpan\\(\\)");
    private static final Pattern DROPS =
            Pattern.compile("Sampler\\.(alwaysOff|traceIdRatioBased)|getSampler|Sampler\\.create");
    private static final Pattern FORETOLD = Pattern.compile("<p>[^<]*\\d[^<]*</p>");
    private static final Pattern TEXT = Pattern.compile("(?s)<p>(.*?)</p>");

    /** A line of SLF4J's own chain that nobody writes. */
    private static final Pattern UNFINISHED =
            Pattern.compile("LOG\\.at\\w+\\((?![^;]*\\.log\\()[^;]*;");

    /** Of what is current, and into a map that is made on the spot. */
    private static final Pattern INJECTS =
            Pattern.compile("\\.inject\\(\\s*Context\\.current\\(\\),\\s*new ");

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}([0-9a-f]{16})?");

    /** What is seen of an app that answers as it did before this lesson. */
    private static Scene scene(Bench bench) {
        Scene scene = Scene.of(bench);
        ANSWERS.forEach(
                (name, status) -> {
                    Act act = scene.act(name);
                    String expected =
                            "%s %s is answered %d".formatted(act.method(), act.path(), status);
                    if (act.status() == 500) {
                        throw bench.bug(expected, HANDLER + "this page throws.");
                    }
                    Finding.when(
                            act.status() != status,
                            expected,
                            act.status(),
                            HANDLER
                                    + "this was another answer before. What is new must not change"
                                    + " it.");
                });
        return scene;
    }

    @Check(
            number = "9.1",
            title = "a line for each request: level, endpoint and status, and no secret",
            more =
                    "LOG.atLevel(level).addKeyValue(\"endpoint\", endpoint)...log(\"answered\"),"
                            + " after the handler has answered; headers do not belong into a log.",
            learned =
                    "A log line is an event with fields: a search finds fields, and not sentences.")
    void aLineForEachRequest(Bench bench) {
        Scene scene = scene(bench);
        leaksNothing("the log", String.join("\n", scene.printed()), scene, TRACING);
        String expected = "a line of the log for each request, with endpoint and status";
        List<LogLine> own =
                scene.lines().stream().filter(line -> !line.logger().equals("Health")).toList();
        List<LogLine> events = own.stream().filter(line -> !line.get("status").isEmpty()).toList();
        Finding.when(
                events.isEmpty() && !bench.code().contains("new TracingHandler("),
                expected,
                own.isEmpty() ? "no line" : own.get(0).text(),
                MAIN + "no request passes a TracingHandler yet.");
        Finding.when(
                own.isEmpty(),
                expected,
                "no line",
                TRACING + "no request gets to a line that logs. LOG writes at INFO or more.");
        Finding.when(
                events.isEmpty() && own.size() < TRACED.size(),
                expected,
                "%d lines, such as %s".formatted(own.size(), own.get(0).text()),
                TRACING
                        + (UNFINISHED.matcher(bench.code()).find()
                                ? "a line is begun and never written: its chain ends with"
                                        + " log(...)."
                                : "most requests leave no line. Log each, once it is answered."));
        Finding.when(
                events.isEmpty() && own.stream().anyMatch(line -> line.hasValue("200")),
                expected,
                own.stream()
                        .filter(line -> line.hasValue("200"))
                        .map(LogLine::text)
                        .findFirst()
                        .orElse(""),
                TRACING + "the status has another name here. The field is status.");
        Finding.when(
                events.isEmpty(),
                expected,
                own.get(0).text(),
                TRACING
                        + "these are sentences. Give the line fields: addKeyValue(\"status\", ...),"
                        + " and endpoint.");
        sameMessage(events, scene);
        List<LogLine> sentences =
                own.stream()
                        .filter(line -> line.logger().endsWith("TracingHandler"))
                        .filter(line -> line.get("status").isEmpty())
                        .toList();
        Finding.when(
                sentences.size() >= TRACED.size(),
                expected,
                "another beside it: " + (sentences.isEmpty() ? "" : sentences.get(0).text()),
                TRACING + "the sentence of before is still written. The event tells all of it.");
        for (String status : List.of("200", "405", "404", "503", "500")) {
            oneEach(events, status, scene, bench, expected);
        }
        for (String status : List.of("503", "500")) {
            for (LogLine failed : with(events, "status", status)) {
                isError(failed, status, bench);
            }
        }
        LogLine nowhere = with(events, "status", "404").get(0);
        Finding.when(
                nowhere.has("level", "ERROR"),
                "level INFO or WARN for what is answered 404",
                nowhere.get("level"),
                TRACING
                        + "404 is the caller's mistake. ERROR is for what somebody here has to"
                        + " mend.");
        LogLine put = with(events, "status", "405").get(0);
        Finding.when(
                !put.hasValue(scene.act("put").method()),
                "method %s at status 405".formatted(scene.act("put").method()),
                "no such field",
                TRACING + "addKeyValue(\"method\", ...): the line says how it was asked, too.");
    }

    private static void isError(LogLine failed, String status, Bench bench) {
        Finding.when(
                !failed.has("level", "ERROR"),
                "level ERROR for what is answered " + status,
                failed.get("level"),
                TRACING
                        + (bench.code().matches("(?s).*status >=? ?\\d.*Level\\..*")
                                ? "the status decides, and on another level: %s is ERROR."
                                        .formatted(status)
                                : "let the status decide which level it is: LOG.atLevel(...)."));
    }

    private static void sameMessage(List<LogLine> events, Scene scene) {
        boolean differ = events.stream().map(line -> line.get("message")).distinct().count() > 1;
        Optional<LogLine> told =
                events.stream()
                        .filter(
                                line ->
                                        line.get("message").contains(scene.nowhere())
                                                || differ
                                                        && DIFFERS.stream()
                                                                .map(line::get)
                                                                .filter(value -> !value.isEmpty())
                                                                .anyMatch(
                                                                        value -> isIn(line, value)))
                        .findFirst();
        Finding.when(
                told.isPresent(),
                "the same message for every request",
                told.map(line -> line.get("message")).orElse(""),
                TRACING
                        + "what differs from request to request is a field; the message says what"
                        + " happened.");
    }

    /** Whether a message says a value; an id may have its digits by chance. */
    private static boolean isIn(LogLine line, String value) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)")
                .matcher(line.get("message"))
                .find();
    }

    private static List<LogLine> with(List<LogLine> lines, String field, String value) {
        return lines.stream().filter(line -> line.has(field, value)).toList();
    }

    private static void oneEach(
            List<LogLine> events, String status, Scene scene, Bench bench, String expected) {
        int times = scene.answered(Integer.parseInt(status));
        String endpoint = status.equals("404") ? "other" : Scene.TREES;
        List<LogLine> found = with(events, "status", status);
        String wanted = "%s: %d with status %s".formatted(expected, times, status);
        Finding.when(
                found.size() < times
                        && UNANSWERED.stream()
                                .anyMatch(one -> with(events, "status", one).size() > 1),
                wanted,
                "status " + String.join(" or ", UNANSWERED),
                TRACING + "there is no status before the handler has answered. Log after it.");
        Finding.when(
                found.size() < times
                        && status.equals("500")
                        && !with(events, "status", "-1").isEmpty(),
                wanted,
                "status -1",
                TRACING
                        + "the handler threw, and nobody has answered yet. The Guard outside"
                        + " answers 500: say that then.");
        Optional<LogLine> worded =
                events.stream()
                        .filter(line -> !line.get("status").equals(status))
                        .filter(line -> line.get("status").contains(status))
                        .findFirst();
        Finding.when(
                found.size() < times && worded.isPresent(),
                wanted,
                worded.map(line -> "status " + line.get("status")).orElse(""),
                TRACING + "the field status holds the number alone.");
        Finding.when(
                found.size() < times,
                wanted,
                found.isEmpty() ? "none" : found.size(),
                TRACING
                        + (bench.code()
                                        .matches(
                                                "(?s).*\\b(Level\\.|LOG\\.(at)?)(?i:debug|trace)\\b.*")
                                ? "what is written at DEBUG or TRACE does not get into this log."
                                        + " INFO does."
                                : "this answer leaves without a line, or with another status than"
                                        + " its own."));
        if (times == 0) {
            return;
        }
        List<LogLine> own = with(found, "endpoint", endpoint);
        Finding.when(
                own.size() < times,
                "endpoint %s at status %s".formatted(endpoint, status),
                found.get(0).get("endpoint").isEmpty()
                        ? "no such field"
                        : found.get(0).get("endpoint"),
                TRACING + "addKeyValue(\"endpoint\", ...) takes /treecounter, or other.");
        // Of a client that hung up the status may be known all the same, or none.
        Finding.when(
                own.size() > times + (status.matches("200|50[03]") ? 1 : 0),
                wanted,
                own.size(),
                TRACING + "a request is logged twice. One line tells of it.");
    }

    private static void leaksNothing(String what, String text, Scene scene, String where) {
        Finding.when(
                text.contains(scene.secret()),
                what + " without what a caller sent as Authorization",
                "Bearer secret-...",
                where
                        + "request headers are written down, and with them the caller's token. Name"
                        + " the fields that may be seen.");
        Finding.when(
                text.contains(scene.typed()),
                what + " without what a caller typed into the query",
                "?key=typed-...",
                where
                        + "the query is written down, and there are tokens in it, too."
                        + " getRequestURI().getPath() is without it.");
    }

    @Check(
            number = "9.2",
            title = "a server span for each request, ended on every way out",
            more =
                    "spanBuilder(method + \" \" +"
                            + " endpoint).setSpanKind(SpanKind.SERVER)...startSpan() before the"
                            + " handler; status and span.end() in a finally.",
            learned = "A name from a closed set groups; what differs is an attribute.")
    void aServerSpanForEachRequest(Bench bench) {
        Scene scene = scene(bench);
        String expected = "a span of kind SERVER for each request";
        someSpan(bench, scene, expected);
        Optional<SeenSpan> raw =
                scene.spans().stream()
                        .filter(span -> span.name().contains(scene.nowhere()))
                        .findFirst();
        Finding.when(
                raw.isPresent(),
                "the name GET other",
                raw.map(SeenSpan::name).orElse(""),
                TRACING
                        + "the path is in the name, and whoever asks for a new one makes a new"
                        + " name. Take the endpoint; the path is the attribute url.path.");
        Optional<String> route =
                scene.spans().stream()
                        .map(span -> span.attribute("http.route"))
                        .filter(named -> named.contains(scene.nowhere()))
                        .findFirst();
        Finding.when(
                route.isPresent(),
                "http.route other, or none, for a path that is not served",
                route.orElse(""),
                TRACING + "a route is one of few, as the name is. The path is url.path.");
        boolean noServer = scene.spans().stream().noneMatch(SeenSpan::isServer);
        Finding.when(
                noServer && scene.liveSpans() >= TRACED.size(),
                expected,
                neverEnded(scene),
                TRACING
                        + "a span is sent once it has ended, and those of requests never do:"
                        + " span.end(), in a finally.");
        Finding.when(
                noServer,
                expected,
                "kind " + scene.spans().get(0).kind(),
                TRACING + "setSpanKind(SpanKind.SERVER): this span answers somebody.");
        for (String name : TRACED) {
            server(name, bench, scene);
        }
        Optional<SeenSpan> strange =
                scene.spans().stream()
                        .filter(
                                span ->
                                        span.name().contains(Scene.STRANGE)
                                                || span.attribute("http.request.method")
                                                        .equals(Scene.STRANGE))
                        .findFirst();
        Finding.when(
                strange.isPresent(),
                "a method of those that there are in the name, or _OTHER",
                strange.map(SeenSpan::name).orElse(""),
                TRACING
                        + "whatever word anybody sends becomes a name. Requests.method(exchange)"
                        + " knows the methods that there are.");
        SeenSpan again = scene.server("again").orElseThrow();
        Finding.when(
                again.seconds() < Scene.FOREST_SECONDS - 0.005,
                "a span as long as its request, at least %s s".formatted(Scene.FOREST_SECONDS),
                "%.3f s".formatted(again.seconds()),
                TRACING + "the span is ended before the handler has answered, or begun after it.");
        for (SeenSpan span : scene.spans()) {
            leaksNothing("a span", span.text(), scene, TRACING);
        }
        for (String name : TRACED) {
            if (!name.equals("gone")) {
                attributes(name, scene);
            }
        }
        aHandlerThatThrows(scene);
    }

    /** Where the Model throws, somebody may have caught it: then it is a page like others. */
    private static void aHandlerThatThrows(Scene scene) {
        Act broken = scene.act("broken");
        Finding.when(
                broken.status() == 0,
                "the Guard's page with 500 where the handler throws",
                "no answer",
                TRACING
                        + "what the handler throws is caught, and goes no further: the Guard never"
                        + " knows. Throw it again.");
        if (broken.status() == 500) {
            attributes("broken", scene);
        }
    }

    private static void someSpan(Bench bench, Scene scene, String expected) {
        Finding.when(
                !scene.isTracing(),
                expected,
                "no span, for OpenTelemetry is not started",
                MAIN + "begin with Tracing.start(name, sampler).");
        Finding.when(
                scene.begunSpans() == 0,
                expected,
                "no span was begun that is kept",
                DROPS.matcher(bench.code()).find()
                        ? MAIN + "the sampler drops them. " + keepsAll(bench)
                        : STARTS_SPAN.matcher(bench.code()).find()
                                ? "TracingHandler: no request gets to a startSpan(). Is it mounted?"
                                : TRACING
                                        + "begin one with GlobalOpenTelemetry.getTracer(...),"
                                        + " spanBuilder and startSpan().");
        Finding.when(
                scene.spans().isEmpty(),
                expected,
                neverEnded(scene),
                TRACING
                        + "a span is sent once it has ended, and these never do: span.end(), in a"
                        + " finally.");
    }

    private static String keepsAll(Bench bench) {
        return (bench.code().contains("parentBased(")
                        ? "Sampler.parentBased(Sampler.alwaysOn())"
                        : "Sampler.alwaysOn()")
                + " keeps all.";
    }

    private static String neverEnded(Scene scene) {
        return "%d spans begun, %d of them never ended"
                .formatted(scene.begunSpans(), scene.liveSpans());
    }

    /** The span of a request, or why there is none. */
    private static SeenSpan server(String name, Bench bench, Scene scene) {
        Act act = scene.act(name);
        List<SeenSpan> found =
                scene.during(name).stream()
                        .filter(SeenSpan::isServer)
                        .filter(span -> !span.attribute("url.path").equals("/metrics"))
                        .toList();
        String expected =
                "a span %s for the request %s"
                        .formatted(
                                act.spanName(),
                                name.equals("gone")
                                        ? "whose client hangs up"
                                        : "that is answered " + act.status());
        Finding.when(
                found.isEmpty() && scene.liveSpans() > 0,
                expected,
                neverEnded(scene),
                TRACING
                        + "this way out passes no span.end(): the handler threw, or returned early."
                        + " A finally is passed always.");
        Finding.when(
                found.isEmpty(),
                expected,
                "none",
                DROPS.matcher(bench.code()).find()
                        ? MAIN + "the sampler drops some. " + keepsAll(bench)
                        : TRACING + "this request begins no span, or it is none of kind SERVER.");
        Optional<SeenSpan> inner =
                found.stream().filter(span -> !span.name().equals(act.spanName())).findFirst();
        Finding.when(
                found.size() > 1 && inner.isPresent(),
                expected,
                found.size() + " of kind SERVER",
                HANDLER
                        + "the span %s is of kind SERVER, and answers nobody. Within a request spans are INTERNAL or CLIENT."
                                .formatted(inner.map(SeenSpan::name).orElse("")));
        Finding.when(
                found.size() > 1,
                expected,
                found.size() + " of kind SERVER",
                TRACING + "one span answers a request. Those within it are INTERNAL or CLIENT.");
        Finding.when(
                !found.get(0).name().equals(act.spanName()),
                expected,
                found.get(0).name(),
                TRACING
                        + "the name is the method, a blank, and the endpoint: /treecounter or"
                        + " other.");
        return found.get(0);
    }

    private static void attributes(String name, Scene scene) {
        SeenSpan span = scene.server(name).orElseThrow();
        Act act = scene.act(name);
        attribute(span, "http.request.method", act.method());
        attribute(span, "url.path", act.path());
        if (act.path().equals(Scene.TREES)) {
            attribute(span, "http.route", act.path());
        }
        String status = span.attribute("http.response.status_code");
        Finding.when(
                !status.equals(String.valueOf(act.status())),
                "http.response.status_code %d".formatted(act.status()),
                status.isEmpty() ? "no such attribute" : status,
                TRACING
                        + (status.isEmpty()
                                        && span.attributes()
                                                .containsValue(String.valueOf(act.status()))
                                ? "it has another name. The conventions call it"
                                        + " http.response.status_code."
                                : status.equals("-1") && act.status() == 500
                                        ? "the handler threw, and nobody has answered yet. The"
                                                + " Guard outside answers 500: say that then."
                                        : UNANSWERED.contains(status)
                                                ? "there is no status before the handler has"
                                                        + " answered."
                                                : status.contains(String.valueOf(act.status()))
                                                        ? "the number alone."
                                                        : "set it from exchange.getResponseCode(),"
                                                                + " before span.end(): what comes"
                                                                + " after an end is lost."));
        boolean failed = act.status() >= 500;
        Finding.when(
                failed != span.status().equals("ERROR"),
                "status %s for what is answered %d"
                        .formatted(failed ? "ERROR" : "UNSET", act.status()),
                span.status(),
                TRACING
                        + (failed
                                ? "setStatus(StatusCode.ERROR) from 500 on, before span.end()."
                                : "the server did well: 4xx is the caller's mistake."));
    }

    private static void attribute(SeenSpan span, String key, String value) {
        Finding.when(
                !span.attribute(key).equals(value),
                "%s %s of the span %s".formatted(key, value, span.name()),
                span.attribute(key).isEmpty() ? "no such attribute" : span.attribute(key),
                TRACING
                        + (span.attribute(key).isEmpty()
                                        ? "setAttribute(\"%s\", ...): the name is of the"
                                                + " conventions."
                                        : "setAttribute(\"%s\", ...) was given something else.")
                                .formatted(key));
    }

    @Check(
            number = "9.3",
            title = "spans for the calls and the steps, inside each other",
            more =
                    "Each: startSpan(), makeCurrent() in a try, the work inside, recordException"
                        + " and setStatus in a catch, end() in a finally. One method does it for"
                        + " all.",
            learned = "What is current when a span begins becomes its parent.")
    void spansForCallsAndSteps(Bench bench) {
        Scene scene = scene(bench);
        someSpan(bench, scene, "spans for calls and steps");
        SeenSpan server = server("again", bench, scene);
        SeenSpan count = child(COUNT, server, "again", scene);
        call(count);
        Finding.when(
                count.seconds() < Scene.FOREST_SECONDS - 0.005,
                "%s as long as the call, at least %s s".formatted(COUNT, Scene.FOREST_SECONDS),
                "%.3f s".formatted(count.seconds()),
                HANDLER
                        + "this span does not go around the call: it is ended before, or begun"
                        + " after.");
        call(named(RECENT, "again", scene));
        SeenSpan forecast = child("forecast", server, "again", scene);
        SeenSpan preprocess = child("preprocess", forecast, "again", scene);
        List<SeenSpan> steps =
                List.of(
                        child("normalise", preprocess, "again", scene),
                        child("weigh", preprocess, "again", scene),
                        child("predict", forecast, "again", scene));
        Finding.when(
                steps.get(0).start() > steps.get(1).start(),
                "normalise before weigh",
                "weigh before normalise",
                HANDLER + "each name stands around its own step of Model.");
        SeenSpan slowest =
                steps.stream().max(Comparator.comparing(SeenSpan::seconds)).orElseThrow();
        Finding.when(
                slowest.seconds() < SLOW_SECONDS,
                "one of %s at least %s s long".formatted(String.join(", ", STEPS), SLOW_SECONDS),
                "%s, %.3f s".formatted(slowest.name(), slowest.seconds()),
                HANDLER + "a step of Model is slow, and none of these spans goes around it.");
        Finding.when(
                !FORETOLD.matcher(scene.act("again").body()).find(),
                "a page that says how many more there will be",
                "no number below the count",
                HANDLER + "the text of the page takes what the forecast gives.");
        Finding.when(
                !Poll.until(
                        both -> both,
                        () -> scene.asked("/v1/trees/recent") >= scene.asked("/v1/trees/count")),
                "as many calls to /v1/trees/recent as to /v1/trees/count",
                "%d and %d"
                        .formatted(scene.asked("/v1/trees/recent"), scene.asked("/v1/trees/count")),
                HANDLER
                        + "where the one fails, the other is not begun. Begin both before you"
                        + " wait.");
        goesWithoutAForecast(scene.act("alone"));
        SeenSpan failed = named(COUNT, "failed", scene);
        Finding.when(
                !failed.hasException(),
                "the exception in %s, where the forest failed".formatted(COUNT),
                "none",
                HANDLER + "span.recordException(e) tells why. Without, the trace says where only.");
        Finding.when(
                !failed.status().equals("ERROR"),
                "status ERROR of %s, where the forest failed".formatted(COUNT),
                failed.status(),
                HANDLER + "span.setStatus(StatusCode.ERROR): to record an exception sets none.");
    }

    private static void goesWithoutAForecast(Act alone) {
        String expected = "a page without a forecast, where %s fails and %s does not";
        Matcher text = TEXT.matcher(alone.body());
        String said = text.find() ? text.group(1) : "";
        Finding.when(
                alone.status() != 200 || !said.equals("trees planted"),
                expected.formatted(RECENT, COUNT),
                "%d, %s".formatted(alone.status(), said),
                HANDLER
                        + (alone.status() == 500 ? "what recent.get() throws is thrown on. " : "")
                        + "Where nobody can foretell, the page says what it said before: trees"
                        + " planted.");
    }

    private static void call(SeenSpan span) {
        Finding.when(
                !span.kind().equals("CLIENT"),
                "kind CLIENT of " + span.name(),
                span.kind(),
                HANDLER + "setSpanKind(SpanKind.CLIENT): this span waits for another program.");
    }

    private static SeenSpan named(String name, String act, Scene scene) {
        List<SeenSpan> found =
                scene.during(act).stream().filter(span -> span.name().equals(name)).toList();
        Set<String> names =
                scene.during(act).stream()
                        .map(SeenSpan::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        Finding.when(
                found.isEmpty() && scene.liveSpans() > 0,
                "a span " + name,
                neverEnded(scene),
                HANDLER
                        + "a span is sent once it has ended, and some never do: end() in a"
                        + " finally.");
        List<String> unknown = names.stream().filter(other -> !KNOWN.contains(other)).toList();
        Optional<String> misnamed =
                unknown.isEmpty() ? Optional.empty() : Nearest.close(name, unknown);
        Finding.when(
                found.isEmpty() && misnamed.isPresent(),
                "a span " + name,
                misnamed.orElse(""),
                HANDLER
                        + "there is one called %s, and it has to be called %s."
                                .formatted(misnamed.orElse(""), name));
        Finding.when(
                found.isEmpty(),
                "a span " + name,
                names.isEmpty() ? "none" : "only " + String.join(", ", names),
                HANDLER
                        + (STEPS.contains(name)
                                ? "begin one around Model.%s.".formatted(name)
                                : "begin one with this name."));
        Finding.when(
                found.size() > 1,
                "one span " + name,
                found.size(),
                HANDLER + "there are two for the same work.");
        return found.get(0);
    }

    private static SeenSpan child(String name, SeenSpan parent, String act, Scene scene) {
        SeenSpan span = named(name, act, scene);
        String expected = "%s as child of %s".formatted(name, parent.name());
        Optional<SeenSpan> found =
                scene.spans().stream().filter(other -> span.isChildOf(other)).findFirst();
        Finding.when(
                span.parentId().isEmpty(),
                expected,
                "a trace of its own",
                (parent.isServer() ? TRACING : HANDLER)
                        + "%s is not current when %s begins: makeCurrent(), until the work is done."
                                .formatted(parent.name(), name));
        Finding.when(
                !span.isChildOf(parent),
                expected,
                "child of " + found.map(SeenSpan::name).orElse("a span that never came"),
                found.isEmpty() && scene.liveSpans() > 0
                        ? HANDLER + "its parent is never ended, so it is never sent."
                        : found.filter(other -> other.end() <= span.start()).isPresent()
                                ? HANDLER
                                        + "%s has ended, and is current still: its Scope is never closed. It belongs into try (...)."
                                                .formatted(found.get().name())
                                : found.filter(other -> KNOWN.contains(other.name())).isPresent()
                                                && !found.get().name().equals("forecast")
                                        ? HANDLER
                                                + "%s begins within %s, before that has ended. It belongs within %s."
                                                        .formatted(
                                                                name,
                                                                found.get().name(),
                                                                parent.name())
                                        : HANDLER
                                                + "%s is not current when %s begins, or not any more, or not yet."
                                                        .formatted(parent.name(), name));
        Finding.when(
                span.end() > parent.end() + SLACK_NANOS
                        || span.start() < parent.start() - SLACK_NANOS,
                "%s within the time of %s".formatted(name, parent.name()),
                "it ends %.3f s after it".formatted((span.end() - parent.end()) / 1e9),
                (parent.isServer() ? TRACING : HANDLER)
                        + "%s is ended before its work is done.".formatted(parent.name()));
        return span;
    }

    @Check(
            number = "9.4",
            title = "the trace goes on: from the caller, across threads, to the forest",
            more =
                    "In: extract(...) gives the context for setParent. Threads:"
                            + " Context.taskWrapping. Out: inject(...) into a map for"
                            + " ForestClient.with, while the call's own span is current.",
            learned =
                    "traceparent is all that programs have in common: who drops it cuts the trace.")
    void theTraceGoesOn(Bench bench) {
        Scene scene = scene(bench);
        someSpan(bench, scene, "the caller's trace");
        SeenSpan server = server("page", bench, scene);
        Parent caller = scene.kept();
        Finding.when(
                !server.traceId().equals(caller.traceId()),
                "the trace id of the caller's traceparent",
                server.parentId().isEmpty() ? "a new trace" : "another trace",
                TRACING
                        + (bench.code().contains(".extract(")
                                ? "what extract(...) gives is the context with the caller's span:"
                                        + " setParent takes it."
                                : "the header traceparent says which span asks. A propagator's"
                                        + " extract(...) reads it."));
        Finding.when(
                !server.parentId().equals(caller.spanId()),
                "the caller's span as parent of " + server.name(),
                "another parent",
                TRACING + "setParent takes what extract(...) gives, before startSpan().");
        SeenSpan recent = named(RECENT, "page", scene);
        Finding.when(
                !recent.isChildOf(server),
                "%s as child of %s".formatted(RECENT, server.name()),
                recent.traceId().equals(server.traceId()) ? "another parent" : "a trace of its own",
                HANDLER
                        + "the call begins on another thread, and what is current belongs to one"
                        + " thread. Context.taskWrapping(...) around the pool hands it on.");
        for (SeenSpan call : List.of(named(COUNT, "page", scene), recent)) {
            told(call, server, scene, bench.code());
        }
    }

    private static void told(SeenSpan call, SeenSpan server, Scene scene, String code) {
        String path = call.name().replace("GET ", "");
        List<Told> told =
                scene.toldDuring("page").stream().filter(each -> each.path().equals(path)).toList();
        String expected = "traceparent with the ids of the span " + call.name();
        Finding.when(told.isEmpty(), "a call to " + path, "none", HANDLER + "ask for it.");
        // One of another page may have come late.
        Optional<Parent> parent =
                told.stream()
                        .flatMap(each -> Parent.read(each.traceParent()).stream())
                        .min(Comparator.comparing(one -> !one.spanId().equals(call.spanId())));
        Finding.when(
                parent.isEmpty(),
                expected,
                told.get(0).traceParent().isEmpty() ? "no such header" : told.get(0).traceParent(),
                HANDLER
                        + (scene.toldDuring("page").stream()
                                        .anyMatch(each -> !each.traceParent().isEmpty())
                                ? "the other call tells its span. This one goes past what injects."
                                : code.contains(".with(Map.of())")
                                        ? "with(...) gets an empty map."
                                        : INJECTS.matcher(code).find()
                                                ? "inject(...) fills a map, and with(...) gets"
                                                        + " another one."
                                                : code.contains(".inject(")
                                                                && code.contains(".with(")
                                                        ? "inject(...) writes what is in the"
                                                                + " context that it is given, and"
                                                                + " there is no span."
                                                                + " Context.current() has it, while"
                                                                + " the call's own span is current."
                                                        : "a propagator's inject(...) writes it"
                                                                + " into a map, and"
                                                                + " ForestClient.with(map) sends"
                                                                + " it."));
        Finding.when(
                !parent.get().spanId().equals(call.spanId()),
                expected,
                parent.get().spanId().equals(server.spanId())
                        ? "those of %s, its parent".formatted(server.name())
                        : "those of another span",
                HANDLER
                        + "inject(...) takes what is current. Call it while the call's own span"
                        + " is.");
    }

    @Check(
            number = "9.5",
            title = "trace_id and span_id in every line of a request",
            more =
                    "MDC.putCloseable(\"trace_id\", span.getSpanContext().getTraceId()) in a try"
                            + " (...), the same with span_id, and the line in a try within.",
            learned = "The MDC belongs to a thread: what is put there must go with the request.")
    void idsInEveryLine(Bench bench) {
        Scene scene = scene(bench);
        String expected = "trace_id and span_id in every line of a request";
        List<LogLine> own =
                scene.lines().stream().filter(line -> !line.logger().equals("Health")).toList();
        Finding.when(own.isEmpty(), expected, "no line", TRACING + "step 9.1 comes first.");
        List<LogLine> without =
                own.stream()
                        .filter(line -> line.traceId().isEmpty() || line.spanId().isEmpty())
                        .toList();
        for (LogLine line : without) {
            boolean all = without.size() == own.size();
            boolean called =
                    line.fields().values().stream()
                            .anyMatch(value -> value.matches("[0-9a-f]{32}"));
            boolean inText = HEX.matcher(line.get("message")).find();
            boolean oneOnly = !line.traceId().isEmpty() || !line.spanId().isEmpty();
            throw new Finding(
                    expected,
                    "%s of %d without: %s".formatted(without.size(), own.size(), line.text()),
                    inText
                            ? TRACING
                                    + "an id in a message is found by eye only, and stands in the"
                                    + " lines of one logger. The MDC puts it into each line."
                            : called && !oneOnly
                                    ? TRACING
                                            + "the line has an id by another name. The fields are"
                                            + " trace_id and span_id."
                                    : oneOnly
                                            ? TRACING
                                                    + "one of the two is missing: put both into the"
                                                    + " MDC."
                                            : all
                                                    ? TRACING
                                                            + "the MDC of SLF4J holds fields for"
                                                            + " every line of a thread. Put both"
                                                            + " there before a line is written:"
                                                            + " what stands in try (...) is closed"
                                                            + " before the finally of the same try."
                                                    : missingIn(line));
        }
        for (LogLine line : own) {
            boolean known =
                    line.traceId().equals(scene.dropped().traceId())
                            || scene.allSpans().stream()
                                    .anyMatch(
                                            span ->
                                                    span.traceId().equals(line.traceId())
                                                            && span.spanId().equals(line.spanId()));
            Finding.when(
                    !known,
                    "ids of a span that was sent",
                    "trace_id %s, span_id %s".formatted(line.traceId(), line.spanId()),
                    line.traceId().matches("0*") || line.spanId().matches("0*")
                            ? TRACING + "zeros are the ids of no span: none is current yet."
                            : TRACING
                                    + "trace_id is getTraceId(), span_id is getSpanId(), of the"
                                    + " request's own span.");
        }
        LogLine page =
                own.stream().filter(line -> line.has("status", "405")).findFirst().orElseThrow();
        SeenSpan put = scene.server("put").orElseThrow();
        Finding.when(
                !page.traceId().equals(put.traceId()),
                "the line and the span of a request with the same trace_id",
                "%s and %s".formatted(page.traceId(), put.traceId()),
                TRACING + "the line has the ids of another request.");
    }

    private static String missingIn(LogLine line) {
        String thread = line.get("threadName");
        boolean another = !thread.startsWith("request-"); // As RequestThreads calls them.
        return "%s: %s"
                .formatted(
                        line.logger(),
                        another
                                ? "this line is written on %s. The MDC belongs to one thread: log on the request's own, or hand the MDC on."
                                        .formatted(thread)
                                : "this line is written before the MDC is set, or after it was"
                                        + " cleared.");
    }

    @Check(
            number = "9.6",
            title = "health checks and scrapes leave no trace",
            more =
                    "In main a context for /healthy: new Guard(new Health()). In TracingHandler a"
                            + " scrape goes to handler.handle(exchange), and then return.",
            learned = "What is asked every few seconds by machines would bury what people ask.")
    void noTraceOfMachines(Bench bench) {
        Scene scene = scene(bench);
        Act healthy = scene.act("healthy");
        Finding.when(
                healthy.status() != 200,
                "GET /healthy is answered 200",
                healthy.status(),
                MAIN + "mount Health at /healthy, in a context of its own with a Guard.");
        Finding.when(
                bench.code().matches("(?s).*createContext\\(\\s*\"/healthy\",\\s*new Health\\(.*"),
                "a Guard around Health",
                "none",
                MAIN
                        + "each context has a Guard of its own: it answers what throws, and lets"
                        + " requests end when the app is told to.");
        for (String path : List.of("/metrics", Scene.HEALTHY)) {
            Optional<SeenSpan> traced =
                    scene.spans().stream()
                            .filter(
                                    span ->
                                            span.attribute("url.path").equals(path)
                                                    || span.name().endsWith(path))
                            .findFirst();
            Finding.when(
                    traced.isPresent(),
                    "no span for " + path,
                    traced.map(SeenSpan::name).orElse(""),
                    path.equals("/metrics")
                            ? TRACING + "hand a scrape on before a span is begun."
                            : MAIN + "no TracingHandler around Health.");
        }
        Finding.when(
                scene.liveSpans() > 0,
                "no span for /metrics or /healthy",
                neverEnded(scene),
                TRACING + "a scrape is handed on after a span is begun, and nobody ends it.");
        List<LogLine> asked =
                scene.lines().stream().filter(line -> line.logger().equals("Health")).toList();
        Finding.when(asked.isEmpty(), "a line of Health", "none", MAIN + "mount Health itself.");
        LogLine line = asked.get(0);
        boolean old =
                scene.spans().stream().anyMatch(span -> span.traceId().equals(line.traceId()))
                        || line.traceId().equals(scene.dropped().traceId());
        Finding.when(
                !line.traceId().isEmpty() || !line.spanId().isEmpty(),
                "no trace_id in the line of a health check",
                line.text(),
                old
                        ? TRACING
                                + "this is the id of the request before: the thread still has it."
                                + " What is put into the MDC has to be removed: putCloseable in a"
                                + " try (...), or MDC.remove in a finally."
                        : MAIN + "no span for Health.");
    }

    @Check(
            number = "9.7",
            title = "who asks decides whether the trace is kept",
            more = "Sampler.parentBased(Sampler.alwaysOn()) in TreeCounterApp.main.",
            learned =
                    "A trace is kept whole or not at all: the first program decides, others"
                            + " follow.")
    void theCallerDecides(Bench bench) {
        Scene scene = scene(bench);
        Parent dropped = scene.dropped();
        someSpan(bench, scene, "spans of what is kept");
        List<SeenSpan> kept =
                scene.allSpans().stream()
                        .filter(span -> span.traceId().equals(dropped.traceId()))
                        .toList();
        Finding.when(
                !kept.isEmpty(),
                "no span of a trace that the caller does not keep (traceparent ends in -00)",
                "%d, such as %s".formatted(kept.size(), kept.isEmpty() ? "" : kept.get(0).name()),
                MAIN + "the sampler keeps all. One that is parent-based asks the caller first.");
        List<Told> told = scene.toldDuring("dropped");
        Finding.when(
                told.isEmpty(),
                "calls to the forest",
                "none",
                HANDLER + "the page does not ask the forest.");
        Finding.when(
                told.stream()
                        .flatMap(each -> Parent.read(each.traceParent()).stream())
                        .noneMatch(
                                parent ->
                                        parent.traceId().equals(dropped.traceId())
                                                && !parent.isKept()),
                "the forest is told the same trace, not kept",
                told.isEmpty() || told.get(0).traceParent().isEmpty()
                        ? "no traceparent"
                        : told.get(0).traceParent(),
                TRACING + "steps 9.4 and 9.5 hold for a trace that is not kept too.");
        Finding.when(
                scene.lines().stream().noneMatch(one -> one.traceId().equals(dropped.traceId())),
                "its trace_id in the log all the same",
                "no line",
                TRACING + "a span that is not kept has ids too: put them into the MDC always.");
    }

    @Check(
            number = "9.8",
            title = "buckets of the latency name a trace",
            more = "In TreeCounterApp.main: new TracingHandler(new LatencyHandler(...)).",
            learned = "An exemplar leads from a slow bucket to one request that was that slow.")
    void bucketsNameATrace(Bench bench) {
        Scene scene = scene(bench);
        List<Exemplar> found =
                scene.exemplars().stream()
                        .filter(each -> each.name().equals(LATENCY))
                        .filter(each -> each.labels().contains("endpoint=\"" + Scene.TREES + "\""))
                        .toList();
        String expected = "an exemplar with a trace_id at %s of %s".formatted(LATENCY, Scene.TREES);
        Finding.when(
                !scene.hasLatency(),
                "request_latency_seconds of " + Scene.TREES,
                "nothing observed",
                MAIN + "no request passes the LatencyHandler any more.");
        Finding.when(
                found.isEmpty() && scene.spans().stream().noneMatch(SeenSpan::isServer),
                expected,
                "none, and no span",
                TRACING + "step 9.2 comes first.");
        Finding.when(
                found.isEmpty(),
                expected,
                scene.exemplars().isEmpty()
                        ? "none at any metric"
                        : "only at "
                                + scene.exemplars().stream()
                                        .map(Exemplar::name)
                                        .collect(Collectors.toCollection(TreeSet::new)),
                bench.code().contains("withoutExemplars(")
                        ? "LatencyHandler: withoutExemplars() turns them off."
                        : MAIN
                                + "an exemplar is the span that is current when the LatencyHandler"
                                + " observes. By then it is over, or not begun: it stands"
                                + " outside.");
        for (Exemplar each : found) {
            Finding.when(
                    scene.allSpans().stream()
                            .filter(SeenSpan::isServer)
                            .noneMatch(
                                    span ->
                                            span.traceId().equals(each.traceId())
                                                    && span.spanId().equals(each.spanId())),
                    "the ids of a span of kind SERVER at " + LATENCY,
                    "%s, %s".formatted(each.traceId(), each.spanId()),
                    MAIN + "another span is current when the LatencyHandler observes.");
        }
    }

    @Check(
            number = "9.9",
            title = "four answers about an incident, each from a trace and a log",
            more =
                    "make incident writes target/incident. From a trace to the log by span_id; from"
                            + " a line to its trace by trace_id.",
            learned = "A trace says where it was slow, a log says why: the ids lead to and fro.")
    void fourAnswers(Bench bench) {
        new IncidentAnswers(bench).check();
    }
}
