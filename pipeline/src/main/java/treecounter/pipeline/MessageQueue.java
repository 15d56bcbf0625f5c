package treecounter.pipeline;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import treecounter.pipeline.Failure.Kind;
import treecounter.pipeline.Failure.Place;

/** A queue of messages in the broker that {@code AMQP_URL} names; a message is lost never. */
public final class MessageQueue {
    private static final String STANDARD = "amqp://fruits:fruits@127.0.0.1:5672/default";
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int PERSISTENT = 2;
    private static final String PAUSE = "pause";

    private final String name = "fruits." + Setting.room();
    private final String dead = name + ".dead";
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private final Deque<Channel> idle = new ArrayDeque<>();

    /** Messages for a queue that is not there; the broker confirms them too. */
    private final Set<String> returned = ConcurrentHashMap.newKeySet();

    private MessageQueue() {}

    /** What a worker does with a message. */
    @FunctionalInterface
    public interface Work {
        void on(Delivery delivery) throws Failure;
    }

    /** Connects in the background, and again whenever the connection is lost. */
    public static MessageQueue fromEnvironment() {
        MessageQueue queue = new MessageQueue();
        daemon(queue::connect, "connect-queue").start();
        return queue;
    }

    /**
     * Puts a message into the queue; returns once the broker has confirmed that it has it.
     *
     * @throws Failure if it has not within 2 s
     */
    public void publish(String kind, String body) throws Failure {
        publish(name, kind, body, UUID.randomUUID());
    }

    void publishDead(String kind, String body, UUID id) throws Failure {
        publish(dead, kind, body, id);
    }

    /** Lets so many workers take messages, one each at a time. Returns at once. */
    public void consume(int workers, Work work) {
        ExecutorService threads =
                Executors.newFixedThreadPool(workers, task -> daemon(task, "worker"));
        daemon(() -> consume(workers, threads, work), "consume").start();
        // A program of daemons alone would end.
        new Thread(MessageQueue::sleepForEver, "queue").start();
    }

    /** Sends a message to itself, by way of a queue that goes with the connection. */
    static void rehearse() throws Exception {
        try (Connection made = factory().newConnection();
                Channel channel = made.createChannel()) {
            channel.confirmSelect();
            String own = channel.queueDeclare().getQueue();
            CompletableFuture<byte[]> came = new CompletableFuture<>();
            channel.basicQos(1);
            channel.basicConsume(
                    own,
                    false,
                    new DefaultConsumer(channel) {
                        @Override
                        public void handleDelivery(
                                String consumer,
                                Envelope envelope,
                                BasicProperties properties,
                                byte[] body)
                                throws IOException {
                            getChannel().basicAck(envelope.getDeliveryTag(), false);
                            came.complete(body);
                        }
                    });
            channel.basicPublish(
                    "", own, true, properties("hello", UUID.randomUUID()), new byte[2]);
            channel.waitForConfirms(PATIENCE_MILLIS);
            came.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            channel.messageCount(own);
        }
    }

    /** How many messages wait for a worker now. */
    public long length() throws Failure {
        return length(name);
    }

    /** How many messages were put aside. */
    public long deadLetters() throws Failure {
        return length(dead);
    }

    private long length(String queue) throws Failure {
        return with(channel -> channel.messageCount(queue));
    }

    private void publish(String queue, String kind, String body, UUID id) throws Failure {
        BasicProperties properties = properties(kind, id);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean confirmed =
                with(
                        channel -> {
                            channel.basicPublish("", queue, true, properties, bytes);
                            return channel.waitForConfirms(PATIENCE_MILLIS)
                                    && !returned.remove(id.toString());
                        });
        if (!confirmed) {
            throw new Failure(Place.QUEUE, Kind.REFUSED, "the broker did not take the message");
        }
    }

    private static BasicProperties properties(String kind, UUID id) {
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .messageId(id.toString())
                .type(kind)
                .contentType("application/json")
                .build();
    }

    private interface Talk<T> {
        T on(Channel channel) throws IOException, InterruptedException, TimeoutException;
    }

