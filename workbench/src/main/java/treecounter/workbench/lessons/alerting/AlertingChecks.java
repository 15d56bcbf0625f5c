package treecounter.workbench.lessons.alerting;

import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Check;
import treecounter.workbench.checks.LessonChecks;
import treecounter.workbench.promql.RuleGrading;

/** Rules are judged by when they fire over made series, and by what they tell. */
@LessonChecks
public class AlertingChecks {
    @Check(
            number = "7.1",
            title = "rules/01-down.yaml: a target is down",
            learned = "for is the price of calm: a letter 30 s later, none for a missed scrape.",
            more =
                    "up{job=...} == 0 leaves only targets that are down. for: 30s waits until that"
                            + " has been so for 30 s.")
    void down(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.DOWN);
    }

    @Check(
            number = "7.2",
            title = "rules/02-gone.yaml: no target is known",
            learned = "A rule about a series is blind once the series is gone; absent is not.",
            more = "absent(up{job=...}) gives 1, with the label job, if there is no such series.")
    void gone(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.GONE);
    }

    @Check(
            number = "7.3",
            title = "rules/03-errors.yaml: too many pages fail",
            learned = "With for longer than the range, what is over already wakes nobody.",
            more =
                    "sum by (job) (rate(A[1m])) / sum by (job) (rate(B[1m])) > 0.1, where A selects"
                            + " status 503 of the endpoint and B all statuses of it.")
    void errors(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.ERRORS);
    }

    @Check(
            number = "7.4",
            title = "rules/04-slow.yaml: too many pages take long",
            learned = "A share above a bucket bound is exact; a quantile ends at the last one.",
            more =
                    "1 - (the rate of the bucket le=\"0.5\") / (the rate of _count) is the share of"
                            + " the slow pages.")
    void slow(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.SLOW);
    }

    @Check(
            number = "7.5",
            title = "rules/05-heap.yaml: the heap is nearly full",
            learned = "Heap is a cause, not what users feel: it waits for working hours.",
            more = "jvm_memory_bytes_used / jvm_memory_bytes_max, both with area=\"heap\".")
    void heap(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.HEAP);
    }

    @Check(
            number = "7.6",
            title = "rules/06-busy.yaml: an app gets more than it can take",
            learned = "A bound for each instance holds however many there are.",
            more =
                    "Sum the rates of all requests by (job, instance), and compare the sums with"
                            + " 15.")
    void busy(Bench bench) {
        RuleGrading.on(bench).check(AlertingRules.BUSY);
    }

    @Check(
            number = "7.7",
            title = "repair/01-burst.yaml: no letter for a burst",
            learned = "A burst stays in a range for as long as the range looks back.",
            more = "for has to be longer than the range that the rate looks back.")
    void burst(Bench bench) {
        RuleGrading.on(bench).check(AlertingRepairs.BURST);
    }

    @Check(
            number = "7.8",
            title = "repair/02-idle.yaml: an app that waits hides nothing",
            learned = "0 / 0 is NaN, and NaN is above no bound: sum first, divide last.",
            more = "sum by (job) (errors) / sum by (job) (all), with no avg around it.")
    void idle(Bench bench) {
        RuleGrading.on(bench).check(AlertingRepairs.IDLE);
    }

    @Check(
            number = "7.9",
            title = "repair/03-born.yaml: the first timeout counts",
            learned = "Better still: an app that makes its series at 0 first, as yours does.",
            more =
                    "increase(X[5m]) > 0 or (X unless X offset 5m) > 0: what has grown, or was not"
                            + " there.")
    void born(Bench bench) {
        RuleGrading.on(bench).check(AlertingRepairs.BORN);
    }

    @Check(
            number = "7.10",
            title = "repair/04-label.yaml: it fires at all",
            learned = "Labels say which alert it is; annotations say how it is.",
            more =
                    "labels must stay the same while an alert is pending. Say the value in the"
                            + " description.")
    void label(Bench bench) {
        RuleGrading.on(bench).check(AlertingRepairs.LABEL);
    }

    @Check(
            number = "7.11",
            title = "repair/05-long.yaml: it ends when all is well",
            learned = "The long range says that it matters, the short one that it goes on.",
            more = "(the ratio of 1h) > 0.05 and (the ratio of 5m) > 0.05.")
    void longWindow(Bench bench) {
        RuleGrading.on(bench).check(AlertingRepairs.LONG);
    }

    @Check(
            number = "7.12",
            title = "rules/07-ratios.yaml: the share of failed pages, recorded",
            learned = "Recorded once, read by alerts and panels alike, and cheap over days.",
            more =
                    "The expression of 7.3 without the comparison, with the range that the name"
                            + " says.")
    void ratios(Bench bench) {
        RuleGrading.on(bench).check(AlertingObjective.RATIOS);
    }

    @Check(
            number = "7.13",
            title = "rules/08-burn.yaml: how quickly the budget burns",
            learned = "14.4 is 2 % of a month of budget in an hour: 0.02 * 30 * 24.",
            more =
                    "Compare each of the two recorded ratios with the burn rate times the budget of"
                            + " 0.01, and join both by and.")
    void burn(Bench bench) {
        RuleGrading.on(bench).check(AlertingObjective.BURN);
    }

    @Check(
            number = "7.14",
            title = "rules/09-live.yaml: the same, to watch",
            learned = "Short ranges are for watching; at work they wake people for bursts.",
            more = "The ratio of 7.3 over 1m, > 14.4 * 0.01, for 15s.")
    void burning(Bench bench) {
        RuleGrading.on(bench).check(AlertingObjective.BURNING);
    }

    @Check(
            number = "7.15",
            title = "slo.properties: were the objectives kept?",
            learned = "A budget that is left may be spent: on releases, on experiments.",
            more =
                    "left is 100 * (1 - failed / (0.01 * pages)). Of slow ones 0.05 * pages may"
                            + " be.")
    void objective(Bench bench) {
        new Objective(bench).check();
    }
}
