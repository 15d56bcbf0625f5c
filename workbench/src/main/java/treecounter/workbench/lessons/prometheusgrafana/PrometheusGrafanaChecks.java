package treecounter.workbench.lessons.prometheusgrafana;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.Declared;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.checks.Exposition.Series;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.promql.Dashboard;
import treecounter.workbench.promql.Grading;

/** Section 3: Prometheus scrapes the app, answers questions, and Grafana draws them. */
@LessonChecks
public class PrometheusGrafanaChecks {
    private static final List<Map<String, String>> REQUESTS =
            List.of(
                    Map.of("status", "200", "endpoint", "/treecounter"),
                    Map.of("status", "405", "endpoint", "/treecounter"),
                    Map.of("status", "503", "endpoint", "/treecounter"),
                    Map.of("status", "404", "endpoint", "other"));
    private static final List<Map<String, String>> CALLS =
            List.of(Map.of("status", "ok"), Map.of("status", "error"), Map.of("status", "timeout"));

    private static final Pattern MAKES_CHILDREN =
            Pattern.compile("static void (\\w+)\\(\\)\\s*\\{[^}]*\\.labels\\(");

    @Check(
            number = "3.1",
            title = "every child is there from the start, at 0",
            learned = "A child that starts at 0 lets rate see its first 1, which else is lost.",
            more =
                    "A static block below the counters. REQUESTS.labels(\"200\", \"/treecounter\")"
                            + " alone creates a child; inc() is not needed.")
    void childrenStartAtZero(Bench bench) {
        Exposition fresh = bench.scrape();
        children(fresh, "requests_total", REQUESTS, bench);
        children(fresh, "forest_requests_total", CALLS, bench);
    }

    private static void children(
            Exposition fresh, String name, List<Map<String, String>> wanted, Bench bench) {
        Map<Series, Double> found = fresh.samples(name);
        Optional<Map.Entry<Series, Double>> counted =
                found.entrySet().stream().filter(sample -> sample.getValue() != 0).findFirst();
        if (counted.isPresent()) {
            throw new Finding(
                    counted.get().getKey() + " 0, before the first request",
                    Declared.number(counted.get().getValue()),
                    "TreeCounterHandler: labels(...) alone creates a child. inc() counts something"
                            + " that has not happened.");
        }
        Optional<Series> missing =
                wanted.stream()
                        .map(labels -> new Series(name, labels))
                        .filter(series -> !found.containsKey(series))
                        .findFirst();
        if (missing.isEmpty()) {
            return;
        }
        throw new Finding(
                missing.get() + " 0, before the first request",
                found.isEmpty()
                        ? "no sample of " + name
                        : "only "
                                + found.keySet().stream()
                                        .map(Series::toString)
                                        .collect(Collectors.joining("\n")),
                "TreeCounterHandler: "
                        + (isMadeWithARequest(name, found.keySet(), wanted, bench)
                                ? "these children are made with a request, which is too late. Make"
                                        + " them when the class is loaded: in a static block."
                                : childHint(name, found.keySet(), wanted, fresh, bench.code())));
    }

    /** Whether requests bring children at 0, which nothing has counted. */
    private static boolean isMadeWithARequest(
            String name, Set<Series> found, List<Map<String, String>> wanted, Bench bench) {
        List<Series> missing =
                wanted.stream()
                        .map(labels -> new Series(name, labels))
                        .filter(series -> !found.contains(series))
                        .toList();
        return Stream.<Runnable>of(
                        () -> bench.get("/treecounter"),
                        () -> bench.send("POST", "/treecounter"),
                        () -> bench.get("/nowhere"))
                .anyMatch(
                        request -> {
                            request.run();
                            Map<Series, Double> now = bench.scrape().samples(name);
                            return missing.stream()
                                    .anyMatch(one -> now.getOrDefault(one, 1.0) == 0);
                        });
    }

    private static boolean isInTheWrongOrder(Series series, List<Map<String, String>> wanted) {
        return wanted.contains(
                Map.of("status", series.label("endpoint"), "endpoint", series.label("status")));
    }

    private static String childHint(
            String name,
            Set<Series> found,
            List<Map<String, String>> wanted,
            Exposition fresh,
            String code) {
        Optional<Series> elsewhere =
                fresh.samples().keySet().stream()
                        .filter(series -> !series.name().equals(name))
                        .filter(series -> series.name().endsWith("requests_total"))
                        .filter(
                                series ->
                                        wanted.stream()
                                                .anyMatch(
                                                        one ->
                                                                series.label("status")
                                                                        .equals(one.get("status"))))
                        .findFirst();
        if (found.isEmpty() && elsewhere.isPresent()) {
            return "there is %s. The constant before labels(...) says of which counter it is a child."
                    .formatted(elsewhere.get());
        }
        Matcher method = MAKES_CHILDREN.matcher(code);
        if (found.isEmpty() && method.find() && !code.contains(method.group(1) + "();")) {
            return "the calls stand in %s(), and nobody calls that. A static block is run when the class is loaded."
                    .formatted(method.group(1));
        }
        if (found.stream().anyMatch(series -> isInTheWrongOrder(series, wanted))) {
            return "labels(...) takes the values in the order of labelNames(...). Here they stand"
                    + " in another order than the names where %s is declared.".formatted(name);
        }
        List<Series> others =
                found.stream().filter(series -> !wanted.contains(series.labels())).toList();
        if (others.size() > 1) {
            return "%s has no such children as %s. Look at the values that labels(...) gets."
                    .formatted(name, others.get(0));
        }
        String all =
                "call labels(...) once for each child when the class is loaded. Look in handle and"
                        + " treeCounter for the answers that there can be.";
        return others.size() == 1
                ? "%s Or is %s meant to be this one?".formatted(all, others.get(0))
                : all;
    }

