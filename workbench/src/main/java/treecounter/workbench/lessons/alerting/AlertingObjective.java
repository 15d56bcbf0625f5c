package treecounter.workbench.lessons.alerting;

import static treecounter.workbench.lessons.alerting.AlertingRules.APP_1;
import static treecounter.workbench.lessons.alerting.AlertingRules.APP_2;
import static treecounter.workbench.lessons.alerting.AlertingRules.page;
import static treecounter.workbench.lessons.alerting.AlertingRules.ratio;
import static treecounter.workbench.lessons.alerting.AlertingRules.with;

import java.util.List;
import java.util.Map;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.WrittenRule;

/** The objective: recorded ratios, and alerts on how quickly the budget burns. */
final class AlertingObjective {
    private static final String FAST = "TreeCounterBurnFast";
    private static final String MIDDLE = "TreeCounterBurn";
    private static final String SLOW = "TreeCounterBurnSlow";
    private static final String LIVE = "TreeCounterBurning";
    static final String RECORD = "job:errors:ratio_rate";

    static final RuleExercise RATIOS =
            new RuleExercise("rules/07-ratios.yaml")
                    .every(30)
                    .over(
                            "one in ten pages of app-1 fails in the last five minutes of two hours,"
                                    + " and app-2 waits",
                            Course.every(30)
                                    .counter(page(APP_1, "200"), "115m30s 10, 6m 9")
                                    .counter(page(APP_1, "503"), "115m30s 0, 6m 1")
                                    .counter(page(APP_2, "200"), "121m30s 0")
                                    .counter(page(APP_2, "503"), "121m30s 0"))
                    .gives(RECORD + "5m", "2h", 0.1)
                    .gives(RECORD + "30m", "2h", 0.1 * 10 / 59)
                    .gives(RECORD + "1h", "2h", 0.1 * 10 / 119)
                    .over(
                            "nothing fails",
                            Course.every(30)
                                    .counter(page(APP_1, "200"), "20m 10")
                                    .counter(page(APP_1, "503"), "20m 0"))
                    .gives(RECORD + "5m", "15m", 0)
                    .gives(RECORD + "30m", "15m", 0)
                    .gives(RECORD + "1h", "15m", 0)
                    .wrong(
                            "all ranges alike",
                            "the range in the name is that of the rates: 5m, 30m, 1h.",
                            record("5m", ratio("by (job) ", "5m")),
                            record("30m", ratio("by (job) ", "5m")),
                            record("1h", ratio("by (job) ", "5m")))
                    .wrong(
                            "an average of ratios",
                            "the app that waits makes the average NaN. Sum by (job), then divide.",
                            record("5m", average("5m")),
                            record("30m", average("30m")),
                            record("1h", average("1h")))
                    .wrong(
                            "percent",
                            "a ratio goes from 0 to 1. A panel can show it as percent.",
                            record("5m", "100 * " + ratio("by (job) ", "5m")),
                            record("30m", "100 * " + ratio("by (job) ", "30m")),
                            record("1h", "100 * " + ratio("by (job) ", "1h")));

