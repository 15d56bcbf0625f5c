package treecounter.workbench.lessons.alerting;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.RuleLesson;
import treecounter.workbench.workshop.Question;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Verb;

/** The seventh lesson: from a rule to a letter in the inbox. */
public final class Alerting extends RuleLesson {
    public Alerting() {
        super(7, "bonus-alerting");
    }

    @Override
    public Class<?> checks() {
        return AlertingChecks.class;
    }

    @Override
    public int minutes() {
        return 95;
    }

    @Override
    public List<String> metrics() {
        return List.of();
    }

    @Override
    public List<String> recorded() {
        List<String> recorded = new ArrayList<>(List.of("ALERTS", "job:slow:ratio_rate5m"));
        for (String range : List.of("5m", "30m", "1h", "6h", "3d")) {
            recorded.add(AlertingObjective.RECORD + range);
        }
        return recorded;
    }

    @Override
    public List<String> modules() {
        return List.of("inbox");
    }

    @Override
    public int megabytes() {
        return 2;
    }

    @Override
    public List<Service> services() {
        return List.of(AlertServices.INBOX, AlertServices.ALERTMANAGER);
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "alerts",
                        "what is pending and firing; or when a rule would have fired",
                        "RULE= SINCE=30m SILENCE=",
                        (screen, workshop, options) ->
                                new Alerts(screen, workshop, options).show(this)),
                Verb.of(
                        "inbox",
                        "the letters that came",
                        "",
                        (screen, workshop, options) -> new Inbox(screen, options).show()));
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.PROMTOOL, Need.STACK);
    }

    @Override
    public List<Question> transfer() {
        return List.of(
                Question.of("watcher", "b")
                        .not(
                                "a",
                                "that rule is evaluated by the Prometheus that is off. Somebody "
                                        + "outside has to watch it.")
                        .not(
                                "c",
                                "Alertmanager only hears of alerts. If it hears nothing, it "
                                        + "takes that for calm, and even says that all is over."),
                Question.of("nightly", "b")
                        .not(
                                "a",
                                "the program that shows the gauge is up, whether the job ran "
                                        + "or not.")
                        .not(
                                "c",
                                "that is so for 23 hours of each good day, too. How old is "
                                        + "the last success?"),
                Question.of("twins", "a")
                        .not(
                                "b",
                                "to Alertmanager, alerts with the same labels are one alert, "
                                        + "whoever tells of it. That is why two can watch.")
                        .not("c", "it is resolved once neither of them tells of it any more."));
    }

    @Override
    public List<RuleExercise> rules() {
        return Stream.of(AlertingRules.all(), AlertingRepairs.all(), AlertingObjective.all())
                .flatMap(List::stream)
                .toList();
    }
}
