package treecounter.workbench.lessons.goldensignals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import treecounter.forest.Distribution;
import treecounter.forest.Faults;
import treecounter.forest.RandomValues;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Causes;
import treecounter.workbench.checks.Check;
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
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.promql.Grading;

/** Bonus: one filter for every endpoint, the four golden signals, and two hidden distributions. */
@LessonChecks
public class GoldenSignalsChecks {
    private static final String REQUESTS = "http_requests_total";
    private static final String DURATION = "http_request_duration_seconds";
    private static final String BYTES = "http_response_bytes";
    private static final String BUSY = "request_threads_busy";
    private static final String MOST = "request_threads_max";
    private static final String VALUE = "random_value";
    private static final String DELAY = "random_delay_seconds";

    private static final String TREES = "/treecounter";
    private static final String RANDOM = "/random";
    private static final String BUG = "/leaves?count=many";
    private static final String FILTER = "RequestFilter.doFilter: ";
    private static final String HANDLER = "TreeCounterHandler.random: ";
    private static final String MAIN = "TreeCounterApp.main: ";

    private static final int THREADS = 16;
    private static final int HELD = 5;
    private static final int FEWEST_BUCKETS = 20;
    private static final int BUCKETS = 30;

    /** What a page of 0.1 s adds at least; a clock may be a little coarse. */
    private static final double LEAST = 0.09;

    private static final double NUMBER = 41.5;
    private static final double DELAYED = 0.05;
    private static final RandomValues KNOWN = RandomValues.always(NUMBER, DELAYED);

    /** What is no number; that it comes at once saves waiting for a deadline. */
    private static final RandomValues NONE = RandomValues.always(Double.NaN, 0);

    private static final Pattern COUNTS_ON_LOADING =
            Pattern.compile("(?s)static \\{(?:(?!\\n    }).)*?\\.inc\\(");
    private static final Pattern COUNTS = Pattern.compile("\\.inc\\(");
    private static final Pattern TWO_CONTEXTS =
            Pattern.compile("(?s)createContext\\(\\s*\"/\".*createContext\\(\\s*\"/\"");
    private static final Pattern STOPS = Pattern.compile("observeDuration\\(|\\.close\\(|try \\(");
    private static final Pattern OBSERVES =
            Pattern.compile("\\.observe\\(|\\.startTimer\\(|\\.time\\(");

    private static final String SILENT =
            "An exception in a filter is printed nowhere: does labels(...) take as many values as"
                    + " labelNames(...) has names?";

    private static final Causes COUNTED =
            closedSets(Set.of("method", "endpoint", "status"), REQUESTS, COUNTS)
                    .when(
                            it ->
                                    it.some("status", "-1"::equals)
                                            && it.code().contains("getResponseCode()"),
                            it ->
                                    FILTER
                                            + "there is no status yet"
                                            + (isMounted(it.code())
                                                    ? " where it is read. After chain.doFilter"
                                                            + " there is."
                                                    : " inside the Guard: it answers 500 later. A"
                                                            + " filter of the context stands"
                                                            + " outside."))
                    .when(
                            it -> it.surplus() > 0 && it.missing().isEmpty(),
                            FILTER + "a request is counted twice.")
                    .when(
                            it -> it.missing().stream().anyMatch(is("status", "500")),
                            FILTER
                                    + "the request that ends in 500 is missing, or counted as"
                                    + " something else. The status is known once chain.doFilter has"
                                    + " returned.")
                    .when(
                            it -> it.tooMuch().isEmpty() && it.isOnlyAPart(),
                            it ->
                                    FILTER
                                            + "%s does not get here. Is the filter added to the context of \"/\"?"
                                                    .formatted(it.missing().get(0)))
                    .otherwise(
                            it ->
                                    FILTER
                                            + "this request is counted with another %s than its own."
                                                    .formatted(wrongLabels(it)));

