package treecounter.workbench.lessons.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.machine.Http;

/** What a check does to the broker and the cache behind the back of the learner's programs. */
record BackDoor(Bench bench) {
    /** Puts a message into the queue. */
    void publish(String kind, String body) {
        publish(kind, body, 1);
    }

    /** Puts so many messages into the queue that say the same. */
    void publish(String kind, String body, int times) {
        go("publish/%s/%d".formatted(kind, times), body);
    }

    /** How many inserts of the bench's programs the database is slow with now. */
    int sleeping() {
        return Integer.parseInt(go("sleeping", "-"));
    }

    /** How many messages were put aside. */
    int deadLetters() {
        return Integer.parseInt(go("dead", "-"));
    }

    /** How many messages the queue has, with those that workers have not acknowledged. */
    int length() {
        return Integer.parseInt(go("length", "-"));
    }

    /** How many of a fruit the database has. */
    int sum(String fruit) {
        return Integer.parseInt(go("sum/" + fruit, "-"));
    }

    /** Lets the cache keep fruits, as if another frontend had asked the database. */
    void keep(String fruits) {
        go("cache", fruits);
    }

    /** Empties the cache. */
    void keepNothing() {
        go("no-cache", "-");
    }

    /** Lets the cache keep something that is no text: to ask for it fails, and at once. */
    void keepNonsense() {
        go("wrong-cache", "-");
    }

    /** Lets the cache answer nobody for a while. */
    void pauseCache(int millis) {
        go("pause-cache/" + millis, "-");
    }

    /** Does something while the broker takes no message for the queue. */
    void whileRefusing(Runnable what) {
        go("refuse", "-");
        try {
            what.run();
        } finally {
            go("accept", "-");
        }
    }

    /** Lets something go wrong for a while. */
    void trouble(Trouble trouble, int millis) {
        go("trouble/%s/%d".formatted(trouble, millis), "-");
    }

    private String go(String what, String body) {
        URI door =
                URI.create(
                        "%s/%s/%s".formatted(bench.serverSetting("DOOR_URL"), bench.room(), what));
        try {
            Http.Answer answer = Http.send("POST", door, Map.of(), body);
            if (answer.status() != 200) {
                throw new IOException("the servers do not do what the bench wants: " + what);
            }
            return answer.body().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
