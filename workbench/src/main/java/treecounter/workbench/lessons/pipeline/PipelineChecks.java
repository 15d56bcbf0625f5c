package treecounter.workbench.lessons.pipeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import treecounter.workbench.app.App;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Causes;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Crash;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Delta;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Measured;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.promql.Dashboard;
import treecounter.workbench.promql.Grading;

/** Bonus: metrics of a frontend, and of workers that nobody can ask for a page. */
@LessonChecks
public class PipelineChecks {
    /** An insert in a try whose catch swallows that it failed. */
    private static final Pattern INSERT_CAUGHT =
            Pattern.compile("table\\.insert\\([^}]*\\}\\s*catch\\s*\\(\\s*Failure");

    /** A failure of cache.delete() that is caught, and at most printed. */
    private static final Pattern DELETE_FORGOTTEN =
            Pattern.compile(
                    "cache\\.delete\\(\\);\\s*\\}\\s*catch\\s*\\([^)]*\\)\\s*\\{\\s*((System\\.|LOG|e\\.print)[^;}]*;\\s*)*\\}");

    /** The worker publishes as it did before there was a histogram. */
    private static final Pattern ORANGES_UNTIMED =
            Pattern.compile(
                    "Oranges\\.send\\(queue::publish\\)|Oranges\\.send\\(\\(kind, body\\) ->"
                            + " publish\\(queue, kind, body\\)\\);(?s:.*)throws Failure"
                            + " \\{\\s*queue\\.publish\\(kind, body\\);\\s*\\}");

    private static final String HELLO = "hello_total";
    private static final String ALL = "all_fruits";
    private static final String RECENT = "recent_fruits";
    private static final String LATENCY = "http_latency_seconds";
    static final String JOB = "job_duration_seconds";
    static final String JOBS = "jobs_total";
    static final String ERRORS = "errors_total";
    private static final String PUBLISH = "mq_publish_seconds";
    static final String CONSUMED = "mq_consumed_total";
    private static final String ACK = "mq_ack_seconds";
    static final String INSERT = "db_insert_seconds";
    private static final String DELETE = "cache_delete_seconds";
    static final String MESSAGES = "mq_messages";
    static final String CONNECTIONS = "db_pool_connections";
    private static final String CONNECTIONS_MAX = "db_pool_connections_max";
    private static final String WAITING = "db_pool_waiting_threads";
    static final String CACHE = "cache_requests_total";

    private static final String WORKER = "Worker.main: ";
    private static final String HANDLER = "TreeCounterHandler.handle: ";
    private static final String GREET = "TreeCounterHandler.hello: ";
    private static final String TELL = "TreeCounterHandler.tell: ";
    private static final String WORK = "FruitJob.work: ";
    private static final String PUBLISHER = "TreeCounterHandler.publish: ";
    private static final String COLLECTOR = "PipelineCollector.collect: ";
    private static final String ASK = "TreeCounterHandler.lastMinute: ";

    private static final String OWN_LABEL =
            "job is a label that Prometheus writes itself, and it would call this one"
                    + " exported_job. The label is kind.";

    private static final String ITS_OWN_PORT = "The worker's own port is the one that PORT names.";

    private static final int START_MILLIS = 10_000;
    private static final int WORK_MILLIS = 8_000;
    private static final int PAUSE_MILLIS = 100;
    private static final int TRIES = 3;

    @Check(
            number = "8.1",
            title = "the worker shows its metrics, on a port of its own",
            learned =
                    "Who has no web server takes the library's. Who has one, would have two ports.",
            more =
                    "new HTTPServer.Builder().withHostname(...).withPort(...).build(), with HOST"
                            + " and PORT from the environment; setting(...) reads them.")
    void theWorkerShowsItsMetrics(Bench bench) {
        App worker = bench.app(Pipeline.WORKER);
        String expected =
                "the worker listens on the port that PORT names, %d".formatted(worker.port());
        if (!listens(worker.port(), "127.0.0.1")
                && !bench.code().contains("HTTPServer.Builder(")
                && !bench.code().contains("new HTTPServer(")) {
            throw new Finding(
                    expected,
                    "nobody listens there",
                    WORKER + "an HTTPServer of the library, made by its Builder, listens.");
        }
        awaitWorker(bench);
        Finding.when(
                worker.isAlive()
                        && !bench.app().isAlive()
                        && listens(bench.app().port(), "127.0.0.1"),
                expected,
                "it listens on the frontend's, which has ended: its port was taken",
                WORKER + "it was quicker than the frontend. " + ITS_OWN_PORT);
        if (!worker.isAlive()) {
            Optional<Crash> crash = Crash.in(worker.lastLines());
            boolean taken = crash.map(Crash::exception).orElse("").contains("BindException");
            throw new Finding(
                    expected,
                    crash.map(Crash::toString).orElse("the worker has ended"),
                    taken
                            ? WORKER
                                    + "this port has somebody already: the frontend? "
                                    + ITS_OWN_PORT
                            : crash.map(Crash::hint)
                                    .orElse(
                                            WORKER
                                                    + "nothing keeps it running. Or it ended"
                                                    + " itself."));
        }
        Finding.when(
                !listens(worker.port(), "127.0.0.1"),
                expected,
                "nobody listens there",
                WORKER
                        + (bench.code().contains("\"PORT\"")
                                ? "the server is never made: build() makes it, and it listens at"
                                        + " once."
                                : "its server listens on another port. setting(\"PORT\", \"8004\")"
                                        + " says which one it is to be."));
        others().stream()
                .filter(address -> listens(worker.port(), address))
                .findFirst()
                .ifPresent(
                        address -> {
                            throw new Finding(
                                    "the worker listens on the address that HOST names, 127.0.0.1",
                                    "it listens on every address, " + address + " too",
                                    WORKER
                                            + "whoever reaches this machine could read it. The"
                                            + " Builder takes a hostname too; without one it is all"
                                            + " of them.");
                        });
        bench.asking(
                Pipeline.WORKER,
                () ->
                        Finding.when(
                                bench.scrape().type("jvm_threads_current").isEmpty(),
                                "the metrics of the worker's JVM",
                                "a page without them",
                                WORKER
                                        + "its server shows another registry than the default one,"
                                        + " or DefaultExports.initialize() is gone."));
    }

    @Check(
            number = "8.2",
            title = "hello_total counts greetings that the queue has taken",
            learned = "Counted once the broker has confirmed it, it counts what is safe.",
            more =
                    "Counter.build() in TreeCounterHandler, and inc() in hello(...) after"
                            + " queue.publish(...), which throws if the broker refuses.")
    void greetingsAreCounted(Bench bench) {
        Declared.as("counter", HELLO, "TreeCounterHandler", bench);
        // An app that has just started, on a busy machine, may not have reached the broker yet.
        Poll.until(answer -> answer.status() == 200, () -> bench.get("/hello"), START_MILLIS);
        Exposition before = bench.scrape();
        Http.Answer hello = bench.get("/hello");
        Finding.when(
                hello.status() != 200,
                "GET /hello answers 200",
                hello.status(),
                GREET + "the queue takes the message, and 200 says so.");
        bench.get("/hello");
        bench.send("POST", "/hello");
        bench.send("GET", "/fruit");
        Delta.of(HELLO, counted())
                .expect(2)
                .since(before, bench, "after two GET /hello, a POST that is refused, and a /fruit");
        refused(
                bench,
                Delta.of(
                        HELLO,
                        new Causes()
                                .otherwise(
                                        GREET
                                                + "this greeting is counted too. Count once"
                                                + " queue.publish(...) has returned: if the broker"
                                                + " refuses, it throws.")));
    }

