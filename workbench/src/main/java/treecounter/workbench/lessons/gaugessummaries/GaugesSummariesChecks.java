package treecounter.workbench.lessons.gaugessummaries;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.forest.Faults;
import treecounter.workbench.checks.AnswerSheet;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Crash;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.checks.Measured;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.promql.Grading;

/** Bonus: gauges, a collector that asks when it is scraped, summaries, a registry of one's own. */
@LessonChecks
public class GaugesSummariesChecks {
    private static final String PLANTED = "trees_planted";
    private static final String IN_PROGRESS = "requests_in_progress";
    private static final String RECENT = "trees_recent";
    private static final String UP = "trees_recent_up";
    private static final String BYTES = "answer_bytes";
    private static final String CALLS = "forest_call_seconds";
    private static final String TREES = "/treecounter";
    private static final String UNKNOWN = "/nowhere";
    private static final String TREE_COUNTER = "TreeCounterHandler.treeCounter";
    private static final String ANSWER = "TreeCounterHandler.answer";
    private static final String TIMED = "LatencyHandler.handle";
    private static final String COLLECTOR = "RecentTreesCollector.java, collect";

    /** How many requests are held: few pages, for each of those is a call to the forest. */
    private static final int PAGES = 4;

    private static final int UNKNOWN_PATHS = 16;

    /** How many clients hang up. */
    private static final int GONE = 3;

    /** How often a scrape must have waited for another to be told so, in so many tries. */
    private static final int WAITED = 3;

    private static final int TRIES = 20;

    /** Well before the app is out of patience with the forest. */
    private static final Duration SOON = Bench.FOREST_TIMEOUT.dividedBy(2);

    /** What a call takes here, in seconds, and adds at least; a clock may be a little coarse. */
    private static final double CALL = 0.05;

    private static final double LEAST = 0.9 * CALL;

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final Pattern NUMBER = Pattern.compile("<h1>([\\d,]+)</h1>");
    private static final Pattern NAMES_ONLY =
            Pattern.compile(
                    "(?s)Describable\\b.*\\bdescribe\\(\\)"
                            + " \\{(?![^}]*\\b(collect|recentTrees)\\()");
    private static final Pattern STILL_A_GAUGE =
            Pattern.compile("\\bGauge\\.build\\([^;]*\"" + RECENT + "\"");
    private static final List<String> ALIKE =
            List.of("/metrics/appx", "/x/metrics/app", "/METRICS");
    private static final List<String> TYPES = List.of("counter", "gauge", "histogram", "summary");

    @Check(
            number = "5.1",
            title = "trees_planted is a gauge, set to what the forest said",
            learned = "A gauge holds a number that is somebody else's, and takes it as it comes.",
            more =
                    "Gauge.build() as for a counter, without labels. In treeCounter, after"
                            + " forest.countTrees(): TREES_PLANTED.set(trees).")
    void treesPlantedIsSet(Bench bench) {
        Declared.as("gauge", PLANTED, "TreeCounterHandler", bench);
        at(bench, NOON);
        page(bench);
        Declared.withoutLabels(PLANTED, "TreeCounterHandler", bench);
        double planted = plantedAsShown(bench, "", 0);
        at(bench, NOON.minusSeconds(3600));
        double fewer = plantedAsShown(bench, ", after a storm has felled some", planted);
        with(bench, new Faults("0", 1), () -> bench.get(TREES));
        double after = bench.scrape().value(PLANTED, Map.of());
        Finding.when(
                after != fewer && !Double.isNaN(after),
                "%s as before, when the forest has failed".formatted(PLANTED),
                Declared.number(after),
                TREE_COUNTER
                        + ": a failed call says nothing of trees. Set the gauge to a count only.");
        now(bench);
    }

    /** The number on a page that the forest's answer made, which the gauge must have too. */
    private static double plantedAsShown(Bench bench, String when, double last) {
        Matcher number = NUMBER.matcher(page(bench).body());
        Finding.when(
                !number.find(),
                "a page with the number of trees",
                "a page without",
                TREE_COUNTER + ": leave the page as it was.");
        double shown = Double.parseDouble(number.group(1).replace(",", ""));
        double found =
                Poll.until(value -> value == shown, () -> bench.scrape().value(PLANTED, Map.of()));
        if (found != shown) {
            throw new Finding(
                    "%s %s, as the page says%s".formatted(PLANTED, Declared.number(shown), when),
                    Declared.number(found),
                    TREE_COUNTER + ": " + plantedHint(found, shown, last));
        }
        return shown;
    }

    private static String plantedHint(double found, double shown, double last) {
        if (found == 0) {
            return "the forest's answer is known there. Set the gauge to it.";
        }
        if (found == last) {
            return "set the gauge to each count, also to one that is lower than the last.";
        }
        return found > shown
                ? "inc adds to what is there. Set the gauge to what the forest said."
                : "this is another number than the forest said. Set the gauge to that one.";
    }

