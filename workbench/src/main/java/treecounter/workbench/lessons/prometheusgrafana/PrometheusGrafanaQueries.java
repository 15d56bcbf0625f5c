package treecounter.workbench.lessons.prometheusgrafana;

import java.util.List;
import java.util.stream.Stream;
import treecounter.workbench.promql.Dashboard;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;
import treecounter.workbench.promql.Promtool;

/**
 * The PromQL exercises. All are about one world: two apps, of which the second was restarted 20 s
 * ago, scraped every 5 s, with more to do in the last minute than before.
 */
final class PrometheusGrafanaQueries {
    static final Exercise RATE =
            new Exercise("01-rate", requests())
                    .gives(4, requestLabels("app-1:8001", "200", "/treecounter"))
                    .gives(0.6, requestLabels("app-1:8001", "503", "/treecounter"))
                    .gives(0.2, requestLabels("app-1:8001", "404", "other"))
                    .gives(1.2, requestLabels("app-2:8001", "200", "/treecounter"))
                    .gives(0.4, requestLabels("app-2:8001", "503", "/treecounter"))
                    .gives(0.1, requestLabels("app-1:8001", "405", "/treecounter"))
                    .gives(0, requestLabels("app-1:8001", "500", "/treecounter"))
                    .gives(0.1, requestLabels("app-2:8001", "405", "/treecounter"))
                    .gives(0.1, requestLabels("app-2:8001", "405", "other"));

    static final Exercise BY_STATUS =
            new Exercise("02-by-status", requests())
                    .gives(5.2, "status", "200")
                    .gives(1.0, "status", "503")
                    .gives(0.2, "status", "404")
                    .gives(0.3, "status", "405")
                    .gives(0, "status", "500");

    /** What the learner's dashboard is to have. */
    static final Dashboard.Panel PANEL =
            new Dashboard.Panel(
                    "a rate of requests_total by status",
                    BY_STATUS,
                    "requests_total",
                    "status",
                    PrometheusGrafanaQueries::isRateByStatus,
                    List.of(),
                    "add a panel with the query of 3.3; its range may be $__rate_interval.");

    static final Exercise INCREASE =
            new Exercise("03-increase", requests())
                    .gives(1254.40678)
                    .equivalent("> 0 leaves out", "all that is asked for is one sum above 0")
                    .equivalent("vector(0)", "the sum is there as soon as there is an app")
                    .mistake(
                            "sum(requests_total) - sum(requests_total offset 5m)",
                            "a restart in between makes this too small. increase knows restarts.")
                    .mistake(
                            "sum(max_over_time(requests_total[5m]) -"
                                    + " min_over_time(requests_total[5m]))",
                            "highest less lowest is wrong where an app was restarted in between."
                                    + " increase knows restarts.");

    static final Exercise ERROR_RATIO =
            new Exercise("04-error-ratio", requests())
                    .gives(0.142167137)
                    .over(quiet(), ", without a failure")
                    .gives(0)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("by endpoint keeps apart", "there is one endpoint on each side")
                    .equivalent("on one side: nothing selects", "only /treecounter answers 503")
                    .equivalent("on one side: endpoint=~", "only /treecounter answers 503")
                    .equivalent("on one side: endpoint!=", "there are two endpoints")
                    .equivalent("endpoint!=", "there are two endpoints")
                    .equivalent("status=~\"503|404\"", "/treecounter does not answer 404")
                    .equivalent("vector(0)", "the share is there as soon as there is an app")
                    .mistake(
                            "rate(requests_total{status=\"503\"}[5m])"
                                    + " / rate(requests_total{endpoint=\"/treecounter\"}[5m])",
                            "labels pair the series, so 503 is divided by 503. Sum both sides"
                                    + " first.")
                    .mistake(
                            "sum(rate(requests_total{endpoint=\"/treecounter\",status=\"503\"}[5m])"
                                    + " / rate(requests_total{endpoint=\"/treecounter\"}[5m]))",
                            "labels pair the series, so 503 is divided by 503, and each app adds"
                                    + " 1. Sum both sides first.")
                    .mistake(
                            "sum(rate(forest_requests_total{status=\"error\"}[5m])) /"
                                    + " sum(rate(forest_requests_total[5m]))",
                            "these are calls to the forest. The pages are asked about.");

