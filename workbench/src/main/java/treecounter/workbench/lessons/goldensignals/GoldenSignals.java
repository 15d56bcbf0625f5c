package treecounter.workbench.lessons.goldensignals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Request;
import treecounter.workbench.workshop.Verb;

/** The lesson of the four golden signals: one filter for every endpoint, and what it can tell. */
public final class GoldenSignals extends QueryLesson {
    public GoldenSignals() {
        super(6, "bonus-golden-signals");
    }

    @Override
    public Class<?> checks() {
        return GoldenSignalsChecks.class;
    }

    @Override
    public int minutes() {
        return 75;
    }

    /** Its own: the counter of requests and the LatencyHandler of other lessons are gone. */
    @Override
    public Optional<String> startsFrom() {
        return Optional.empty();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "forest_requests_total",
                "forest_wait_seconds_total",
                "http_requests_total",
                "http_request_duration_seconds",
                "http_response_bytes",
                "request_threads_busy",
                "request_threads_max",
                "random_value",
                "random_delay_seconds");
    }

    @Override
    public String requestCounter() {
        return "http_requests_total";
    }

    @Override
    public List<String> paths() {
        return List.of("/treecounter", "/random", "/leaves");
    }

    /** Mostly random numbers: 2,000 of them tell how they are spread. */
    @Override
    public List<Request> traffic() {
        List<Request> ten = new ArrayList<>(Collections.nCopies(8, Request.get("/random", 200)));
        ten.set(0, Request.get("/treecounter", 200));
        ten.add(Request.get("/leaves", 200));
        ten.add(Request.get("/nowhere", 404));
        return ten;
    }

    @Override
    public long seed(Module module) {
        return new DistributionsFile(module).seed();
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "seed",
                        "let the forest spread its random numbers otherwise",
                        "SEED=7",
                        (screen, workshop, options) -> {
                            Module module =
                                    options.get("SECTION")
                                            .map(text -> workshop.find(text, workshop.root()))
                                            .orElse(workshop.starter(this));
                            if (module.lesson() != this) {
                                throw new Refusal(
                                        "SECTION: expected 6 or solutions/%s, found '%s'."
                                                .formatted(directory(), module.name()));
                            }
                            DistributionsFile file = new DistributionsFile(module);
                            long seed = file.seed(options);
                            screen.line(
                                    "%s says seed=%d. A stack that runs takes it up with: make up"
                                            + " SECTION=%s",
                                    file, seed, module.name());
                            return 0;
                        }),
                Verb.of(
                        "buckets",
                        "draw a histogram of the app's page of metrics",
                        "NAME=random_value",
                        (screen, workshop, options) -> new Buckets(screen, options).draw()));
    }

    @Override
    public List<Exercise> queries() {
        return GoldenSignalsQueries.all();
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("retry", "b")
                        .not(
                                "a",
                                "each second try is a request too, so there is about half "
                                        + "as much again. Traffic can rise though nobody came.")
                        .not(
                                "c",
                                "failed requests are answered too, and counted. And each is "
                                        + "followed by another."),
                Question.of("quick", "b")
                        .not(
                                "a",
                                "a quick failure is a quick answer. Half of the answers now take a"
                                        + " millisecond, and the slow ones are a smaller share.")
                        .not(
                                "c",
                                "it can: quick answers were added, and no slow ones. That "
                                        + "is why latency is looked at beside errors."),
                Question.of("pool", "b")
                        .not(
                                "a",
                                "a thread is free again after 0.2 s, so each does five "
                                        + "requests a second.")
                        .not(
                                "c",
                                "that would take 64 threads: 320 a second times 0.2 s are "
                                        + "in progress at once."));
    }
}
