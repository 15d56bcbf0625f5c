package treecounter.pipeline;

import java.util.concurrent.ThreadLocalRandom;

/** Puts 1 to 10 oranges into the queue every 0.1 to 0.5 s, unless {@code ORANGES} is no. */
public final class Oranges {
    private static final int MOST = 10;

    private Oranges() {}

    /** Who puts them there: a {@link MessageQueue} can. */
    @FunctionalInterface
    public interface Publisher {
        /** Puts a message into the queue. */
        void publish(String kind, String body) throws Failure;
    }

    /** Begins, on a thread of its own. */
    public static void send(Publisher publisher) {
        if (Setting.get("ORANGES").filter("no"::equals).isPresent()) {
            return;
        }
        Thread thread = new Thread(() -> sendForEver(publisher), "oranges");
        thread.setDaemon(true);
        thread.start();
    }

    private static void sendForEver(Publisher publisher) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(random.nextInt(100, 501));
                Fruits oranges = new Fruits("orange", random.nextInt(1, MOST + 1));
                publisher.publish("fruit", oranges.toJson());
            } catch (Failure e) {
                // These oranges are lost. Nobody was promised any.
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
