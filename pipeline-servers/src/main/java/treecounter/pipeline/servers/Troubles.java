package treecounter.pipeline.servers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.Statement;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * What can go wrong with the servers, each for a while: it is made here, where nobody edits a
 * program.
 */
final class Troubles {
    /** As many as a worker process has. */
    private static final int WORKERS = 20;

    private static final int POISON_MILLIS = 100;

    /** Workers that try in vain would not come to the message that lets them stop. */
    private static final int LATER_MILLIS = 400;

    private final String broker;
    private final String database;
    private final String cache;
    private final Gate gate;

    /** The troubles of these servers. */
    Troubles(String broker, String database, String cache, Gate gate) {
        this.broker = broker;
        this.database = database;
        this.cache = cache;
        this.gate = gate;
    }

    @FunctionalInterface
    private interface Trouble {
        void last(String room, int millis) throws Exception;
    }

    /** Begins one, and returns; it ends after so many milliseconds. */
    String begin(String name, String room, int millis) {
        Trouble trouble =
                switch (name) {
                    case "slow-database" -> this::slowDatabase;
                    case "locked-table" -> this::lockedTable;
                    case "dead-cache" -> this::deadCache;
                    case "stopped-workers" -> this::stoppedWorkers;
                    case "refusing-broker" -> this::refusingBroker;
                    case "poison-messages" -> this::poisonMessages;
                    default -> throw new IllegalArgumentException(name);
                };
        Thread thread = new Thread(() -> run(trouble, room, millis), "trouble");
        thread.setDaemon(true);
        thread.start();
        return name;
    }

    private static void run(Trouble trouble, String room, int millis) {
        try {
            trouble.last(room.replaceAll("\\W", "_"), millis);
        } catch (Exception e) {
            System.out.println("A trouble could not be made, or ended: " + e.getMessage());
        }
    }

    /** Each insert takes longer, and none too long. */
    private void slowDatabase(String room, int millis) throws Exception {
        try (java.sql.Connection made = DriverManager.getConnection(database);
                Statement change = made.createStatement()) {
            change.execute(
                    "CREATE OR REPLACE FUNCTION %s.wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END'"
                            .formatted(room));
            change.execute(
                    "CREATE OR REPLACE TRIGGER wait BEFORE INSERT ON %1$s.fruits FOR EACH ROW EXECUTE FUNCTION %1$s.wait()"
                            .formatted(room));
            Thread.sleep(millis);
            change.execute("DROP TRIGGER wait ON %s.fruits".formatted(room));
        }
    }

    /** As a migration does that somebody forgot to end. */
    private void lockedTable(String room, int millis) throws Exception {
        try (java.sql.Connection made = DriverManager.getConnection(database);
                Statement lock = made.createStatement()) {
            made.setAutoCommit(false);
            Thread.sleep(LATER_MILLIS);
            lock.execute("LOCK TABLE %s.fruits IN ACCESS EXCLUSIVE MODE".formatted(room));
            Thread.sleep(millis);
            made.rollback();
        }
    }

    /** It takes connections and questions, and answers nobody; of whichever room. */
    private void deadCache(String room, int millis) {
        try (RedisClient client = RedisClient.create(URI.create(cache))) {
            client.sendCommand(Command.CLIENT, "PAUSE", String.valueOf(millis), "ALL");
        }
    }

    /** A worker that gets a message of this kind takes no other one until then. */
    private void stoppedWorkers(String room, int millis) throws Exception {
        long until = System.currentTimeMillis() + millis;
        try (Connection made = Messages.connect(broker);
                Channel channel = made.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < WORKERS; i++) {
                Messages.publish(channel, "fruits." + room, "pause", String.valueOf(until));
            }
            channel.waitForConfirms();
        }
    }

    private void refusingBroker(String room, int millis) throws InterruptedException {
        gate.shut("fruits." + room);
        try {
            Thread.sleep(millis);
        } finally {
            gate.open("fruits." + room);
        }
    }

    /** Messages that nobody can ever process, all the time. */
    private void poisonMessages(String room, int millis) throws Exception {
        try (Connection made = Messages.connect(broker);
                Channel channel = made.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < millis / POISON_MILLIS; i++) {
                Messages.publish(channel, "fruits." + room, "fruit", "rotten");
                channel.waitForConfirms();
                Thread.sleep(POISON_MILLIS);
            }
        }
    }
}
