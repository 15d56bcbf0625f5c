package treecounter.workbench.lessons.alerting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;
import treecounter.workbench.promql.RuleExercise;

/** What goes wrong in lesson 7. */
final class AlertingMistakesTest extends MistakesTest {
    @Override
    public List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        Alerting lesson = new Alerting();
        int step = 0;
        for (RuleExercise exercise : lesson.rules()) {
            all.addAll(rules(exercise, "7." + ++step));
        }
        all.addAll(written());
        // Mistakes of several steps are made at once, and found in the order of the steps.
        all.sort(Comparator.comparingInt(AlertingMistakesTest::step));
        return all;
    }

    private static int step(Mistake mistake) {
        return Integer.parseInt(mistake.check().replace("7.", ""));
    }

    /** What is wrong in the file, and not in when it fires. */
    private List<Mistake> written() {
        String down = "rules/01-down.yaml";
        String gone = "rules/02-gone.yaml";
        String errors = "rules/03-errors.yaml";
        String slow = "rules/04-slow.yaml";
        String slo = "slo.properties";
        return List.of(
                mistake(
                        "a field that no rule has",
                        down,
                        "        for: 30s",
                        "        during: 30s",
                        "7.1",
                        "no rule has a field of that name"),
                mistake(
                        "a rule without its group",
                        down,
                        "",
                        "alert: TreeCounterDown\nexpr: up == 0\nfor: 30s\n",
                        "7.1",
                        "a rule stands in the list rules of a group"),
                mistake(
                        "another name",
                        down,
                        "alert: TreeCounterDown",
                        "alert: AppDown",
                        "7.1",
                        "how the rule has to be called"),
                mistake(
                                "a label with a mistake in its name",
                                down,
                                "{{ $labels.instance }} of {{ $labels.job }}",
                                "{{ $labels.instnace }} of {{ $labels.job }}",
                                "7.1",
                                "$labels.instance }} is the label's value")
                        .also(down, "{{ $labels.instance }} is down", "It is down"),
                mistake(
                        "another severity",
                        gone,
                        "severity: critical",
                        "severity: major",
                        "7.2",
                        "the label severity is major"),
                mistake(
                        "a label that is gone with the target",
                        gone,
                        "{{ $labels.job }} is gone",
                        "{{ $labels.instance }} of {{ $labels.job }} is gone",
                        "7.2",
                        "does not keep is empty in a text"),
                mistake(
                        "a label of the rule in a text",
                        errors,
                        "{{ $labels.job }} fails",
                        "{{ $labels.severity }}: {{ $labels.job }} fails",
                        "7.3",
                        "does not keep is empty in a text"),
                mistake(
                        "no runbook",
                        gone,
                        "          runbook: runbooks/TreeCounterGone.md\n",
                        "",
                        "7.2",
                        "who is woken reads it"),
                mistake(
                        "the runbook is not there",
                        gone,
                        "runbooks/TreeCounterGone.md",
                        "runbooks/Gone.md",
                        "7.2",
                        "names a file in runbooks"),
                mistake(
                        "an empty runbook",
                        "runbooks/TreeCounterSlow.md",
                        "",
                        "# TreeCounterSlow\n",
                        "7.4",
                        "write what to look at first"),
                mistake(
                        "no value",
                        errors,
                        "{{ $value | humanizePercentage }} of",
                        "Many of",
                        "7.3",
                        "{{ $value }} is what the expression gave"),
                mistake(
                        "the wrong bucket",
                        slow,
                        "le=\"0.5\"",
                        "le=\"1.0\"",
                        "7.4",
                        "another bucket"),
                mistake(
                        "a parenthesis is missing",
                        "rules/06-busy.yaml",
                        "[1m])) > 15",
                        "[1m]) > 15",
                        "7.6",
                        "something is not closed"),
                mistake(
                        "kept, though too many failed",
                        slo,
                        "failed=15",
                        "failed=150",
                        "7.15",
                        "at most one page in a hundred"),
                mistake("what was spent", slo, "left=18", "left=82", "7.15", "what was spent"),
                mistake(
                        "the share of the answered pages",
                        slo,
                        "left=18",
                        "left=99.2",
                        "7.15",
                        "The budget are only the pages that may fail"),
                mistake(
                        "quick, though too many were slow",
                        slo,
                        "slow=4",
                        "slow=100",
                        "7.15",
                        "at most five answers in a hundred"),
                mistake(
                        "half an hour for half a minute",
                        "rules/01-down.yaml",
                        "for: 30s",
                        "for: 30m",
                        "7.1",
                        "for is 30m; 30s is asked for"),
                mistake(
                        "another job",
                        "rules/01-down.yaml",
                        "up{job=\"treecounter\"}",
                        "up{job=\"treecounter-app\"}",
                        "7.1",
                        "treecounter-app"),
                mistake("below zero", "rules/01-down.yaml", "== 0", "< 0", "7.1", "never below 0"),
                mistake(
                        "the absence compared with 0",
                        "rules/02-gone.yaml",
                        "absent(up{job=\"treecounter\"})",
                        "absent(up{job=\"treecounter\"}) == 0",
                        "7.2",
                        "absent(...) is 1 or nothing"),
                mistake(
                        "more than absent",
                        "rules/02-gone.yaml",
                        "absent(up{job=\"treecounter\"})",
                        "absent(up{job=\"treecounter\"}) > 1",
                        "7.2",
                        "absent(...) is 1 or nothing"),
                mistake(
                        "the absence of one that is down",
                        "rules/02-gone.yaml",
                        "absent(up{job=\"treecounter\"})",
                        "absent(up{job=\"treecounter\"} == 0)",
                        "7.2",
                        "== 0"),
                mistake(
                        "ten minutes for two",
                        "rules/03-errors.yaml",
                        "for: 2m",
                        "for: 10m",
                        "7.3",
                        "for is 10m; 2m is asked for"),
                mistake(
                        "a bound of seconds for a share",
                        "rules/04-slow.yaml",
                        "> 0.05",
                        "> 0.5",
                        "7.4",
                        "0.5 is not the number"),
                mistake(
                        "all buckets for the count",
                        "rules/04-slow.yaml",
                        "request_latency_seconds_count{",
                        "request_latency_seconds_bucket{",
                        "7.4",
                        "bucket"),
                mistake(
                        "a heap above 90",
                        "rules/05-heap.yaml",
                        "> 0.9",
                        "> 90",
                        "7.5",
                        "a ratio goes from 0 to 1"),
                mistake(
                        "an alert for a record",
                        "rules/07-ratios.yaml",
                        "- record: job:errors:ratio_rate30m",
                        "- alert: job:errors:ratio_rate30m",
                        "7.12",
                        "begins with record:"),
                mistake(
                        "only the second is compared",
                        "rules/08-burn.yaml",
                        "job:errors:ratio_rate1h > 14.4 * 0.01\n",
                        "job:errors:ratio_rate1h\n",
                        "7.13",
                        "A comparison keeps those"),
                mistake(
                        "a budget of a tenth",
                        "rules/08-burn.yaml",
                        "ratio_rate1h > 14.4 * 0.01",
                        "ratio_rate1h > 14.4 * 0.1",
                        "7.13",
                        "0.01"),
                mistake("a share for a number", slo, "slow=4", "slow=0.2", "7.15", "count them"),
                mistake(
                        "a share for percent",
                        slo,
                        "left=18",
                        "left=0.18",
                        "7.15",
                        "a hundred times as much"),
                mistake(
                        "true for yes",
                        slo,
                        "kept=yes",
                        "kept=true",
                        "7.15",
                        "the two words that are read here"),
                mistake(
                                "what is left is above 0, and more was spent",
                                slo,
                                "failed=15",
                                "failed=30",
                                "7.15",
                                "so what is left is below 0")
                        .also(slo, "kept=yes", "kept=no")
                        .also(slo, "left=18", "left=64"));
    }
}
