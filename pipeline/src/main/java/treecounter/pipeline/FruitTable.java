package treecounter.pipeline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import treecounter.pipeline.Failure.Kind;
import treecounter.pipeline.Failure.Place;

/** The fruits that came, in the PostgreSQL that {@code DATABASE_URL} names. */
public final class FruitTable implements AutoCloseable {
    /** Connections to the database; who needs another one waits. */
    public static final int MOST_CONNECTIONS = 10;

    private static final String STANDARD =
            "jdbc:postgresql://127.0.0.1:5432/fruits?user=fruits&password=fruits";
    private static final int WAIT_MILLIS = 1_000;
    private static final String CANCELLED = "57014";

    private final HikariDataSource pool;
    private final SlowInserts slow;
    private boolean made;

    private FruitTable(HikariDataSource pool, SlowInserts slow) {
        this.pool = pool;
        this.slow = slow;
    }

    /**
     * Connects when it is first needed, and keeps one connection open, or as many as {@code
     * OPEN_CONNECTIONS} says.
     */
    public static FruitTable fromEnvironment() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Setting.get("DATABASE_URL").orElse(STANDARD));
        config.setSchema(Setting.room());
        // So that the database can tell whose connection is whose.
        config.addDataSourceProperty("ApplicationName", Setting.room());
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(Setting.number("OPEN_CONNECTIONS", 1));
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(
                "SET statement_timeout = " + Setting.number("STATEMENT_MILLIS", 300));
        return new FruitTable(new HikariDataSource(config), SlowInserts.fromEnvironment());
    }

    /**
     * Writes fruits down, once for each id however often it is told.
     *
     * @return whether they were new
     * @throws Failure with {@code timeout} if it takes longer than 0.3 s, or as {@code
     *     STATEMENT_MILLIS} says
     */
    public boolean insert(UUID id, Fruits fruits) throws Failure {
        return with(
                connection -> {
                    // Slow for real: the database sleeps, and its own limit ends the statement.
                    String from = slow.isNext() ? " FROM pg_sleep(3)" : "";
                    return insert(connection, id, fruits, from);
                });
    }

    private static boolean insert(Connection connection, UUID id, Fruits fruits, String from)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO fruits (id, fruit, quantity) SELECT ?, ?, ?"
                                + from
                                + " ON CONFLICT (id) DO NOTHING")) {
            insert.setObject(1, id);
            insert.setString(2, fruits.fruit());
            insert.setInt(3, fruits.quantity());
            return insert.executeUpdate() == 1;
        }
    }

    /** How many of each fruit came in the last minute; those of which none came are not in it. */
    public Map<String, Integer> lastMinute() throws Failure {
        return with(
                connection -> {
                    Map<String, Integer> sums = new TreeMap<>();
                    try (Statement query = connection.createStatement();
                            ResultSet rows =
                                    query.executeQuery(
                                            "SELECT fruit, sum(quantity) FROM fruits WHERE came >"
                                                    + " now() - interval '1 minute' GROUP BY"
                                                    + " fruit")) {
                        while (rows.next()) {
                            sums.put(rows.getString(1), rows.getInt(2));
                        }
                    }
                    return sums;
                });
    }

    /** Inserts, and takes it back. */
    void rehearse() throws Failure {
        with(
                connection -> {
                    connection.setAutoCommit(false);
                    insert(connection, UUID.randomUUID(), new Fruits("orange", 1), "");
                    connection.rollback();
                    return true;
                });
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Connections that are in use now. */
    public int activeConnections() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    /** Connections that are open and free now. */
    public int idleConnections() {
        return pool.getHikariPoolMXBean().getIdleConnections();
    }

    /** Threads that wait for a connection now. */
    public int waitingThreads() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    private interface Talk<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Talk<T> talk) throws Failure {
        try (Connection connection = pool.getConnection()) {
            makeOnce(connection);
            return talk.on(connection);
        } catch (SQLTransientConnectionException e) {
            throw new Failure(Place.DATABASE, Kind.REFUSED, e);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            Kind kind =
                    state.equals(CANCELLED)
                            ? Kind.TIMEOUT
                            : state.startsWith("08") || state.startsWith("57")
                                    ? Kind.REFUSED
                                    : Kind.OTHER;
            throw new Failure(Place.DATABASE, kind, e);
        }
    }

    /** Frontend and worker may both find that there is no table yet. */
    private synchronized void makeOnce(Connection connection) throws SQLException {
        if (made) {
            return;
        }
        String room = Setting.room();
        connection.setAutoCommit(false);
        try (Statement make = connection.createStatement()) {
            make.execute("SET LOCAL statement_timeout = 0");
            make.execute("SELECT pg_advisory_xact_lock(8001)");
            make.execute("CREATE SCHEMA IF NOT EXISTS " + room);
            make.execute(
                    "CREATE TABLE IF NOT EXISTS %s.fruits (id uuid PRIMARY KEY, fruit text NOT NULL, quantity int NOT NULL, came timestamptz NOT NULL DEFAULT now())"
                            .formatted(room));
            make.execute(
                    "CREATE INDEX IF NOT EXISTS fruits_came ON %s.fruits (came)".formatted(room));
            connection.commit();
            made = true;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
