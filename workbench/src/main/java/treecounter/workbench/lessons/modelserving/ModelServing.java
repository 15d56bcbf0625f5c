package treecounter.workbench.lessons.modelserving;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.RuleLesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Request;
import treecounter.workbench.workshop.Verb;
import treecounter.workbench.workshop.Workshop;

/** The lesson of a model that is served, and of what only a model has to be watched for. */
public final class ModelServing extends RuleLesson {
    private static final Program APP =
            new Program(
                    "app", Optional.empty(), "treecounter.TreeCounterApp", 8001, "/metrics", "/");

    /** Trains the model that the checks use, once, and says where it lies. */
    private static final Program BENCH_MODEL =
            new Program(
                    "bench-model",
                    Optional.of("reviews"),
                    "treecounter.reviews.BenchModel",
                    8008,
                    "",
                    "/");

    public ModelServing() {
        super(10, "bonus-model-serving");
    }

    @Override
    public Class<?> checks() {
        return ModelServingChecks.class;
    }

    @Override
    public int minutes() {
        return 110;
    }

    @Override
    public Optional<String> startsFrom() {
        return Optional.empty();
    }

    @Override
    public List<String> modules() {
        return List.of("reviews");
    }

    @Override
    public int megabytes() {
        return 2;
    }

    @Override
    public boolean asksTheForest() {
        return false;
    }

    @Override
    public List<Program> programs() {
        return List.of(APP);
    }

    @Override
    public Optional<Program> serversOnTheBench() {
        return Optional.of(BENCH_MODEL);
    }

    @Override
    public Optional<String> rehearsal() {
        return Optional.of("treecounter.reviews.Rehearsal");
    }

    @Override
    public Map<String, String> onTheBench(Map<String, String> servers, String room) {
        return Optional.ofNullable(servers.get("BENCH_MODEL"))
                .map(model -> new BenchRoom(Path.of(model), room).settings())
                .orElse(Map.of());
    }

    @Override
    public Map<String, String> inTheLoop(Module module, String program, Options options) {
        return Map.of("PREDICTIONS_FILE", module.file("target/predictions.jsonl").toString());
    }

    @Override
    public Map<String, String> inTheStack(Module module, String program, Options options) {
        return inTheLoop(module, program, options);
    }

    @Override
    public Map<String, String> besideTheApp() {
        return Map.of("model", "reviews/target/model");
    }

    @Override
    public void prepare(Screen screen, Workshop workshop) {
        new Reviews(workshop).trainFirst(screen);
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.PROMTOOL);
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "train",
                        "train the model that the app serves, and say how good it is",
                        "SEED=10 ROWS=3000 SEASON=winter DATA=posts REVIEWS=file.tsv MODEL_FILE=",
                        (screen, workshop, options) ->
                                new Reviews(workshop).train(screen, options)),
                Verb.of(
                        "predict",
                        "ask the app what a review is taken for",
                        "TEXT='What a lovely walk.'",
                        (screen, workshop, options) -> new Asking(screen, options).predict()));
    }

    @Override
    public String requestCounter() {
        return "prediction_requests_total";
    }

    @Override
    public List<String> paths() {
        return List.of("/", "/predict", "/truth");
    }

    @Override
    public List<Request> traffic() {
        return Reviews.requests(
                List.of(
                        "positive\tThe lake was lovely and the guide was friendly.",
                        "negative\tThe path was muddy. Such a broken bench.",
                        "neutral\tThere is a bench near marker four."));
    }

    @Override
    public List<Request> traffic(Workshop workshop, Options options) {
        return Reviews.requests(new Reviews(workshop).rows(options));
    }

    @Override
    public List<String> trafficSettings() {
        return List.of("SEASON", "SEED");
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "prediction_requests_total",
                "prediction_error_total",
                "prediction_latency_seconds",
                "review_length_words",
                "predictions_total",
                "prediction_confidence",
                "model_info",
                "model_trained_timestamp_seconds",
                "model_training_share",
                "unknown_words_total",
                "fallback_predictions_total",
                "predictions_judged_total",
                "predictions_right_total",
                "predictions_in_progress",
                "predictions_in_progress_max",
                "model_memory_bytes");
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("twice", "c")
                        .not(
                                "a",
                                "the rate doubles. In a share both sides do, and it stays as it"
                                        + " is.")
                        .not("b", "both sides of the division double, so it stays as it is."),
                Question.of("fraud", "b")
                        .not(
                                "a",
                                "who says of every transfer that it is none is wrong as seldom, and"
                                        + " finds nothing.")
                        .not(
                                "c",
                                "more of the same number would tell as little. Ask how much of the"
                                        + " fraud it finds."),
                Question.of("versions", "a")
                        .not(
                                "b",
                                "a series for each guest is without end, and personal data. Two"
                                        + " versions are two values.")
                        .not(
                                "c",
                                "it would scrape the same series. They have to differ where they"
                                        + " are counted."));
    }

    @Override
    public List<Exercise> queries() {
        return ModelServingQueries.all();
    }

    @Override
    public List<RuleExercise> rules() {
        return List.of(ModelServingQueries.DRIFT);
    }
}