    static final Exercise FOREST_WAIT =
            new Exercise("05-forest-wait", forest())
                    .gives(0.383693046)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("> 0 leaves out", "a call takes more than 0 s")
                    .equivalent("vector(0)", "the average is there as soon as there is an app");

    static final Exercise BUSIEST =
            new Exercise("06-busiest", requests())
                    .gives(3.719661017, "endpoint", "/treecounter")
                    .over(lost(), ", mostly asked for what there is not")
                    .gives(2.694915254, "endpoint", "other")
                    .equivalent("> 0 leaves out", "the busiest has more than 0");

    static final Exercise SERIES =
            new Exercise("07-series-per-job", scraped())
                    .gives(12, "job", "treecounter")
                    .gives(2, "job", "prometheus")
                    .equivalent("> 0 leaves out", "a count is more than 0")
                    .equivalent("rounded", "a count is whole")
                    .mistake(
                            "count by (job) (up)",
                            "this counts the targets. {__name__=~\".+\"} selects every series.");

    static final Exercise ABSENT =
            new Exercise("08-absent", up(0, 0))
                    .gives(1)
                    .over(up(0, 1), ", one app up")
                    .over(up(1, 1), ", both apps up")
                    .over(new MadeSeries(), ", no app known")
                    .gives(1)
                    .equivalent("> 0 leaves out", "absent is 1 or nothing")
                    .equivalent("rounded", "absent is 1 or nothing")
                    .mistake(
                            "up{job=\"treecounter\"} == 0",
                            "this is one series for each app that is down. absent(...) is 1 if none"
                                    + " is up.")
                    .mistake(
                            "sum(up{job=\"treecounter\"}) == bool 0",
                            "this is 0 when an app is up, and nothing when there is no target."
                                    + " absent(...) is 1 if nothing is there.")
                    .mistake(
                            "sum(up{job=\"treecounter\"}) == 0",
                            "== keeps the value, which is 0; and where no target is, there is no"
                                    + " sum. absent(...) is 1 if nothing is there.")
                    .mistake(
                            "absent(up{job=\"treecounter\"})",
                            "the series are there, with the value 0. Select those that are == 1.")
                    .mistake(
                            "sum(up{job=\"treecounter\"})",
                            "this is 0 when none is up, and nothing when there is no target.");

    static final Exercise OFFSET =
            new Exercise("09-offset", joined())
                    .gives(3.4)
                    .over(quiet(), ", less to do now than then")
                    .gives(-3.6)
                    .equivalent("vector(0)", "the difference is there as soon as there is an app")
                    .mistake(
                            "sum(rate(requests_total[1m])) - sum(rate(requests_total[5m]))",
                            "this compares with a longer range. offset 5m looks from five minutes"
                                    + " ago.")
                    .mistake(
                            "sum(rate(requests_total[6m])) - sum(rate(requests_total[5m]))",
                            "both look back from now, over two ranges. offset 5m looks from five"
                                    + " minutes ago.");

    static final Exercise RESTARTS =
            new Exercise("10-restarts", restarted())
                    .gives(0, "instance", "app-1:8001")
                    .gives(3, "instance", "app-2:8001")
                    .equivalent("this looks back 20m", "the made series are ten minutes long")
                    .equivalent("endpoint=", "at a restart every counter of an app falls")
                    .equivalent("status=", "at a restart every counter of an app falls")
                    .equivalent("a max hides", "at a restart the largest counter falls too")
                    .equivalent("rounded", "a count is whole")
                    .mistake(
                            "sum by (instance) (resets(requests_total[10m]))",
                            "each series of an app falls at a restart, and sum adds all up. Take"
                                    + " max.");

    static final Exercise HEAP =
            new Exercise("11-heap", memory())
                    .gives(9e7, "instance", "app-1:8001")
                    .gives(6e7, "instance", "app-2:8001")
                    .equivalent("area!=", "there are two areas")
                    .equivalent("> 0 leaves out", "an app that runs has a heap")
                    .equivalent("rounded", "bytes are whole")
                    .mistake(
                            "max(jvm_memory_bytes_used{area=\"heap\"})",
                            "max compares series at one moment; max_over_time one series over"
                                    + " time.");

    private PrometheusGrafanaQueries() {}

