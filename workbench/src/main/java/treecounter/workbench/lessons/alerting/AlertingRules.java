package treecounter.workbench.lessons.alerting;

import java.util.Collections;
import java.util.List;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.WrittenRule;

/** The rules to write: made series, when each alert fires over them, and what goes wrong. */
final class AlertingRules {
    static final String APP_1 = "app-1:8001";
    static final String APP_2 = "app-2:8001";
    private static final String APP_3 = "app-3:8001";
    static final String PAGES = "job=\"treecounter\",endpoint=\"/treecounter\"";
    private static final String[] JOB = {"job", "treecounter"};

    private static final String RATIO_ABOVE_ONE = "(?s).*>=?\\s*[1-9][\\d.]*\\s*";

    static final RuleExercise DOWN =
            new RuleExercise("rules/01-down.yaml", "TreeCounterDown")
                    .over(
                            "app-1 is down from minute 5 to 8",
                            Course.every(5)
                                    .gauge(up("treecounter", APP_1), "5m 1, 3m 0, 4m 1")
                                    .gauge(up("treecounter", APP_2), "12m 1"))
                    .fires("5m30s", "8m", "5s", with("critical", "instance", APP_1))
                    .over(
                            "a calm night: two scrapes fail now and then, and another job is down",
                            Course.every(5)
                                    .gauge(
                                            up("treecounter", APP_1),
                                            "3m 1, 5s 0, 3m 1, 10s 0, 6m 1")
                                    .gauge(up("other", "other:80"), "12m 0"))
                    .wrong(
                            "no for",
                            "without for it fires in the moment in which one scrape fails.",
                            down("", "up{job=\"treecounter\"} == 0"))
                    .wrong(
                            "bool in the comparison",
                            "this has a value for every target at any time, and a rule fires for"
                                    + " whatever has a value, also for 0. So does a comparison with"
                                    + " bool, and so does none.",
                            down("30s", "up{job=\"treecounter\"} == bool 0"))
                    .wrong(
                            "all jobs",
                            "every job's targets are in it. Name the job.",
                            down("30s", "up == 0"))
                    .wrong(
                            "far too late",
                            "for is ten times what is asked.",
                            down("5m", "up{job=\"treecounter\"} == 0"))
                    .wrong(
                            "how many are up",
                            "a sum forgets which target it is. Compare the up of each.",
                            down("30s", "sum by (job) (up{job=\"treecounter\"}) < 2"))
                    .wrong(
                            "only if all are down",
                            "as long as one app is up, this gives nothing. Compare the up of each"
                                    + " target.",
                            down("30s", "sum(up{job=\"treecounter\"}) == 0"))
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*<\\s*0\\s*"),
                            "up is 0 or 1, and never below 0.")
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*\\b(sum|absent|max|count|avg)\\b.*"),
                            "as long as one app is up, this gives nothing. Compare the up of each"
                                    + " target.");

    static final RuleExercise GONE =
            new RuleExercise("rules/02-gone.yaml", "TreeCounterGone")
                    .tells("job")
                    .over(
                            "the target is gone from minute 5 to 10: Prometheus knows none",
                            Course.every(5)
                                    .gauge(up("treecounter", APP_1), "5m 1, 5m gone, 3m 1")
                                    .gauge(up("prometheus", "localhost:9090"), "13m 1"))
                    .fires("6m", "10m", "5s", with("critical", JOB))
                    .over(
                            "the target is known, and down",
                            Course.every(5)
                                    .gauge(up("treecounter", APP_1), "5m 1, 5m 0, 3m 1")
                                    .gauge(up("prometheus", "localhost:9090"), "13m 1"))
                    .wrong(
                            "up == 0 for a target that vanished",
                            "a target that is gone has no up, so there is nothing to compare with"
                                    + " 0. absent(...) is 1 if nothing is there.",
                            gone("1m", "up{job=\"treecounter\"} == 0"))
                    .wrong(
                            "absent of any up",
                            "Prometheus scrapes itself, so some up is always there. Name the job.",
                            gone("1m", "absent(up)"))
                    .wrong(
                            "the count of nothing",
                            "the count of nothing is nothing, and not 0.",
                            gone("1m", "count(up{job=\"treecounter\"}) == 0"))
                    .wrong(
                            "the job is lost",
                            "absent takes its labels from job=\"...\"; a pattern gives it none.",
                            gone("1m", "absent(up{job=~\"treecounter\"})"))
                    .wrong(
                            "gone or down",
                            "this is also 1 when the target is known and down. Leave the comparison"
                                    + " out of absent.",
                            gone("1m", "absent(up{job=\"treecounter\"} == 1)"))
                    .wrong(
                            "no for",
                            "without for it fires at once, say while Prometheus starts.",
                            gone("", "absent(up{job=\"treecounter\"})"))
                    .whenSilent(
                            rule ->
                                    rule.expr()
                                            .matches(
                                                    "(?s).*absent\\(.*\\)\\s*(==\\s*0|>\\s*1)\\s*"),
                            "absent(...) is 1 or nothing, and neither 0 nor more than 1. It needs"
                                    + " no comparison.")
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*\\b(sum|count)\\b.*"),
                            "the count of nothing is nothing, and not 0.")
                    .whenSilent(
                            rule -> !rule.expr().contains("treecounter"),
                            "Prometheus scrapes itself, so some up is always there. Name the job.");

    static final RuleExercise ERRORS =
            new RuleExercise("rules/03-errors.yaml", "TreeCounterErrors")
                    .tells("job", "$value")
                    .over(
                            "three in ten pages fail from minute 5 to 10. One scrape in four is"
                                    + " missed, and scanners get 40 times 404 a second",
                            Course.every(5)
                                    .missing(4)
                                    .counter(page(APP_1, "200"), "5m 6, 5m 4.2, 6m 6")
                                    .counter(page(APP_1, "503"), "5m 0, 5m 1.8, 6m 0")
                                    .counter(page(APP_2, "200"), "5m 4, 5m 2.8, 6m 4")
                                    .counter(page(APP_2, "503"), "5m 0, 5m 1.2, 6m 0")
                                    .counter(other(APP_1), "16m 40"))
                    .fires("7m20s", "10m40s", "15s", with("major", JOB))
                    .over(
                            "a calm night: for ten seconds every page fails",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "5m 6, 10s 0, 5m 6")
                                    .counter(page(APP_1, "503"), "5m 0, 10s 6, 5m 0"))
                    .over(
                            "app-2 gets no requests, and three in ten pages of app-1 fail",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "5m 6, 5m 4.2, 4m 6")
                                    .counter(page(APP_1, "503"), "5m 0, 5m 1.8, 4m 0")
                                    .counter(page(APP_2, "200"), "14m 0")
                                    .counter(page(APP_2, "503"), "14m 0"))
                    .fires("7m20s", "10m40s", "15s", with("major", JOB))
                    .over(
                            "app-2 gets one page in a hundred, and fails it",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "8m 10")
                                    .counter(page(APP_1, "503"), "8m 0")
                                    .counter(page(APP_2, "200"), "8m 0")
                                    .counter(page(APP_2, "503"), "8m 0.1"))
                    .over(
                            "nothing fails, and one page in five is asked for with POST",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "8m 8")
                                    .counter(page(APP_1, "503"), "8m 0")
                                    .counter(page(APP_1, "405"), "8m 2"))
                    .over(
                            "nineteen in two hundred pages fail",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "8m 9.05")
                                    .counter(page(APP_1, "503"), "8m 0.95"))
                    .wrong(
                            "no for",
                            "without for a burst of ten seconds wakes somebody.",
                            errors("", ratio("by (job) ", "1m") + " > 0.1"))
                    .wrong(
                            "for shorter than the range",
                            "for is shorter than the range, and a burst of ten seconds keeps the"
                                    + " ratio of a minute up for a minute. Wait longer than the"
                                    + " range looks back.",
                            errors("30s", ratio("by (job) ", "1m") + " > 0.1"))
                    .wrong(
                            "both sides not summed",
                            "labels pair the series, so 503 is divided by 503. Sum both sides by"
                                    + " (job).",
                            errors(
                                    "2m",
                                    "rate(requests_total{%1$s,status=\"503\"}[1m]) / rate(requests_total{%1$s}[1m]) > 0.1"
                                            .formatted(PAGES)))
                    .wrong(
                            "average of ratios",
                            "an app without requests has the ratio 0 / 0, which is NaN, and so is"
                                    + " the average; and an app with few requests counts as much as"
                                    + " one with many. Sum first, divide then.",
                            errors(
                                    "2m",
                                    "avg by (job) ("
                                            + ratio("by (job, instance) ", "1m")
                                            + ") > 0.1"))
                    .wrong(
                            "an alert for each app",
                            "this is a ratio for each app, also for one with hardly any requests."
                                    + " Sum by (job) alone.",
                            errors("2m", ratio("by (job, instance) ", "1m") + " > 0.1"))
                    .wrong(
                            "other paths are in it",
                            "the 404s of other paths are in it, and make the ratio small. Ask for"
                                    + " endpoint=\"/treecounter\".",
                            errors(
                                    "2m",
                                    "sum by (job) (rate(requests_total{status=\"503\"}[1m])) / sum"
                                            + " by (job) (rate(requests_total[1m])) > 0.1"))
                    .wrong(
                            "all but 200",
                            "405 is in it too, and that is the mistake of whoever asked. A page"
                                    + " that failed has 503.",
                            errors(
                                    "2m",
                                    ratio("by (job) ", "1m")
                                                    .replace("status=\"503\"", "status!=\"200\"")
                                            + " > 0.1"))
                    .wrong(
                            "failed by answered",
                            "this is the failed pages by the good ones, which is more than their"
                                    + " share. Below the line stand all.",
                            errors(
                                    "2m",
                                    "sum by (job) (rate(requests_total{%1$s,status=\"503\"}[1m])) / sum by (job) (rate(requests_total{%1$s,status=\"200\"}[1m])) > 0.1"
                                            .formatted(PAGES)))
                    .wrong(
                            "it goes on",
                            "keep_firing_for lets it go on for 5m after its end, and nobody asked"
                                    + " for that.",
                            errors("2m", ratio("by (job) ", "1m") + " > 0.1").keeping("5m"))
                    .wrong(
                            "a range of two scrapes",
                            "one missed scrape leaves a range of two scrapes without data",
                            errors("2m", ratio("by (job) ", "10s") + " > 0.1"))
                    .wrong(
                            "a range of one scrape",
                            "a range this short never holds two",
                            errors("2m", ratio("by (job) ", "5s") + " > 0.1"))
                    .wrong(
                            "counters compared",
                            "this is the share since the apps started. Divide rates of the last"
                                    + " minute.",
                            errors(
                                    "2m",
                                    "sum by (job) (requests_total{%1$s,status=\"503\"}) / sum by (job) (requests_total{%1$s}) > 0.1"
                                            .formatted(PAGES)))
                    .wrong(
                            "ten hundred percent",
                            "a ratio goes from 0 to 1: a tenth is 0.1.",
                            errors("2m", ratio("by (job) ", "1m") + " > 10"))
                    .whenSilent(
                            rule -> rule.expr().matches(RATIO_ABOVE_ONE),
                            "a ratio goes from 0 to 1: a tenth is 0.1.");

    static final RuleExercise SLOW =
            new RuleExercise("rules/04-slow.yaml", "TreeCounterSlow")
                    .tells("job", "$value")
                    .over(
                            "one page in five takes long from minute 5 to 10; scanners get their"
                                    + " 404s at once",
                            histogram(
                                            Course.every(5),
                                            "/treecounter",
                                            "5m 10, 5m 8, 5m 10",
                                            "15m 10",
                                            true)
                                    .counter(bucket("other", "0.5"), "15m 40")
                                    .counter(bucket("other", "+Inf"), "15m 40")
                                    .counter(latency("_count", "other"), "15m 40"))
                    .fires("7m15s", "10m45s", "15s", with("major", JOB))
                    .over(
                            "the same, in an app whose last bucket ends at 0.5 s",
                            histogram(
                                    Course.every(5),
                                    "/treecounter",
                                    "3m 10, 5m 8, 3m 10",
                                    "11m 10",
                                    false))
                    .fires("5m15s", "8m45s", "15s", with("major", JOB))
                    .over(
                            "a calm night: one page in a hundred takes long, and once all do, for"
                                    + " five seconds",
                            histogram(
                                    Course.every(5),
                                    "/treecounter",
                                    "5m 9.9, 5s 0, 5m 9.9",
                                    "10m5s 10",
                                    true))
                    .wrong(
                            "a quantile",
                            "a quantile is never above the last bucket bound that is not +Inf. Take"
                                    + " the share of the pages above 0.5 s, from the bucket"
                                    + " le=\"0.5\".",
                            slow(
                                    "2m",
                                    "histogram_quantile(0.95, sum by (job, le)"
                                            + " (rate(request_latency_seconds_bucket{%s}[1m]))) > 0.5"
                                                    .formatted(PAGES)))
                    .wrong(
                            "no for",
                            "without for five slow seconds wake somebody.",
                            slow("", "1 - " + within(PAGES, "0.5") + " > 0.05"))
                    .wrong(
                            "other paths are in it",
                            "the quick 404s of other paths are in it. Ask for"
                                    + " endpoint=\"/treecounter\".",
                            slow("2m", "1 - " + within("job=\"treecounter\"", "0.5") + " > 0.05"))
                    .wrong(
                            "the quick share",
                            "this is the share of the quick pages. The slow ones are 1 minus it.",
                            slow("2m", within(PAGES, "0.5") + " > 0.05"))
                    .wrong(
                            "an average",
                            "the average hides the slow pages behind the quick ones. Take the share"
                                    + " above 0.5 s.",
                            slow(
                                    "2m",
                                    "sum by (job) (rate(request_latency_seconds_sum{%1$s}[1m])) / sum by (job) (rate(request_latency_seconds_count{%1$s}[1m])) > 0.5"
                                            .formatted(PAGES)))
                    .wrong(
                            "sides that do not pair",
                            "the bucket has the label le, the count has not: nothing pairs. Sum"
                                    + " both sides by (job).",
                            slow(
                                    "2m",
                                    "1 - rate(request_latency_seconds_bucket{%1$s,le=\"0.5\"}[1m]) / rate(request_latency_seconds_count{%1$s}[1m]) > 0.05"
                                            .formatted(PAGES)))
                    .whenSilent(
                            rule -> rule.expr().contains("_seconds_sum"),
                            "the average hides the slow pages behind the quick ones. Take the share"
                                    + " above 0.5 s.")
                    .whenSilent(
                            rule -> !rule.expr().contains("sum"),
                            "the bucket has the label le, the count has not: nothing pairs. Sum"
                                    + " both sides by (job).")
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*le=[\"'](?!0\\.5).*"),
                            "this is another bucket. The bound is 0.5 s.");

    static final RuleExercise HEAP =
            new RuleExercise("rules/05-heap.yaml", "TreeCounterHeap")
                    .over(
                            "a healthy app: the heap fills to 96 %, and each collection frees half",
                            Course.every(5)
                                    .exactly(memory("used", APP_1, "heap"), saw())
                                    .gauge(memory("max", APP_1, "heap"), "16m 1e9")
                                    .gauge(memory("committed", APP_1, "heap"), "16m 1e9")
                                    .gauge(memory("used", APP_1, "nonheap"), "16m 9.5e7")
                                    .gauge(memory("max", APP_1, "nonheap"), "16m 1e8")
                                    .gauge(memory("committed", APP_1, "nonheap"), "16m 1e8"))
                    .over(
                            "from minute 5 to 15 collections of app-1 free nothing",
                            Course.every(5)
                                    .gauge(
                                            memory("used", APP_1, "heap"),
                                            "5m 4e8, 10m 9.3e8, 5m 4e8")
                                    .gauge(memory("max", APP_1, "heap"), "20m 1e9")
                                    .gauge(memory("committed", APP_1, "heap"), "20m 1e9")
                                    .gauge(memory("used", APP_2, "heap"), "20m 8e8")
                                    .gauge(memory("max", APP_2, "heap"), "20m 8e9")
                                    .gauge(memory("committed", APP_2, "heap"), "20m 8.1e8")
                                    .gauge(memory("used", APP_3, "heap"), "20m 4e9")
                                    .gauge(memory("max", APP_3, "heap"), "20m 8e9")
                                    .gauge(memory("committed", APP_3, "heap"), "20m 8e9"))
                    .fires("10m", "15m", "15s", with("minor", "instance", APP_1))
                    .wrong(
                            "no for",
                            "a heap that fills is no trouble: the next collection empties it."
                                    + " Without for each peak is an alert.",
                            heap("", used("heap") + " / " + max("heap") + " > 0.9"))
                    .wrong(
                            "a fixed number of bytes",
                            "a number of bytes fits one size of heap. Divide by the most it may"
                                    + " be.",
                            heap("5m", used("heap") + " > 9e8"))
                    .wrong(
                            "all areas",
                            "memory that is no heap is in it too. Select area=\"heap\".",
                            heap(
                                    "5m",
                                    "jvm_memory_bytes_used{job=\"treecounter\"} /"
                                            + " jvm_memory_bytes_max{job=\"treecounter\"} > 0.9"))
                    .wrong(
                            "what is committed",
                            "committed memory follows what is used, so this is always near 1."
                                    + " Divide by the most it may be.",
                            heap(
                                    "5m",
                                    used("heap")
                                            + " / jvm_memory_bytes_committed{job=\"treecounter\",area=\"heap\"}"
                                            + " > 0.9"))
                    .wrong(
                            "all apps together",
                            "an app with room hides the one without. Divide for each app.",
                            heap(
                                    "5m",
                                    "sum by (job) (%s) / sum by (job) (%s) > 0.9"
                                            .formatted(used("heap"), max("heap"))))
                    .wrong(
                            "the highest of five minutes",
                            "max_over_time takes the peak before each collection. What stays after"
                                    + " one is the lowest value.",
                            heap(
                                    "5m",
                                    "max_over_time(%s[5m]) / %s > 0.9"
                                            .formatted(used("heap"), max("heap"))))
                    .whenSilent(
                            rule -> rule.expr().matches(RATIO_ABOVE_ONE),
                            "a ratio goes from 0 to 1: nine tenths are 0.9.")
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*\\b(sum|avg)\\b.*"),
                            "an app with room hides the one without. Divide for each app.");

    static final RuleExercise BUSY =
            new RuleExercise("rules/06-busy.yaml", "TreeCounterBusy")
                    .over(
                            "1,000 requests in 20 s at minute 5",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "5m 2, 20s 30, 5m 2")
                                    .counter(page(APP_1, "503"), "5m 0, 20s 20, 5m 0"))
                    .fires("5m35s", "6m5s", "5s", with("minor", "instance", APP_1))
                    .over("six apps with 4 requests a second each", sixApps())
                    .over(
                            "two apps are busy from minute 4 to 8, each a little more in its turn",
                            Course.every(5)
                                    .counter(
                                            page(APP_1, "200"),
                                            "4m 2, 1m 21, 1m 19, 1m 21, 1m 19, 4m 2")
                                    .counter(
                                            page(APP_2, "200"),
                                            "4m 2, 1m 19, 1m 21, 1m 19, 1m 21, 4m 2"))
                    .fires("5m", "8m17s", "10s", with("minor", "instance", APP_1))
                    .fires("5m", "8m17s", "10s", with("minor", "instance", APP_2))
                    .wrong(
                            "a fixed number for any count of apps",
                            "the sum of all apps grows with their number, what one app can take"
                                    + " does not. Sum by (job, instance).",
                            busy("15s", "sum by (job) (" + requests("[1m]") + ") > 15"))
                    .wrong(
                            "topk",
                            "topk gives now the one series and now the other. Each is an alert of"
                                    + " its own, whose for begins anew. Compare all series with the"
                                    + " bound.",
                            busy(
                                    "15s",
                                    "topk(1, sum by (job, instance) ("
                                            + requests("[1m]")
                                            + ")) > 15"))
                    .wrong(
                            "a counter compared",
                            "a counter only grows: this is every request since the start. Take its"
                                    + " rate.",
                            busy(
                                    "15s",
                                    "sum by (job, instance)"
                                            + " (requests_total{job=\"treecounter\"}) > 15"))
                    .wrong(
                            "the increase of a minute",
                            "increase is what came in the whole range. rate is for a second.",
                            busy(
                                    "15s",
                                    "sum by (job, instance)"
                                            + " (increase(requests_total{job=\"treecounter\"}[1m]))"
                                            + " > 15"))
                    .wrong(
                            "no for",
                            "for is missing: it fires while it could still be a single burst.",
                            busy("", "sum by (job, instance) (" + requests("[1m]") + ") > 15"))
                    .wrong(
                            "$value in a label",
                            "a label holds $value",
                            busy("15s", "sum by (job, instance) (" + requests("[1m]") + ") > 15")
                                    .labelled("load", "{{ $value }}"))
                    .wrong(
                            "each series by itself",
                            "each status is a series of its own, and none is above the bound alone."
                                    + " Sum by (job, instance).",
                            busy("15s", requests("[1m]") + " > 15"))
                    .whenSilent(
                            rule -> !rule.expr().contains("sum"),
                            "each status is a series of its own, and none is above the bound alone."
                                    + " Sum by (job, instance).")
                    .wrong(
                            "five minutes",
                            "20 s of requests are little in five minutes. Look at the last one.",
                            busy("15s", "sum by (job, instance) (" + requests("[5m]") + ") > 15"));

    private AlertingRules() {}

    static List<RuleExercise> all() {
        return List.of(DOWN, GONE, ERRORS, SLOW, HEAP, BUSY);
    }

    private static WrittenRule down(String held, String expr) {
        return WrittenRule.alert("TreeCounterDown", "critical", held, expr);
    }

    private static WrittenRule gone(String held, String expr) {
        return WrittenRule.alert("TreeCounterGone", "critical", held, expr);
    }

    private static WrittenRule errors(String held, String expr) {
        return WrittenRule.alert("TreeCounterErrors", "major", held, expr);
    }

    private static WrittenRule slow(String held, String expr) {
        return WrittenRule.alert("TreeCounterSlow", "major", held, expr);
    }

    private static WrittenRule heap(String held, String expr) {
        return WrittenRule.alert("TreeCounterHeap", "minor", held, expr);
    }

    private static WrittenRule busy(String held, String expr) {
        return WrittenRule.alert("TreeCounterBusy", "minor", held, expr);
    }

    /** The share of failed pages, summed as {@code by} says. */
    static String ratio(String by, String range) {
        return "sum %1$s(rate(requests_total{%2$s,status=\"503\"}[%3$s])) / sum %1$s(rate(requests_total{%2$s}[%3$s]))"
                .formatted(by, PAGES, range);
    }

    private static String within(String which, String le) {
        return "sum by (job) (rate(request_latency_seconds_bucket{%1$s,le=\"%2$s\"}[1m])) / sum by (job) (rate(request_latency_seconds_count{%1$s}[1m]))"
                .formatted(which, le);
    }

    private static String requests(String range) {
        return "rate(requests_total{job=\"treecounter\"}" + range + ")";
    }

    private static String used(String area) {
        return "jvm_memory_bytes_used{job=\"treecounter\",area=\"%s\"}".formatted(area);
    }

    private static String max(String area) {
        return "jvm_memory_bytes_max{job=\"treecounter\",area=\"%s\"}".formatted(area);
    }

    static String[] with(String severity, String... more) {
        String[] labels = new String[more.length + 2];
        labels[0] = "severity";
        labels[1] = severity;
        System.arraycopy(more, 0, labels, 2, more.length);
        return labels;
    }

    private static String up(String job, String instance) {
        return "up{job=\"%s\",instance=\"%s\"}".formatted(job, instance);
    }

    static String page(String instance, String status) {
        return "requests_total{%s,instance=\"%s\",status=\"%s\"}"
                .formatted(PAGES, instance, status);
    }

    private static String other(String instance) {
        return "requests_total{job=\"treecounter\",instance=\"%s\",endpoint=\"other\",status=\"404\"}"
                .formatted(instance);
    }

    private static String memory(String what, String instance, String area) {
        return "jvm_memory_bytes_%s{job=\"treecounter\",instance=\"%s\",area=\"%s\"}"
                .formatted(what, instance, area);
    }

    private static String latency(String ending, String endpoint) {
        return "request_latency_seconds%s{job=\"treecounter\",instance=\"%s\",endpoint=\"%s\"}"
                .formatted(ending, APP_1, endpoint);
    }

    private static String bucket(String endpoint, String le) {
        return latency("_bucket", endpoint).replace("}", ",le=\"%s\"}".formatted(le));
    }

    /** Pages up to 0.5 s, and all pages, a second; the others take up to 0.75 s. */
    private static Course histogram(
            Course course, String endpoint, String quick, String all, boolean hasMoreBuckets) {
        course.counter(bucket(endpoint, "0.25"), quick).counter(bucket(endpoint, "0.5"), quick);
        if (hasMoreBuckets) {
            course.counter(bucket(endpoint, "0.75"), all).counter(bucket(endpoint, "1.0"), all);
        }
        return course.counter(bucket(endpoint, "+Inf"), all)
                .counter(latency("_count", endpoint), all)
                .counter(latency("_sum", endpoint), all.replaceAll(" [\\d.]+", " 1"));
    }

    private static Course sixApps() {
        Course course = Course.every(5);
        for (int i = 1; i <= 6; i++) {
            course.counter(page("app-%d:8001".formatted(i), "200"), "4m 4");
        }
        return course;
    }

    /** From 48 to 96 % of 1e9, every two minutes anew. */
    private static String saw() {
        return String.join(" ", Collections.nCopies(8, "4.8e8+2e7x23"));
    }
}
