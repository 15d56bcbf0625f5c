package treecounter.workbench.lessons.pipeline;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Program;

/**
 * What both programs showed, scrape by scrape: while all was well, and while two things were wrong.
 *
 * @param before pages by program, from the time before
 * @param during pages by program, from the time in trouble
 */
record TroubledRun(
        Map<Program, List<Optional<Exposition>>> before,
        Map<Program, List<Optional<Exposition>>> during) {
    private static final int SCRAPES_BEFORE = 8;
    private static final int SCRAPES_DURING = 14;
    private static final int SCRAPE_MILLIS = 300;

    /** A trouble has to begin before it shows. */
    private static final int BEGIN_MILLIS = 600;

    private static final int TROUBLE_MILLIS =
            2 * BEGIN_MILLIS + SCRAPES_DURING * (SCRAPE_MILLIS + 150);
    private static final int PAUSE_MILLIS = 100;
    private static final int WARM_MILLIS = 15_000;
    private static final double QUICK_SECONDS = 0.05;
    private static final int PEOPLE = 3;

    /**
     * Samples up to the time at which promtool asks. To it they are 5 s apart: a minute holds
     * nearly all of the time in trouble, whenever that ended on a busy machine.
     */
    private static final int SAMPLES = 121;

    private static final List<String> POSTED =
            List.of(
                    "{\"fruit\": \"apple\", \"quantity\": 3}",
                    "{\"fruit\": \"pear\", \"quantity\": 1}");

    /** Lets people ask and bring fruits, and after a while two things go wrong. */
    static TroubledRun see(Bench bench, List<Trouble> troubles) {
        BackDoor door = new BackDoor(bench);
        AtomicBoolean open = new AtomicBoolean(true);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Thread person = new Thread(() -> ask(bench, open), "person");
            person.setDaemon(true);
            person.start();
            people.add(person);
        }
        try {
            warmUp(bench);
            Map<Program, List<Optional<Exposition>>> before = scrape(bench, SCRAPES_BEFORE);
            troubles.forEach(trouble -> door.trouble(trouble, TROUBLE_MILLIS));
            pause(BEGIN_MILLIS);
            if (!troubles.contains(Trouble.DEAD_CACHE)) {
                door.keepNothing(); // It would be gone after 5 s, which is long here.
            }
            return new TroubledRun(before, scrape(bench, SCRAPES_DURING));
        } finally {
            open.set(false);
            people.forEach(Thread::interrupt);
        }
    }

    /** Until inserts are as quick as they are on a good day. */
    private static void warmUp(Bench bench) {
        Exposition[] last = {PipelineChecks.worker(bench)};
        Poll.until(
                page -> {
                    double inserts =
                            Difference.sum(page.since(last[0], PipelineChecks.INSERT + "_count"));
                    double seconds =
                            Difference.sum(page.since(last[0], PipelineChecks.INSERT + "_sum"));
                    last[0] = page;
                    return inserts > 2 && seconds / inserts < QUICK_SECONDS;
                },
                () -> {
                    pause(SCRAPE_MILLIS * 2);
                    return PipelineChecks.worker(bench);
                },
                WARM_MILLIS);
    }

    private static void ask(Bench bench, AtomicBoolean open) {
        for (int i = 0; open.get(); i++) {
            try {
                URI fruit = bench.app().uri("/fruit");
                switch (i % 4) {
                    case 0 -> Http.get(bench.app().uri("/hello"));
                    case 1 -> Http.get(fruit);
                    default -> Http.send("POST", fruit, Map.of(), POSTED.get(i % 2));
                }
            } catch (IOException e) {
                // That is just what is looked at.
            }
            pause(PAUSE_MILLIS);
        }
    }

    private static Map<Program, List<Optional<Exposition>>> scrape(Bench bench, int times) {
        Map<Program, List<Optional<Exposition>>> pages = new LinkedHashMap<>();
        for (int i = 0; i < times; i++) {
            for (Program program : bench.module().lesson().programs()) {
                pages.computeIfAbsent(program, none -> new ArrayList<>())
                        .add(page(bench.app(program).uri("/metrics")));
            }
            pause(SCRAPE_MILLIS);
        }
        return pages;
    }

    private static Optional<Exposition> page(URI uri) {
        try {
            return Optional.of(Exposition.parse(Http.get(uri).body()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lesson's series of the time before, in promtool's notation. */
    List<String> calm() {
        return series(List.of(before));
    }

    /** The same, and those of the time in trouble after them. */
    List<String> troubled() {
        return series(List.of(before, during));
    }

    private static List<String> series(List<Map<Program, List<Optional<Exposition>>>> phases) {
        List<String> series = new ArrayList<>();
        for (Program program : phases.get(0).keySet()) {
            List<Optional<Exposition>> pages = new ArrayList<>();
            phases.forEach(phase -> pages.addAll(phase.get(program)));
            List<Series> names =
                    pages.stream()
                            .flatMap(Optional::stream)
                            .flatMap(page -> page.samples().keySet().stream())
                            .filter(name -> isOurs(name.name()))
                            .distinct()
                            .toList();
            for (Series name : names) {
                StringJoiner values = new StringJoiner(" ");
                values.add("_x" + (SAMPLES - pages.size() - 1));
                for (Optional<Exposition> page : pages) {
                    values.add(
                            page.map(all -> all.samples().get(name))
                                    .map(String::valueOf)
                                    .orElse("_"));
                }
                series.add(labelled(name, program) + "\t" + values);
            }
        }
        return series;
    }

    private static boolean isOurs(String name) {
        return name.matches("(http|job|jobs|errors|mq|db|cache|hello|all|recent)_.*")
                && !name.endsWith("_created");
    }

    private static Series labelled(Series name, Program program) {
        Map<String, String> labels = new LinkedHashMap<>(name.labels());
        boolean worker = program.equals(Pipeline.WORKER);
        labels.put("job", worker ? "worker" : "treecounter");
        labels.put("instance", worker ? "worker:8004" : "app:8001");
        return new Series(name.name(), labels);
    }

    /** How much something has grown in one of both times, of all programs together. */
    double growth(boolean inTrouble, String name, Predicate<Series> which) {
        double sum = 0;
        for (List<Optional<Exposition>> pages : (inTrouble ? during : before).values()) {
            List<Exposition> there = pages.stream().flatMap(Optional::stream).toList();
            if (!there.isEmpty()) {
                for (Map.Entry<Series, Double> each :
                        there.get(there.size() - 1).since(there.get(0), name).entrySet()) {
                    sum += which.test(each.getKey()) ? each.getValue() : 0;
                }
            }
        }
        return sum;
    }

    /** What the last page of one of both times says. */
    double last(boolean inTrouble, String name, Predicate<Series> which) {
        return (inTrouble ? during : before)
                .values().stream()
                        .flatMap(
                                pages ->
                                        pages.stream()
                                                .flatMap(Optional::stream)
                                                .reduce((one, other) -> other)
                                                .stream())
                        .flatMap(page -> page.samples(name).entrySet().stream())
                        .filter(sample -> which.test(sample.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
    }
}
