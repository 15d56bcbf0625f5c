package treecounter.workbench.lessons.pipeline;

import java.util.List;
import treecounter.workbench.promql.Dashboard;
import treecounter.workbench.promql.Exercise;
import treecounter.workbench.promql.MadeSeries;

/**
 * The PromQL exercises: two frontends and two workers, scraped every 5 s, of which the second of
 * each was restarted 20 s ago.
 */
final class PipelineQueries {
    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> RESTART = List.of(580);
    private static final String THERE = "it is there as soon as a message is";

    static final Exercise KEEPING_UP =
            new Exercise("01-keeping-up", messages())
                    .gives(3.332203390)
                    .equivalent("> 0 leaves out", "the queue grows, so it is more than 0")
                    .equivalent("vector(0)", THERE)
                    .mistake(
                            "sum(rate(mq_ack_seconds_count[5m])) -"
                                    + " sum(rate(mq_publish_seconds_count[5m]))",
                            "the other way round: what is published, less what is acknowledged.")
                    .mistake(
                            "sum(mq_publish_seconds_count) - sum(mq_ack_seconds_count)",
                            "these are totals since each start, and a restart forgets one side."
                                    + " Take the rate of both.");

    static final Exercise AGE =
            new Exercise("02-age", messages())
                    .gives(13.746385115)
                    .equivalent("> 0 leaves out", "a message is in the queue for a while")
                    .equivalent("vector(0)", THERE)
                    .equivalent("queue!=\"dead\" takes all others", "there are these two")
                    .equivalent("a max hides", "both workers say the same")
                    .equivalent("min keeps", "both workers say the same")
                    .equivalent("avg is the mean", "both workers say the same")
                    .equivalent("instance=\"worker-1:8004\"", "both workers say the same")
                    .mistake(
                            "sum(avg_over_time(mq_messages{queue=\"fruits\"}[5m])) /"
                                    + " sum(rate(mq_ack_seconds_count[5m]))",
                            "each worker has asked the same broker: the same messages are counted"
                                    + " twice.")
                    .mistake(
                            "max(mq_messages{queue=\"fruits\"}) /"
                                    + " sum(rate(mq_ack_seconds_count[5m]))",
                            "this is the length now, by the messages of five minutes. Both sides"
                                    + " are to be over the same time.")
                    .mistake(
                            "sum(avg_over_time(mq_messages{instance=\"worker-1:8004\"}[5m])) /"
                                    + " sum(rate(mq_ack_seconds_count[5m]))",
                            "dead letters are in it, and those wait for ever. queue=\"fruits\" is"
                                    + " the one that is asked for.");

    static final Exercise HIT_RATIO =
            new Exercise("03-hit-ratio", cache())
                    .gives(0.494298385)
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .equivalent("> 0 leaves out", "somebody found something")
                    .equivalent("vector(0)", "somebody asks all the time")
                    .mistake(
                            "sum(rate(cache_requests_total{result=\"hit\"}[5m])) /"
                                    + " sum(rate(cache_requests_total{result=~\"hit|miss\"}[5m]))",
                            "a question that failed was a question too. All results are below the"
                                    + " line.")
                    .mistake(
                            "sum(rate(cache_requests_total{result=\"hit\"}[5m])) /"
                                    + " sum(rate(cache_requests_total{result=\"miss\"}[5m]))",
                            "hits by misses can be more than 1. The share is by all questions.");

    static final Exercise ERRORS =
            new Exercise("04-errors", errors())
                    .gives(0.017080532, "where", "cache")
                    .gives(0.114967760, "where", "database")
                    .gives(0, "where", "queue")
                    .equivalent("increase for rate", "both sides grow by the same factor")
                    .mistake(
                            "sum by (where) (rate(errors_total[5m])) / ignoring (where) group_left"
                                    + " sum(rate(mq_consumed_total[5m]))",
                            "the errors of frontends are in it, and they consume nothing.");

    static final Exercise POOL =
            new Exercise("05-pool", pool())
                    .gives(0.835, "instance", "worker-1:8004")
                    .gives(0.255, "instance", "worker-2:8004")
                    .equivalent("> 0 leaves out", "each has some in use")
                    .equivalent("state!=\"idle\" takes all others", "there are these two")
                    .mistake(
                            "sum by (instance)"
                                + " (avg_over_time(db_pool_connections{state=\"active\"}[5m])) /"
                                + " sum by (instance) (avg_over_time(db_pool_connections[5m]))",
                            "these are the open ones, and the pool opens more when it needs them."
                                    + " What it may have says db_pool_connections_max.")
                    .mistake(
                            "avg_over_time(db_pool_connections{state=\"active\"}[5m]) / 10",
                            "not every worker may have as many. Each says in a metric how many.");