    /** What has to change while somebody greets, and the broker does not take it. */
    private static void refused(Bench bench, Delta delta) {
        new BackDoor(bench)
                .whileRefusing(
                        () -> {
                            Exposition before = bench.scrape();
                            int status = bench.get("/hello").status();
                            Finding.when(
                                    status != 503,
                                    "GET /hello answers 503, while the broker refuses messages",
                                    status,
                                    GREET
                                            + "200 says that the queue has taken it, and"
                                            + " queue.publish(...) throws.");
                            delta.since(
                                    before, bench, "after a GET /hello that the broker refused");
                        });
    }

    private static Causes counted() {
        return new Causes()
                .whenNothingAndACrash()
                .when(it -> it.found().isEmpty(), GREET + "nobody counts. inc() does.")
                .whenOtherLabels(GREET)
                .when(
                        it -> it.growsWithScrapes(),
                        HANDLER + "scrapes are counted too. Only hello(...) is to count.")
                .when(
                        it -> it.sum() == 3,
                        GREET
                                + "the POST that is refused is counted too. Count once the queue"
                                + " has taken the message.")
                .when(it -> it.sum() == 4, GREET + "each is counted twice, or other requests are.")
                .otherwise(GREET + "count each message once, after queue.publish(...).");
    }

    @Check(
            number = "8.3",
            title = "all_fruits is right, also when the cache answers",
            learned = "Set where the answer is made, a gauge says what was last told to somebody.",
            more =
                    "Gauge.build() in TreeCounterHandler, and set(all) in tell(...), below the call"
                            + " of lastMinute(), which may come from the cache or the table.")
    void allFruitsAreRight(Bench bench) {
        Declared.as("gauge", ALL, "TreeCounterHandler", bench);
        BackDoor door = new BackDoor(bench);
        door.keep("{\"apple\": 3, \"pear\": 4}");
        told(bench, "/fruit", 7);
        all(bench, 7, "after GET /fruit, which the cache answers: 3 apples and 4 pears");
        told(bench, "/fruit?name=apple", 3);
        all(bench, 7, "after GET /fruit?name=apple");
        door.keep("{\"apple\": 3, \"pear\": 6}");
        told(bench, "/fruit?name=apple", 3);
        all(bench, 9, "after GET /fruit?name=apple, beside which there are 6 pears now");
        door.keepNothing();
        Exposition before = bench.scrape();
        send(bench, "banana", 5);
        Delta.of(
                        HELLO,
                        new Causes()
                                .otherwise(
                                        GREET
                                                + "a POST /fruit is counted too. Count here, and"
                                                + " not where both publish."))
                .since(before, bench, "after POST /fruit");
        Poll.until(answer -> answer.body().contains("5"), () -> bench.get("/fruit"), WORK_MILLIS);
        settle(bench); // The worker deletes what is kept a moment after the table has them.
        door.keep("{\"apple\": 3, \"pear\": 6}");
        bench.get("/fruit");
        door.keepNothing();
        told(bench, "/fruit", 5);
        all(bench, 5, "after GET /fruit, once 5 bananas have come, and the table was asked");
        door.keepNothing();
    }

    private static void send(Bench bench, String fruit, int quantity) {
        Http.Answer taken =
                bench.send(
                        "POST",
                        "/fruit",
                        "{\"fruit\": \"%s\", \"quantity\": %d}".formatted(fruit, quantity));
        Finding.when(
                taken.status() != 202,
                "POST /fruit answers 202",
                taken.status(),
                "TreeCounterHandler.take: what is valid goes to the queue, and 202 says so.");
    }

    private static void told(Bench bench, String path, int quantity) {
        Http.Answer answer = bench.get(path);
        String expected = "GET %s answers {\"quantity\": %d}".formatted(path, quantity);
        if (answer.status() == 500) {
            throw bench.bug(expected, TELL + "something in it throws.");
        }
        Finding.when(
                !answer.body().strip().equals("{\"quantity\": %d}".formatted(quantity)),
                expected,
                answer.status() + ", " + answer.body().strip(),
                TELL + "the answer was right before. Metrics must not change it.");
    }

    private static void all(Bench bench, int expected, String when) {
        double found =
                Poll.until(value -> value == expected, () -> bench.scrape().value(ALL, Map.of()));
        if (found == expected) {
            return;
        }
        boolean one = when.contains("apple") && found == 3;
        String hint =
                one
                        ? "this is what was asked for, not all of them. The sum of all kinds is"
                                + " there too."
                        : found == 7 && when.contains("apple")
                                ? "nothing sets it when one kind is asked for. The sum of all kinds"
                                        + " is known then, too."
                                : found == 9 && when.contains("table")
                                        ? "nothing sets it when the table is asked. Set it where"
                                              + " both ways have come together, after lastMinute()."
                                        : found == 0 && when.contains("cache")
                                                ? "nothing sets it when the cache answers. Set it"
                                                      + " where both ways have come together, after"
                                                      + " lastMinute()."
                                                : found > expected && found == Math.rint(found)
                                                        ? "it adds up what is told again and again."
                                                                + " A gauge can be set."
                                                        : "set it to the sum of what lastMinute()"
                                                                + " gives, each time.";
        throw new Finding(
                "%s %d %s".formatted(ALL, expected, when), Declared.number(found), TELL + hint);
    }

    @Check(
            number = "8.4",
            title = "recent_fruits shows each kind, forgets what is gone, and keeps kinds few",
            learned = "A child stays until somebody takes it away: clear() before the new ones.",
            more =
                    "Gauge.build() with labelNames(\"fruit\"). In tell(...): clear(), then for each"
                            + " fruit labels(knownOrOther(fruit, Fruits.KNOWN)).inc(quantity).")
    void recentFruitsAreRight(Bench bench) {
        Declared.as("gauge", RECENT, "TreeCounterHandler", bench);
        BackDoor door = new BackDoor(bench);
        recent(bench, door, "{\"apple\": 3, \"pear\": 4}", Map.of("apple", 3.0, "pear", 4.0));
        recent(bench, door, "{\"pear\": 2}", Map.of("pear", 2.0));
        door.keep("{\"pear\": 4}");
        bench.get("/fruit?name=apple");
        Map<String, Double> found =
                Poll.until(Map.of("pear", 4.0)::equals, () -> byFruit(bench.scrape()));
        Finding.when(
                found.equals(Map.of("pear", 2.0)),
                RECENT + " by fruit: {pear=4.0}, after GET /fruit?name=apple",
                found,
                TELL + "nothing is set when one kind is asked for. All kinds are known then, too.");
        recent(
                bench,
                door,
                "{\"kiwi-7\": 1, \"mango\": 2, \"pear\": 2}",
                Map.of("other", 3.0, "pear", 2.0));
        recent(bench, door, "{\"pear\": 1}", Map.of("pear", 1.0));
        door.keepNothing();
    }