    private static String wrongLabels(Difference it) {
        return Stream.of("method", "endpoint", "status")
                .filter(
                        label ->
                                !it.values(label)
                                        .equals(
                                                it.expected().keySet().stream()
                                                        .map(series -> series.label(label))
                                                        .collect(Collectors.toSet())))
                .collect(Collectors.joining(" and "));
    }

    private static final Causes TIMED =
            closedSets(Set.of("method", "endpoint"), DURATION, OBSERVES)
                    .when(
                            it -> it.surplus() > 0,
                            FILTER + "a request is observed twice. One timer, stopped once.")
                    .when(
                            it -> it.missing().stream().anyMatch(is("endpoint", "/leaves")),
                            FILTER
                                    + "a request that ends in 500 is not observed. It took time"
                                    + " too.")
                    .otherwise(
                            FILTER + "observe every request, under its own method and endpoint.");

    private static final Causes SENT =
            closedSets(Set.of("method", "endpoint"), BYTES, OBSERVES)
                    .when(
                            it -> it.found().isEmpty() && !it.code().contains("setStreams("),
                            FILTER
                                    + "nobody writes to the CountedBody. exchange.setStreams(null,"
                                    + " body) makes it the body that handlers get.")
                    .when(
                            it -> it.found().isEmpty(),
                            FILTER
                                    + "the bytes are read before chain.doFilter has written any, or"
                                    + " of another body than the exchange has, or setStreams(...)"
                                    + " comes after chain.doFilter.")
                    .when(
                            it ->
                                    it.tooMuch().stream().anyMatch(is("method", "HEAD"))
                                            && it.missing().stream()
                                                    .noneMatch(is("endpoint", TREES)),
                            FILTER
                                    + "HEAD declares a length and sends no body. Count what is"
                                    + " written, not what is declared.")
                    .when(
                            it ->
                                    it.missing().stream().anyMatch(is("endpoint", "/leaves"))
                                            && it.missing().size() == 1
                                            && it.tooMuch().isEmpty()
                                            && it.found().keySet().stream()
                                                    .noneMatch(is("endpoint", "/leaves")),
                            FILTER
                                    + "an answer whose length nobody declares is not counted. Count"
                                    + " what is written.")
                    .when(
                            it -> it.surplus() > 0,
                            FILTER + "more is observed than is sent. bytes() of the body, once.")
                    .otherwise(
                            FILTER
                                    + "observe bytes() of the body once for every request, under"
                                    + " its own method and endpoint.");

    /** What goes wrong with labels in any metric of the filter. */
    private static Causes closedSets(Set<String> labels, String name, Pattern records) {
        return new Causes()
                .when(
                        it -> it.found().isEmpty() && !isMounted(it.code()),
                        MAIN
                                + "nobody calls the filter. createContext(...) returns the context,"
                                + " and getFilters() of that is a list to add to.")
                .when(
                        it ->
                                it.tooMuch().equals(List.copyOf(it.expected().keySet()))
                                        && it.sum() == 2 * Difference.sum(it.expected())
                                        && !name.equals(BYTES),
                        FILTER + "a request is counted twice in " + name + ".")
                .when(
                        it -> it.found().isEmpty() && TWO_CONTEXTS.matcher(it.code()).find(),
                        MAIN
                                + "two handlers are mounted at /, and the one without the filter"
                                + " answers. Take the old line away.")
                .when(
                        it ->
                                it.found().isEmpty()
                                        && name.equals(DURATION)
                                        && it.code().contains(".startTimer()")
                                        && !STOPS.matcher(it.code()).find(),
                        FILTER + "the timer is started and never stopped, so nothing is observed.")
                .when(
                        it -> it.found().isEmpty() && !records.matcher(it.code()).find(),
                        FILTER + "nothing is recorded in " + name + ".")
                .when(
                        it -> hasOtherLabels(it, labels),
                        "RequestFilter, %s: its labels are %s."
                                .formatted(
                                        name, String.join(", ", labels.stream().sorted().toList())))
                .when(
                        it ->
                                it.found().isEmpty()
                                        && (!name.equals(BYTES)
                                                || Difference.sum(
                                                                it.now().samples(BYTES + "_count"))
                                                        == 0),
                        FILTER
                                + "nothing is recorded in "
                                + name
                                + ": no line that does is come to, or it fails. "
                                + SILENT)
                .when(
                        Difference::isInAnotherOrder,
                        FILTER
                                + "labels(...) takes the values in the order of labelNames(...)."
                                + " Here they stand in another order than the names where "
                                + name
                                + " is declared.")
                .when(
                        it -> it.some("endpoint", path -> path.matches("/nowhere|.*\\?.*")),
                        FILTER
                                + "every path anybody types becomes series. knownOrOther(...) keeps"
                                + " them few.")
                .when(
                        it -> it.some("method", "TRACE"::equals),
                        FILTER
                                + "every method anybody types becomes series. knownOrOther(...)"
                                + " keeps them few.")
                .when(
                        it ->
                                it.some("endpoint", "/metrics"::equals)
                                        || !it.tooMuch().isEmpty()
                                                && it.tooMuch().stream()
                                                        .allMatch(is("endpoint", "other")),
                        FILTER + "scrapes are in it too. Let /metrics pass through before.");
    }