    static final RuleExercise BURN =
            new RuleExercise("rules/08-burn.yaml", FAST, MIDDLE, SLOW)
                    .every(600)
                    .besides("rules/07-ratios.yaml")
                    .tells("job", "$value")
                    .over("a calm day: two pages in a thousand fail", failing(60, "3h 0.002"))
                    .over("every page fails for three minutes", failing(60, "368m 0, 3m 1, 60m 0"))
                    .over("every page fails from 6h to 6h30m", failing(60, "6h 0, 30m 1, 2h 0"))
                    .firesAs(FAST, "6h10m", "6h40m", "3m", with("critical", "job", "treecounter"))
                    .firesAs(MIDDLE, "6h30m", "7h", "3m", with("major", "job", "treecounter"))
                    .firesAs(SLOW, "6h40m", "8h30m", "3m", with("minor", "job", "treecounter"))
                    .over("8 % fail from hour 7 to 13", failing(120, "7h 0, 6h 0.08, 2h 0"))
                    .firesAs(MIDDLE, "11h30m", "13h8m", "8m", with("major", "job", "treecounter"))
                    .firesAs(SLOW, "8h30m", "15h", "20m", with("minor", "job", "treecounter"))
                    .over(
                            "three days, of which 1.5 % fail from hour 12 on",
                            failing(600, "12h 0, 60h 0.015"))
                    .firesAs(SLOW, "36h30m", "72h", "40m", with("minor", "job", "treecounter"))
                    .wrong(
                            "a long window alone",
                            "half an hour after the end it still fires: the range of an hour holds"
                                    + " the failures. The five minutes tell that they go on: ..."
                                    + " and ...",
                            burn(FAST, "critical", RECORD + "1h > 14.4 * 0.01"))
                    .wrong(
                            "a short window alone",
                            "three minutes of failures are enough for five minutes alone. The hour"
                                    + " tells that they matter: ... and ...",
                            burn(FAST, "critical", RECORD + "5m > 14.4 * 0.01"))
                    .wrong(
                            "one window or the other",
                            "or is true where one of them is. Both have to be: and.",
                            burn(
                                    FAST,
                                    "critical",
                                    RECORD + "1h > 14.4 * 0.01 or " + RECORD + "5m > 14.4 * 0.01"))
                    .wrong(
                            "the rate without the budget",
                            "a ratio is never above 14.4. The bound is 14.4 times the budget, which"
                                    + " is 0.01 for 99 %.",
                            burn(
                                    FAST,
                                    "critical",
                                    RECORD + "1h > 14.4 and " + RECORD + "5m > 14.4"))
                    .wrong(
                            "a budget of 0.1 %",
                            "99 % leave a budget of 0.01, not 0.001.",
                            burn(
                                    FAST,
                                    "critical",
                                    RECORD
                                            + "1h > 14.4 * 0.001 and "
                                            + RECORD
                                            + "5m > 14.4 * 0.001"))
                    .wrong(
                            "six as in the hour",
                            "in six hours the bound is 6 times the budget: 5 % of a month's.",
                            burn(
                                    MIDDLE,
                                    "major",
                                    RECORD
                                            + "6h > 14.4 * 0.01 and "
                                            + RECORD
                                            + "30m > 14.4 * 0.01"))
                    .wrong(
                            "the windows of the first",
                            "these are the windows of the quick alert. Here six hours and thirty"
                                    + " minutes are meant.",
                            burn(
                                    MIDDLE,
                                    "major",
                                    RECORD + "1h > 6 * 0.01 and " + RECORD + "5m > 6 * 0.01"))
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*6h.*14\\.4.*"),
                            "in six hours the bound is 6 times the budget: 5 % of a month's.")
                    .whenSilent(
                            rule -> rule.expr().matches("(?s).*\\*\\s*0\\.1\\b.*"),
                            "99 % leave a budget of 0.01, not 0.1.")
                    .whenSilent(
                            rule -> !rule.expr().contains("0.01"),
                            "a ratio is never above 14.4. The bound is 14.4 times the budget, which"
                                    + " is 0.01 for 99 %.");

    static final RuleExercise BURNING =
            new RuleExercise("rules/09-live.yaml", LIVE)
                    .tells("job", "$value")
                    .over(
                            "half of the pages fail from minute 3 to 5",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "3m 10, 2m 5, 3m 10")
                                    .counter(page(APP_1, "503"), "3m 0, 2m 5, 3m 0"))
                    .fires("3m35s", "5m43s", "5s", with("critical", "job", "treecounter"))
                    .over(
                            "no requests at all",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "5m 0")
                                    .counter(page(APP_1, "503"), "5m 0"))
                    .over(
                            "every page fails for five seconds",
                            Course.every(5)
                                    .counter(page(APP_1, "200"), "3m 10, 5s 0, 3m 10")
                                    .counter(page(APP_1, "503"), "3m 0, 5s 10, 3m 0"))
                    .wrong(
                            "no for",
                            "for is missing: it fires at once.",
                            burning("", "1m", "14.4 * 0.01"))
                    .wrong(
                            "two minutes of for",
                            "for is 15s here, so that one can watch it.",
                            burning("2m", "1m", "14.4 * 0.01"))
                    .wrong(
                            "a range of five minutes",
                            "the range is 1m here, so that one can watch it.",
                            burning("15s", "5m", "14.4 * 0.01"))
                    .wrong(
                            "the budget alone",
                            "this fires as soon as the budget burns at all. The bound is 14.4 times"
                                    + " the budget.",
                            burning("15s", "1m", "0.01"));

    private AlertingObjective() {}

    static List<RuleExercise> all() {
        return List.of(RATIOS, BURN, BURNING);
    }

    private static Course failing(int step, String shares) {
        return Course.every(step)
                .counter(page(APP_1, "200"), pages(shares, true))
                .counter(page(APP_1, "503"), pages(shares, false));
    }

    /** Of ten pages a second, those that are well, or those that fail. */
    private static String pages(String shares, boolean well) {
        StringBuilder phases = new StringBuilder();
        for (String phase : shares.split(", ")) {
            String[] words = phase.split(" ");
            double share = Double.parseDouble(words[1]);
            phases.append(phases.isEmpty() ? "" : ", ")
                    .append(words[0])
                    .append(' ')
                    .append(10 * (well ? 1 - share : share));
        }
        return phases.toString();
    }

    private static WrittenRule record(String range, String expr) {
        return new WrittenRule(RECORD + range, false, expr, "", "", Map.of(), Map.of());
    }

    private static String average(String range) {
        return "avg by (job) (" + ratio("by (job, instance) ", range) + ")";
    }

    private static WrittenRule burn(String name, String severity, String expr) {
        return WrittenRule.alert(name, severity, "", expr);
    }

    private static WrittenRule burning(String held, String range, String bound) {
        return WrittenRule.alert(LIVE, "critical", held, ratio("by (job) ", range) + " > " + bound);
    }
}