    @Check(
            number = "5.2",
            title = "requests_in_progress goes up and down with 20 requests",
            learned =
                    "A finally block keeps such a gauge true; one missed dec() is wrong for ever.",
            more =
                    "A gauge of LatencyHandler. IN_PROGRESS.inc() before the try, below the return"
                            + " of scrapes; IN_PROGRESS.dec() in a finally block of the try.")
    void requestsInProgress(Bench bench) {
        Declared.as("gauge", IN_PROGRESS, "LatencyHandler", bench);
        page(bench);
        bench.get(UNKNOWN);
        Declared.withoutLabels(IN_PROGRESS, "LatencyHandler", bench);
        Exposition before = scrapeUntil(0, bench.scrape(), bench);
        double idle = inProgress(before);
        Finding.when(
                idle != 0,
                IN_PROGRESS + " 0 after a page and an unknown path",
                Declared.number(idle),
                orCrash(bench, () -> TIMED + ": " + idleHint(idle, bench)));
        int all = PAGES + UNKNOWN_PATHS;
        Map<String, Integer> paths = Map.of(TREES, PAGES, UNKNOWN, UNKNOWN_PATHS);
        try (HeldRequests held = new HeldRequests(bench, paths)) {
            // Counted, so they are in the handler: the gauge has risen as far as it will.
            double most = inProgress(scrapeUntil(all, counted(all, before, 3000, bench), bench));
            Finding.when(
                    most != all,
                    "%s %d, while %d pages and %d unknown paths are being answered"
                            .formatted(IN_PROGRESS, all, PAGES, UNKNOWN_PATHS),
                    Declared.number(most),
                    orCrash(bench, () -> TIMED + ": " + heldHint(most, bench)));
            held.end();
            Exposition after = scrapeUntil(0, bench.scrape(), bench);
            double left = inProgress(after);
            Finding.when(
                    left != 0,
                    IN_PROGRESS + " 0 when all are answered",
                    Declared.number(left),
                    orCrash(bench, () -> TIMED + ": " + idleHint(left, bench)));
            clientsHangUp(after, bench);
        }
    }

    private static void clientsHangUp(Exposition before, Bench bench) {
        bench.hangUp(GONE);
        double left = inProgress(scrapeUntil(0, counted(GONE, before, 1500, bench), bench));
        Finding.when(
                left != 0,
                IN_PROGRESS + " 0 when %d clients have hung up".formatted(GONE),
                Declared.number(left),
                TIMED
                        + (left < 0
                                ? ": more goes down than up. One dec() for each inc()."
                                : ": handler.handle has thrown, and dec() was skipped. A finally"
                                        + " block is never skipped."));
    }

    /** The metrics when so many requests more have been counted, else those at the end. */
    private static Exposition counted(int more, Exposition before, long millis, Bench bench) {
        return Poll.until(
                page -> Difference.sum(page.since(before, "requests_total")) >= more,
                bench::scrape,
                millis);
    }

    /** A page on which so many are in progress, the one at hand if it is so there. */
    private static Exposition scrapeUntil(double inProgress, Exposition page, Bench bench) {
        return inProgress(page) == inProgress
                ? page
                : Poll.until(now -> inProgress(now) == inProgress, bench::scrape, 1000);
    }

    private static double inProgress(Exposition page) {
        return Difference.sum(page.samples(IN_PROGRESS));
    }

    /** An exception that the app printed is the likelier cause. */
    private static String orCrash(Bench bench, Supplier<String> otherwise) {
        return Crash.in(bench.app().lastLines()).map(Crash::hint).orElseGet(otherwise);
    }

    private static String idleHint(double idle, Bench bench) {
        double one = inProgress(bench.scrape());
        if (inProgress(bench.scrape()) > one) {
            return "each scrape goes up and never down. Let scrapes pass before inc().";
        }
        if (idle < 0) {
            return "more goes down than up. One dec() for each inc(), at the same place.";
        }
        if (!bench.code().contains(".dec(")) {
            return "it goes up and never down. dec() when the handler has ended.";
        }
        bench.get(TREES);
        bench.get(UNKNOWN);
        return inProgress(scrapeUntil(idle, bench.scrape(), bench)) == idle
                ? "the scrape that asks counts itself. Let scrapes pass before inc()."
                : "it does not go down after every request that went up.";
    }

    private static String heldHint(double most, Bench bench) {
        if (most == 0 && !bench.code().contains(".inc()")) {
            return "nothing goes up. inc() before the handler, dec() after it.";
        }
        if (most == 0) {
            return "nothing goes up, or down again before the answer was sent. inc() before"
                    + " handler.handle, where no condition keeps a page from it, dec() after it.";
        }
        if (most == PAGES || most == UNKNOWN_PATHS) {
            return "only some paths are counted. Every request is in progress, a 404 too.";
        }
        return most == 2 * (PAGES + UNKNOWN_PATHS)
                ? "each request goes up twice. One inc()."
                : "inc() once before handler.handle, dec() once after it.";
    }

