package treecounter.workbench.lessons.prometheusgrafana;

import java.util.List;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/**
 * The PromQL exercises. All are about one world: two apps, of which the second was restarted 20 s
 * ago, scraped every 5 s, with more to do in the last minute than before.
 */
final class PrometheusGrafanaQueries {
    private static final String SHORT_RANGE_FIVE =
            "this looks back one minute; five are asked for.";
    private static final String LONG_RANGE = "this looks back five minutes; one is asked for.";
    private static final String RATE_OF_SUM =
            "a sum hides that one app was restarted. First rate or increase, then sum.";

    static final Exercise RATE =
            new Exercise("01-rate", requests())
                    .gives(4, requestLabels("app-1:8001", "200", "/treecounter"))
                    .gives(0.6, requestLabels("app-1:8001", "503", "/treecounter"))
                    .gives(0.2, requestLabels("app-1:8001", "404", "other"))
                    .gives(1.2, requestLabels("app-2:8001", "200", "/treecounter"))
                    .gives(0.4, requestLabels("app-2:8001", "503", "/treecounter"))
                    .mistake(
                            "requests_total",
                            "this is how many there were since the start. rate(...[1m]) is per"
                                    + " second.")
                    .mistake(
                            "increase(requests_total[1m])",
                            "increase for rate: this is how many in the minute, not per second.")
                    .mistake("rate(requests_total[5m])", LONG_RANGE)
                    .mistake(
                            "delta(requests_total[1m])",
                            "delta is for gauges: it takes a restart for a fall. MadeSeries want"
                                    + " rate.")
                    .mistake(
                            "deriv(requests_total[1m])",
                            "deriv is for gauges. MadeSeries want rate.")
                    .mistake(
                            "sum(rate(requests_total[1m]))",
                            "each series by itself is asked for, without sum.");

    static final Exercise BY_STATUS =
            new Exercise("02-by-status", requests())
                    .gives(5.2, "status", "200")
                    .gives(1.0, "status", "503")
                    .gives(0.2, "status", "404")
                    .mistake(
                            "sum(rate(requests_total[1m]))",
                            "the label status is lost. sum by (status) keeps it.")
                    .mistake(
                            "sum by (endpoint) (rate(requests_total[1m]))",
                            "this sums by endpoint; by status is asked for.")
                    .mistake(
                            "rate(requests_total[1m])",
                            "each app still stands by itself. sum by (status) adds them up.")
                    .mistake(
                            "sum by (status) (requests_total)",
                            "these are totals since the start. Take the rate of each, then sum.")
                    .mistake("rate(sum by (status) (requests_total)[1m:5s])", RATE_OF_SUM)
                    .mistake(
                            "sum by (status) (increase(requests_total[1m]))",
                            "increase for rate: this counts over the minute, not per second.")
                    .mistake("sum by (status) (rate(requests_total[5m]))", LONG_RANGE)
                    .mistake(
                            "avg by (status) (rate(requests_total[1m]))",
                            "avg is the mean of the apps; sum adds them up.");

    static final Exercise INCREASE =
            new Exercise("03-increase", requests())
                    .gives(1107.457627)
                    .mistake(
                            "sum(rate(requests_total[5m]))",
                            "rate for increase: this is per second, not over the five minutes.")
                    .mistake(
                            "sum(requests_total)",
                            "this is the total since the start. increase(...[5m]) looks back.")
                    .mistake(
                            "sum(requests_total) - sum(requests_total offset 5m)",
                            "a restart in between makes this too small. increase knows restarts.")
                    .mistake("increase(sum(requests_total)[5m:5s])", RATE_OF_SUM)
                    .mistake("sum(increase(requests_total[1m]))", SHORT_RANGE_FIVE)
                    .mistake(
                            "increase(requests_total[5m])",
                            "one number for all series together is asked for: sum(...).")
                    .mistake(
                            "sum by (status) (increase(requests_total[5m]))",
                            "one number for all is asked for: sum without by.");