    static List<Exercise> all() {
        return List.of(
                RATE,
                BY_STATUS,
                INCREASE,
                ERROR_RATIO,
                FOREST_WAIT,
                BUSIEST,
                SERIES,
                ABSENT,
                OFFSET,
                RESTARTS,
                HEAP);
    }

    /** Two apps of which the second was restarted 20 s ago; one of its counters stands still. */
    static MadeSeries requests() {
        List<Integer> restart = List.of(580);
        return created(new MadeSeries())
                .counter(request("app-1:8001", "200", "/treecounter"), 1, 2, 4.8, 2.6)
                .counter(request("app-1:8001", "503", "/treecounter"), 0.2, 0.2, 0.8, 0.25)
                .counter(request("app-1:8001", "405", "/treecounter"), 0.2, 0.1, 0.14, 0.03)
                .counter(request("app-1:8001", "404", "other"), 0.4, 0.2, 0.3, 0.025)
                .restarted(restart, request("app-2:8001", "200", "/treecounter"), 2, 0.4, 1.6, 0.5)
                .restarted(
                        restart, request("app-2:8001", "503", "/treecounter"), 0.2, 0.2, 0.6, 0.05)
                .restarted(restart, request("app-2:8001", "405", "other"), 0.1, 0.3, 0.14, 0.03)
                .restarted(
                        restart,
                        request("app-2:8001", "405", "/treecounter"),
                        0.2,
                        0.1,
                        0.12,
                        0.065)
                .counter(request("app-1:8001", "500", "/treecounter"), 0)
                .counter(forestCall("app-1:8001", "ok"), 1, 2, 5, 3)
                .counter(forestCall("app-1:8001", "error"), 0.3, 0.1, 0.6, 0.2);
    }

    /** What client libraries add to a counter. */
    private static MadeSeries created(MadeSeries series) {
        return series.gauge(named("requests_created", "app-1:8001", ",status=\"200\""), 0, 1.7e9)
                .gauge(
                        named("requests_created", "app-2:8001", ",status=\"200\""),
                        0,
                        1.7e9,
                        580,
                        1.8e9);
    }

    /** Answers only to what does not exist are many. */
    private static MadeSeries lost() {
        return new MadeSeries()
                .counter(request("app-1:8001", "200", "/treecounter"), 5, 1)
                .counter(request("app-1:8001", "404", "other"), 0.1, 2, 0.5)
                .restarted(List.of(580), request("app-2:8001", "404", "other"), 0.1, 1);
    }

    /** Nothing failed, and there is less to do now. */
    private static MadeSeries quiet() {
        return new MadeSeries()
                .counter(request("app-1:8001", "200", "/treecounter"), 4, 2, 0.6, 0.05)
                .counter(request("app-1:8001", "503", "/treecounter"), 0);
    }

    /** The same with an app that started two minutes ago. */
    private static MadeSeries joined() {
        return requests()
                .born(480, request("app-3:8001", "200", "/treecounter"), 0, 0.5, 1.2, 0.65);
    }

    /** Three restarts of one app, which also shows when it started; one of its counters stays 0. */
    private static MadeSeries restarted() {
        List<Integer> restarts = List.of(200, 560, 580);
        return new MadeSeries()
                .counter(request("app-1:8001", "200", "/treecounter"), 1, 2, 4)
                .counter(request("app-1:8001", "503", "/treecounter"), 0.2, 0.2, 0.6)
                .restarted(restarts, request("app-2:8001", "200", "/treecounter"), 2, 0.4, 1.2)
                .restarted(restarts, request("app-2:8001", "503", "/treecounter"), 0.2, 0.2, 0.4)
                .gauge(request("app-2:8001", "404", "other"), 0, 0)
                .gauge(named("process_start_time_seconds", "app-1:8001", ""), 0, 1e9)
                .gauge(
                        named("process_start_time_seconds", "app-2:8001", ""),
                        0,
                        1e9,
                        200,
                        1e9 + 200,
                        560,
                        1e9 + 560,
                        580,
                        1e9 + 580);
    }