    @Check(
            number = "5.3",
            title = "trees_recent shows the trees of the last minute by species",
            learned =
                    "A gauge is as old as its last set(), and a child stays until somebody removes"
                            + " it.",
            more =
                    "A gauge with the label species. In treeCounter, after the count: for each"
                        + " entry of forest.recentTrees(Duration.ofSeconds(1)), labels(species) and"
                        + " set(number).")
    void recentTreesAreShown(Bench bench) {
        at(bench, NOON);
        page(bench);
        Map<String, Double> expected = truth(bench);
        Exposition last =
                Poll.until(
                        page -> trees(page).entrySet().containsAll(expected.entrySet()),
                        bench::scrape,
                        2000);
        // Where a collector is there already, the forest may have been too slow for it just now.
        Exposition shown =
                up(last) == 0 ? Poll.until(page -> up(page) != 0, bench::scrape, 2000) : last;
        now(bench);
        if (shown.type(RECENT).isEmpty()) {
            notCollected(shown, bench);
            Declared.as("gauge", RECENT, "TreeCounterHandler", bench);
        }
        Finding.when(
                !shown.type(RECENT).orElse("").equals("gauge"),
                "# TYPE trees_recent gauge",
                "# TYPE trees_recent " + shown.type(RECENT).orElse(""),
                "TreeCounterHandler: trees_recent is a gauge, these numbers fall.");
        Map<String, Double> found = trees(shown);
        if (!found.entrySet().containsAll(expected.entrySet())) {
            throw new Finding(
                    "after a page, as the forest says:\n" + text(expected),
                    text(found),
                    bench.code().contains("new RecentTreesCollector(")
                            ? COLLECTOR + ": " + collectedHint(found, expected, shown, bench)
                            : TREE_COUNTER + ": " + recentHint(found, expected, shown, bench));
        }
    }

    private static void notCollected(Exposition shown, Bench bench) {
        Finding.when(
                up(shown) == 0,
                "trees_recent_up 1 of a forest that answers",
                "0",
                COLLECTOR
                        + ": the forest answers, and the collector does not say so. Is"
                        + " trees_recent_up 1 where it answers, and its deadline long enough? Or is"
                        + " this machine very busy? Then check again.");
        Optional<String> other =
                shown.families().stream()
                        .filter(family -> family.startsWith("trees"))
                        .filter(family -> !Set.of(PLANTED, UP).contains(family))
                        .findFirst();
        Finding.when(
                other.isPresent(),
                "# TYPE trees_recent gauge",
                "# TYPE " + other.orElse("") + " gauge",
                COLLECTOR + ": the name %s is not quite trees_recent.".formatted(other.orElse("")));
        Finding.when(
                shown.type(UP).isPresent(),
                "# TYPE trees_recent gauge",
                "trees_recent_up alone",
                COLLECTOR + ": return trees_recent too, a family with a sample for each species.");
        Finding.when(
                bench.code().contains("new RecentTreesCollector("),
                "# TYPE trees_recent gauge",
                "nothing of the collector",
                "TreeCounterApp.main: is the collector registered for /metrics? register() without"
                        + " an argument does that. Or does collect() return no families?");
        Finding.when(
                bench.code().contains("GaugeMetricFamily"),
                "# TYPE trees_recent gauge",
                "a collector that nobody makes",
                "TreeCounterApp.main: make a RecentTreesCollector, and register it.");
    }

    private static boolean hasOtherLabels(Exposition shown) {
        return shown.samples(RECENT).keySet().stream()
                .anyMatch(series -> !series.labels().keySet().equals(Set.of("species")));
    }

    private static String collectedHint(
            Map<String, Double> found,
            Map<String, Double> expected,
            Exposition shown,
            Bench bench) {
        if (hasOtherLabels(shown)) {
            return "trees_recent has the one label species.";
        }
        long asked = bench.forest().timesAskedForRecent();
        bench.scrape();
        if (!found.isEmpty() && bench.forest().timesAskedForRecent() == asked) {
            return "a scrape does not ask the forest, so these are numbers of before. Ask in"
                    + " collect().";
        }
        if (found.isEmpty()) {
            return "the family that is returned has no samples. addMetric(List.of(species), number)"
                    + " adds one to it.";
        }
        return found.keySet().containsAll(expected.keySet())
                ? "these are other numbers than the forest says: addMetric(List.of(species),"
                        + " number)."
                : "each entry is a species and its number: addMetric(List.of(species), number).";
    }

    private static String recentHint(
            Map<String, Double> found,
            Map<String, Double> expected,
            Exposition shown,
            Bench bench) {
        if (shown.samples(RECENT).isEmpty()) {
            return bench.code().contains("recentTrees(")
                    ? "the forest is asked, but no child is set. labels(species) makes one."
                    : "the forest tells them too: forest.recentTrees(...). Ask after the count.";
        }
        if (hasOtherLabels(shown)) {
            return "trees_recent has the one label species.";
        }
        return found.keySet().containsAll(expected.keySet())
                ? "set(number) what the forest says; inc adds to what is there."
                : "each entry is a species and its number: labels(species).set(number).";
    }

