package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Jars;
import treecounter.workbench.machine.Background;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Service;

/** The stack of lesson 8 with a real RabbitMQ, PostgreSQL and cache, and what tells of them. */
@NeedsDocker({
    "PROMETHEUS_IMAGE",
    "JAVA_IMAGE",
    "RABBITMQ_IMAGE",
    "POSTGRES_IMAGE",
    "VALKEY_IMAGE",
    "NODE_EXPORTER_IMAGE",
    "POSTGRES_EXPORTER_IMAGE",
    "REDIS_EXPORTER_IMAGE",
    "BLACKBOX_IMAGE"
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@StartsPrograms(weight = 1)
class PipelineDockerTest {
    private static final int MESSAGES = 2_000;
    private static final int THREADS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OUTSIDE =
            """
            scrape_configs:
              - job_name: outside
                static_configs:
                  - targets: ["host.docker.internal:%d"]
            """;

    /** Inserts that were carried out, also those that found their message there already. */
    private static final String COUNT_WRITES =
            """
            CREATE TABLE main.writes (id uuid);
            CREATE FUNCTION main.written() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO main.writes VALUES (NEW.id); RETURN NEW; END';
            CREATE TRIGGER written BEFORE INSERT ON main.fruits
                FOR EACH ROW EXECUTE FUNCTION main.written();
            """;

    private final Lesson lesson = Lesson.named("bonus-pipeline").orElseThrow();
    private final AtomicInteger accepted = new AtomicInteger();
    private TestStack stack;
    private Module module;
    private Background outside;

    /** An app runs outside of Docker too, on the address of Docker's bridge. */
    @BeforeAll
    void copy() throws Exception {
        stack = new TestStack("pipeline");
        module = stack.workshop().solution(lesson);
        int port = App.freePort();
        Files.writeString(module.file("jobs/outside.yaml"), OUTSIDE.formatted(port));
        stack.up(module);
        outside = new Background(stack.workshop().root().resolve("target"), "outside");
        outside.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Jars.of(module).toString()),
                Map.of("HOST", bridge(), "PORT", "" + port));
    }

    /**
     * Where Prometheus finds the machine that it runs on. A Docker that has just been installed
     * does not tell the address of its bridge.
     */
    private String bridge() {
        return Command.of("docker", "exec", container("prometheus"), "cat", "/etc/hosts")
                .run()
                .lines()
                .stream()
                .filter(line -> line.endsWith("\thost.docker.internal"))
                .map(line -> line.replaceFirst("\t.*", ""))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    void stop() {
        if (outside != null) {
            outside.stop();
        }
        stack.down(true);
    }

    @Test
    @Order(1)
    void noAcceptedAppleIsLostThoughTheWorkerIsKilledAndTheDatabaseStartsAnew() throws Exception {
        letOneInsertInTenBeSlow();
        Eventually.get(PATIENCE, () -> sql(COUNT_WRITES), "CREATE TRIGGER"::equals);
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int quantity = 1 + i % 3;
            sent.add(clients.submit(() -> send(quantity)));
        }
        clients.shutdown();
        sent.get(MESSAGES / 2).get();
        // The worker is killed where it has written, and waits for the cache before it
        // acknowledges.
        docker("pause", container("valkey"));
        double before = apples();
        Eventually.get(PATIENCE, this::apples, apples -> apples > before);
        docker("kill", "--signal", "KILL", container("worker"));
        docker("unpause", container("valkey"));
        docker("start", container("worker"));
        docker("restart", "-t", "1", container("postgres"));
        assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        assertThat(accepted).hasPositiveValue();
        Eventually.get(PATIENCE, this::apples, apples -> apples == accepted.get());
        assertThat(sum(page("worker"), "jobs_total\\{.*outcome=\"retried\".*")).isPositive();
        assertThat(sum(page("rabbitmq"), "rabbitmq_\\w*redelivered\\w*total.*")).isPositive();
        assertThat(sum(page("worker"), "mq_messages\\{queue=\"dead\".*")).isZero();
        int again = Integer.parseInt(sql("SELECT count(*) - count(DISTINCT id) FROM main.writes"));
        System.out.println("Messages that were inserted twice, and are there once: " + again);
        assertThat(again).isPositive();
        assertThat(sql("SELECT count(*) - count(DISTINCT id) FROM main.fruits")).isEqualTo("0");
    }

    /** So much starts at once that who is asked may not answer in time. */
    private void letOneInsertInTenBeSlow() throws Exception {
        Eventually.get(
                PATIENCE,
                () -> {
                    try {
                        Sent.faults(stack.uri(Core.FOREST), "0", 0.1);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                },
                done -> done);
    }

    private void send(int quantity) {
        String json = "{\"fruit\": \"apple\", \"quantity\": %d}".formatted(quantity);
        try {
            if (Http.send("POST", stack.uri(Core.APP).resolve("/fruit"), Map.of(), json).status()
                    == 202) {
                accepted.addAndGet(quantity);
            }
        } catch (IOException e) {
            // Nothing was promised.
        }
    }

    @Test
    @Order(2)
    void downKeepsTheRows() throws Exception {
        stack.down(false);
        stack.up(module);
        Eventually.get(PATIENCE, this::apples, apples -> apples == accepted.get());
    }

    @Test
    @Order(3)
    void everyTargetIsUpAndEveryPanelAndQueryHasData() throws Exception {
        letOneInsertInTenBeSlow();
        new Traffic(stack.screen(), stack.options("RATE=20", "FOR=20"), lesson).send();
        Eventually.get(
                PATIENCE,
                () ->
                        stack.prometheus().targets().stream()
                                .filter(target -> !target.job().equals("grafana"))
                                .filter(target -> !target.health().equals("up"))
                                .toList(),
                List::isEmpty);
        assertThat(stack.prometheus().targets())
                .extracting("job")
                .contains(
                        "treecounter",
                        "worker",
                        "outside",
                        "node",
                        "postgres",
                        "redis",
                        "rabbitmq");
        String probes = Files.readString(module.file("queries/06-probes.promql"));
        Eventually.get(
                PATIENCE,
                () -> stack.prometheus().query(probes),
                found -> found.stream().filter(service -> service.value() > 0).count() == 4);
        List<String> queries = ServersStackTest.queries(lesson, module);
        Eventually.get(PATIENCE, () -> ServersStackTest.empty(stack, queries), List::isEmpty);
    }

    /** Who has to be killed has the exit code 137. */
    @Test
    @Order(4)
    void bothProgramsEndWithinThreeSecondsUnderLoad() throws Exception {
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<?> traffic =
                client.submit(
                        () -> new Traffic(stack.screen(), stack.options("FOR=10"), lesson).send());
        Eventually.get(
                PATIENCE, () -> sum(page("app"), "hello_total .*"), greetings -> greetings > 50);
        for (String program : List.of("worker", "app")) {
            docker("stop", "-t", "3", container(program));
            assertThat(
                            Command.of(
                                            "docker",
                                            "inspect",
                                            "--format",
                                            "{{.State.ExitCode}}",
                                            container(program))
                                    .run()
                                    .lines())
                    .as(program)
                    .containsExactly("143");
        }
        traffic.cancel(true);
        client.shutdown();
    }

    private double apples() {
        String said = sql("SELECT sum(quantity) FROM main.fruits WHERE fruit = 'apple'");
        return said.matches("\\d+") ? Double.parseDouble(said) : -1;
    }

    /** The last line of what the database says; empty where it does not answer. */
    private String sql(String statements) {
        List<String> said =
                Command.of(
                                "docker",
                                "exec",
                                "--env",
                                "PGPASSWORD=fruits",
                                container("postgres"),
                                "psql",
                                "--host=127.0.0.1",
                                "--username=fruits",
                                "--tuples-only",
                                "--no-align",
                                "--single-transaction",
                                "--command=" + statements,
                                "fruits")
                        .run()
                        .lines();
        return said.isEmpty() ? "" : said.get(said.size() - 1);
    }

    private String page(String name) throws Exception {
        Service service =
                Core.inDocker(lesson).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return Eventually.get(
                PATIENCE,
                () -> {
                    try {
                        return Http.get(service.uri(stack.options(), "/metrics")).body();
                    } catch (IOException e) {
                        return "";
                    }
                },
                text -> !text.isEmpty());
    }

    private static double sum(String page, String like) {
        return page.lines()
                .filter(line -> line.matches(like))
                .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", "")))
                .sum();
    }

    private String container(String service) {
        return stack.project() + "-" + service + "-1";
    }

    private static void docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        assertThat(Command.of(command).run().lines()).contains(words[words.length - 1]);
    }
}
