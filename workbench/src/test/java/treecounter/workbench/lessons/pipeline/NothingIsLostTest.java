package treecounter.workbench.lessons.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import treecounter.forest.Faults;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.app.Servers;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Kept;
import treecounter.workbench.checks.Poll;
import treecounter.workbench.machine.Http;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What was accepted with 202 is in the database once, whatever happens to the worker. */
@StartsPrograms
class NothingIsLostTest {
    private static final int MESSAGES = 2_000;
    private static final int THREADS = 10;
    private static final long PATIENCE_MILLIS = 180_000;

    private final Module module =
            Workshop.here().solution(Lesson.named("bonus-pipeline").orElseThrow());

    @Test
    void everyAcceptedAppleIsKeptOnceThoughInsertsTimeOutAndTheWorkerIsKilled() throws Exception {
        try (Bench bench = new Bench(module, new Kept())) {
            bench.forest().setFaults(new Faults("0", 0.1));
            AtomicInteger accepted = new AtomicInteger();
            ExecutorService clients = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                int quantity = 1 + i % 3;
                sent.add(clients.submit(() -> send(bench, quantity, accepted)));
            }
            clients.shutdown();
            sent.get(MESSAGES / 2).get();
            Exposition before = worker(bench.app(Pipeline.WORKER));
            bench.app(Pipeline.WORKER).close(); // As kill -9 does.
            try (App second = secondWorker(bench)) {
                assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
                BackDoor door = new BackDoor(bench);
                assertThat(Poll.until(length -> length == 0, door::length, PATIENCE_MILLIS))
                        .isZero();
                assertThat(accepted).hasPositiveValue();
                assertThat(door.sum("apple")).isEqualTo(accepted.get());
                assertThat(door.deadLetters()).isZero();
                assertThat(retried(before) + retried(worker(second))).isPositive();
            }
        }
    }

    private static void send(Bench bench, int quantity, AtomicInteger accepted) {
        String json = "{\"fruit\": \"apple\", \"quantity\": %d}".formatted(quantity);
        if (bench.send("POST", "/fruit", json).status() == 202) {
            accepted.addAndGet(quantity);
        }
    }

    private App secondWorker(Bench bench) throws App.NotStarted {
        Map<String, String> settings = new TreeMap<>(Servers.settings(module));
        settings.putAll(module.lesson().onTheBench(settings, bench.room()));
        settings.put("ROOM", bench.room());
        settings.put("TREES_API_URL", bench.forest().uri().toString());
        return App.start(
                Pipeline.WORKER,
                module,
                Compilation.of(module),
                App.freePort(),
                settings,
                line -> {});
    }

    private static Exposition worker(App worker) throws Exception {
        return Exposition.parse(Http.get(worker.uri("/metrics")).body());
    }

    private static double retried(Exposition page) {
        return page.value("jobs_total", Map.of("kind", "fruit", "outcome", "retried"));
    }
}