    /** Where nothing seems to grow too: without labels a child stays at 0, or two look like one. */
    private static boolean hasOtherLabels(Difference it, Set<String> labels) {
        return it.now().samples(it.name()).keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(labels));
    }

    private static boolean isMounted(String code) {
        return code.contains("getFilters()");
    }

    private static Predicate<Series> is(String label, String value) {
        return series -> value.equals(series.labels().get(label));
    }

    @Check(
            number = "6.1",
            title = "http_requests_total counts every answer once, the 500 too",
            learned = "A filter outside everything sees each answer, whichever handler gave it.",
            more =
                    "Counter.build() with labelNames(\"method\", \"endpoint\", \"status\") in"
                        + " RequestFilter. After chain.doFilter(exchange), in a finally block:"
                        + " labels(method, endpoint,"
                        + " String.valueOf(exchange.getResponseCode())).inc(). In TreeCounterApp:"
                        + " createContext(...).getFilters().add(new RequestFilter()).")
    void requestsAreCounted(Bench bench) {
        Declared.as("counter", REQUESTS, "RequestFilter", bench);
        bench.forest().setFaults(Faults.NONE);
        Exposition before = bench.scrape();
        Http.Answer page = passedOn(bench);
        Http.Answer unknown = bench.get("/nowhere");
        bench.scrape();
        counted()
                .expect(1, labels("GET", TREES, page))
                .expect(1, labels("GET", "other", unknown))
                .since(before, bench, "after one page, one of another path, and a scrape");
        before = bench.scrape();
        Http.Answer head = bench.send("HEAD", TREES);
        Http.Answer refused = bench.send("TRACE", TREES);
        Http.Answer failed = bench.get(BUG);
        counted()
                .expect(1, labels("HEAD", TREES, head))
                .expect(1, labels("other", TREES, refused))
                .expect(1, labels("GET", "/leaves", failed))
                .since(
                        before,
                        bench,
                        "after HEAD and TRACE of a page, and GET %s, where the app has a bug"
                                .formatted(BUG));
    }

    private static Http.Answer passedOn(Bench bench) {
        try {
            return bench.get(TREES);
        } catch (Finding e) {
            Finding.when(
                    !bench.code().contains("chain.doFilter("),
                    e.expected(),
                    e.found(),
                    FILTER
                            + "chain.doFilter(exchange) passes a request on. Without it nobody"
                            + " answers.");
            throw e;
        }
    }

    private static Delta counted() {
        return Delta.of(REQUESTS, COUNTED);
    }

    /** With the status that came: on a busy machine the forest may answer a page too late. */
    private static String[] labels(String method, String endpoint, Http.Answer answer) {
        return labels(method, endpoint, String.valueOf(answer.status()));
    }

    private static String[] labels(String method, String endpoint, String status) {
        return new String[] {"method", method, "endpoint", endpoint, "status", status};
    }

    @Check(
            number = "6.2",
            title = "http_request_duration_seconds observes every request",
            learned =
                    "One histogram for all endpoints can be asked about one of them, or about all.",
            more =
                    "try (Histogram.Timer timer = DURATION.labels(method, endpoint).startTimer())"
                            + " around chain.doFilter(exchange).")
    void requestsAreTimed(Bench bench) {
        Declared.as("histogram", DURATION, "RequestFilter", bench);
        bench.forest().setFaults(new Faults("0.1", 0));
        Exposition before = bench.scrape();
        long start = System.nanoTime();
        bench.get(TREES);
        bench.forest().setFaults(Faults.NONE);
        Delta once = timed().expect(1, "method", "GET", "endpoint", TREES);
        once.since(before, bench, "after one page");
        bench.scrape(); // A second observation may come right after the first.
        once.since(before, bench, "after one page");
        Exposition after = bench.scrape();
        double most = (System.nanoTime() - start) / 1e9;
        Measured measured =
                new Measured(Difference.sum(after.since(before, DURATION + "_sum")), LEAST, most);
        Finding.when(
                !measured.isRight(),
                "a page that takes 0.1 s adds 0.1 and a little to the sum",
                Declared.number(measured.seconds(), 0.1),
                FILTER + measured.hint("chain.doFilter", bench.code()));
        bench.get(BUG);
        bench.get("/nowhere");
        bench.scrape();
        timed().expect(1, "method", "GET", "endpoint", "/leaves")
                .expect(1, "method", "GET", "endpoint", "other")
                .since(
                        after,
                        bench,
                        "after GET %s, one of another path, and a scrape".formatted(BUG));
    }

    private static Delta timed() {
        return Delta.of(DURATION + "_count", TIMED);
    }

    @Check(
            number = "6.3",
            title = "http_response_bytes sums up what is sent",
            learned =
                    "Counted where bytes are written, it is right also where no length was"
                            + " declared.",
            more =
                    "Summary.build() without quantiles. new CountedBody(exchange.getResponseBody())"
                        + " goes to exchange.setStreams(null, body) before chain.doFilter; after it"
                        + " observe body.bytes().")
    void bytesAreCounted(Bench bench) {
        Declared.as("summary", BYTES, "RequestFilter", bench);
        bench.forest().setFaults(Faults.NONE);
        Exposition before = bench.scrape();
        int page = length(bench.get(TREES));
        bench.send("HEAD", TREES);
        int leaves = length(bench.get("/leaves"));
        int unknown = length(bench.get("/nowhere"));
        int refused = length(bench.send("TRACE", TREES));
        String when =
                "after a page, its HEAD and TRACE, one of another path, and /leaves, which declares"
                        + " no length";
        Delta.of(BYTES + "_sum", SENT)
                .expect(page, "method", "GET", "endpoint", TREES)
                .expect(leaves, "method", "GET", "endpoint", "/leaves")
                .expect(unknown, "method", "GET", "endpoint", "other")
                .expect(refused, "method", "other", "endpoint", TREES)
                .since(before, bench, when);
        Delta.of(BYTES + "_count", SENT)
                .expect(1, "method", "GET", "endpoint", TREES)
                .expect(1, "method", "HEAD", "endpoint", TREES)
                .expect(1, "method", "GET", "endpoint", "/leaves")
                .expect(1, "method", "GET", "endpoint", "other")
                .expect(1, "method", "other", "endpoint", TREES)
                .since(before, bench, when);
        Finding.when(
                !bench.scrape().samples(BYTES).isEmpty(),
                BYTES + " with count and sum alone",
                bench.scrape().samples(BYTES).size() + " quantiles",
                "RequestFilter, %s: it needs no quantiles, nobody asks for them.".formatted(BYTES));
    }

    private static int length(Http.Answer answer) {
        return answer.body().getBytes(StandardCharsets.UTF_8).length;
    }

    @Check(
            number = "6.4",
            title = "/random answers with the forest's random number",
            learned = "The delay is the forest's: a page is no quicker than what it waits for.",
            more =
                    "forest.randomValue() in a try block, Answer.page(200,"
                            + " String.format(Locale.ROOT, \"%.2f\", value), ...), and catch"
                            + " IOException.")
    void randomIsPassedOn(Bench bench) {
        bench.forest().setRandomValues(KNOWN);
        AtomicReference<Http.Answer> page = new AtomicReference<>();
        bench.before(() -> page.set(bench.get(RANDOM)));
        Http.Answer answer = page.get();
        if (answer.status() == 500) {
            throw bench.bug("GET /random answers 200", HANDLER + "it throws.");
        }
        boolean asks = bench.code().contains("randomValue()");
        Finding.when(
                answer.status() == 404 && asks,
                "GET /random answers 200 with the forest's number, 41.50",
                "404",
                "TreeCounterHandler.handle: no case of the switch brings /random to the method that"
                        + " asks the forest.");
        Finding.when(
                answer.status() != 200 || !answer.body().contains("41.50"),
                "GET /random answers 200 with the forest's number, 41.50",
                "%d%s".formatted(answer.status(), headline(answer)),
                HANDLER
                        + (asks
                                ? "it asks the forest. Put the number into the page, with two"
                                        + " decimals and a point."
                                : "nobody asks the forest. ForestClient has a method for a random"
                                        + " number."));
    }

    private static String headline(Http.Answer answer) {
        String line = answer.body().replaceAll("(?s).*<h1>(.*?)</h1>.*", "$1");
        return line.length() < 60 ? ", '" + line + "'" : "";
    }

    @Check(
            number = "6.5",
            title = "a failure at /random is a 503, and its series is there before",
            learned = "A failure that hides behind a 200 is one that no alert sees.",
            more =
                    "In the catch block Answer.page(503, ...). In RequestFilter a static block:"
                            + " REQUESTS.labels(\"GET\", endpoint, status) for each endpoint, and"
                            + " the statuses 200, 500 and 503.")
    void failuresShow(Bench bench) {
        Exposition before = bench.scrape();
        bench.forest().setRandomValues(NONE);
        Http.Answer answer = bench.get(RANDOM);
        bench.forest().setRandomValues(KNOWN);
        Finding.when(
                answer.status() == 200,
                "503 at /random when the forest fails",
                "200" + headline(answer),
                HANDLER
                        + "the failure hides behind a 200: no metric of statuses sees it. Which"
                        + " status says that the server could not do it?");
        Finding.when(
                answer.status() != 503,
                "503 at /random when the forest fails",
                answer.status(),
                HANDLER
                        + (answer.status() == 500
                                ? answer.body().contains("bug")
                                        ? "the IOException is not caught, so the Guard answers for"
                                                + " a bug."
                                        : "500 says that this server has a bug. That another one,"
                                                + " on which it depends, has failed is a 503."
                                : "a status of 4.. says that the client is at fault. It is not."));
        for (String endpoint : List.of(TREES, RANDOM, "/leaves")) {
            for (String status : List.of("500", "503")) {
                Series series = series(REQUESTS, labels("GET", endpoint, status));
                Optional<Series> odd =
                        before.samples(REQUESTS).keySet().stream()
                                .filter(one -> !one.label("method").matches("[A-Z]+|other"))
                                .findFirst();
                Finding.when(
                        !before.samples().containsKey(series) && odd.isPresent(),
                        series + " 0, before the first error",
                        odd.map(Series::toString).orElse(""),
                        "RequestFilter: this child is made instead. labels(...) takes its values in"
                                + " the order of labelNames(...), and a method as it is counted:"
                                + " GET.");
                Finding.when(
                        !before.samples().containsKey(series),
                        series + " 0, before the first error",
                        "no such series",
                        "RequestFilter: a share of errors has no data until the first error, and"
                                + " rate() does not see that one. Make these children when the"
                                + " class is loaded.");
            }
        }
        atZeroFromTheStart(bench);
    }

    /** Where the code tells that it is so, nothing has to be started. */
    private static void atZeroFromTheStart(Bench bench) {
        boolean counts = COUNTS_ON_LOADING.matcher(bench.code()).find();
        if (!counts && bench.code().contains("\"200\"")) {
            return;
        }
        bench.pageAtStart()
                .ifPresent(
                        page -> {
                            Series good = series(REQUESTS, labels("GET", RANDOM, "200"));
                            Finding.when(
                                    !page.samples().containsKey(good),
                                    good + " 0, before the first request",
                                    "no such series",
                                    "RequestFilter: a share needs both sides from the start, those"
                                            + " that go well too. Make the children of 200 with the"
                                            + " others.");
                            Series bad = series(REQUESTS, labels("GET", RANDOM, "503"));
                            double value = page.samples().getOrDefault(bad, 0.0);
                            Finding.when(
                                    value != 0,
                                    bad + " 0, before the first error",
                                    Declared.number(value),
                                    "RequestFilter: labels(...) alone makes a child. inc() counts"
                                            + " an error that there was not.");
                        });
    }

    private static Series series(String name, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        return new Series(name, byName);
    }

    @Check(
            number = "6.6",
            title = "request_threads_busy and request_threads_max tell how full it is",
            learned = "Saturation tells of trouble before it is there; the others tell when it is.",
            more =
                    "Two gauges. BUSY.setChild(new Gauge.Child() { public double get() { return"
                            + " threads.getActiveCount(); } }) is asked at each scrape;"
                            + " MAX.set(threads.getMaximumPoolSize()) once.")
    void threadsAreTold(Bench bench) {
        Declared.as("gauge", BUSY, "TreeCounterApp", bench);
        Declared.as("gauge", MOST, "TreeCounterApp", bench);
        double most = bench.scrape().value(MOST, Map.of());
        Finding.when(
                most != THREADS,
                MOST + " " + THREADS,
                Declared.number(most),
                MAIN
                        + MOST
                        + ": set it to getMaximumPoolSize() of the threads that the server has.");
        double held;
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < HELD; i++) {
                clients.add(silent(bench));
            }
            held = Poll.until(GoldenSignalsChecks::isHeld, () -> busy(bench), 700);
        } finally {
            clients.forEach(GoldenSignalsChecks::hangUp);
        }
        Finding.when(
                !isHeld(held),
                "%s %d while %d requests and a scrape are in progress"
                        .formatted(BUSY, HELD + 1, HELD),
                Declared.number(held),
                MAIN
                        + BUSY
                        + (held == 0 && bench.code().contains("setChild(")
                                ? ": the gauge asks, and is told 0. getActiveCount(), undivided, is"
                                        + " that of the RequestThreads which the server got."
                                : held <= 1
                                        ? ": a value that is set once, or never, stays. Let the"
                                                + " gauge ask at each scrape."
                                        : ": these are other things than busy threads."
                                              + " getActiveCount() of RequestThreads says how many"
                                              + " are."));
        double idle = Poll.until(busy -> busy < 3, () -> busy(bench), 1000);
        Finding.when(
                idle >= 3,
                BUSY + " 1 when nothing but the scrape is in progress",
                Declared.number(idle),
                MAIN
                        + BUSY
                        + ": it does not fall again. Threads that there are, or were, are not"
                        + " those that are busy.");
    }

    private static boolean isHeld(double busy) {
        return busy >= HELD && busy <= HELD + 2;
    }

    private static double busy(Bench bench) {
        return bench.scrape().value(BUSY, Map.of());
    }

    /** A client that stops in the middle of its request: a thread waits for the rest of it. */
    private static Socket silent(Bench bench) {
        try {
            Socket socket = new Socket("127.0.0.1", bench.app().uri("/").getPort());
            socket.getOutputStream()
                    .write("GET /treecounter HTT".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new Finding("the app takes connections", e, MAIN + "does the app still run?");
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    @Check(
            number = "6.7",
            title = "random_value and random_delay_seconds, in buckets that show their shape",
            learned = "Buckets are where you can see. Between two of them everything is a guess.",
            more =
                    "linearBuckets(4, 4, 30) for the value and linearBuckets(0.04, 0.04, 30) for"
                        + " the delay. Take the time before forest.randomValue(), and observe both"
                        + " right after it: a call that fails gives no number.")
    void randomIsObserved(Bench bench) {
        Declared.as("histogram", VALUE, "TreeCounterHandler", bench);
        Declared.as("histogram", DELAY, "TreeCounterHandler", bench);
        fineEnough(bench.scrape(), VALUE, RandomValues.HIGHEST);
        fineEnough(bench.scrape(), DELAY, RandomValues.LONGEST);
        bench.forest().setRandomValues(KNOWN);
        long start = System.nanoTime();
        Exposition before = bench.before(() -> bench.get(RANDOM));
        double most = (System.nanoTime() - start) / 1e9;
        double value = observedOnce(bench, before, VALUE);
        Finding.when(
                Math.abs(value - NUMBER) > 0.01,
                "%s_sum +%s, the number itself".formatted(VALUE, Declared.number(NUMBER)),
                Declared.number(value, NUMBER),
                HANDLER + VALUE + ": observe what randomValue() has returned.");
        Measured delay = new Measured(observedOnce(bench, before, DELAY), DELAYED * 0.9, most);
        Finding.when(
                !delay.isRight(),
                "%s_sum +%s and a little".formatted(DELAY, Declared.number(DELAYED)),
                Declared.number(delay.seconds(), DELAYED),
                HANDLER + DELAY + ": " + delay.hint("randomValue()", bench.code()));
        Exposition then = bench.scrape();
        bench.forest().setRandomValues(NONE);
        bench.get(RANDOM);
        bench.forest().setRandomValues(KNOWN);
        Exposition after = bench.scrape();
        for (String name : List.of(VALUE, DELAY)) {
            Finding.when(
                    !after.since(then, name + "_count").isEmpty(),
                    "no change of %s_count when the forest fails".formatted(name),
                    Declared.changes(after.since(then, name + "_count"), Map.of()),
                    HANDLER
                            + "a call that failed has no number, and its delay may be our own"
                            + " deadline. Observe what the forest has answered.");
        }
    }

    private static void fineEnough(Exposition page, String name, double range) {
        double[] bounds =
                page.samples(name + "_bucket").keySet().stream()
                        .map(series -> series.label("le").replace("+Inf", "Infinity"))
                        .mapToDouble(Double::parseDouble)
                        .sorted()
                        .toArray();
        long within = DoubleStream.of(bounds).filter(le -> le > 0 && le <= range * 1.01).count();
        Finding.when(
                within < FEWEST_BUCKETS,
                "%d buckets or more of %s from 0 to %s"
                        .formatted(FEWEST_BUCKETS, name, Declared.number(range)),
                within,
                "TreeCounterHandler, "
                        + name
                        + ": too coarse. Humps closer than a bucket become one. linearBuckets("
                        + "first, width, count) makes many alike.");
        double widest = 0;
        double before = 0;
        for (double bound : bounds) {
            widest = bound <= range * 1.01 ? Math.max(widest, bound - before) : widest;
            before = bound;
        }
        double last = DoubleStream.of(bounds).filter(le -> le <= range * 1.01).max().orElse(0);
        widest = Math.max(widest, range - last);
        Finding.when(
                widest > range / FEWEST_BUCKETS * 1.5,
                "buckets of %s over the whole range from 0 to %s, none much wider than others"
                        .formatted(name, Declared.number(range)),
                "one %s wide".formatted(Declared.number(widest)),
                "TreeCounterHandler, "
                        + name
                        + ": too coarse there. linearBuckets(first, width, count) covers count"
                        + " times width.");
    }

    /** What one observation added to the sum. */
    private static double observedOnce(Bench bench, Exposition before, String name) {
        Map<Series, Double> count =
                Poll.until(
                        changes -> !changes.isEmpty(),
                        () -> bench.scrape().since(before, name + "_count"));
        double seen = Difference.sum(count);
        Finding.when(
                seen != 1,
                "%s_count +1 after a random number".formatted(name),
                Declared.changes(count, Map.of()),
                HANDLER
                        + (seen == 0
                                ? "nothing is observed in " + name + "."
                                : "a number is observed more than once in " + name + "."));
        return Difference.sum(bench.scrape().since(before, name + "_sum"));
    }

    @Check(
            number = "6.8",
            title = "distributions.properties: both are recovered",
            learned = "Counts in thirty buckets were enough to know a shape and its parameters.",
            more =
                    "make buckets NAME=random_value draws it. First the shape: two peaks, highest"
                        + " in the first bucket, flat, or one hump with a tail. Then the"
                        + " parameters, from sum / count and from histogram_quantile; the text has"
                        + " a table.")
    void distributionsAreRecovered(Bench bench) {
        DistributionsFile file = new DistributionsFile(bench.module());
        RandomValues truth;
        try {
            truth = RandomValues.of(file.seed());
        } catch (Refusal e) {
            throw new Finding(
                    "a seed in " + DistributionsFile.NAME,
                    e.getMessage().replaceFirst(".*found ", ""),
                    DistributionsFile.NAME
                            + ", seed: a whole number. make seed SEED=3 writes one.");
        }
        judge(file, "value", truth.value(), RandomValues.HIGHEST, 0);
        judge(file, "delay", truth.delay(), RandomValues.LONGEST, DistributionAnswer.WAY);
    }

    private static void judge(
            DistributionsFile file, String key, Distribution truth, double range, double way) {
        DistributionAnswer.parse(key, file.property(key))
                .judge(key, truth, range / BUCKETS / 2, way);
    }

    @Check(
            number = "6.9",
            title = "queries/01-traffic.promql: requests per second at /random",
            learned = "Without traffic the other three signals say nothing.",
            more = "sum(rate(http_requests_total{endpoint=\"...\"}[5m])).")
    void traffic(Bench bench) {
        Grading.on(bench).check(GoldenSignalsQueries.TRAFFIC);
    }

    @Check(
            number = "6.10",
            title = "queries/02-errors.promql: the share of failures at /random",
            learned = "A ratio compares a busy hour with a quiet one; a count of errors cannot.",
            more = "sum(rate(A)) / sum(rate(B)), where A selects status=~\"5..\" of the endpoint.")
    void errors(Bench bench) {
        Grading.on(bench).check(GoldenSignalsQueries.ERRORS);
    }

    @Check(
            number = "6.11",
            title = "queries/03-latency.promql: what 95 % of the requests stay under",
            learned = "Buckets can be added up over apps, and the quantile comes last.",
            more =
                    "histogram_quantile(0.95, sum by (le)"
                            + " (rate(..._bucket{endpoint=\"...\"}[5m]))).")
    void latency(Bench bench) {
        Grading.on(bench).check(GoldenSignalsQueries.LATENCY);
    }

    @Check(
            number = "6.12",
            title = "queries/04-saturation.promql: the share of busy threads",
            learned = "A share says how near the limit is; the number of threads alone does not.",
            more = "One gauge divided by the other; both have the same labels.")
    void saturation(Bench bench) {
        Grading.on(bench).check(GoldenSignalsQueries.SATURATION);
    }

    @Check(
            number = "6.13",
            title = "queries/05-increase.promql: requests in five minutes, beside 01-traffic",
            learned = "increase answers how many, rate how fast: it is rate times the range.",
            more = "increase in place of rate, in the query of 6.9.")
    void increase(Bench bench) {
        Grading.on(bench).check(GoldenSignalsQueries.INCREASE);
    }
}