    static final Exercise ERROR_RATIO =
            new Exercise("04-error-ratio", requests())
                    .gives(0.149514563)
                    .mistake(
                            share("{endpoint=\"/treecounter\"}", "{status=\"503\"}", "5m"),
                            "the share is inverted: errors go above the line, all answers below"
                                    + " it.")
                    .mistake(
                            share("{status=\"503\"}", "{status=\"200\"}", "5m"),
                            "this is errors for each good answer. Divide by all answers.")
                    .mistake(
                            share("{status=\"503\"}", "", "5m"),
                            "the 404s of other paths are in it. Ask for endpoint=\"/treecounter\".")
                    .mistake(
                            "100 * "
                                    + share(
                                            "{status=\"503\"}",
                                            "{endpoint=\"/treecounter\"}",
                                            "5m"),
                            "a share from 0 to 1 is asked for. A panel can show it as percent.")
                    .mistake(
                            "sum(rate(requests_total{status=\"503\"}[5m]))",
                            "these are errors per second. Divide them by all answers per second.")
                    .mistake(
                            "rate(requests_total{status=\"503\"}[5m])"
                                    + " / rate(requests_total{endpoint=\"/treecounter\"}[5m])",
                            "labels pair the series, so 503 is divided by 503. Sum both sides"
                                    + " first.")
                    .mistake(
                            share("{status=\"503\"}", "{endpoint=\"/treecounter\"}", "1m"),
                            SHORT_RANGE_FIVE)
                    .mistake(
                            "sum(requests_total{status=\"503\"})"
                                    + " / sum(requests_total{endpoint=\"/treecounter\"})",
                            "this is the share since the start. Divide rates of the last minutes.")
                    .whenEmpty(
                            "\\bby\\b", "a 'by' on one side only leaves nothing to pair. Drop it.");

    static final Exercise FOREST_WAIT =
            new Exercise("05-forest-wait", forest())
                    .gives(0.402332362)
                    .mistake(
                            "sum(rate(forest_requests_total[5m]))"
                                    + " / sum(rate(forest_wait_seconds_total[5m]))",
                            "this is inverted: calls for each second. Seconds go above the line.")
                    .mistake(
                            "sum(rate(forest_wait_seconds_total[5m]))",
                            "these are seconds waited per second. Divide by calls per second.")
                    .mistake(
                            "sum(forest_wait_seconds_total) / sum(forest_requests_total)",
                            "this is the average since the start. Divide rates instead.")
                    .mistake(
                            "sum(rate(forest_wait_seconds_total[5m]))"
                                    + " / sum(rate(forest_requests_total{status=\"ok\"}[5m]))",
                            "the waits of failed calls are in it too, so divide by all calls.")
                    .mistake(
                            "sum(rate(forest_wait_seconds_total[5m]))"
                                    + " / sum(rate(requests_total[5m]))",
                            "these are seconds for each request. Divide by the calls to the"
                                    + " forest.")
                    .mistake(
                            "sum(rate(forest_wait_seconds_total[1m]))"
                                    + " / sum(rate(forest_requests_total[1m]))",
                            SHORT_RANGE_FIVE)
                    .whenEmpty(
                            "^(?!.*sum.*sum)",
                            "the right side has the label status, the left has not. Sum both.");

    static final Exercise BUSIEST =
            new Exercise("06-busiest", requests())
                    .gives(3.491525424, "endpoint", "/treecounter")
                    .mistake(
                            "topk(1, rate(requests_total[5m]))",
                            "this is the busiest single series. Sum by endpoint inside topk.")
                    .mistake(
                            "sum by (endpoint) (rate(requests_total[5m]))",
                            "these are all endpoints. topk(1, ...) keeps the highest.")
                    .mistake(
                            "max(sum by (endpoint) (rate(requests_total[5m])))",
                            "max drops the label. topk keeps the series with its labels.")
                    .mistake(
                            "topk(1, sum by (endpoint) (requests_total))",
                            "these are totals since the start. Take rates.");