    static final Exercise PROBES =
            new Exercise("06-probes", probes())
                    .gives(0.65, "instance", "http://app:8001/fruit")
                    .gives(0.933333333, "instance", "http://worker:8004/metrics")
                    .gives(1, "instance", "http://prometheus:9090/-/ready")
                    .gives(0, "instance", "http://rabbitmq:15692/metrics")
                    .mistake(
                            "avg_over_time(up{job=\"blackbox\"}[5m])",
                            "up tells whether the exporter answered Prometheus. Whether the service"
                                    + " answered the exporter, probe_success tells.")
                    .mistake(
                            "probe_success",
                            "this is the last probe alone. The share of five minutes is an average"
                                    + " over that time.")
                    .mistake(
                            "sum_over_time(probe_success[5m])",
                            "this is how many probes were answered. The share is by all of them.")
                    .mistake(
                            "rate(probe_success[5m])",
                            "probe_success is a gauge, 0 or 1. rate is for counters.");

    private static final String RETRIED = "sum(rate(jobs_total{outcome=\"retried\"}[1m]))";

    /** What the learner's dashboard is to have. */
    static final Dashboard.Panel PANEL =
            new Dashboard.Panel(
                    "the share of jobs that are tried again",
                    new Exercise("panel", jobs())
                            .gives(0.135907336)
                            .mistake(
                                    RETRIED,
                                    "this is how many a second. The share is by the jobs of all"
                                            + " outcomes.")
                            .mistake(
                                    RETRIED + " / sum(rate(jobs_total{outcome=\"done\"}[1m]))",
                                    "jobs that are tried again by jobs that are done can be more"
                                            + " than 1. All outcomes are below the line.")
                            .mistake(
                                    "sum(jobs_total{outcome=\"retried\"}) / sum(jobs_total)",
                                    "this is the share of all time, and hardly moves any more. Take"
                                            + " the rate on both sides."),
                    "jobs_total",
                    "outcome",
                    answer -> false,
                    List.of(
                            RETRIED + " / sum(rate(jobs_total[1m]))",
                            "sum(irate(jobs_total{outcome=\"retried\"}[1m]))"
                                    + " / sum(irate(jobs_total[1m]))"),
                    "the rate of jobs_total with outcome retried, by the rate of all; the range may"
                            + " be $__rate_interval.");

    private PipelineQueries() {}

    static List<Exercise> all() {
        return List.of(KEEPING_UP, AGE, HIT_RATIO, ERRORS, POOL, PROBES);
    }

    private static MadeSeries messages() {
        return new MadeSeries()
                .counter("mq_publish_seconds_count{" + frontend(1) + "}", 2, 4, 6.5, 3)
                .restarted(RESTART, "mq_publish_seconds_count{" + frontend(2) + "}", 1, 3, 2.5, 1.5)
                .counter("mq_publish_seconds_count{" + worker(1) + "}", 3, 3.5, 3.1, 2.9)
                .restarted(RESTART, "mq_publish_seconds_count{" + worker(2) + "}", 3, 3.2, 3, 3.3)
                .counter("mq_ack_seconds_count{" + worker(1) + "}", 4, 5.5, 5, 6)
                .restarted(RESTART, "mq_ack_seconds_count{" + worker(2) + "}", 5, 5.2, 4, 3)
                .counter("mq_consumed_total{" + worker(1) + "}", 5, 6.5, 6, 7)
                .restarted(RESTART, "mq_consumed_total{" + worker(2) + "}", 6, 6.2, 5, 4)
                .gauge(messages("fruits", 1), 0, 3, 300, 120, 540, 200, 580, 260)
                .gauge(messages("dead", 1), 0, 90, 300, 150, 540, 170)
                .gauge(messages("fruits", 2), 0, 3, 300, 120, 540, 200, 580, 260)
                .gauge(messages("dead", 2), 0, 90, 300, 150, 540, 170);
    }

    private static String messages(String queue, int worker) {
        return "mq_messages{%s,queue=\"%s\"}".formatted(worker(worker), queue);
    }

    private static MadeSeries cache() {
        MadeSeries series = new MadeSeries();
        cache(series, 1, NEVER, "hit", 3, 5, 2, 6);
        cache(series, 1, NEVER, "miss", 1, 2, 4, 1);
        cache(series, 1, NEVER, "failed", 0.1, 0.4, 0.2, 0.5);
        cache(series, 2, RESTART, "hit", 1, 0.5, 1.5, 0.4);
        cache(series, 2, RESTART, "miss", 2, 3, 1, 2.5);
        cache(series, 2, RESTART, "failed", 0, 0.1, 0.3, 0.2);
        return series;
    }

