package treecounter.pipeline;

/**
 * Does once with queue, table and cache what programs do with them. Most of the time that a program
 * takes to start goes into the classes of their clients, which are loaded then.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        Thread queue = new Thread(Rehearsal::queue, "rehearse-queue");
        queue.start();
        try (FruitTable table = FruitTable.fromEnvironment();
                FruitCache cache = FruitCache.fromEnvironment()) {
            table.rehearse();
            cache.put(table.lastMinute());
            cache.get();
            cache.delete();
        } catch (Failure e) {
            // The programs find the same, and tell.
        }
        queue.join();
    }

    private static void queue() {
        try {
            MessageQueue.rehearse();
        } catch (Exception e) {
            // The programs find the same, and tell.
        }
    }
}
