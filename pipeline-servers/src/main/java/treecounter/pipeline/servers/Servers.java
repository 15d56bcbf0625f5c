package treecounter.pipeline.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.qpid.server.SystemLauncher;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A message broker, a database and a cache, real ones, for a machine without Docker.
 *
 * <p>They listen on loopback, on free ports, and know one password, which is made anew at each
 * start. Where they are and what it is stands in the lines that are printed; whoever starts this
 * program reads them. When it ends, all of them end, and nothing is left but what PostgreSQL's
 * programs were unpacked to.
 */
public final class Servers {
    private static final String HOST = "127.0.0.1";
    private static final String USER = "postgres";
    private static final int PASSWORD_BYTES = 16;
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 10_000;
    private static final int TRIES = 5;

    private final Path data;
    private final String password;
    private final Optional<Path> file =
            Optional.ofNullable(System.getenv("SETTINGS_FILE")).map(Path::of);
    private final Gate gate = new Gate();
    private final Deque<Closeable> running = new ConcurrentLinkedDeque<>();

    private Servers(Path data, String password) {
        this.data = data;
        this.password = password;
    }

    public static void main(String[] args) throws Exception {
        Path all = Files.createDirectories(home().resolve("servers"));
        Leftovers.delete(all);
        Path data = all.resolve("data-" + ProcessHandle.current().pid());
        Leftovers.claim(data);
        // What the servers unpack or write down goes where it is found again, and deleted.
        System.setProperty("java.io.tmpdir", data.toString());
        Servers servers = new Servers(data, password());
        if (servers.file.isPresent()) {
            Files.deleteIfExists(servers.file.get()); // Of servers that were killed.
        }
        Runtime.getRuntime().addShutdownHook(new Thread(servers::end, "end"));
        try {
            servers.start();
        } catch (CompletionException e) {
            System.out.println("A server did not start: " + e.getCause());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** The broker ends with this program; the others are programs of their own. */
    private void end() {
        for (Closeable server : running) {
            try {
                server.close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
        Leftovers.deleteDirectory(data);
    }

    /** All three at once; tells where each is when all are there. */
    private void start() throws IOException {
        CompletableFuture<String> broker = begin(this::broker);
        CompletableFuture<String> database = begin(this::database);
        CompletableFuture<String> cache = begin(this::cache);
        tell(
                List.of(
                        "CACHE_URL=" + cache.join(),
                        "DATABASE_URL=" + database.join(),
                        "AMQP_URL=" + broker.join(),
                        "DOOR_URL="
                                + Door.open(
                                        broker.join(),
                                        database.join(),
                                        cache.join(),
                                        gate,
                                        password())));
        System.out.println("ready");
    }

    /** To whoever started this; or into a file, for programs that others start. */
    private void tell(List<String> settings) throws IOException {
        if (file.isEmpty()) {
            settings.forEach(System.out::println);
            return;
        }
        Path secret = data.resolve("settings");
        Files.write(secret, settings);
        Leftovers.hide(secret, "rw-------");
        Files.move(secret, file.get(), StandardCopyOption.REPLACE_EXISTING);
        running.add(() -> Files.deleteIfExists(file.get()));
    }

    private static CompletableFuture<String> begin(Callable<String> server) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                work -> new Thread(work, "start").start());
    }

    private String broker() throws Exception {
        int port = freePort();
        Path configuration = data.resolve("broker.json");
        Files.writeString(
                configuration,
                """
                {
                  "name": "pipeline",
                  "modelVersion": "9.1",
                  "authenticationproviders": [{
                    "name": "password", "type": "Plain", "secureOnlyMechanisms": "[]",
                    "users": [{"name": "%1$s", "type": "managed", "password": "%2$s"}]
                  }],
                  "ports": [{
                    "name": "AMQP", "port": %3$d, "bindingAddress": "%4$s",
                    "protocols": ["AMQP_0_9_1"], "authenticationProvider": "password",
                    "virtualhostaliases": [{"name": "nameAlias", "type": "nameAlias"}]
                  }],
                  "virtualhostnodes": [{
                    "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                    "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
                  }]
                }
                """
                        .formatted(USER, password, port, HOST));
        SystemLauncher broker = new SystemLauncher(gate);
        broker.startup(
                Map.of(
                        "type",
                        "Memory",
                        "initialConfigurationLocation",
                        configuration.toUri().toString(),
                        "startupLoggedToSystemOut",
                        false));
        return "amqp://%s:%s@%s:%d/default".formatted(USER, password, HOST, port);
    }

    /** By itself it would let in every user of this machine without a password. */
    private String database() throws IOException, SQLException {
        Template template = Template.of(home());
        Path postgres = data.resolve("postgres");
        Path first = data.resolve("password");
        if (template.isThere()) {
            template.copyTo(postgres);
            first = template.password();
        } else {
            Files.writeString(first, password());
        }
        Path secret = first;
        Path programs = Files.createDirectories(home().resolve("servers/postgres"));
        EmbeddedPostgres database =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(programs.toFile())
                        .setDataDirectory(postgres)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setLocaleConfig("auth", "scram-sha-256")
                        .setLocaleConfig("pwfile", secret.toString())
                        .setDataDirectoryCustomizer(made -> keep(template, secret))
                        .setConnectConfig("password", Files.readString(secret))
                        .setPort(freePort())
                        .setServerConfig("listen_addresses", HOST)
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("max_connections", "200")
                        // Many rounds make a short password hard to guess. This one is long, and
                        // ten connections are to be there at once.
                        .setServerConfig("scram_iterations", "1")
                        .start();
        running.add(database);
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement change = connection.createStatement()) {
            change.execute("ALTER ROLE %s PASSWORD '%s'".formatted(USER, password));
        }
        return "jdbc:postgresql://%s:%d/postgres?user=%s&password=%s"
                .formatted(HOST, database.getPort(), USER, password);
    }

    private void keep(Template template, Path secret) {
        try {
            template.keep(data.resolve("postgres"), secret, data);
        } catch (IOException e) {
            // The next start takes as long as this one.
        }
    }

    private String cache() throws IOException {
        for (int i = 1; ; i++) {
            try {
                return cache(freePort());
            } catch (IOException e) {
                // Another program can take the port in the moment before the cache does.
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private String cache(int port) throws IOException {
        RedisServer cache =
                RedisServer.newRedisServer()
                        .executableProvider(
                                ExecutableProvider.newJarResourceProvider(data.toFile()))
                        .bind(HOST)
                        .port(port)
                        .setting("requirepass " + password)
                        .setting("dir " + data)
                        .setting("save \"\"")
                        .build();
        cache.start();
        running.add(cache::stop);
        return "redis://:%s@%s:%d".formatted(password, HOST, port);
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Below those that systems hand out by themselves, so that hardly anybody else takes it. */
    private static int freePort() {
        while (true) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken. There are others.
            }
        }
    }

    /** The directory that holds this program, which Maven made. */
    private static Path home() throws IOException {
        try {
            return Path.of(
                            Servers.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