    @Check(
            number = "5.4",
            title = "a collector asks for them when it is scraped",
            learned = "Asked for when it is scraped, a number is of now, or it is not there.",
            more =
                    "collect() returns two GaugeMetricFamily in a list: trees_recent with addMetric"
                        + " for each species, and trees_recent_up 1; in catch only trees_recent_up"
                        + " 0. The class implements Collector.Describable; describe() returns both"
                        + " without asking. TreeCounterApp.main registers it.")
    void recentTreesAreAskedFor(Bench bench) {
        // All else is checked while this one waits, until the app's patience ends.
        CompletableFuture<Http.Answer> slow = scrapeOfASlowForest(bench);
        long began = System.nanoTime();
        Http.Answer raw =
                Poll.until(
                        page -> up(Exposition.parse(page.body())) != 0,
                        () -> scrape(bench, ""),
                        500);
        boolean hasWaited = System.nanoTime() - began > SOON.toNanos() || slow.isDone();
        Finding.when(
                isRepeated("# TYPE " + RECENT + " ", raw),
                "trees_recent once on the page",
                "two families of that name",
                STILL_A_GAUGE.matcher(bench.code()).find()
                        ? "TreeCounterHandler: the gauge of step 5.3 is still there beside the"
                                + " collector, and Prometheus drops one of them. Take it away."
                        : COLLECTOR + ": it returns this family twice.");
        nothingTwice(raw);
        Exposition page = Exposition.parse(raw.body());
        Finding.when(
                !page.type(UP).orElse("").equals("gauge"),
                "# TYPE trees_recent_up gauge",
                page.type(UP)
                        .map(type -> "# TYPE trees_recent_up " + type)
                        .orElse("no such metric"),
                bench.code().contains("new RecentTreesCollector(")
                        ? COLLECTOR
                                + ": return a second family, a gauge that says whether the forest"
                                + " told."
                        : "TreeCounterApp.main: nobody has registered a RecentTreesCollector.");
        for (String name : List.of(RECENT, UP)) {
            Finding.when(
                    page.type(name).isPresent() && page.help(name).orElse("").isBlank(),
                    "# HELP %s with a sentence".formatted(name),
                    "no help text",
                    COLLECTOR + ": a family says in its second argument what it shows.");
        }
        startsWithoutAsking(bench);
        asTheForestSays(bench);
        noneOfADeadForest(bench);
        if (hasWaited) {
            noScrapeWaitsForAnother(bench);
        }
        none(Exposition.parse(inTime(slow).body()), "forest that is slow");
        bench.forest().hurry();
    }

    private static void nothingTwice(Http.Answer raw) {
        for (String name : List.of(RECENT + "{", "# TYPE " + UP + " ")) {
            Finding.when(
                    isRepeated(name, raw),
                    "each sample once on the page",
                    "lines that begin with %s twice".formatted(name),
                    COLLECTOR
                            + ": one addMetric for each species, each family once in what is"
                            + " returned, and a family made anew each time.");
        }
    }

    /** Whether a line that begins so stands there more than once. */
    private static boolean isRepeated(String beginning, Http.Answer page) {
        List<String> lines =
                page.body()
                        .lines()
                        .filter(line -> line.startsWith(beginning))
                        .map(line -> line.replaceFirst("}.*", "}"))
                        .toList();
        return lines.stream().distinct().count() < lines.size();
    }

    /** Where the code tells that it is so, nothing has to be started. */
    private static void startsWithoutAsking(Bench bench) {
        Finding.when(
                !NAMES_ONLY.matcher(bench.code()).find() && bench.askedAtStart() > 0,
                "an app that starts without asking the forest",
                "the forest was asked before anybody scraped",
                "RecentTreesCollector.java: register() calls collect() to learn the names. With"
                        + " Collector.Describable it calls describe() instead, which asks nobody.");
    }

    /** No page is asked for: only a scrape can know these. */
    private static void asTheForestSays(Bench bench) {
        at(bench, NOON.plusSeconds(120));
        Map<String, Double> expected = truth(bench);
        Exposition page =
                Poll.until(
                        now -> trees(now).equals(expected) && up(now) == 1,
                        () -> Exposition.parse(scrape(bench, "").body()),
                        2000);
        now(bench);
        Map<String, Double> found = trees(page);
        if (!found.equals(expected)) {
            throw new Finding(
                    "two minutes later, without any page:\n" + text(expected),
                    text(found),
                    COLLECTOR + ": " + staleHint(found, expected));
        }
        Finding.when(
                up(page) != 1,
                "trees_recent_up 1 of a forest that answers",
                Declared.number(up(page)),
                COLLECTOR + ": trees_recent_up is 1 where the trees are known.");
    }

    private static String staleHint(Map<String, Double> found, Map<String, Double> expected) {
        if (found.isEmpty()) {
            return "no samples. addMetric(List.of(species), number) adds one to the family.";
        }
        if (found.keySet().containsAll(expected.keySet())) {
            return "a species that has vanished is still there. Make the family anew each time.";
        }
        return "these are old. Ask the forest in collect(), each time.";
    }

    private static void noneOfADeadForest(Bench bench) {
        Http.Answer page =
                with(bench, new Faults("0", 1), () -> scrape(bench, " when the forest fails"));
        nothingTwice(page);
        none(Exposition.parse(page.body()), "forest that fails");
    }

    private static void none(Exposition page, String forest) {
        Finding.when(
                !trees(page).isEmpty(),
                "no trees_recent of a " + forest,
                text(trees(page)),
                COLLECTOR + ": the trees are not known now. Old numbers, or 0, would be a lie.");
        Finding.when(
                up(page) != 0,
                "trees_recent_up 0 of a " + forest,
                Declared.number(up(page)),
                COLLECTOR + ": say in trees_recent_up that the forest did not tell, in catch.");
    }

    /** A scrape for which the forest is too slow, and which waits for it now. */
    private static CompletableFuture<Http.Answer> scrapeOfASlowForest(Bench bench) {
        long asked = bench.forest().timesAskedForRecent();
        return with(
                bench,
                new Faults("60", 0),
                () -> {
                    CompletableFuture<Http.Answer> slow = scrapeMeanwhile(bench);
                    Poll.until(
                            times -> times > asked || slow.isDone(),
                            bench.forest()::timesAskedForRecent,
                            1000);
                    return slow;
                });
    }