    @Check(
            number = "3.2",
            title = "queries/01-rate.promql: requests a second",
            learned =
                    "rate knows restarts: where a counter falls, it takes it to have begun again at"
                            + " 0.",
            more = "rate(NAME[RANGE]) gives the increase a second, for each series by itself.")
    void rate(Bench bench) {
        Grading.on(bench).check(PrometheusGrafanaQueries.RATE);
    }

    @Check(
            number = "3.3",
            title = "queries/02-by-status.promql: the same, by status",
            learned =
                    "First rate, then sum: in a sum the restart of one app can no longer be seen.",
            more = "sum by (LABEL) (...) around the query of 3.2.")
    void byStatus(Bench bench) {
        Grading.on(bench).check(PrometheusGrafanaQueries.BY_STATUS);
    }

    @Check(
            number = "3.4",
            title = "queries/03-increase.promql: how many in five minutes",
            learned =
                    "increase is rate times the seconds of its range, so it is seldom a whole"
                            + " number.",
            more = "increase(NAME[RANGE]) for each series, and sum(...) around it.")
    void increase(Bench bench) {
        Grading.on(bench).check(PrometheusGrafanaQueries.INCREASE);
    }

    @Check(
            number = "3.5",
            title = "queries/04-error-ratio.promql: the share of failed pages",
            learned = "A share of failures means the same in a quiet night and in a rush.",
            more =
                    "sum(rate(A)) / sum(rate(B)), where A selects status 503 of the endpoint and B"
                            + " all statuses of it.")
    void errorRatio(Bench bench) {
        Grading.on(bench).check(PrometheusGrafanaQueries.ERROR_RATIO);
    }

    @Check(
            number = "3.6",
            title = "queries/05-forest-wait.promql: seconds a call to the forest takes",
            learned =
                    "A sum divided by a sum weighs each call alike; an average of averages does"
                            + " not.",
            more = "Seconds a second divided by calls a second are seconds a call.")
    void forestWait(Bench bench) {
        Grading.on(bench).check(PrometheusGrafanaQueries.FOREST_WAIT);
    }

    @Check(
            number = "3.7",
            title = "dashboard.json: a panel graphs requests by status",
            learned =
                    "$__rate_interval grows with the zoom, and always holds enough samples for a"
                            + " rate.",
            more =
                    "In Grafana: new dashboard, a time series panel with the query of 3.3, then"
                            + " Export, and save the JSON as dashboard.json in the section's"
                            + " directory.")
    void dashboard(Bench bench) {
        new Dashboard(bench, PrometheusGrafanaQueries.PANEL).check();
    }

    @Check(
            number = "3.8",
            title = "queries/06-busiest.promql: the busiest endpoint",
            learned = "topk keeps the labels of the winner; max gives its value only.",
            more = "topk(1, ...) around rates that are summed by endpoint.",
            optional = true)
    void busiest(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.BUSIEST);
    }

    @Check(
            number = "3.9",
            title = "queries/07-series-per-job.promql: how many series each job brings",
            learned = "Series are what Prometheus costs, so know who brings how many.",
            more = "count by (job) (...) around a selector that any name matches.",
            optional = true)
    void seriesPerJob(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.SERIES);
    }

    @Check(
            number = "3.10",
            title = "queries/08-absent.promql: 1 when no app is up",
            learned =
                    "Where all series are gone, a comparison gives nothing, and no alert; absent"
                            + " does.",
            more =
                    "up{job=...} == 1 selects those that are up; absent(...) is 1 if that is"
                            + " nothing.",
            optional = true)
    void absent(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.ABSENT);
    }

    @Check(
            number = "3.11",
            title = "queries/09-offset.promql: more or less than five minutes ago",
            learned = "offset stands behind the selector, and moves only that one into the past.",
            more = "The same query twice, with a minus between them and offset 5m in the second.",
            optional = true)
    void offset(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.OFFSET);
    }

    @Check(
            number = "3.12",
            title = "queries/10-restarts.promql: how often each app was restarted",
            learned =
                    "At a restart all series of an app fall, and it is one restart: max, not sum.",
            more = "resets(NAME[RANGE]) for each series, and max by (instance) (...) around it.",
            optional = true)
    void restarts(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.RESTARTS);
    }

    @Check(
            number = "3.13",
            title = "queries/11-heap.promql: the highest heap of five minutes",
            learned =
                    "A gauge may peak between two points of a graph; max_over_time does not miss"
                            + " that.",
            more = "max_over_time(NAME[RANGE]); a gauge needs no rate.",
            optional = true)
    void heap(Bench bench) {
        Grading.on(bench).checkIfBegun(PrometheusGrafanaQueries.HEAP);
    }
}