    static final Exercise SERIES =
            new Exercise("07-series-per-job", scraped())
                    .gives(5, "job", "treecounter")
                    .gives(2, "job", "prometheus")
                    .mistake(
                            "count({__name__=~\".+\"})",
                            "this counts all series together. count by (job) keeps them apart.")
                    .mistake(
                            "sum by (job) ({__name__=~\".+\"})",
                            "sum adds up the values; count counts the series.")
                    .mistake(
                            "count by (job) (up)",
                            "this counts the targets. {__name__=~\".+\"} selects every series.");

    static final Exercise ABSENT =
            new Exercise("08-absent", up(0, 0))
                    .gives(1)
                    .over(up(0, 1), ", one app up")
                    .over(new MadeSeries(), ", no app known")
                    .gives(1)
                    .mistake(
                            "up{job=\"treecounter\"} == 0",
                            "this is one series for each app that is down. absent(...) is 1 if none"
                                    + " is up.")
                    .mistake("absent(up == 1)", "Prometheus itself is up. Name the job.")
                    .mistake(
                            "sum(up{job=\"treecounter\"}) == bool 0",
                            "this is 0 when an app is up, and nothing when there is no target."
                                    + " absent(...) is 1 if nothing is there.")
                    .mistake(
                            "absent(up{job=\"treecounter\"})",
                            "the series are there, with the value 0. Select those that are == 1.")
                    .mistake(
                            "sum(up{job=\"treecounter\"})",
                            "this is 0 when none is up, and nothing when there is no target.")
                    .whenEmpty(
                            "",
                            "the series are there, with the value 0. Select those that are == 1.");

    static final Exercise OFFSET =
            new Exercise("09-offset", requests())
                    .gives(2.6)
                    .mistake(
                            "sum(rate(requests_total[1m])) - sum(rate(requests_total[5m]))",
                            "this compares with a longer range. offset 5m looks from five minutes"
                                    + " ago.")
                    .mistake(
                            "sum(rate(requests_total[1m] offset 5m)) -"
                                    + " sum(rate(requests_total[1m]))",
                            "this is inverted: more now than then must be positive.")
                    .mistake(
                            "sum(requests_total) - sum(requests_total offset 5m)",
                            "compare rates. These are totals, and a restart spoils them.")
                    .mistake(
                            "sum(rate(requests_total[1m] offset 5m))",
                            "this is the rate then. Take it away from the rate now.");

    static final Exercise RESTARTS =
            new Exercise("10-restarts", restarted())
                    .gives(0, "instance", "app-1:8001")
                    .gives(1, "instance", "app-2:8001")
                    .mistake(
                            "sum by (instance) (resets(requests_total[10m]))",
                            "each series of an app falls at a restart: sum counts it twice. Take"
                                    + " max.")
                    .mistake(
                            "resets(requests_total[10m])",
                            "one number for each instance: max by (instance).")
                    .mistake(
                            "max by (instance) (changes(requests_total[10m]))",
                            "changes counts every step; resets counts the falls only.");

    static final Exercise HEAP =
            new Exercise("11-heap", memory())
                    .gives(9e7, "instance", "app-1:8001")
                    .gives(6e7, "instance", "app-2:8001")
                    .mistake(
                            "rate(jvm_memory_bytes_used{area=\"heap\"}[5m])",
                            "rate of a gauge: a gauge may fall, rate takes that for a restart.")
                    .mistake(
                            "jvm_memory_bytes_used{area=\"heap\"}",
                            "this is the heap now. max_over_time(...[5m]) looks back.")
                    .mistake(
                            "max(jvm_memory_bytes_used{area=\"heap\"})",
                            "max compares series at one moment; max_over_time one series over"
                                    + " time.")
                    .mistake(
                            "max_over_time(jvm_memory_bytes_used[5m])",
                            "all areas are in it. Select area=\"heap\".")
                    .mistake(
                            "max_over_time(jvm_memory_bytes_used{area=\"heap\"}[10m])",
                            "this looks back ten minutes; five are asked for.");

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

