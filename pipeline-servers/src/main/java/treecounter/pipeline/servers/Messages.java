package treecounter.pipeline.servers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Puts messages into a queue as the programs of the lesson do. */
final class Messages {
    private Messages() {}

    static Connection connect(String broker) throws IOException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            return factory.newConnection();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    static void publish(Channel channel, String queue, String kind, String body)
            throws IOException {
        BasicProperties properties =
                new BasicProperties.Builder()
                        .messageId(UUID.randomUUID().toString())
                        .type(kind)
                        .build();
        channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
    }
}
