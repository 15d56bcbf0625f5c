package treecounter.workbench.lessons.pipeline;

import java.util.List;
import java.util.stream.Stream;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Difference;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Measured;
import treecounter.workbench.checks.Poll;

/**
 * What the worker shows of {@link #FRUITS} messages whose inserts all take too long at first. Each
 * try takes its time, so this is done once, and several checks look at it.
 *
 * @param before its page before they come
 * @param during its page while every connection has an insert that is too slow, and others wait
 * @param after its page once the database is quick again, and all are done
 * @param deadLetters how many there were
 * @param seconds how long all of it took
 */
record SlowDatabase(
        Exposition before, Exposition during, Exposition after, int deadLetters, double seconds) {
    /** As many as there are connections. */
    static final int CONNECTIONS = 10;

    /** More than there are connections, so that some workers wait for one. */
    static final int FRUITS = CONNECTIONS + 2;

    /** When the database ends an insert here; sooner than elsewhere, so that checks take less. */
    static final int LIMIT_MILLIS = 150;

    /** The same in seconds. */
    static final double LIMIT = LIMIT_MILLIS / 1000.0;

    /** A clock may be a little coarse. */
    private static final double TRY = LIMIT - 0.01;

    private static final Faults SLOW = new Faults("0", 1);
    private static final int PATIENCE_MILLIS = 8_000;
    private static final List<String> COUNTED =
            List.of(
                    PipelineChecks.JOB + "_count",
                    PipelineChecks.JOBS,
                    PipelineChecks.ERRORS,
                    PipelineChecks.CONSUMED,
                    PipelineChecks.INSERT + "_count");

    /** That of a bench: what was seen for another check, or seen now. */
    static SlowDatabase of(Bench bench) {
        return bench.own().get(SlowDatabase.class, () -> see(bench));
    }

    private static SlowDatabase see(Bench bench) {
        BackDoor door = new BackDoor(bench);
        PipelineChecks.settle(bench);
        Exposition before = PipelineChecks.worker(bench);
        int dead = door.deadLetters();
        long start = System.nanoTime();
        Exposition during;
        bench.forest().setFaults(SLOW);
        try {
            door.publish("fruit", "{\"fruit\": \"cherry\", \"quantity\": 1}", FRUITS);
            Poll.until(inserts -> inserts == CONNECTIONS, door::sleeping, PATIENCE_MILLIS);
            // Each of them ends soon, and another begins.
            during = fullOne(bench, dead, hasGauges(before) ? PATIENCE_MILLIS / 4 : 0);
            if (!isFull(during, dead) && PipelineChecks.isAlmostFullPool(during)) {
                // On a busy machine few inserts are slow at once.
                during = fullOne(bench, dead, PATIENCE_MILLIS);
            }
        } finally {
            bench.forest().setFaults(Faults.NONE);
        }
        PipelineChecks.settle(bench);
        return new SlowDatabase(
                before, during, settled(bench), dead, (System.nanoTime() - start) / 1e9);
    }

    private static Exposition fullOne(Bench bench, int dead, long millis) {
        return Poll.until(page -> isFull(page, dead), () -> PipelineChecks.worker(bench), millis);
    }

    private static boolean hasGauges(Exposition page) {
        return Stream.of(PipelineChecks.MESSAGES, PipelineChecks.CONNECTIONS)
                .anyMatch(page.families()::contains);
    }

    private static boolean isFull(Exposition page, int dead) {
        return PipelineChecks.isQueue(page, dead) && PipelineChecks.isFullPool(page);
    }

    /** Once the queue is empty, the worker may still have to count the last message. */
    private static Exposition settled(Bench bench) {
        Exposition[] last = {PipelineChecks.worker(bench)};
        return Poll.until(
                page -> {
                    boolean same =
                            COUNTED.stream().allMatch(name -> page.since(last[0], name).isEmpty());
                    last[0] = page;
                    return same;
                },
                () -> PipelineChecks.worker(bench),
                PATIENCE_MILLIS);
    }

    /** How much a counter has grown in all. */
    double growth(String name) {
        return Difference.sum(after.since(before, name));
    }

    /** How many tries in vain a count has, if it has all tries. */
    double inVain(String count) {
        return growth(count) - FRUITS;
    }

    /**
     * How much each try in vain has added to a sum of seconds, if those that went well took none.
     */
    Measured triesIn(String name) {
        double tries = inVain(name + "_count");
        return new Measured(growth(name + "_sum") / tries, TRY, FRUITS * seconds / tries);
    }
}
