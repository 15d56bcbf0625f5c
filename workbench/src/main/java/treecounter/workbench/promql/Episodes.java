package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import treecounter.workbench.promql.RuleExercise.Firing;
import treecounter.workbench.promql.RuleExercise.World;

/**
 * When an alert was pending and firing over the series of a world.
 *
 * @param look the seconds from look to look
 * @param end when the series end
 */
record Episodes(List<Episode> all, int look, int end) {
    private static final Set<String> OF_PROMETHEUS = Set.of("__name__", "alertname", "alertstate");
    private static final int SHOWN = 4;

    /** From one look up to, and without, another. */
    record Episode(boolean fires, Map<String, String> labels, int from, int to) {}

    static Episodes of(RuleTest test, int number, String alert, World world) {
        Map<Map<String, String>, Episode> open = new LinkedHashMap<>();
        List<Episode> done = new ArrayList<>();
        List<Integer> looks = world.looks();
        for (int i = 0; i < looks.size(); i++) {
            int at = looks.get(i);
            int until = at + world.look();
            Map<Map<String, String>, Episode> now = new LinkedHashMap<>();
            for (Map<String, String> labels : test.alerts().get(number).get(i).keySet()) {
                if (labels.get("alertname").equals(alert)) {
                    boolean fires = labels.get("alertstate").equals("firing");
                    Episode before = open.remove(labels);
                    Map<String, String> own = new TreeMap<>(labels);
                    own.keySet().removeAll(OF_PROMETHEUS);
                    int from = before == null ? at : before.from();
                    now.put(labels, new Episode(fires, own, from, until));
                }
            }
            done.addAll(open.values());
            open = now;
        }
        done.addAll(open.values());
        return new Episodes(done, world.look(), world.course().seconds());
    }

    List<Episode> firing() {
        return all.stream().filter(Episode::fires).toList();
    }

    /** The same without what the rule itself says, to compare with those of another rule. */
    Set<String> without(Set<String> labels) {
        return all.stream()
                .map(
                        each -> {
                            Map<String, String> rest = new TreeMap<>(each.labels());
                            rest.keySet().removeAll(labels);
                            return each.fires() + " " + rest + each.from() + " " + each.to();
                        })
                .collect(Collectors.toSet());
    }

    /** What was found in place of what is asked for; nothing if that was found. */
    Optional<String> differsFrom(List<Firing> asked) {
        List<Episode> left = new ArrayList<>(firing());
        for (Firing firing : asked) {
            Optional<Episode> match =
                    left.stream()
                            .filter(each -> isInTime(firing, each) && hasLabels(firing, each))
                            .findFirst();
            if (match.isEmpty()) {
                return Optional.of(text());
            }
            left.remove(match.get());
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(text());
    }

    boolean isInTime(Firing asked, Episode found) {
        int slack = asked.slack() + look;
        return Math.abs(found.from() - asked.from()) <= slack
                && (Math.abs(found.to() - asked.to()) <= slack
                        || asked.to() >= end && found.to() >= end);
    }

    static boolean hasLabels(Firing asked, Episode found) {
        return found.labels().entrySet().containsAll(asked.labels().entrySet());
    }

    private String text() {
        List<Episode> shown = firing().isEmpty() ? all : firing();
        if (shown.isEmpty()) {
            return "never firing, and never pending";
        }
        String text =
                shown.stream()
                        .sorted((one, other) -> one.from() - other.from())
                        .limit(SHOWN)
                        .map(
                                each ->
                                        "%s from %s to %s %s"
                                                .formatted(
                                                        each.fires() ? "firing" : "pending",
                                                        Course.duration(each.from()),
                                                        each.to() > end
                                                                ? "the end"
                                                                : Course.duration(each.to()),
                                                        each.labels()))
                        .collect(Collectors.joining("\n"));
        String more = shown.size() > SHOWN ? "\nand %d more".formatted(shown.size() - SHOWN) : "";
        return text + more + (firing().isEmpty() ? "\nnever firing" : "");
    }

    static String text(String alert, List<Firing> asked) {
        return asked.isEmpty()
                ? alert + " silent"
                : asked.stream()
                        .map(
                                each ->
                                        "%s firing from about %s to %s %s"
                                                .formatted(
                                                        alert,
                                                        Course.duration(each.from()),
                                                        Course.duration(each.to()),
                                                        each.labels()))
                        .collect(Collectors.joining("\n"));
    }
}