    private static void recent(
            Bench bench, BackDoor door, String kept, Map<String, Double> expected) {
        door.keep(kept);
        Http.Answer answer = bench.get("/fruit");
        if (answer.status() == 500) {
            throw bench.bug("GET /fruit answers 200", TELL + "something in it throws.");
        }
        Map<String, Double> wanted = new TreeMap<>(expected);
        Map<String, Double> found = Poll.until(wanted::equals, () -> byFruit(bench.scrape()));
        if (found.equals(wanted)) {
            return;
        }
        throw new Finding(
                "%s by fruit: %s".formatted(RECENT, wanted),
                found.isEmpty() ? "none" : found,
                TELL + recentHint(bench, wanted, found));
    }

    private static String recentHint(
            Bench bench, Map<String, Double> wanted, Map<String, Double> found) {
        if (bench.scrape().samples(RECENT).keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(Set.of("fruit")))) {
            return "its one label is fruit.";
        }
        if (found.isEmpty()) {
            return "nothing is set. Each fruit of lastMinute() is a child, also when the cache"
                    + " answers.";
        }
        if (found.containsKey("kiwi-7") || found.containsKey("mango")) {
            return "whatever somebody calls a fruit becomes a series. knownOrOther(fruit,"
                    + " Fruits.KNOWN) keeps them few.";
        }
        if (wanted.containsKey("other") && !found.containsKey("other")) {
            return "fruits that nobody knows are left out. knownOrOther(...) calls them other.";
        }
        if (wanted.containsKey("other") && wanted.get("other") > found.getOrDefault("other", 0.0)) {
            return "two fruits that nobody knows are one series, other, and it is their sum: set"
                    + " keeps the last of them.";
        }
        Set<String> gone = new TreeSet<>(found.keySet());
        gone.removeAll(wanted.keySet());
        if (!gone.isEmpty() && found.entrySet().containsAll(wanted.entrySet())) {
            return "of %s there is none any more, and its series still says how many there were. A child stays until clear() or remove(...)."
                    .formatted(String.join(", ", gone));
        }
        return found.entrySet().stream()
                        .anyMatch(one -> one.getValue() > wanted.getOrDefault(one.getKey(), 0.0))
                ? "a fruit is added to what was there from before. clear() first."
                : "each fruit of lastMinute() is to be a child with its quantity.";
    }

    private static Map<String, Double> byFruit(Exposition page) {
        Map<String, Double> found = new TreeMap<>();
        page.samples(RECENT)
                .forEach(
                        (series, value) -> {
                            if (value != 0) {
                                found.put(series.label("fruit"), value);
                            }
                        });
        return found;
    }

    @Check(
            number = "8.5",
            title = "http_latency_seconds observes every request by method and endpoint",
            learned = "A histogram counts too: its _count is the traffic, no counter is needed.",
            more =
                    "Histogram.build() with labelNames(\"method\", \"endpoint\"), and try"
                            + " (Histogram.Timer timer = LATENCY.labels(method,"
                            + " endpoint).startTimer()) around the answer and its send(...).")
    void requestsAreTimed(Bench bench) {
        Declared.as("histogram", LATENCY, "TreeCounterHandler", bench);
        Exposition before = bench.scrape();
        bench.get("/hello");
        bench.send("POST", "/fruit", "{}");
        bench.get("/nowhere");
        bench.send("TRACE", "/hello");
        bench.scrape();
        Delta.of(LATENCY + "_count", timed())
                .expect(1, "method", "GET", "endpoint", "/hello")
                .expect(1, "method", "POST", "endpoint", "/fruit")
                .expect(1, "method", "GET", "endpoint", "other")
                .expect(1, "method", "other", "endpoint", "/hello")
                .since(
                        before,
                        bench,
                        "after GET /hello, a POST /fruit that is refused, GET /nowhere, TRACE"
                                + " /hello and a scrape");
        Measured measured = aSlowPage(bench);
        for (int i = 1; i < TRIES && !measured.isRight(); i++) {
            measured = aSlowPage(bench);
        }
        Finding.when(
                !measured.isRight(),
                "a page that takes %s s adds about as much to the sum"
                        .formatted(Declared.number(PAUSE_MILLIS / 1000.0)),
                Declared.number(measured.seconds(), measured.most()),
                HANDLER + measured.hint("the page", bench.code()));
    }

    /**
     * What is observed of a page that waits for the cache. On a busy machine much of the wait may
     * be over before the page is asked for.
     */
    private static Measured aSlowPage(Bench bench) {
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        new BackDoor(bench).pauseCache(PAUSE_MILLIS);
        bench.get("/fruit");
        double sum =
                Poll.until(
                        found -> found > 0,
                        () -> Difference.sum(bench.scrape().since(before, LATENCY + "_sum")));
        double most = (System.nanoTime() - start) / 1e9;
        return new Measured(sum, PAUSE_MILLIS / 2000.0, most);
    }

    private static Causes timed() {
        return new Causes()
                .whenNothingAndACrash()
                .when(
                        it -> it.found().isEmpty(),
                        HANDLER + "nothing is observed. A timer around the answer does.")
                .when(
                        it -> !it.hasLabels(Set.of("method", "endpoint")),
                        HANDLER + "its labels are method and endpoint.")
                .when(
                        it -> it.some("endpoint", "/metrics"::equals),
                        HANDLER + "scrapes are in it too. Let /metrics pass before.")
                .when(
                        it -> it.some("endpoint", "/nowhere"::equals),
                        HANDLER
                                + "every path anybody types becomes series. knownOrOther(...) keeps"
                                + " them few.")
                .when(
                        it -> it.some("method", "TRACE"::equals),
                        HANDLER
                                + "every method anybody types becomes series. knownOrOther(...)"
                                + " keeps them few.")
                .when(
                        it ->
                                it.some(
                                        "method",
                                        method -> method.startsWith("/") || method.isEmpty()),
                        HANDLER
                                + "the values of labels(...) stand in the order of labelNames(...):"
                                + " method, endpoint.")
                .when(
                        it -> it.surplus() > 0 && it.missing().isEmpty(),
                        it ->
                                it.isTimes(2)
                                        ? HANDLER + "each request is observed twice."
                                        : HANDLER
                                                + "scrapes are in it too. Let /metrics pass"
                                                + " before.")
                .when(
                        it -> !it.missing().isEmpty() && it.tooMuch().isEmpty(),
                        it ->
                                HANDLER
                                        + "%s is not observed. What is refused took time too."
                                                .formatted(it.missing().get(0)))
                .otherwise(HANDLER + "observe every request, under its own method and endpoint.");
    }

    @Check(
            number = "8.6",
            title = "job_duration_seconds sums up what workers are busy with, also in vain",
            learned = "Two series, a count and a sum: enough for an average, and cheap.",
            more =
                    "Summary.build() with labelNames(\"kind\") in FruitJob, and try (Summary.Timer"
                        + " timer = DURATION.labels(kind).startTimer()) around all of the work.")
    void jobsAreTimed(Bench bench) {
        needsItsPage(bench);
        bench.asking(Pipeline.WORKER, () -> Declared.as("summary", JOB, "FruitJob", bench));
        afterAGreeting(
                bench,
                JOB + "_count",
                Delta.of(JOB + "_count", worked()).expect(1, "kind", "hello"));
        SlowDatabase slow = SlowDatabase.of(bench);
        Map<Series, Double> counts = slow.after().since(slow.before(), JOB + "_count");
        Finding.when(
                slow.inVain(JOB + "_count") <= 0,
                "each try of %d messages is observed, also of those that the database does not take in time"
                        .formatted(SlowDatabase.FRUITS),
                counts.isEmpty() ? "none of them" : Declared.changes(counts, Map.of()),
                INSERT_CAUGHT.matcher(bench.code()).find()
                        ? "FruitJob.keep: a Failure of table.insert is caught there, so the message"
                                + " is acknowledged and its fruits are lost. That try is for"
                                + " cache.delete() alone."
                        : WORK
                                + "a try that ends in an exception took time too. A timer in try"
                                + " (...) is stopped either way.");
        Measured measured = slow.triesIn(JOB);
        Finding.when(
                !measured.isRight(),
                "a try that the database ends after %s s adds %1$s and a little to the sum"
                        .formatted(SlowDatabase.LIMIT),
                Declared.number(measured.seconds(), SlowDatabase.LIMIT),
                WORK + measured.hint("the work", bench.code()));
    }

    /** Lets somebody greet, and looks at the worker once it has counted that. */
    private static void afterAGreeting(Bench bench, String counted, Delta delta) {
        Exposition before = worker(bench);
        bench.get("/hello");
        await(bench, before, counted, 1);
        workerDelta(bench, before, delta, "after one GET /hello");
    }

    private static Causes worked() {
        return new Causes()
                .whenNothingAndACrash()
                .when(
                        it -> it.found().isEmpty(),
                        WORK + "nothing is observed. A timer around the work does.")
                .when(it -> it.hasLabels(Set.of("job")), WORK + OWN_LABEL)
                .when(it -> !it.hasLabels(Set.of("kind")), WORK + "its one label is kind.")
                .when(
                        it -> it.sum() == 2,
                        WORK + "a job is observed twice. One timer, stopped once.")
                .otherwise(WORK + "observe each job under its kind: hello, fruit or other.");
    }

    @Check(
            number = "8.7",
            title = "jobs_total counts jobs done, tried again, and given up",
            learned = "Retries apart: messages done and work done are two numbers.",
            more =
                    "Counter.build() with labelNames(\"kind\", \"outcome\"). done after"
                            + " acknowledge(), retried after giveBack(), dead after bury().")
    void jobsAreCounted(Bench bench) {
        needsItsPage(bench);
        bench.asking(Pipeline.WORKER, () -> Declared.as("counter", JOBS, "FruitJob", bench));
        settle(bench);
        afterAGreeting(
                bench,
                JOBS,
                Delta.of(JOBS, outcomes()).expect(1, "kind", "hello", "outcome", "done"));
        Exposition start = worker(bench);
        BackDoor door = new BackDoor(bench);
        int dead = door.deadLetters();
        door.publish("fruit", "rotten");
        door.publish("dance", "{}");
        int buried = Poll.until(count -> count == dead + 2, door::deadLetters, WORK_MILLIS);
        Finding.when(
                buried != dead + 2,
                "two dead letters more, after two messages that nobody can process",
                buried - dead,
                WORK + "delivery.bury() puts them aside, once each. Metrics must not change it.");
        await(bench, start, JOBS, 2);
        workerDelta(
                bench,
                start,
                Delta.of(JOBS, outcomes())
                        .expect(1, "kind", "fruit", "outcome", "dead")
                        .expect(1, "kind", "other", "outcome", "dead"),
                "after two messages that nobody can process, one of them of a kind nobody knows");
        Finding.when(
                worker(bench).samples(JOB + "_count").keySet().stream()
                        .anyMatch(is("kind", "dance")),
                JOB + "{kind=\"other\"} for a kind that nobody knows",
                JOB + "{kind=\"dance\"}",
                WORK
                        + "whatever kind somebody sends becomes series, of the time it takes too."
                        + " The variable kind says other.");
        retries(bench);
    }

    private static void retries(Bench bench) {
        SlowDatabase slow = SlowDatabase.of(bench);
        Series retried = new Series(JOBS, Map.of("kind", "fruit", "outcome", "retried"));
        Series done = new Series(JOBS, Map.of("kind", "fruit", "outcome", "done"));
        Map<Series, Double> early = slow.during().since(slow.before(), JOBS);
        Finding.when(
                early.containsKey(done),
                "a message that the database does not take in time is retried, and not done yet",
                Declared.changes(early, Map.of()),
                WORK
                        + "it is counted as done before it is. Count after acknowledge(), which"
                        + " comes last.");
        Map<Series, Double> all = slow.after().since(slow.before(), JOBS);
        Finding.when(
                !all.containsKey(retried)
                        || all.getOrDefault(done, 0.0) != SlowDatabase.FRUITS
                        || all.size() != 2,
                "%s grows, and %s by %d, the messages, once the database is quick again"
                        .formatted(retried, done, SlowDatabase.FRUITS),
                Declared.changes(all, Map.of()),
                WORK
                        + (all.keySet().stream()
                                        .map(series -> series.labels().getOrDefault("outcome", ""))
                                        .anyMatch(word -> !word.matches("done|retried|dead"))
                                ? "an outcome is one of three words: done, retried or dead."
                                : all.containsKey(retried)
                                        ? "count done once for each message, after acknowledge()."
                                        : "a try that fails and will come again is retried,"
                                                + " whatever is counted besides. Count it after"
                                                + " giveBack()."));
    }

    private static Causes outcomes() {
        return new Causes()
                .whenNothingAndACrash()
                .when(it -> it.found().isEmpty(), WORK + "nobody counts what became of a job.")
                .when(it -> it.hasLabels(Set.of("job", "outcome")), WORK + OWN_LABEL)
                .when(
                        it -> !it.hasLabels(Set.of("kind", "outcome")),
                        WORK + "its labels are kind and outcome.")
                .when(
                        it -> it.some("kind", "dance"::equals),
                        WORK
                                + "whatever kind somebody sends becomes series. The variable kind"
                                + " says other.")
                .when(
                        it -> it.some("kind", kind -> kind.matches("done|dead|retried")),
                        WORK
                                + "the values of labels(...) stand in the order of labelNames(...):"
                                + " kind, outcome.")
                .when(
                        it -> it.some("outcome", "retried"::equals),
                        WORK + "what was buried does not come again: it is dead, not" + " retried.")
                .when(
                        it ->
                                it.some("outcome", "done"::equals)
                                        && it.expected().keySet().stream()
                                                .anyMatch(is("outcome", "dead")),
                        WORK
                                + "a job is counted as done before it is. Count after"
                                + " acknowledge(), which comes last.")
                .when(it -> it.surplus() > 0, WORK + "a job is counted twice.")
                .otherwise(WORK + "count each end of a job: done, retried or dead.");
    }

    @Check(
            number = "8.8",
            title = "errors_total says where and how things fail, in few words",
            learned = "An exception's message is for the log: as a label each is a series.",
            more =
                    "Counter.build() with labelNames(\"where\", \"error\") in both classes, and"
                        + " ERRORS.labels(e.where(), e.error()).inc() where a Failure is caught; a"
                        + " static block makes a child for each of Failure.PLACES and ERRORS.")
    void errorsAreCounted(Bench bench) {
        needsItsPage(bench);
        bench.asking(Pipeline.WORKER, () -> Declared.as("counter", ERRORS, "FruitJob", bench));
        Declared.as("counter", ERRORS, "TreeCounterHandler", bench);
        settle(bench);
        Exposition start = worker(bench);
        thereFromTheStart(start, "the worker's", "FruitJob");
        thereFromTheStart(bench.scrape(), "the frontend's", "TreeCounterHandler");
        Exposition quiet = bench.scrape();
        bench.send("POST", "/fruit", "{}");
        Delta.of(
                        ERRORS,
                        new Causes()
                                .otherwise(
                                        "TreeCounterHandler.take: a 400 is the caller's mistake,"
                                                + " and no error of ours."))
                .since(quiet, bench, "after POST /fruit with {}, which is answered 400");
        new BackDoor(bench).publish("fruit", "rotten");
        await(bench, start, ERRORS, 1);
        workerDelta(
                bench,
                start,
                Delta.of(ERRORS, failed(WORK)).expect(1, "where", "message", "error", "invalid"),
                "after a message that nobody can process");
        CacheAtFirst.of(bench);
        Exposition before = bench.scrape();
        new BackDoor(bench).keepNonsense();
        Http.Answer answer = bench.get("/fruit");
        Finding.when(
                answer.status() != 200,
                "GET /fruit answers 200, though the cache fails",
                answer.status(),
                "TreeCounterHandler.lastMinute: without the cache it takes longer, and is as"
                        + " right.");
        Delta.of(ERRORS, failed("TreeCounterHandler.lastMinute: "))
                .expect(1, "where", "cache", "error", "other")
                .since(before, bench, "after GET /fruit, while the cache keeps what is no text");
        refused(
                bench,
                Delta.of(ERRORS, failed("TreeCounterHandler.answer: "))
                        .expect(1, "where", "queue", "error", "refused"));
        Finding.when(
                DELETE_FORGOTTEN.matcher(bench.code()).find(),
                "a Failure of cache.delete() is counted",
                "a catch block that counts nothing",
                "FruitJob.keep: the message is done all the same, and this counter alone can tell"
                        + " that the cache was not.");
        slowInserts(bench);
    }

    private static void thereFromTheStart(Exposition page, String whose, String in) {
        for (String place : List.of("queue", "database", "cache")) {
            Series wanted = new Series(ERRORS, Map.of("where", place, "error", "other"));
            String expected = "%s 0 on %s page".formatted(wanted, whose);
            Finding.when(
                    !page.samples(ERRORS).containsKey(wanted),
                    expected,
                    "no such series",
                    in
                            + ": a series that comes with the first error is not there before it."
                            + " Make a child for each of Failure.PLACES and Failure.ERRORS in a"
                            + " static block.");
            Finding.when(
                    place.equals("queue") && page.samples(ERRORS).get(wanted) != 0,
                    expected,
                    Declared.number(page.samples(ERRORS).get(wanted)),
                    in
                            + ": labels(...) alone makes a child. inc() counts an error that nobody"
                            + " has seen.");
        }
    }

    private static void slowInserts(Bench bench) {
        SlowDatabase slow = SlowDatabase.of(bench);
        Map<Series, Double> found = slow.after().since(slow.before(), ERRORS);
        Finding.when(
                found.keySet().stream().noneMatch(is("error", "timeout"))
                        || !found.keySet().stream().allMatch(is("where", "database")),
                ERRORS + "{error=\"timeout\",where=\"database\"} grows while inserts are too slow",
                Declared.changes(found, Map.of()),
                WORK + "count each Failure that is caught, also of a job that is tried again.");
    }

    private static Causes failed(String place) {
        return new Causes()
                .whenNothingAndACrash()
                .when(it -> it.found().isEmpty(), place + "a Failure is caught, and not counted.")
                .when(
                        it -> !it.hasLabels(Set.of("where", "error")),
                        place + "its labels are where and error.")
                .when(
                        it ->
                                it.some("error", error -> error.length() > 10)
                                        || it.some("where", where -> where.length() > 10),
                        place
                                + "a text like this differs each time, and each is a series."
                                + " e.where() and e.error() say one of few words.")
                .when(
                        it -> it.some("where", where -> where.matches("other|invalid|timeout")),
                        place
                                + "the values of labels(...) stand in the order of labelNames(...):"
                                + " where, error.")
                .when(it -> it.surplus() > 0, place + "a Failure is counted twice.")
                .otherwise(place + "count each Failure under its own where() and error().");
    }

    @Check(
            number = "8.9",
            title = "mq_publish_seconds observes how long the broker takes to confirm",
            learned = "Its _count is what was published: one metric, two questions.",
            more =
                    "Histogram.build() without labels in TreeCounterHandler and in Worker, and try"
                            + " (Histogram.Timer timer = PUBLISH.startTimer()) around"
                            + " queue.publish(...) in both.")
    void publishingIsTimed(Bench bench) {
        needsItsPage(bench);
        Declared.as("histogram", PUBLISH, "TreeCounterHandler", bench);
        bench.asking(Pipeline.WORKER, () -> Declared.as("histogram", PUBLISH, "Worker", bench));
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        bench.get("/hello");
        send(bench, "pear", 1);
        bench.send("POST", "/fruit", "{}");
        bench.get("/fruit");
        Delta.of(
                        PUBLISH + "_count",
                        new Causes()
                                .whenNothingAndACrash()
                                .when(
                                        it -> it.found().isEmpty(),
                                        PUBLISHER + "nothing is observed.")
                                .whenOtherLabels(PUBLISHER)
                                .when(
                                        it -> it.sum() == 1,
                                        PUBLISHER
                                                + "one of /hello and POST /fruit is not observed."
                                                + " Both publish.")
                                .when(
                                        it ->
                                                it.sum() == 4
                                                        && it.code().contains("PUBLISH.startTimer"),
                                        PUBLISHER
                                                + "it is observed twice, or around more than"
                                                + " queue.publish(...).")
                                .otherwise(
                                        PUBLISHER
                                                + "observe once for each message, around"
                                                + " queue.publish(...) alone."))
                .expect(2)
                .since(
                        before,
                        bench,
                        "after GET /hello, a good POST /fruit, a bad one, and GET /fruit");
        Measured measured =
                new Measured(
                        Difference.sum(bench.scrape().since(before, PUBLISH + "_sum")),
                        1e-6,
                        (System.nanoTime() - start) / 1e9);
        Finding.when(
                !measured.isRight(),
                "the sum of seconds that two messages took",
                Declared.number(measured.seconds()),
                PUBLISHER + measured.hint("queue.publish", bench.code()));
        Finding.when(
                ORANGES_UNTIMED.matcher(bench.code()).find(),
                "the worker's %s observes its oranges".formatted(PUBLISH),
                "a call of queue.publish(...) without a timer",
                "Worker.publish: oranges are published here, and the broker has to confirm them"
                        + " too.");
    }

    @Check(
            number = "8.10",
            title = "the worker's calls of queue, database and cache are measured apart",
            learned = "The job says that it is slow; its parts say which of them.",
            more =
                    "In FruitJob CONSUMED.inc() first in work(...), and a timer in try (...) around"
                            + " each of delivery.acknowledge(), table.insert(...) and"
                            + " cache.delete().")
    void callsAreMeasured(Bench bench) {
        needsItsPage(bench);
        bench.asking(
                Pipeline.WORKER,
                () -> {
                    Declared.as("counter", CONSUMED, "FruitJob", bench);
                    Declared.withoutLabels(CONSUMED, "FruitJob", bench);
                    for (String name : List.of(ACK, INSERT, DELETE)) {
                        Declared.as("histogram", name, "FruitJob", bench);
                    }
                });
        settle(bench);
        calls(bench, "GET /hello", () -> bench.get("/hello"), 0);
        calls(bench, "POST /fruit", () -> send(bench, "pear", 1), 1);
        SlowDatabase slow = SlowDatabase.of(bench);
        Finding.when(
                slow.inVain(CONSUMED) <= 0,
                "%s counts a message that comes again each time it comes".formatted(CONSUMED),
                "+%s for %d messages that came more than once"
                        .formatted(Declared.number(slow.growth(CONSUMED)), SlowDatabase.FRUITS),
                WORK + "it counts what is done, not what has come. CONSUMED.inc() comes first.");
        Finding.when(
                slow.inVain(DELETE + "_count") > 0 && slow.inVain(INSERT + "_count") <= 0,
                INSERT + " observes inserts that the database ends",
                DELETE + " does",
                "FruitJob.keep: the two have changed places. Each stands around its own call.");
        Finding.when(
                slow.inVain(INSERT + "_count") <= 0,
                INSERT + " observes inserts that the database ends",
                "none",
                "FruitJob.keep: an insert that ends in an exception took time too. A timer in try"
                        + " (...) is stopped either way.");
        Measured measured = slow.triesIn(INSERT);
        Finding.when(
                !measured.isRight(),
                "an insert that the database ends after %s s adds %1$s and a little"
                        .formatted(SlowDatabase.LIMIT),
                Declared.number(measured.seconds(), SlowDatabase.LIMIT),
                "FruitJob.keep: " + measured.hint("the insert", bench.code()));
    }

    private static void calls(Bench bench, String what, Runnable request, int inserts) {
        Exposition before = worker(bench);
        request.run();
        await(bench, before, ACK + "_count", 1);
        Exposition after = worker(bench);
        Map<String, Double> expected = new TreeMap<>();
        expected.put(CONSUMED, 1.0);
        expected.put(ACK + "_count", 1.0);
        expected.put(INSERT + "_count", (double) inserts);
        expected.put(DELETE + "_count", (double) inserts);
        expected.forEach(
                (name, growth) -> {
                    double found = Difference.sum(after.since(before, name));
                    Finding.when(
                            found != growth,
                            "%s +%s after one %s".formatted(name, Declared.number(growth), what),
                            "+" + Declared.number(found),
                            (name.startsWith("mq_") ? WORK : "FruitJob.keep: ")
                                    + (found < growth
                                            ? "nothing is recorded in %s here."
                                                    .formatted(name.replaceFirst("_count$", ""))
                                            : "%s records more than it is about: its timer stands"
                                                            .formatted(
                                                                    name.replaceFirst(
                                                                            "_count$", ""))
                                                    + " around one call alone, and once."));
                });
    }

    @Check(
            number = "8.11",
            title = "mq_messages says how long the queue is, as the broker sees it",
            learned = "Counting in and out is a guess at the length. The broker knows it.",
            more =
                    "new GaugeMetricFamily(\"mq_messages\", help, List.of(\"queue\")) with"
                            + " addMetric(List.of(\"fruits\"), queue.length()) and dead for"
                            + " deadLetters(); new PipelineCollector(queue, table).register() in"
                            + " Worker.main.")
    void theQueueIsAsked(Bench bench) {
        needsItsPage(bench);
        String code = bench.code();
        Finding.when(
                worker(bench).type(MESSAGES).isEmpty()
                        && code.contains("\"mq_messages\"")
                        && code.contains("new PipelineCollector("),
                "# TYPE mq_messages gauge",
                "no such metric",
                code.matches("(?s).*new PipelineCollector\\([^;]*register\\(.*")
                        ? COLLECTOR
                                + "the family is made, and not among what collect() returns."
                                + " families.add(...) puts it there."
                        : WORKER
                                + "the collector is made, and nobody asks it: register() says that"
                                + " there is one.");
        bench.asking(
                Pipeline.WORKER, () -> Declared.as("gauge", MESSAGES, "PipelineCollector", bench));
        SlowDatabase slow = SlowDatabase.of(bench);
        Map<String, Double> expected = queue(slow.deadLetters());
        Map<String, Double> found = byLabel(slow.during(), MESSAGES, "queue");
        Finding.when(
                !found.equals(expected),
                "%s by queue: %s, while %d fruits wait for a slow database"
                        .formatted(MESSAGES, expected, SlowDatabase.FRUITS),
                found,
                COLLECTOR + messagesHint(found, expected));
        double rest = byLabel(slow.after(), MESSAGES, "queue").getOrDefault("fruits", -1.0);
        Finding.when(
                rest != 0,
                MESSAGES + "{queue=\"fruits\"} 0, once all are done",
                Declared.number(rest),
                COLLECTOR + "the broker is to be asked each time, in collect().");
    }

    private static Map<String, Double> queue(int dead) {
        Map<String, Double> lengths = new TreeMap<>();
        lengths.put("fruits", (double) SlowDatabase.FRUITS);
        lengths.put("dead", (double) dead);
        return lengths;
    }

    /** Whether a page tells how long the queue is while the database is slow, or not at all. */
    static boolean isQueue(Exposition page, int dead) {
        return !page.families().contains(MESSAGES)
                || byLabel(page, MESSAGES, "queue").equals(queue(dead));
    }

    private static String messagesHint(Map<String, Double> found, Map<String, Double> expected) {
        if (!found.keySet().equals(expected.keySet())) {
            return "its one label is queue, with the values fruits and dead.";
        }
        if (found.get("fruits").equals(expected.get("dead"))
                && found.get("dead").equals(expected.get("fruits"))) {
            return "length() is about fruits, deadLetters() about dead.";
        }
        return found.get("fruits") == 0
                ? "this is the length at some time before. Ask queue.length() in collect(), each"
                        + " time."
                : "queue.length() and queue.deadLetters() know both numbers.";
    }

    private static Map<String, Double> byLabel(Exposition page, String name, String label) {
        Map<String, Double> found = new TreeMap<>();
        page.samples(name).forEach((series, value) -> found.put(series.label(label), value));
        return found;
    }

    @Check(
            number = "8.12",
            title = "the pool of connections says how full it is, and who waits",
            learned = "A full pool is slow without any slow statement: those who wait tell it.",
            more =
                    "db_pool_connections with the label state: active from activeConnections(),"
                            + " idle from idleConnections(); db_pool_connections_max is"
                            + " FruitTable.MOST_CONNECTIONS, and db_pool_waiting_threads"
                            + " waitingThreads(). All in PipelineCollector.collect.")
    void thePoolIsAsked(Bench bench) {
        needsItsPage(bench);
        bench.asking(
                Pipeline.WORKER,
                () -> {
                    Declared.as("gauge", CONNECTIONS, "PipelineCollector", bench);
                    Declared.as("gauge", CONNECTIONS_MAX, "PipelineCollector", bench);
                    Declared.as("gauge", WAITING, "PipelineCollector", bench);
                });
        Exposition full = SlowDatabase.of(bench).during();
        Map<String, Double> found = byLabel(full, CONNECTIONS, "state");
        Finding.when(
                !found.keySet().equals(Set.of("active", "idle")),
                CONNECTIONS + " with state=\"active\" and state=\"idle\"",
                found,
                COLLECTOR + "its one label is state, with the values active and idle.");
        Finding.when(
                found.get("active") != SlowDatabase.CONNECTIONS,
                CONNECTIONS + "{state=\"active\"} 10, while 12 workers want one of 10",
                Declared.number(found.get("active")),
                COLLECTOR
                        + (found.get("idle") == SlowDatabase.CONNECTIONS
                                ? "active and idle have changed places."
                                : "table.activeConnections() knows it, each time it is asked."));
        Finding.when(
                full.value(CONNECTIONS_MAX, Map.of()) != SlowDatabase.CONNECTIONS,
                CONNECTIONS_MAX + " 10",
                Declared.number(full.value(CONNECTIONS_MAX, Map.of())),
                COLLECTOR + "FruitTable.MOST_CONNECTIONS says how many there may be.");
        double waiting = full.value(WAITING, Map.of());
        Finding.when(
                waiting <= 0,
                WAITING + " above 0, while 12 workers want one of 10 connections",
                Declared.number(waiting),
                COLLECTOR + "table.waitingThreads() knows it, each time it is asked.");
    }

    /**
     * Whether a page tells that all connections are in use and some wait, or nothing of it. Where
     * the states have changed places, it tells the same with none in use.
     */
    static boolean isFullPool(Exposition page) {
        Map<String, Double> found = byLabel(page, CONNECTIONS, "state");
        double active = found.getOrDefault("active", 0.0);
        double idle = found.getOrDefault("idle", 0.0);
        return !page.families().contains(CONNECTIONS)
                || Math.max(active, idle) == SlowDatabase.CONNECTIONS
                        && Math.min(active, idle) == 0
                        && page.value(WAITING, Map.of()) > 0;
    }

    /** Whether a page tells that some connections are in use, and not all; under either name. */
    static boolean isAlmostFullPool(Exposition page) {
        Map<String, Double> found = byLabel(page, CONNECTIONS, "state");
        double most = Math.max(found.getOrDefault("active", 0.0), found.getOrDefault("idle", 0.0));
        return most >= SlowDatabase.CONNECTIONS / 2.0 && most < SlowDatabase.CONNECTIONS;
    }

    @Check(
            number = "8.13",
            title = "cache_requests_total counts hits, misses and failures",
            learned = "Three ends of one question: hits by all of them is the hit ratio.",
            more =
                    "Counter.build() with labelNames(\"result\") in TreeCounterHandler, a child for"
                            + " each of hit, miss and failed in the static block, and one inc() for"
                            + " each in lastMinute().")
    void theCacheIsCounted(Bench bench) {
        Declared.as("counter", CACHE, "TreeCounterHandler", bench);
        Finding.when(
                !CacheAtFirst.of(bench).hasFailed(),
                CACHE + "{result=\"failed\"} 0, before the cache has ever failed",
                "no such series",
                "TreeCounterHandler: a series that comes with the first failure is not there before"
                        + " it. Make a child for hit, miss and failed in a static block.");
        settle(bench);
        BackDoor door = new BackDoor(bench);
        asked(bench, door::keepNothing, "miss", "the cache keeps nothing");
        asked(bench, () -> door.keep("{\"apple\": 3}"), "hit", "the cache keeps 3 apples");
        asked(bench, door::keepNonsense, "failed", "the cache keeps what is no text");
    }

    /** Whether a failure of the cache has its series, as it was before this bench made one. */
    private record CacheAtFirst(boolean hasFailed) {
        static CacheAtFirst of(Bench bench) {
            return bench.own()
                    .get(
                            CacheAtFirst.class,
                            () ->
                                    new CacheAtFirst(
                                            bench.scrape().samples(CACHE).keySet().stream()
                                                    .anyMatch(is("result", "failed"))));
        }
    }

    private static void asked(Bench bench, Runnable prepare, String result, String when) {
        prepare.run();
        Exposition before = bench.scrape();
        bench.get("/fruit");
        Delta.of(
                        CACHE,
                        new Causes()
                                .whenNothingAndACrash()
                                .when(
                                        it -> it.found().isEmpty(),
                                        ASK + "a " + result + " is not counted.")
                                .when(
                                        it -> !it.hasLabels(Set.of("result")),
                                        ASK + "its one label is result.")
                                .when(
                                        it -> it.surplus() > 0,
                                        ASK
                                                + "one question counts more than once. It comes to"
                                                + " one end.")
                                .when(
                                        it ->
                                                it.values("result").size() == 1
                                                        && !it.values("result").contains(result)
                                                        && it.someValue(
                                                                word ->
                                                                        word.matches(
                                                                                "hit|miss|failed")),
                                        it ->
                                                ASK
                                                        + "this question was a %s, and is counted as %s."
                                                                .formatted(
                                                                        result,
                                                                        String.join(
                                                                                "",
                                                                                it.values(
                                                                                        "result"))))
                                .otherwise(
                                        ASK
                                                + "this question was a "
                                                + result
                                                + ": is it counted before the answer is known?"))
                .expect(1, "result", result)
                .since(before, bench, "after GET /fruit, while " + when);
    }

    @Check(
            number = "8.14",
            title = "queries/01-keeping-up.promql: whether consumers keep up",
            learned = "Above 0 for long, the queue grows: it is the first thing to look at.",
            more =
                    "sum(rate(...)) of mq_publish_seconds_count, less the same of"
                            + " mq_ack_seconds_count.")
    void consumersKeepUp(Bench bench) {
        Grading.on(bench).check(PipelineQueries.KEEPING_UP);
    }

    @Check(
            number = "8.15",
            title = "queries/02-age.promql: how old messages get",
            learned =
                    "Little: what is in there, by what comes out a second, is how long each stays.",
            more =
                    "avg_over_time(mq_messages{...}[5m]), once for all workers, by sum(rate(...))"
                            + " of mq_ack_seconds_count.")
    void messagesGetOld(Bench bench) {
        Grading.on(bench).check(PipelineQueries.AGE);
    }

    @Check(
            number = "8.16",
            title = "queries/03-hit-ratio.promql: the hit ratio",
            learned = "A ratio of two rates, both over all frontends: first sum, then divide.",
            more = "sum(rate(...)) with result hit, by sum(rate(...)) with any result.")
    void theCacheIsOfUse(Bench bench) {
        Grading.on(bench).check(PipelineQueries.HIT_RATIO);
    }

    @Check(
            number = "8.17",
            title = "queries/04-errors.promql: errors for each message, by where",
            learned = "Many to one: group_left says which side has more series.",
            more =
                    "sum by (where) (rate(...)), then / ignoring (where) group_left, then one"
                            + " number.")
    void errorsByWhere(Bench bench) {
        Grading.on(bench).check(PipelineQueries.ERRORS);
    }

    @Check(
            number = "8.18",
            title = "queries/05-pool.promql: how full the pool is",
            learned = "A share of what it may have is saturation; of what it has, is none.",
            more =
                    "avg_over_time(...) of the active connections, / ignoring (state),"
                            + " db_pool_connections_max.")
    void thePoolIsFull(Bench bench) {
        Grading.on(bench).check(PipelineQueries.POOL);
    }

    @Check(
            number = "8.19",
            title = "jobs/exporters.yaml: Prometheus asks the exporters",
            learned =
                    "An exporter translates: it asks its server, and shows the answer as metrics.",
            more =
                    "scrape_configs: with five items, each with job_name and static_configs, which"
                            + " holds one item: - targets: [\"HOST:PORT\"].")
    void exportersAreAsked(Bench bench) {
        new PipelineJobs(bench).checkExporters();
    }

    @Check(
            number = "8.20",
            title = "jobs/blackbox.yaml: four services are probed",
            learned = "Relabelling runs before the scrape: it decides whom to ask, and how.",
            more =
                    "metrics_path, params and static_configs, then three rules in relabel_configs:"
                            + " __address__ to __param_target, __param_target to instance, and"
                            + " blackbox:9115 as replacement into __address__.")
    void servicesAreProbed(Bench bench) {
        new PipelineJobs(bench).checkProbes();
    }

    @Check(
            number = "8.21",
            title = "queries/06-probes.promql: who answers probes",
            learned = "up says that the exporter answered; probe_success, that the service did.",
            more = "avg_over_time of probe_success of the job, over [5m]: it is 0 or 1.")
    void servicesAnswer(Bench bench) {
        Grading.on(bench).check(PipelineQueries.PROBES);
    }

    @Check(
            number = "8.22",
            title = "dashboard.json: a panel graphs how many jobs are tried again",
            learned = "A share tells on a quiet day and on a busy one; a count tells on neither.",
            more =
                    "In Grafana: new dashboard, a time series panel with sum(rate(jobs_total with"
                            + " outcome retried)) / sum(rate(jobs_total)), then Export, and save"
                            + " the JSON as dashboard.json in the lesson's directory.")
    void retriesAreDrawn(Bench bench) {
        new Dashboard(bench, PipelineQueries.PANEL).check();
    }

    @Check(
            number = "8.23",
            title = "diagnosis.properties: where does it hurt?",
            learned = "Each metric of this lesson is the answer to a question like this one.",
            more =
                    "Look at the dashboard while make hurt is at work: which panels change? For"
                            + " each of both: a name, a query with one number, and whether that"
                            + " rises or falls.")
    void itIsKnownWhereItHurts(Bench bench) {
        new PipelineDiagnosis(bench).check();
    }

    /** Until its page is there, or the worker or the frontend has ended. */
    static void awaitWorker(Bench bench) {
        App worker = bench.app(Pipeline.WORKER);
        Poll.until(
                settled -> settled,
                () ->
                        !worker.isAlive()
                                || !bench.app().isAlive()
                                || listens(worker.port(), "127.0.0.1"),
                START_MILLIS);
    }

    static void needsItsPage(Bench bench) {
        App worker = bench.app(Pipeline.WORKER);
        Finding.when(
                !listens(worker.port(), "127.0.0.1"),
                "the worker shows its metrics",
                "nobody listens on its port",
                WORKER + "step 8.1 comes first.");
    }

    /** The worker's page. */
    static Exposition worker(Bench bench) {
        Exposition[] page = new Exposition[1];
        bench.asking(Pipeline.WORKER, () -> page[0] = bench.scrape());
        return page[0];
    }

    /** Waits until the samples of a name have grown by so much, while workers are at work. */
    private static Exposition await(Bench bench, Exposition before, String name, double growth) {
        return Poll.until(
                page -> Difference.sum(page.since(before, name)) >= growth,
                () -> worker(bench),
                WORK_MILLIS);
    }

    /** Waits until the queue has no message, also none that a worker has: all is done. */
    static void settle(Bench bench) {
        BackDoor door = new BackDoor(bench);
        Poll.until(length -> length == 0, door::length, WORK_MILLIS);
    }

    private static void workerDelta(Bench bench, Exposition before, Delta delta, String when) {
        bench.asking(Pipeline.WORKER, () -> delta.since(before, bench, when));
    }

    private static Predicate<Series> is(String label, String value) {
        return series -> value.equals(series.labels().get(label));
    }

    static boolean listens(int port, String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Addresses of this machine that 127.0.0.1 is not; on Linux 127.0.0.2 is one of them. */
    private static List<String> others() {
        try {
            Stream<String> own =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> !address.isLoopbackAddress())
                            .filter(address -> address.getAddress().length == 4)
                            .map(InetAddress::getHostAddress);
            return Stream.concat(Stream.of("127.0.0.2"), own).toList();
        } catch (SocketException e) {
            return List.of("127.0.0.2");
        }
    }
}
