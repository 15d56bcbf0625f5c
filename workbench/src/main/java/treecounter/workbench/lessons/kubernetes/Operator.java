package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.RuleGrading;

/** What Prometheus's operator makes jobs and rules of. */
final class Operator {
    static final String MONITOR = "k8s/podmonitor.yaml";
    static final String RULE = "k8s/prometheusrule.yaml";

    private static final String UP = "up{job=\"treecounter\",namespace=\"treecounter\",pod=\"%s\"}";
    private static final String PAGES =
            "requests_total{job=\"treecounter\",namespace=\"treecounter\",pod=\"%s\",endpoint=\"/treecounter\",status=\"%s\"}";

    /** The rules of lesson 7, in a PrometheusRule. */
    static final RuleExercise RULES =
            new RuleExercise(RULE, "TreeCounterDown", "TreeCounterErrors")
                    .over(
                            "one pod of two is down from minute 5 to 8",
                            Course.every(5)
                                    .gauge(UP.formatted("treecounter-1"), "5m 1, 3m 0, 4m 1")
                                    .gauge(UP.formatted("treecounter-2"), "12m 1"))
                    .firesAs(
                            "TreeCounterDown",
                            "5m30s",
                            "8m",
                            "5s",
                            "severity",
                            "critical",
                            "pod",
                            "treecounter-1")
                    .over(
                            "three in ten pages of both pods fail from minute 5 to 10",
                            Course.every(5)
                                    .counter(PAGES.formatted("treecounter-1", "200"), "16m 4")
                                    .counter(
                                            PAGES.formatted("treecounter-1", "503"),
                                            "5m 0, 5m 2, 6m 0")
                                    .counter(PAGES.formatted("treecounter-2", "200"), "16m 4")
                                    .counter(
                                            PAGES.formatted("treecounter-2", "503"),
                                            "5m 0, 5m 2, 6m 0"))
                    .firesAs(
                            "TreeCounterErrors",
                            "7m15s",
                            "10m55s",
                            "30s",
                            "severity",
                            "major",
                            "job",
                            "treecounter");

    private final Manifests manifests;
    private final Rollout rollout;

    Operator(Manifests manifests, Rollout rollout) {
        this.manifests = manifests;
        this.rollout = rollout;
    }

    /** The PodMonitor finds the pods, their port and their page, every 2 s. */
    void watchesPods(Bench bench) {
        Manifest monitor = manifests.needInNamespace("PodMonitor", Manifests.NAME, MONITOR);
        String in = monitor.file() + ": ";
        JsonNode selector = monitor.at("spec/selector");
        Finding.when(
                Manifest.isEmpty(selector) || !Manifest.selects(selector, rollout.labels()),
                "a selector that finds pods with "
                        + rollout.labels().toString().replaceAll("[{}]", ""),
                Manifest.isEmpty(selector) ? "none" : selector,
                in + "the selector asks for labels that the pods do not have.");
        manifests
                .find("Deployment", "forest")
                .filter(
                        forest ->
                                Manifest.selects(
                                        selector,
                                        Manifest.texts(forest.at("spec/template/metadata/labels"))))
                .ifPresent(
                        forest -> {
                            throw new Finding(
                                    "a selector that finds the app's pods only",
                                    selector,
                                    in + "it finds the forest's pods, too, which have no metrics.");
                        });
        JsonNode names = monitor.at("spec/namespaceSelector");
        boolean seen = names.isMissingNode();
        for (JsonNode name : names.path("matchNames")) {
            seen |= name.asText().equals(Manifests.NAME);
        }
        Finding.when(
                names.path("any").asBoolean(),
                "pods of the namespace %s alone".formatted(Manifests.NAME),
                "any: true",
                in + "who has a treecounter in another namespace would be in it, too.");
        Finding.when(
                !seen,
                "pods of the namespace " + Manifests.NAME,
                names,
                in + "namespaceSelector names another. Without it, it is the PodMonitor's own.");
        JsonNode endpoints = monitor.at("spec/podMetricsEndpoints");
        Finding.when(
                endpoints.isEmpty(),
                "an endpoint",
                "none",
                in + "podMetricsEndpoints says which port is scraped, where, and how often.");
        JsonNode endpoint = endpoints.get(0);
        Finding.when(
                endpoint.has("port") && rollout.resolve(endpoint.path("port")).isEmpty(),
                "a port of the container, by its name",
                endpoint.path("port").asText(),
                in + "no port of the pods has this name. The Deployment names it http.");
        Finding.when(
                !endpoint.has("port") && !endpoint.has("portNumber"),
                "the name of a port",
                endpoint,
                in + "port of the endpoint says which one, by its name.");
        Finding.when(
                endpoint.has("portNumber")
                        && endpoint.path("portNumber").asInt() != rollout.listening(),
                "the port on which the app listens",
                "portNumber: " + endpoint.path("portNumber").asText(),
                in + "pods are asked, and no Service. port takes the name of theirs, http.");
        String path = endpoint.path("path").asText("/metrics");
        Rollout.showsMetrics(bench, path, "the path of the endpoint", in);
        String interval = endpoint.path("interval").asText();
        Finding.when(
                !interval.equals("2s"),
                "interval: 2s",
                interval.isEmpty() ? "none, so that of Prometheus" : interval,
                in + "an endpoint says in interval how often it is scraped.");
        String label = monitor.at("spec/jobLabel").asText();
        Finding.when(
                !"treecounter".equals(rollout.labels().get(label)),
                "job=\"treecounter\" for what it scrapes",
                label.isEmpty()
                        ? "no jobLabel, so job=\"treecounter/treecounter\""
                        : "jobLabel: %s, which no pod has".formatted(label),
                in
                        + "jobLabel names the label of the pods whose value becomes the job. Rules"
                        + " and queries ask for job=\"treecounter\".");
    }

    /** The rules fire when those of lesson 7 do. */
    void alerts(Bench bench) {
        Manifest rule = manifests.needInNamespace("PrometheusRule", Manifests.NAME, RULE);
        RuleGrading.on(bench).fires(RULES, rule.at("spec").toString());
    }
}