    private static MadeSeries forest() {
        List<Integer> restart = List.of(580);
        return created(new MadeSeries())
                .counter(request("app-1:8001", "200", "/treecounter"), 2, 1, 8)
                .counter(request("app-1:8001", "404", "other"), 0.2, 0.3, 0.1)
                .counter(forestCall("app-1:8001", "ok"), 1, 2, 4, 3)
                .counter(forestCall("app-1:8001", "error"), 0.2, 0.4, 0.4, 0.1)
                .counter(forestCall("app-1:8001", "timeout"), 0)
                .restarted(restart, forestCall("app-2:8001", "ok"), 0.4, 0.1, 0.3, 0.7)
                .restarted(restart, forestCall("app-2:8001", "timeout"), 0.2, 0.6, 1, 0.5)
                .counter(named("forest_wait_seconds_total", "app-1:8001", ""), 0.2, 0.4, 1.2, 0.9)
                .restarted(
                        restart,
                        named("forest_wait_seconds_total", "app-2:8001", ""),
                        0.4,
                        0.8,
                        1,
                        0.6);
    }

    private static MadeSeries scraped() {
        MadeSeries series = created(new MadeSeries());
        for (String app : List.of("app-1:8001", "app-2:8001")) {
            series.gauge(named("up", app, ""), 0, 1)
                    .gauge(named("jvm_threads_current", app, ""), 0, 9, 540, 12)
                    .counter(request(app, "200", "/treecounter"), 1)
                    .counter(request(app, "503", "/treecounter"), 1);
        }
        return series.counter(request("app-1:8001", "404", "other"), 0)
                .born(480, request("app-2:8001", "404", "other"), 0)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 0, 1)
                .gauge("go_goroutines{job=\"prometheus\",instance=\"localhost:9090\"}", 0, 40);
    }

    /** Whether 503s come as often as they do in the made series, by rate or by irate. */
    private static boolean isRateByStatus(Promtool.Answer answer) {
        boolean byStatus =
                answer.samples().keySet().stream().allMatch(labels -> labels.containsKey("status"))
                        && answer.samples().keySet().stream()
                                        .map(labels -> labels.get("status"))
                                        .distinct()
                                        .count()
                                > 1;
        double failures =
                answer.samples().entrySet().stream()
                        .filter(sample -> "503".equals(sample.getKey().get("status")))
                        .mapToDouble(sample -> sample.getValue())
                        .sum();
        return byStatus && Stream.of(1.0, 0.3).anyMatch(rate -> Math.abs(failures - rate) < 1e-6);
    }

    /** Two apps that were up until a minute ago, and what they are now. */
    private static MadeSeries up(double app1, double app2) {
        return new MadeSeries()
                .gauge(named("up", "app-1:8001", ""), 0, 1, 540, app1)
                .gauge(named("up", "app-2:8001", ""), 0, 1, 540, app2)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 0, 1);
    }

    /** A peak that no whole minute sees; the memory beside the heap is more. */
    private static MadeSeries memory() {
        return new MadeSeries()
                .gauge(
                        memory("used", "app-1:8001", "heap"),
                        0,
                        12e7,
                        300,
                        6e7,
                        425,
                        9e7,
                        435,
                        6e7,
                        540,
                        4e7)
                .gauge(memory("used", "app-2:8001", "heap"), 0, 7e7, 300, 4e7, 455, 6e7, 470, 5e7)
                .gauge(memory("used", "app-1:8001", "nonheap"), 0, 13e7, 300, 14e7)
                .gauge(memory("used", "app-2:8001", "nonheap"), 0, 9e7, 300, 11e7)
                .gauge(memory("max", "app-1:8001", "heap"), 0, 5e8)
                .gauge(memory("max", "app-2:8001", "heap"), 0, 5e8);
    }

    private static String memory(String what, String instance, String area) {
        return named("jvm_memory_bytes_" + what, instance, ",area=\"%s\"".formatted(area));
    }

    private static String forestCall(String instance, String status) {
        return named("forest_requests_total", instance, ",status=\"%s\"".formatted(status));
    }

    private static String request(String instance, String status, String endpoint) {
        return named(
                "requests_total",
                instance,
                ",status=\"%s\",endpoint=\"%s\"".formatted(status, endpoint));
    }

    private static String named(String name, String instance, String labels) {
        return "%s{job=\"treecounter\",instance=\"%s\"%s}".formatted(name, instance, labels);
    }

    private static String[] requestLabels(String instance, String status, String endpoint) {
        return new String[] {
            "job", "treecounter", "instance", instance, "status", status, "endpoint", endpoint
        };
    }
}