    static MadeSeries requests() {
        int restart = 580;
        return new MadeSeries()
                .counter(request("app-1:8001", "200", "/treecounter"), 1, 2, 4)
                .counter(request("app-1:8001", "503", "/treecounter"), 0.2, 0.2, 0.6)
                .counter(request("app-1:8001", "404", "other"), 0.4, 0.2, 0.2)
                .counter(request("app-2:8001", "200", "/treecounter"), 2, 0.4, 1.2, restart)
                .counter(request("app-2:8001", "503", "/treecounter"), 0.2, 0.2, 0.4, restart);
    }

    /** The same with the time when each app started, which tells of a restart too. */
    private static MadeSeries restarted() {
        return requests()
                .gauge(named("process_start_time_seconds", "app-1:8001", ""), 1e9, 1e9, 1e9)
                .gauge(named("process_start_time_seconds", "app-2:8001", ""), 1e9, 1e9, 1e9 + 540);
    }

    private static MadeSeries forest() {
        int restart = 580;
        return new MadeSeries()
                .counter(request("app-1:8001", "200", "/treecounter"), 2, 1, 8)
                .counter(named("forest_requests_total", "app-1:8001", ",status=\"ok\""), 1, 2, 4)
                .counter(
                        named("forest_requests_total", "app-1:8001", ",status=\"error\""),
                        0.2,
                        0.4,
                        0.4)
                .counter(
                        named("forest_requests_total", "app-2:8001", ",status=\"timeout\""),
                        0.2,
                        0.6,
                        1,
                        restart)
                .counter(named("forest_wait_seconds_total", "app-1:8001", ""), 0.2, 0.4, 1.2)
                .counter(
                        named("forest_wait_seconds_total", "app-2:8001", ""), 0.4, 0.8, 1, restart);
    }

    private static MadeSeries scraped() {
        return new MadeSeries()
                .gauge("up{job=\"treecounter\",instance=\"app:8001\"}", 1, 1, 1)
                .gauge("jvm_threads_current{job=\"treecounter\",instance=\"app:8001\"}", 9, 9, 12)
                .counter(request("app:8001", "200", "/treecounter"), 1, 1, 1)
                .counter(request("app:8001", "503", "/treecounter"), 1, 1, 1)
                .counter(request("app:8001", "404", "other"), 1, 1, 1)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 1, 1, 1)
                .gauge("go_goroutines{job=\"prometheus\",instance=\"localhost:9090\"}", 40, 40, 40);
    }

    private static MadeSeries up(double app1, double app2) {
        return new MadeSeries()
                .gauge("up{job=\"treecounter\",instance=\"app-1:8001\"}", 1, 1, app1)
                .gauge("up{job=\"treecounter\",instance=\"app-2:8001\"}", 1, 1, app2)
                .gauge("up{job=\"prometheus\",instance=\"localhost:9090\"}", 1, 1, 1);
    }

    private static MadeSeries memory() {
        return new MadeSeries()
                .gauge(
                        named("jvm_memory_bytes_used", "app-1:8001", ",area=\"heap\""),
                        12e7,
                        9e7,
                        4e7)
                .gauge(
                        named("jvm_memory_bytes_used", "app-2:8001", ",area=\"heap\""),
                        7e7,
                        6e7,
                        5e7)
                .gauge(
                        named("jvm_memory_bytes_used", "app-1:8001", ",area=\"nonheap\""),
                        3e7,
                        3e7,
                        3e7);
    }

    private static String share(String errors, String of, String range) {
        return "sum(rate(requests_total%s[%s])) / sum(rate(requests_total%s[%s]))"
                .formatted(errors, range, of, range);
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