    /**
     * Another scrape asks while one waits for a slow forest. Where it did not for long, but had its
     * answer as soon as that one had ended, it has waited for it; else this machine is busy.
     */
    private static void noScrapeWaitsForAnother(Bench bench) {
        int waited = 0;
        for (int i = 0; i < TRIES && waited < WAITED; i++) {
            CompletableFuture<Http.Answer> slow = scrapeOfASlowForest(bench);
            CompletableFuture<Long> ended = slow.thenApply(page -> System.nanoTime());
            long asked = bench.forest().timesAskedForRecent();
            CompletableFuture<Http.Answer> other = scrapeMeanwhile(bench);
            boolean asks =
                    Poll.until(
                                    times -> times > asked,
                                    bench.forest()::timesAskedForRecent,
                                    SOON.toMillis())
                            > asked;
            if (asks && !slow.isDone()) {
                inTime(other);
                return;
            }
            boolean isKnown = up(Exposition.parse(inTime(other).body())) == 1;
            inTime(slow);
            long after = System.nanoTime() - ended.join();
            waited += !asks && isKnown && after < SOON.toNanos() ? 1 : 0;
        }
        Finding.when(
                waited >= WAITED,
                "a scrape that is answered while another waits for a slow forest",
                "it is answered when that one is",
                COLLECTOR + ": one scrape waits for another. Nothing here needs a lock.");
    }

