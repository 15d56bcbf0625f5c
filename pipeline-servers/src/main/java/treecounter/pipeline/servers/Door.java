package treecounter.pipeline.servers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import treecounter.forest.Answer;
import treecounter.forest.Guard;
import treecounter.forest.ServerAddress;

/**
 * A back door to the broker and the cache, for a bench that brings no client of theirs: {@code POST
 * /TOKEN/ROOM/...} does one thing. Who does not know the token, finds no door.
 */
final class Door {
    private static final String KEPT_SECONDS = "5";
    private static final String SUM =
            "SELECT coalesce(sum(quantity), 0) FROM %s.fruits WHERE fruit = ?";

    /** Statements that the database was told to be slow with; a program says its room as name. */
    private static final String SLEEPING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND"
                    + " application_name = ?";

    private final String broker;
    private final String database;
    private final RedisClient cache;
    private final Troubles troubles;
    private final Gate gate;
    private Connection connection;
    private java.sql.Connection asking;

    private Door(String broker, String database, RedisClient cache, Troubles troubles, Gate gate) {
        this.broker = broker;
        this.database = database;
        this.cache = cache;
        this.troubles = troubles;
        this.gate = gate;
    }

    /** Opens one on a free port, and says where. */
    static String open(String broker, String database, String cache, Gate gate, String token)
            throws IOException {
        Door door =
                new Door(
                        broker,
                        database,
                        RedisClient.create(URI.create(cache)),
                        new Troubles(broker, database, cache, gate),
                        gate);
        HttpServer server = HttpServer.create(ServerAddress.of("127.0.0.1", port()), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new Guard(exchange -> door.answer(exchange, token)));
        server.start();
        return ServerAddress.url(server, "/" + token);
    }

    /** {@code PORT}, for those who want to know whether the servers are there; else a free one. */
    private static int port() {
        return Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    }

    private void answer(HttpExchange exchange, String token) throws IOException {
        List<String> words = List.of(exchange.getRequestURI().getPath().split("/"));
        if (words.equals(List.of("", "ready"))) {
            Answer.json(200, "{\"ready\": true}").send(exchange);
            return;
        }
        if (words.size() < 4 || !words.get(1).equals(token)) {
            Answer.notFound().send(exchange);
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String room = words.get(2);
        String what = words.get(3);
        Answer.json(200, act(what, room, words.subList(4, words.size()), body)).send(exchange);
    }

    private String act(String what, String room, List<String> words, String body)
            throws IOException {
        String key = "fruits:" + room;
        return switch (what) {
            case "cache" -> cache.setex(key, Long.parseLong(KEPT_SECONDS), body);
            case "no-cache" -> "" + cache.del(key);
            case "wrong-cache" -> "" + cache.del(key) + cache.lpush(key, "no text");
            case "pause-cache" ->
                    "" + cache.sendCommand(Command.CLIENT, "PAUSE", words.get(0), "ALL");
            case "publish" ->
                    publish("fruits." + room, words.get(0), Integer.parseInt(words.get(1)), body);
            case "refuse" -> {
                gate.shut("fruits." + room);
                yield "refuses";
            }
            case "accept" -> {
                gate.open("fruits." + room);
                yield "accepts";
            }
            case "trouble" -> troubles.begin(words.get(0), room, Integer.parseInt(words.get(1)));
            case "sleeping" -> "" + number(SLEEPING, room);
            case "dead" -> "" + count("fruits." + room + ".dead");
            case "length" -> "" + count("fruits." + room);
            case "sum" -> "" + number(SUM.formatted(room), words.get(0));
            default -> throw new IllegalArgumentException(what);
        };
    }

    private String publish(String queue, String kind, int times, String body) throws IOException {
        try (Channel channel = connection().createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < times; i++) {
                Messages.publish(channel, queue, kind, body);
            }
            return "" + channel.waitForConfirms();
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    private long count(String queue) throws IOException {
        try (Channel channel = connection().createChannel()) {
            return channel.messageCount(queue);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private synchronized long number(String sql, String parameter) throws IOException {
        try {
            if (asking == null) {
                asking = DriverManager.getConnection(database);
            }
            try (PreparedStatement query = asking.prepareStatement(sql)) {
                query.setString(1, parameter);
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        } catch (SQLException e) {
            asking = null;
            throw new IOException(e);
        }
    }

    private synchronized Connection connection() throws IOException {
        if (connection == null) {
            connection = Messages.connect(broker);
        }
        return connection;
    }
}
