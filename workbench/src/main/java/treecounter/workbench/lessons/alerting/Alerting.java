package treecounter.workbench.lessons.alerting;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import treecounter.workbench.promql.RuleExercise;
import treecounter.workbench.promql.RuleLesson;
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
        return 50;
    }

    @Override
    public List<String> metrics() {
        return List.of();
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
    public List<RuleExercise> rules() {
        return Stream.of(AlertingRules.all(), AlertingRepairs.all(), AlertingObjective.all())
                .flatMap(List::stream)
                .toList();
    }
}
