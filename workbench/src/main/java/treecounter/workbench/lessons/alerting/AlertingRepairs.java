package treecounter.workbench.lessons.alerting;

import static treecounter.workbench.lessons.alerting.AlertingRules.APP_1;
import static treecounter.workbench.lessons.alerting.AlertingRules.APP_2;
import static treecounter.workbench.lessons.alerting.AlertingRules.page;
import static treecounter.workbench.lessons.alerting.AlertingRules.ratio;
import static treecounter.workbench.lessons.alerting.AlertingRules.with;

import java.util.List;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.WrittenRule;

/** Rules that look right and are wrong, to be mended. */
final class AlertingRepairs {
    private static final String TIMEOUTS =
            "forest_requests_total{job=\"treecounter\",status=\"timeout\"}";

    static final RuleExercise BURST =
            new RuleExercise("repair/01-burst.yaml", "ForestErrors")
                    .tells("job", "$value")
                    .over(
                            "a calm night: the forest fails for 40 s, three times",
                            Course.every(5)
                                    .counter(
                                            call("ok"),
                                            "5m 5, 40s 0, 5m 5, 40s 0, 5m 5, 40s 0, 5m 5")
                                    .counter(
                                            call("error"),
                                            "5m 0, 40s 5, 5m 0, 40s 5, 5m 0, 40s 5, 5m 0"))
                    .over(
                            "the forest fails from minute 5 to 15",
                            Course.every(5)
                                    .counter(call("ok"), "5m 5, 10m 0, 5m 5")
                                    .counter(call("error"), "5m 0, 10m 5, 5m 0"))
                    .fires("8m25s", "16m35s", "70s", with("major", "job", "treecounter"))
                    .wrong(
                            "for shorter than the range",
                            "it fired in a calm night. The ratio looks back 2m, so a burst of 40 s"
                                    + " keeps it up for two minutes, and for (30s) is over by then."
                                    + " Wait longer than the range looks back.",
                            forestErrors("30s", "0.2"))
                    .wrong(
                            "no for",
                            "it fired in a calm night, at once: there is no for.",
                            forestErrors("", "0.2"))
                    .wrong(
                            "a bound that is never reached",
                            "a ratio goes from 0 to 1. Twenty percent are 0.2.",
                            forestErrors("3m", "20"))
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*>=?\\s*[1-9]\\d*\\s*"),
                            "a ratio goes from 0 to 1. Twenty percent are 0.2.");

    static final RuleExercise IDLE =
            new RuleExercise("repair/02-idle.yaml", "PagesFail")
                    .tells("job", "$value")
                    .over(
                            "app-2 waits for requests, and half of app-1's pages fail from minute 3"
                                    + " to 9",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "3m 6, 6m 3, 3m 6")
                                    .counter(page(APP_1, "503"), "3m 0, 6m 3, 3m 0")
                                    .counter(page(APP_2, "200"), "12m 0")
                                    .counter(page(APP_2, "503"), "12m 0"))
                    .fires("5m15s", "9m50s", "15s", with("major", "job", "treecounter"))
                    .over(
                            "app-2 gets one page in a hundred, and fails it",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "6m 10")
                                    .counter(page(APP_1, "503"), "6m 0")
                                    .counter(page(APP_2, "200"), "6m 0")
                                    .counter(page(APP_2, "503"), "6m 0.1"))
                    .wrong(
                            "average of ratios",
                            "it never fired while half of the pages failed. The app without"
                                    + " requests has the ratio 0 / 0, which is NaN, and so is the"
                                    + " average. Sum all errors and all requests first, then"
                                    + " divide.",
                            fail("avg by (job) (" + ratio("by (job, instance) ", "1m") + ") > 0.2"))
                    .wrong(
                            "the highest ratio",
                            "the app with one page in a hundred counts as much as the other. Sum"
                                    + " first, then divide.",
                            fail("max by (job) (" + ratio("by (job, instance) ", "1m") + ") > 0.2"))
                    .wrong(
                            "an alert for each app",
                            "the alert is for the job. Sum by (job) alone.",
                            fail(ratio("by (job, instance) ", "1m") + " > 0.2"));

    static final RuleExercise BORN =
            new RuleExercise("repair/03-born.yaml", "ForestTimeout")
                    .after("5m30s")
                    .over(
                            "this app makes the series with the first timeout, at minute 8",
                            Course.every(5)
                                    .gauge(
                                            "up{job=\"treecounter\",instance=\"%s\"}"
                                                    .formatted(APP_1),
                                            "20m 1")
                                    .exactly(timeouts(), "_x95 1x143"))
                    .fires("8m", "13m", "15s", with("minor", "instance", APP_1))
                    .over(
                            "a calm night: three timeouts of last week",
                            Course.every(5)
                                    .gauge(
                                            "up{job=\"treecounter\",instance=\"%s\"}"
                                                    .formatted(APP_1),
                                            "12m 1")
                                    .exactly(timeouts(), "3x144"))
                    .over(
                            "an app with the series at 0 from the start, and two timeouts at minute"
                                    + " 8",
                            Course.every(5)
                                    .gauge(
                                            "up{job=\"treecounter\",instance=\"%s\"}"
                                                    .formatted(APP_1),
                                            "16m 1")
                                    .exactly(timeouts(), "0x95 2x95"))
                    .fires("8m", "13m", "15s", with("minor", "instance", APP_1))
                    .wrong(
                            "an increase of a series born at 1",
                            "it never fired for the first timeout. increase compares two samples,"
                                    + " and a series that is born at 1 and stays there has not"
                                    + " grown. Such a series was not there five minutes ago: X"
                                    + " unless X offset 5m.",
                            timeout("increase(" + TIMEOUTS + "[5m]) > 0"))
                    .wrong(
                            "a counter compared",
                            "it fires for what happened last week: a counter never falls. Compare"
                                    + " what it has grown by.",
                            timeout(TIMEOUTS + " > 0"))
                    .wrong(
                            "only a series that is born",
                            "it sees a series that is new, and no longer one that grows. Both are"
                                    + " meant: ... or ...",
                            timeout("(" + TIMEOUTS + " unless " + TIMEOUTS + " offset 5m) > 0"));

    static final RuleExercise LABEL =
            new RuleExercise("repair/04-label.yaml", "AppBusy")
                    .over(
                            "from minute 3 to 8 app-1 gets 20 requests a second, more or less",
                            Course.every(5)
                                    .counter(
                                            page(APP_1, "200"),
                                            "3m 2, 1m 20, 1m 22, 1m 19, 1m 21, 1m 20, 3m 2"))
                    .fires("4m14s", "8m17s", "15s", with("minor", "instance", APP_1))
                    .wrong(
                            "$value in a label",
                            "a label holds $value",
                            appBusy("30s", "[1m]", "15").labelled("load", "{{ $value }}"))
                    .wrong(
                            "no for, so that it fires at all",
                            "without for it fires at once. The label was the trouble, not for.",
                            appBusy("", "[1m]", "15"))
                    .wrong(
                            "a lower bound, so that it fires at all",
                            "the bound is 15, as before.",
                            appBusy("30s", "[1m]", "1"));

    static final RuleExercise LONG =
            new RuleExercise("repair/05-long.yaml", "PagesFailForLong")
                    .every(30)
                    .tells("job", "$value")
                    .over(
                            "every page fails from 1h30m to 1h40m",
                            Course.every(30)
                                    .counter(page(APP_1, "200"), "90m 10, 10m 0, 80m 10")
                                    .counter(page(APP_1, "503"), "90m 0, 10m 10, 80m 0"))
                    .fires("93m", "104m30s", "2m", with("major", "job", "treecounter"))
                    .over(
                            "a calm night: every page fails for 30 s",
                            Course.every(30)
                                    .counter(page(APP_1, "200"), "90m 10, 30s 0, 60m 10")
                                    .counter(page(APP_1, "503"), "90m 0, 30s 10, 60m 0"))
                    .wrong(
                            "a long window alone",
                            "all was well again at 1h40m, and it went on for 50 minutes: the range"
                                    + " of an hour still holds the failures. Ask for a short range"
                                    + " too: ... and ...",
                            failForLong(above("1h")))
                    .wrong(
                            "a short window alone",
                            "a burst of 30 s is enough for five minutes alone. The hour says"
                                    + " whether it matters: ... and ...",
                            failForLong(above("5m")))
                    .wrong(
                            "one window or the other",
                            "or is true where one of them is. Both have to be: and.",
                            failForLong(above("1h") + " or " + above("5m")));

    private AlertingRepairs() {}

    static List<RuleExercise> all() {
        return List.of(BURST, IDLE, BORN, LABEL, LONG);
    }

    private static WrittenRule forestErrors(String held, String bound) {
        return WrittenRule.alert(
                "ForestErrors",
                "major",
                held,
                "sum by (job) (rate(forest_requests_total{job=\"treecounter\",status!=\"ok\"}[2m]))"
                    + " / sum by (job) (rate(forest_requests_total{job=\"treecounter\"}[2m])) > "
                        + bound);
    }

    private static WrittenRule fail(String expr) {
        return WrittenRule.alert("PagesFail", "major", "2m", expr);
    }

    private static WrittenRule timeout(String expr) {
        return WrittenRule.alert("ForestTimeout", "minor", "", expr);
    }

    private static WrittenRule appBusy(String held, String range, String bound) {
        return WrittenRule.alert(
                "AppBusy",
                "minor",
                held,
                "sum by (job, instance) (rate(requests_total{job=\"treecounter\"}%s)) > %s"
                        .formatted(range, bound));
    }

    private static WrittenRule failForLong(String expr) {
        return WrittenRule.alert("PagesFailForLong", "major", "", expr);
    }

    private static String above(String range) {
        return ratio("by (job) ", range) + " > 0.05";
    }

    private static String call(String status) {
        return "forest_requests_total{job=\"treecounter\",instance=\"%s\",status=\"%s\"}"
                .formatted(APP_1, status);
    }

    private static String timeouts() {
        return call("timeout");
    }
}