    /** A channel is for one thread at a time. */
    private <T> T with(Talk<T> talk) throws Failure {
        try {
            Optional<Channel> free;
            synchronized (idle) {
                free = Optional.ofNullable(idle.poll());
            }
            Channel channel = free.isPresent() ? free.get() : newChannel();
            T said = talk.on(channel);
            synchronized (idle) {
                idle.push(channel);
            }
            return said;
        } catch (TimeoutException e) {
            throw new Failure(Place.QUEUE, Kind.TIMEOUT, e);
        } catch (IOException | AlreadyClosedException | ExecutionException e) {
            throw new Failure(Place.QUEUE, Kind.REFUSED, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Place.QUEUE, Kind.OTHER, e);
        }
    }

    private Channel newChannel()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Channel channel = connection.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).createChannel();
        channel.confirmSelect();
        channel.addReturnListener(back -> returned.add(back.getProperties().getMessageId()));
        return channel;
    }

    private void connect() {
        while (!connection.isDone()) {
            try {
                Connection made = factory().newConnection();
                declare(made);
                connection.complete(made);
            } catch (IOException | TimeoutException e) {
                pause();
            }
        }
    }

    private void declare(Connection made) throws IOException, TimeoutException {
        try (Channel channel = made.createChannel()) {
            channel.queueDeclare(name, true, false, false, null);
            channel.queueDeclare(dead, true, false, false, null);
        }
    }

    private void consume(int workers, ExecutorService threads, Work work) {
        while (true) {
            try {
                Connection made = factory().newConnection(threads);
                declare(made);
                for (int i = 0; i < workers; i++) {
                    Channel channel = made.createChannel();
                    channel.basicQos(1);
                    channel.basicConsume(name, false, new Worker(channel, work));
                }
                return;
            } catch (IOException | TimeoutException e) {
                pause();
            }
        }
    }

    private final class Worker extends DefaultConsumer {
        private final Work work;

        Worker(Channel channel, Work work) {
            super(channel);
            this.work = work;
        }

        @Override
        public void handleDelivery(
                String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
            if (PAUSE.equals(properties.getType())) {
                rest(envelope, new String(body, StandardCharsets.UTF_8));
                return;
            }
            Delivery delivery =
                    new Delivery(
                            MessageQueue.this,
                            getChannel(),
                            envelope.getDeliveryTag(),
                            id(properties, body),
                            Optional.ofNullable(properties.getType()).orElse(""),
                            new String(body, StandardCharsets.UTF_8));
            try {
                work.on(delivery);
            } catch (Failure e) {
                // The broker could not be told. It gives the message to another worker.
            } catch (RuntimeException | Error e) {
                giveBackAfterABug(delivery, e);
            }
        }

        /** Somebody outside wants a worker to take nothing else for a while. */
        private void rest(Envelope envelope, String until) {
            try {
                long end = until.matches("\\d{1,15}") ? Long.parseLong(until) : 0;
                Thread.sleep(Math.max(0, end - System.currentTimeMillis()));
                getChannel().basicAck(envelope.getDeliveryTag(), false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | AlreadyClosedException e) {
                // The broker gives it to another worker, for whom it is over.
            }
        }
    }

    /** A message without an id is known by what it says. */
    private static UUID id(BasicProperties properties, byte[] body) {
        try {
            return UUID.fromString(Optional.ofNullable(properties.getMessageId()).orElse(""));
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(body);
        }
    }

    private static void giveBackAfterABug(Delivery delivery, Throwable e) {
        System.err.println("A worker could not finish a message, because of:");
        e.printStackTrace();
        pause();
        try {
            delivery.giveBack();
        } catch (Failure lost) {
            // The broker gives it to another worker.
        }
    }

    private static ConnectionFactory factory() {
        String url = Setting.get("AMQP_URL").orElse(STANDARD);
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(url);
            factory.setConnectionTimeout(PATIENCE_MILLIS);
            factory.setNetworkRecoveryInterval(500);
            factory.setThreadFactory(task -> daemon(task, "queue-connection"));
            return factory;
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "AMQP_URL: expected amqp://HOST:PORT/, found " + url, e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleepForEver() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
