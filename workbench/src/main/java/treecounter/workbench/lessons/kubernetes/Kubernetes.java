package treecounter.workbench.lessons.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.QueryLesson;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Verb;
import treecounter.workbench.workshop.Workshop;

/** The lesson of a cluster: what has to be written down, so that it keeps an app running. */
public final class Kubernetes extends QueryLesson {
    /** Reads manifests and charts for the checks. */
    private static final Program MANIFESTS =
            new Program(
                    "manifests",
                    Optional.of("manifests"),
                    "treecounter.manifests.Manifests",
                    8009,
                    "/manifests",
                    "/manifests");

    public Kubernetes() {
        super(11, "bonus-kubernetes");
    }

    @Override
    public Class<?> checks() {
        return KubernetesChecks.class;
    }

    @Override
    public int minutes() {
        return 140;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public List<String> modules() {
        return List.of("manifests");
    }

    @Override
    public int megabytes() {
        return 40;
    }

    @Override
    public Optional<Program> serversOnTheBench() {
        return Optional.of(MANIFESTS);
    }

    /** Helm looks for settings in a home directory, and fails where that is none. */
    @Override
    public Map<String, String> serversEnvironment() {
        return Map.of("HOME", Workshop.here().root().resolve("target/helm").toString());
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "cluster",
                        "send the manifests to a cluster; make one by kind if there is none",
                        "CONTEXT=kind-treecounter END=1",
                        (screen, workshop, options) ->
                                new ClusterVerb(screen, workshop, options).run(this)));
    }

    @Override
    public List<Exercise> queries() {
        return KubernetesQueries.all();
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("database", "b")
                        .not(
                                "a",
                                "then no pod is ready while the database is away, and nobody gets"
                                        + " even the page that says so.")
                        .not(
                                "c",
                                "a restart mends no database. All pods would be restarted, again"
                                        + " and again."),
                Question.of("memory", "c")
                        .not(
                                "a",
                                "the heap may take 60 % of the limit, and what is no heap stays as"
                                        + " large as it was.")
                        .not(
                                "b",
                                "a request decides where there is room. Who is killed, the limit"
                                        + " decides."),
                Question.of("twice", "a")
                        .not(
                                "b",
                                "both jobs store series of their own, and sum adds all that it"
                                        + " finds.")
                        .not(
                                "c",
                                "the values are right, and each is there twice. The rate of each"
                                        + " is what it was."));
    }
}