    private static void cache(
            MadeSeries series, int app, List<Integer> restarts, String result, double... rates) {
        series.restarted(
                restarts,
                "cache_requests_total{%s,result=\"%s\"}".formatted(frontend(app), result),
                rates);
    }

    private static MadeSeries errors() {
        MadeSeries series = new MadeSeries();
        series.counter("mq_consumed_total{" + worker(1) + "}", 5, 6.5, 6, 7);
        series.restarted(RESTART, "mq_consumed_total{" + worker(2) + "}", 6, 6.2, 5, 4);
        errors(series, NEVER, worker(1), "database", "timeout", 0.5, 0.7, 0.4, 1.2);
        errors(series, NEVER, worker(1), "database", "refused", 0, 0.2, 0.1, 0.3);
        errors(series, NEVER, worker(1), "cache", "timeout", 0.1, 0, 0.3, 0.2);
        errors(series, NEVER, worker(1), "queue", "refused", 0, 0, 0, 0);
        errors(series, RESTART, worker(2), "database", "timeout", 0.6, 0.5, 0.8, 0.4);
        errors(series, RESTART, worker(2), "cache", "timeout", 0, 0.15, 0.1, 0.35);
        errors(series, NEVER, frontend(1), "database", "timeout", 0.2, 0.3, 0.1, 0.6);
        errors(series, NEVER, frontend(1), "cache", "other", 0.3, 0.45, 0.2, 0.1);
        return series;
    }

    private static void errors(
            MadeSeries series,
            List<Integer> restarts,
            String program,
            String where,
            String error,
            double... rates) {
        series.restarted(
                restarts,
                "errors_total{%s,where=\"%s\",error=\"%s\"}".formatted(program, where, error),
                rates);
    }

    private static MadeSeries pool() {
        return new MadeSeries()
                .gauge(connections("active", 1), 0, 2, 300, 8, 540, 10, 580, 9)
                .gauge(connections("idle", 1), 0, 1, 300, 2, 540, 0, 580, 1)
                .gauge(connections("active", 2), 0, 1, 300, 5, 540, 7, 580, 3)
                .gauge(connections("idle", 2), 0, 1, 300, 3, 540, 1, 580, 2)
                .gauge("db_pool_connections_max{" + worker(1) + "}", 0, 10)
                .gauge("db_pool_connections_max{" + worker(2) + "}", 0, 10, 300, 20);
    }

    private static MadeSeries jobs() {
        MadeSeries series = new MadeSeries();
        jobs(series, NEVER, 1, "hello", "done", 2, 3, 1.5, 2.5);
        jobs(series, NEVER, 1, "fruit", "done", 4, 5, 4.5, 6);
        jobs(series, NEVER, 1, "fruit", "retried", 0.4, 0.6, 1.1, 0.7);
        jobs(series, NEVER, 1, "fruit", "dead", 0, 0.1, 0.2, 0.3);
        jobs(series, RESTART, 2, "fruit", "done", 3, 2, 3.5, 2.2);
        jobs(series, RESTART, 2, "fruit", "retried", 0.3, 0.2, 0.5, 0.9);
        return series;
    }

    private static void jobs(
            MadeSeries series,
            List<Integer> restarts,
            int worker,
            String kind,
            String outcome,
            double... rates) {
        series.restarted(
                restarts,
                "jobs_total{%s,kind=\"%s\",outcome=\"%s\"}"
                        .formatted(worker(worker), kind, outcome),
                rates);
    }

    private static MadeSeries probes() {
        return new MadeSeries()
                .gauge(probed("probe_success", "app:8001/fruit"), 0, 1, 400, 0, 480, 1, 580, 0)
                .gauge(probed("probe_success", "worker:8004/metrics"), 0, 0, 100, 1, 360, 0, 380, 1)
                .gauge(probed("probe_success", "prometheus:9090/-/ready"), 0, 1)
                .gauge(probed("probe_success", "rabbitmq:15692/metrics"), 0, 0)
                .gauge(probed("up", "app:8001/fruit"), 0, 1, 500, 0, 510, 1)
                .gauge(probed("up", "worker:8004/metrics"), 0, 1, 500, 0, 510, 1)
                .gauge(probed("up", "prometheus:9090/-/ready"), 0, 1, 500, 0, 510, 1);
    }

    private static String probed(String name, String page) {
        return "%s{job=\"blackbox\",instance=\"http://%s\"}".formatted(name, page);
    }

    private static String connections(String state, int worker) {
        return "db_pool_connections{%s,state=\"%s\"}".formatted(worker(worker), state);
    }

    private static String frontend(int app) {
        return "job=\"treecounter\",instance=\"app-%d:8001\"".formatted(app);
    }

    private static String worker(int worker) {
        return "job=\"worker\",instance=\"worker-%d:8004\"".formatted(worker);
    }
}
