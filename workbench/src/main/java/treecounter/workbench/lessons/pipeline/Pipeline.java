package treecounter.workbench.lessons.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import treecounter.forest.Faults;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Request;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Verb;

/** The lesson of a frontend, a queue, workers, a database and a cache. */
public final class Pipeline extends QueryLesson {
    /** The second program, which nobody waits for: only the learner makes it listen. */
    static final Program WORKER =
            new Program("worker", Optional.empty(), "treecounter.Worker", 8004, "", "/metrics");

    private static final Program FRONTEND =
            new Program(
                    "app",
                    Optional.empty(),
                    "treecounter.TreeCounterApp",
                    8001,
                    "/metrics",
                    "/fruit");

    private static final Program SERVERS =
            new Program(
                    "servers",
                    Optional.of("pipeline-servers"),
                    "treecounter.pipeline.servers.Servers",
                    8006,
                    "/ready",
                    "/ready");

    public Pipeline() {
        super(8, "bonus-pipeline");
    }

    @Override
    public Class<?> checks() {
        return PipelineChecks.class;
    }

    @Override
    public int minutes() {
        return 120;
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.empty();
    }

    @Override
    public List<String> modules() {
        return List.of("pipeline", "pipeline-servers");
    }

    @Override
    public int megabytes() {
        return 60;
    }

    @Override
    public List<Program> programs() {
        return List.of(FRONTEND, WORKER);
    }

    @Override
    public Optional<Program> servers() {
        return Optional.of(SERVERS);
    }

    @Override
    public List<Service> serversInDocker() {
        return PipelineServices.all();
    }

    @Override
    public Optional<String> rehearsal() {
        return Optional.of("treecounter.pipeline.Rehearsal");
    }

    /**
     * No oranges, which nobody asked for; the next insert knows of a fault; and the connections,
     * which a pool opens one after the other, are there before all of them are needed at once.
     */
    @Override
    public Map<String, String> onTheBench(Map<String, String> servers, String room) {
        return Map.of(
                "ORANGES",
                "no",
                "FAULTS_SECONDS",
                "0",
                "STATEMENT_MILLIS",
                String.valueOf(SlowDatabase.LIMIT_MILLIS),
                "OPEN_CONNECTIONS",
                String.valueOf(SlowDatabase.CONNECTIONS));
    }

    @Override
    public Faults usualFaults() {
        return new Faults("0", 0.1);
    }

    /** Its last step looks at what happens in the stack. */
    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.PROMTOOL, Need.STACK);
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "hurt",
                        "let two things go wrong in the stack, as SEED draws them",
                        "SEED=7 FOR=120",
                        (screen, workshop, options) ->
                                new Hurt(screen, workshop, options).begin(this)));
    }

    @Override
    public String requestCounter() {
        return "http_latency_seconds_count";
    }

    @Override
    public List<String> paths() {
        return List.of("/hello", "/fruit");
    }

    /** As people do: some ask, some bring fruits, some get it wrong. */
    @Override
    public List<Request> traffic() {
        List<Request> ten = new ArrayList<>(List.of(Request.get("/fruit", 200)));
        ten.add(Request.get("/hello", 200));
        ten.add(post("apple", 3));
        ten.add(Request.get("/fruit?name=apple", 200));
        ten.add(post("pear", 1));
        ten.add(Request.get("/hello", 200));
        ten.add(post("banana", 12));
        ten.add(Request.get("/fruit?name=orange", 200));
        ten.add(new Request("POST", "/fruit", "{\"fruit\": \"apple\"}", 400));
        ten.add(Request.get("/nowhere", 404));
        return ten;
    }

    private static Request post(String fruit, int quantity) {
        String body = "{\"fruit\": \"%s\", \"quantity\": %d}".formatted(fruit, quantity);
        return new Request("POST", "/fruit", body, 202);
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "hello_total",
                "all_fruits",
                "recent_fruits",
                "http_latency_seconds",
                "job_duration_seconds",
                "jobs_total",
                "errors_total",
                "mq_publish_seconds",
                "mq_consumed_total",
                "mq_ack_seconds",
                "mq_messages",
                "db_insert_seconds",
                "db_pool_connections",
                "db_pool_connections_max",
                "db_pool_waiting_threads",
                "cache_delete_seconds",
                "cache_requests_total");
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("little", "b")
                        .not(
                                "a",
                                "that was before: 90 by 30. What comes out is what goes in, still"
                                        + " 30 a second; what is in there is half.")
                        .not(
                                "c",
                                "only the length has halved. Twice the workers do not acknowledge"
                                        + " more than is published: 30 a second."),
                Question.of("slow", "b")
                        .not(
                                "a",
                                "it says that less is done, and not why. As much would be missing"
                                        + " if fewer fruits came.")
                        .not(
                                "c",
                                "POST /fruit waits for the broker alone. It is as quick as ever,"
                                        + " while the queue grows."),
                Question.of("lost", "a")
                        .not(
                                "b",
                                "process_start_time_seconds says it, and counters that begin at 0.")
                        .not(
                                "c",
                                "there are none: what is acknowledged never comes again. That is"
                                        + " just why it is lost."));
    }

    @Override
    public List<Exercise> queries() {
        return PipelineQueries.all();
    }
}