    private static CompletableFuture<Http.Answer> scrapeMeanwhile(Bench bench) {
        return CompletableFuture.supplyAsync(
                () -> scrape(bench, " when the forest is slow"),
                task -> {
                    Thread thread = new Thread(task, "scrape");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static Http.Answer inTime(CompletableFuture<Http.Answer> scrape) {
        try {
            return scrape.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Finding(
                    "a scrape that waits a second at most for a slow forest",
                    "no answer within 2 s",
                    COLLECTOR + ": forest.recentTrees(...) takes how long it may take.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Finding finding) {
                throw finding;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A scrape as it is; one that an exception of a collector breaks is told. */
    private static Http.Answer scrape(Bench bench, String when) {
        Http.Answer page = bench.get("/metrics");
        if (page.status() != 200) {
            Optional<Crash> crash = bench.crash();
            throw new Finding(
                    "GET /metrics answers 200" + when,
                    page.status() + crash.map(e -> ", because of " + e).orElse(""),
                    crash.filter(e -> !e.place().startsWith("RecentTreesCollector"))
                            .map(Crash::hint)
                            .orElse(
                                    COLLECTOR
                                            + ": an exception of one collector breaks the whole"
                                            + " scrape. Catch it, and say so in trees_recent_up."));
        }
        return page;
    }

    @Check(
            number = "5.5",
            title = "answer_bytes is a summary of the sizes of answers",
            learned = "Count and sum are two counters: the cheapest way to an average of any time.",
            more =
                    "Summary.build() without quantiles. In answer(): observe the length of"
                            + " answer.body().getBytes(StandardCharsets.UTF_8).")
    void answerBytes(Bench bench) {
        Declared.as("summary", BYTES, "TreeCounterHandler", bench);
        Exposition before = bench.scrape();
        int bytes = 0;
        for (String path : List.of(TREES, UNKNOWN)) {
            bytes += bench.get(path).body().getBytes(StandardCharsets.UTF_8).length;
        }
        Exposition after =
                Poll.until(now -> grown(before, now, BYTES + "_count") == 2, bench::scrape);
        double count = grown(before, after, BYTES + "_count");
        Finding.when(
                count != 2,
                "answer_bytes_count +2 after a page and an unknown path",
                "+" + Declared.number(count),
                ANSWER
                        + (count == 0
                                ? ": all answers but the scrapes pass here. Observe the size here."
                                : ": observe each answer once, here in one place."));
        double sum = grown(before, after, BYTES + "_sum");
        Finding.when(
                sum != bytes,
                "answer_bytes_sum +%d, the bytes of both".formatted(bytes),
                "+" + Declared.number(sum),
                ANSWER
                        + (sum == 2 * bytes
                                ? ": these are twice as many bytes. The body is sent in UTF-8."
                                : ": observe how many bytes answer.body() has."));
        Finding.when(
                after.samples(BYTES).size() > 0,
                "answer_bytes with count and sum alone",
                after.samples(BYTES).size() + " quantiles",
                "TreeCounterHandler, answer_bytes: it needs no quantiles, nobody asks for them.");
    }

    @Check(
            number = "5.6",
            title = "forest_call_seconds is a summary with the quantiles 0.5 and 0.95",
            learned = "Quantiles of a summary are one app's, of a window that the app has chosen.",
            more =
                    "Summary.build() with .quantile(0.5, 0.05), .quantile(0.95, 0.01) and"
                        + " .maxAgeSeconds(60). Observe in the finally block of treeCounter, where"
                        + " the seconds are known.")
    void forestCalls(Bench bench) {
        Declared.as("summary", CALLS, "TreeCounterHandler", bench);
        Exposition before = bench.scrape();
        bench.get(UNKNOWN);
        long start = System.nanoTime();
        with(bench, new Faults(String.valueOf(CALL), 1), () -> bench.get(TREES));
        Exposition after =
                Poll.until(now -> grown(before, now, CALLS + "_count") == 1, bench::scrape);
        double most = (System.nanoTime() - start) / 1e9;
        double count = grown(before, after, CALLS + "_count");
        Finding.when(
                count != 1,
                "forest_call_seconds_count +1 after a call that failed, and a page without one",
                "+" + Declared.number(count),
                TREE_COUNTER
                        + (count == 0
                                ? ": observe every call, however it ended. The finally block is the"
                                        + " place."
                                : ": observe a call once, and calls only."));
        Measured measured = new Measured(grown(before, after, CALLS + "_sum"), LEAST, most);
        Finding.when(
                !measured.isRight(),
                "a call that takes %s s adds %1$s and a little to the sum".formatted(CALL),
                Declared.number(measured.seconds(), CALL),
                TREE_COUNTER + ": " + measured.hint("the call", bench.code()));
        Set<String> quantiles =
                after.samples(CALLS).keySet().stream()
                        .map(series -> series.label("quantile"))
                        .collect(Collectors.toCollection(TreeSet::new));
        Finding.when(
                !quantiles.containsAll(Set.of("0.5", "0.95")),
                "forest_call_seconds{quantile=\"0.5\"} and {quantile=\"0.95\"}",
                quantiles.isEmpty() ? "no quantiles" : "quantile " + String.join(", ", quantiles),
                "TreeCounterHandler, forest_call_seconds: quantile(share, error) asks for one; 95 %"
                        + " is 0.95.");
        Finding.when(
                !bench.code().contains(".maxAgeSeconds("),
                "quantiles of the last minute",
                "of the last ten minutes",
                "TreeCounterHandler, forest_call_seconds: maxAgeSeconds(...) says how far the"
                        + " quantiles look back.");
    }

    @Check(
            number = "5.7",
            title = "/metrics/app shows the app's own metrics, and is not counted",
            learned =
                    "A metric may stand in two registries; Prometheus scrapes one page, or counts"
                            + " double.",
            more =
                    "A new CollectorRegistry with which every metric of the app is registered too"
                            + " (metric.register(registry)), a case \"/metrics/app\" with an"
                            + " HTTPMetricHandler for it, and the path in the condition of"
                            + " LatencyHandler.")
    void ownRegistry(Bench bench) {
        Http.Answer answer = bench.get("/metrics/app");
        String expected = "GET /metrics/app answers 200 with the app's own metrics";
        if (answer.status() == 500) {
            throw bench.bug(
                    expected, "TreeCounterHandler.handle: the case for /metrics/app throws.");
        }
        Finding.when(
                answer.status() != 200 || Bench.isHtml(answer),
                expected,
                answer.status(),
                "TreeCounterHandler.handle: add a case /metrics/app, with an HTTPMetricHandler for"
                        + " a registry of your own.");
        Exposition before = withTrees("/metrics", bench);
        Exposition app = withTrees("/metrics/app", bench);
        Set<String> all = before.families();
        Set<String> own = app.families();
        List<String> others = own.stream().filter(GaugesSummariesChecks::isGiven).toList();
        Finding.when(
                !others.isEmpty(),
                expected,
                "also " + String.join(", ", others.subList(0, Math.min(3, others.size()))),
                bench.code().matches("(?s).*DefaultExports\\s*\\.\\s*register\\(.*")
                        ? "TreeCounterApp.main: DefaultExports.register(...) puts the JVM's metrics"
                                + " into your registry too. initialize() alone keeps them out."
                        : "TreeCounterHandler: /metrics/app shows the default registry, which has"
                                + " all. Give it one of its own.");
        List<String> gone = own.stream().filter(family -> !all.contains(family)).toList();
        Finding.when(
                !gone.isEmpty(),
                "all metrics on /metrics",
                "on /metrics/app alone: " + String.join(", ", gone),
                "TreeCounterHandler: register(registry) takes the place of register(). A metric can"
                        + " be registered with both.");
        List<String> missing =
                ofTheApp(all).stream().filter(family -> !own.contains(family)).toList();
        Finding.when(
                !missing.isEmpty(),
                expected,
                "no " + String.join(", ", missing),
                missing.stream()
                                .map(GaugesSummariesChecks::registeredIn)
                                .distinct()
                                .collect(Collectors.joining(" and "))
                        + ": not yet registered with the registry that /metrics/app shows too."
                        + (missing.size() == ofTheApp(all).size()
                                        && bench.code().contains(".register(")
                                        && bench.code().split("new CollectorRegistry\\(").length > 2
                                ? " There are two of your own. Is it the same one?"
                                : ""));
        notCounted(before, app, bench);
        ALIKE.forEach(path -> isLikeAnyOther(path, bench));
        Optional<Crash> crash = Crash.in(bench.app().lastLines());
        if (crash.isPresent()) {
            throw new Finding("an app that prints no exception", crash.get(), crash.get().hint());
        }
    }

    /** Whether a path that looks like those of scrapes is answered and timed as an unknown one. */
    private static void isLikeAnyOther(String path, Bench bench) {
        Exposition before = bench.scrape();
        int status = bench.get(path).status();
        Finding.when(
                status != 404,
                "GET %s answers 404".formatted(path),
                status,
                "TreeCounterHandler.handle: a case of the switch matches the exact path.");
        double timed =
                Poll.until(
                        count -> count == 1,
                        () -> grown(before, bench.scrape(), "request_latency_seconds_count"));
        Finding.when(
                timed != 1,
                "GET %s is timed, as any path that nobody knows".formatted(path),
                "no change",
                TIMED
                        + ": the paths that pass through unmeasured are compared in a part. They"
                        + " are /metrics and /metrics/app, to the letter.");
    }

    /** A page with its trees: on a busy machine the forest may not tell them in time. */
    private static Exposition withTrees(String path, Bench bench) {
        return Poll.until(
                page -> page.type(RECENT).isPresent() || page.type(UP).isEmpty(),
                () -> Exposition.parse(answered(path, bench).body()),
                1000);
    }

    private static Http.Answer answered(String path, Bench bench) {
        Http.Answer page = bench.get(path);
        if (page.status() == 500) {
            throw bench.bug(
                    "GET %s answers 200 each time".formatted(path),
                    "TreeCounterHandler.handle: the case for %s throws.".formatted(path));
        }
        return page;
    }

    /** Where a metric is registered. */
    private static String registeredIn(String metric) {
        return switch (metric) {
            case RECENT, UP -> "TreeCounterApp.main";
            case IN_PROGRESS, "request_latency_seconds" -> "LatencyHandler";
            default -> "TreeCounterHandler";
        };
    }

    private static List<String> ofTheApp(Set<String> all) {
        return all.stream()
                .filter(family -> !isGiven(family) && !family.endsWith("_created"))
                .toList();
    }

    private static boolean isGiven(String family) {
        return family.startsWith("jvm_") || family.startsWith("process_");
    }

    private static void notCounted(Exposition before, Exposition own, Bench bench) {
        double inProgress = inProgress(own);
        // It is timed when it has been answered. Where it was in progress, that may be soon.
        Exposition after =
                Poll.until(
                        page -> inProgress == 0 || !timed(page, before).isEmpty(), bench::scrape);
        String expected = "/metrics/app is a scrape: it changes nothing";
        Map<Series, Double> counted = after.since(before, "requests_total");
        Finding.when(
                !counted.isEmpty(),
                expected,
                Declared.changes(counted, Map.of()),
                "TreeCounterHandler.handle: "
                        + (grown(before, after, BYTES + "_count") > 0
                                ? "hand the exchange to the HTTPMetricHandler, without answer()."
                                : "this scrape is counted in requests_total. Nobody but Prometheus"
                                        + " asked; leave it out."));
        Map<Series, Double> timed = timed(after, before);
        Finding.when(
                !timed.isEmpty(),
                expected,
                Declared.changes(timed, Map.of()),
                TIMED + ": /metrics alone passes through unmeasured so far. Add this path.");
        Finding.when(
                inProgress != 0,
                expected,
                IN_PROGRESS + " " + Declared.number(inProgress),
                TIMED + ": this scrape counts itself. Let it pass before inc(), as /metrics.");
    }

    private static Map<Series, Double> timed(Exposition page, Exposition before) {
        return page.since(before, "request_latency_seconds_count");
    }

    @Check(
            number = "5.8",
            title = "types.properties: the four types are told apart",
            learned =
                    "Of a number ask whether it may fall, what it costs, and whether it can be"
                            + " added up.",
            more =
                    "A quantile of a summary is a value like any other and may fall. Count the"
                        + " lines on /metrics that begin with the name and have the same labels,"
                        + " apart from le and quantile. Only buckets can be added up over apps.")
    void typesAreToldApart(Bench bench) {
        AnswerSheet table = AnswerSheet.read(bench.module(), "types.properties");
        page(bench);
        Exposition page = bench.scrape();
        List<String> falls = List.of("no", "yes", "no", "yes");
        List<Long> series =
                List.of(
                        1L,
                        1L,
                        page.samples("request_latency_seconds_bucket").keySet().stream()
                                        .filter(one -> one.label("endpoint").equals(TREES))
                                        .count()
                                + 2,
                        page.samples(CALLS).size() + 2L);
        List<String> use = List.of("b", "a", "c", "d");
        for (int i = 0; i < TYPES.size(); i++) {
            String type = TYPES.get(i);
            cell(table, type + ".falls", falls.get(i), FALLS.get(i));
            cell(table, type + ".series", String.valueOf(series.get(i)), SERIES.get(i));
            cell(table, type + ".use", use.get(i), USE.get(i));
        }
    }

    private static final List<String> FALLS =
            List.of(
                    "a counter counts what has happened, and that does not unhappen.",
                    "look at requests_in_progress after a request.",
                    "its series are counters, all of them: a bucket holds what has happened.",
                    "count and sum only grow, but a quantile of the last minute?");
    private static final List<String> SERIES =
            List.of(
                    "look for requests_total{...} with one status and one endpoint.",
                    "look for requests_in_progress.",
                    "look for request_latency_seconds of one endpoint: buckets, and two more.",
                    "look for forest_call_seconds: quantiles, and two more.");
    private static final List<String> USE =
            List.of(
                    "it counts events, and rate or increase say how many there were.",
                    "its value now is the answer.",
                    "only buckets of several apps can be added up, and then give a quantile.",
                    "count and sum give an average, for two series.");

    private static void cell(AnswerSheet table, String key, String right, String hint) {
        String given = table.answer(key).toLowerCase(Locale.ROOT);
        Finding.when(
                !given.equals(right),
                "the right answer for " + key,
                given.isEmpty() ? "no answer" : "'" + given + "'",
                "types.properties, %s: %s".formatted(key, hint));
    }

    @Check(
            number = "5.9",
            title = "queries/01-series.promql: how many series a job has",
            learned =
                    "A selector needs no name, and the series of a job are what it costs"
                            + " Prometheus.",
            more = "count(...) around the selector {job=\"treecounter\"}, which has no name.")
    void series(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.SERIES);
    }

    @Check(
            number = "5.10",
            title = "queries/02-planted.promql: the newest number of trees",
            learned = "Before you add up a gauge, ask whose number it is.",
            more = "max(...) over the series of both apps.")
    void planted(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.PLANTED);
    }

    @Check(
            number = "5.11",
            title = "queries/03-by-endpoint-and-status.promql: by two labels",
            learned = "by (a, b) keeps two labels, and the series that share both are added up.",
            more = "sum by (endpoint, status) (rate(...[5m])).")
    void byEndpointAndStatus(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.BY_LABELS);
    }

    @Check(
            number = "5.12",
            title = "queries/04-average-in-progress.promql: a gauge over time",
            learned = "avg looks across series at one moment, avg_over_time along one series.",
            more = "avg_over_time(...[5m]) takes the samples of one series.")
    void averageInProgress(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.AVERAGE_IN_PROGRESS);
    }

    @Check(
            number = "5.13",
            title = "queries/05-p95-of-both.promql: what two apps stay under together",
            learned = "A quantile has forgotten how many pages it speaks of; buckets have not.",
            more = "Of the two queries in the file the one with buckets is right.")
    void p95OfBoth(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.P95);
    }

    @Check(
            number = "5.14",
            title = "queries/06-planted-lately.promql: how a gauge has changed",
            learned = "delta takes a fall for a fall, increase takes it for a restart.",
            more = "delta(...[5m]): the last sample less the first.")
    void plantedLately(Bench bench) {
        Grading.on(bench).check(GaugesSummariesQueries.LATELY);
    }

    @Check(
            number = "5.15",
            title = "queries/07-in-progress.promql: all apps together",
            learned = "The requests of each app are its own, so these gauges may be added up.",
            more = "sum(...) over the gauge: these requests are each app's own.",
            optional = true)
    void inProgressTogether(Bench bench) {
        Grading.on(bench).checkIfBegun(GaugesSummariesQueries.IN_PROGRESS);
    }

    @Check(
            number = "5.16",
            title = "queries/08-species.promql: how many species each app shows",
            learned = "Values of a label that come from outside are worth counting.",
            more = "count by (instance) (...) counts the series of each app.",
            optional = true)
    void species(Bench bench) {
        Grading.on(bench).checkIfBegun(GaugesSummariesQueries.SPECIES);
    }

    @Check(
            number = "5.17",
            title = "queries/09-trees-per-second.promql: the slope of a gauge",
            learned =
                    "deriv fits a line through all samples; delta looks at the first and the last.",
            more = "deriv(...[5m]) draws a line through all samples of the range.",
            optional = true)
    void treesPerSecond(Bench bench) {
        Grading.on(bench).checkIfBegun(GaugesSummariesQueries.SLOPE);
    }

    /** A page that shows trees; on a busy machine the app may miss its deadline at first. */
    private static Http.Answer page(Bench bench) {
        Http.Answer page =
                Poll.until(answer -> answer.status() != 503, () -> bench.get(TREES), 3000);
        String expected = "GET /treecounter answers 200";
        String otherwise = TREE_COUNTER + ": leave the page as it was.";
        if (page.status() == 500) {
            throw bench.bug(expected, otherwise);
        }
        Finding.when(page.status() != 200, expected, page.status(), otherwise);
        return page;
    }

    private static <T> T with(Bench bench, Faults faults, Supplier<T> asked) {
        bench.forest().setFaults(faults);
        try {
            return asked.get();
        } finally {
            bench.forest().setFaults(Faults.NONE);
        }
    }

    private static void at(Bench bench, Instant time) {
        bench.forest().setClock(Clock.fixed(time, ZoneOffset.UTC));
    }

    private static void now(Bench bench) {
        bench.forest().setClock(Clock.systemUTC());
    }

    /** What the forest would say. */
    private static Map<String, Double> truth(Bench bench) {
        Map<String, Double> truth = new TreeMap<>();
        bench.forest().recentTrees().forEach((species, number) -> truth.put(species, number * 1.0));
        return truth;
    }

    private static Map<String, Double> trees(Exposition page) {
        Map<String, Double> trees = new TreeMap<>();
        page.samples(RECENT).forEach((series, value) -> trees.put(series.label("species"), value));
        return trees;
    }

    private static double up(Exposition page) {
        return page.samples().getOrDefault(new Series(UP, Map.of()), Double.NaN);
    }

    private static double grown(Exposition before, Exposition after, String name) {
        return Difference.sum(after.since(before, name));
    }

    private static String text(Map<String, Double> trees) {
        return trees.isEmpty()
                ? "no trees_recent"
                : trees.entrySet().stream()
                        .map(
                                one ->
                                        "trees_recent{species=\"%s\"} %s"
                                                .formatted(
                                                        one.getKey(),
                                                        Declared.number(one.getValue())))
                        .collect(Collectors.joining("\n"));
    }
}
