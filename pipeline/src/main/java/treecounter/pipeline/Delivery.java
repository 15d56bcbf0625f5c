package treecounter.pipeline;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.UUID;
import treecounter.pipeline.Failure.Kind;
import treecounter.pipeline.Failure.Place;

/**
 * A message that a worker has taken. The queue keeps it until it is acknowledged: if the worker
 * dies before, another one gets it.
 */
public final class Delivery {
    private final MessageQueue queue;
    private final Channel channel;
    private final long tag;
    private final UUID id;
    private final String kind;
    private final String body;

    Delivery(MessageQueue queue, Channel channel, long tag, UUID id, String kind, String body) {
        this.queue = queue;
        this.channel = channel;
        this.tag = tag;
        this.id = id;
        this.kind = kind;
        this.body = body;
    }

    /** The same each time this message comes, and of no other message. */
    public UUID id() {
        return id;
    }

    /** {@code hello} or {@code fruit}, or whatever else somebody has sent. */
    public String kind() {
        return kind;
    }

    /** What it says. */
    public String body() {
        return body;
    }

    /** Says that the work is done: the queue forgets the message. */
    public void acknowledge() throws Failure {
        tell(() -> channel.basicAck(tag, false));
    }

    /** Gives the message back to the queue, for another try. */
    public void giveBack() throws Failure {
        tell(() -> channel.basicNack(tag, false, true));
    }

    /** Puts the message aside, among those that nobody can process. */
    public void bury() throws Failure {
        queue.publishDead(kind, body, id);
        acknowledge();
    }

    private interface Words {
        void say() throws IOException;
    }

    private static void tell(Words words) throws Failure {
        try {
            words.say();
        } catch (IOException | AlreadyClosedException e) {
            throw new Failure(Place.QUEUE, Kind.REFUSED, e);
        }
    }
}
