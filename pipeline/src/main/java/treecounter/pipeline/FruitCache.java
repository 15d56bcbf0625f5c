package treecounter.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import treecounter.pipeline.Failure.Kind;
import treecounter.pipeline.Failure.Place;

/** The fruits of the last minute, for 5 s, in the Redis that {@code CACHE_URL} names. */
public final class FruitCache implements AutoCloseable {
    private static final String STANDARD = "redis://:fruits@127.0.0.1:6379";
    private static final long SECONDS = 5;
    private static final int PATIENCE_MILLIS = 500;
    private static final int MOST_CONNECTIONS = 20;

    private final RedisClient redis;
    private final String key = "fruits:" + Setting.room();
    private final JsonMapper json = new JsonMapper();

    private FruitCache(RedisClient redis) {
        this.redis = redis;
    }

    /** Connects when it is first needed. */
    public static FruitCache fromEnvironment() {
        URI uri = URI.create(Setting.get("CACHE_URL").orElse(STANDARD));
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setJmxEnabled(false);
        return new FruitCache(
                RedisClient.builder()
                        .fromURI(uri)
                        .clientConfig(
                                DefaultJedisClientConfig.builder(uri)
                                        .timeoutMillis(PATIENCE_MILLIS)
                                        .build())
                        .poolConfig(pool)
                        .build());
    }

    /** What is kept, if anything is. */
    public Optional<Map<String, Integer>> get() throws Failure {
        return Optional.ofNullable(with(redis -> redis.get(key))).flatMap(this::read);
    }

    /** Keeps this for 5 s. */
    public void put(Map<String, Integer> fruits) throws Failure {
        try {
            String text = json.writeValueAsString(fruits);
            with(redis -> redis.setex(key, SECONDS, text));
        } catch (JsonProcessingException e) {
            throw new Failure(Place.CACHE, Kind.OTHER, e);
        }
    }

    /** Forgets what is kept: something new has come. */
    public void delete() throws Failure {
        with(redis -> redis.del(key));
    }

    @Override
    public void close() {
        redis.close();
    }

    private Optional<Map<String, Integer>> read(String text) {
        try {
            return Optional.of(
                    json.readValue(text, new TypeReference<TreeMap<String, Integer>>() {}));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private <T> T with(Function<RedisClient, T> talk) throws Failure {
        try {
            return talk.apply(redis);
        } catch (JedisConnectionException e) {
            boolean late = String.valueOf(e.getMessage()).contains("timed out");
            throw new Failure(Place.CACHE, late ? Kind.TIMEOUT : Kind.REFUSED, e);
        } catch (JedisException e) {
            throw new Failure(Place.CACHE, Kind.OTHER, e);
        }
    }
}
