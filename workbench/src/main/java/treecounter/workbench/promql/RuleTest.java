package treecounter.workbench.promql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.checks.NotChecked;

/**
 * What files of rules do over the made series of an exercise, as {@code promtool test rules} finds
 * it: {@code ALERTS} at every look, recorded series, and the annotations that were rendered.
 */
record RuleTest(
        Optional<String> error,
        List<List<Map<Map<String, String>, Double>>> alerts,
        List<List<Map<Map<String, String>, Double>>> recorded,
        Map<String, String> told) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ERROR =
            Pattern.compile(
                    "(?m)^ *(?:\\S*\\.yaml: |rule: .*?, time: \\S+, err: )(.*(?:\\R  .*)?)");
    private static final Pattern RENDERED =
            Pattern.compile(
                    "(?m)^ {4}alertname: (\\S+), time: .*\\R(?s:.*?)\\bgot:\\[(?s:(.*?))\\R {12}]");
    private static final Pattern ANNOTATION = Pattern.compile("(\\w+)=(\"(?:[^\"\\\\]|\\\\.)*+\")");

    /** Runs promtool once. */
    static RuleTest of(RuleExercise exercise, List<String> files) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String file : files) {
            all.put("rules-%d.yaml".formatted(all.size()), file);
        }
        List<String> order = new ArrayList<>();
        // The last file first: what it records, the others use.
        for (int i = files.size() - 1; i >= 0; i--) {
            order.addAll(WrittenRule.groups(files.get(i)));
        }
        String tests = tests(exercise, List.copyOf(all.keySet()), order);
        all.put(Promtool.TEST, tests);
        String output = Promtool.find().run(all);
        List<Promtool.Answer> answers = Promtool.answers(output);
        int asked =
                exercise.worlds().stream()
                        .mapToInt(world -> world.looks().size() + world.recorded().size())
                        .sum();
        if (answers.size() != asked) {
            Matcher error = ERROR.matcher(output);
            if (error.find()) {
                String text = error.group(1).strip().replaceAll("\\s+", " ");
                return new RuleTest(Optional.of(text), List.of(), List.of(), Map.of());
            }
            throw new NotChecked(
                    "promtool said something unexpected (%d answers to %d questions): %s"
                            .formatted(answers.size(), asked, output.strip()));
        }
        List<List<Map<Map<String, String>, Double>>> alerts = new ArrayList<>();
        List<List<Map<Map<String, String>, Double>>> recorded = new ArrayList<>();
        int next = 0;
        for (RuleExercise.World world : exercise.worlds()) {
            alerts.add(samples(answers.subList(next, next += world.looks().size())));
            recorded.add(samples(answers.subList(next, next += world.recorded().size())));
        }
        return new RuleTest(Optional.empty(), alerts, recorded, told(output));
    }

    private static List<Map<Map<String, String>, Double>> samples(List<Promtool.Answer> answers) {
        return answers.stream().map(Promtool.Answer::samples).toList();
    }

    /** Every test fails on purpose, so that promtool says what it got. */
    private static String tests(RuleExercise exercise, List<String> rules, List<String> order) {
        String interval = exercise.interval() + "s";
        ObjectNode file = JSON.createObjectNode().put("evaluation_interval", interval);
        rules.forEach(file.putArray("rule_files")::add);
        order.forEach(file.putArray("group_eval_order")::add);
        ArrayNode tests = file.putArray("tests");
        for (RuleExercise.World world : exercise.worlds()) {
            ObjectNode test = tests.addObject().put("interval", world.course().step() + "s");
            ArrayNode inputs = test.putArray("input_series");
            for (String series : world.course().series()) {
                String[] nameAndValues = series.split("\t");
                inputs.addObject().put("series", nameAndValues[0]).put("values", nameAndValues[1]);
            }
            ArrayNode queries = test.putArray("promql_expr_test");
            world.looks().forEach(at -> ask(queries, "ALERTS", at));
            world.recorded().forEach(each -> ask(queries, each.query(), each.at()));
            ArrayNode rendered = test.putArray("alert_rule_test");
            for (RuleExercise.Firing firing : world.firings()) {
                rendered.addObject()
                        .put("alertname", firing.alert())
                        .put("eval_time", (firing.from() + firing.to()) / 2 + "s")
                        .putArray("exp_alerts")
                        .addObject()
                        .putObject("exp_labels")
                        .put("never", "1");
            }
        }
        return file.toString();
    }

    private static void ask(ArrayNode queries, String query, int at) {
        queries.addObject()
                .put("expr", query)
                .put("eval_time", at + "s")
                .putArray("exp_samples")
                .addObject()
                .put("labels", "never")
                .put("value", 1);
    }

    /** What each alert said, where it fired: the rendered annotations by ALERT.NAME. */
    private static Map<String, String> told(String output) {
        Map<String, String> told = new TreeMap<>();
        Matcher rendered = RENDERED.matcher(output);
        while (rendered.find()) {
            for (String line : rendered.group(2).split("\n")) {
                if (line.strip().startsWith("Annotations:{")) {
                    Matcher annotation = ANNOTATION.matcher(line);
                    while (annotation.find()) {
                        told.putIfAbsent(
                                rendered.group(1) + "." + annotation.group(1),
                                text(annotation.group(2)));
                    }
                }
            }
        }
        return told;
    }

    private static String text(String quoted) {
        String inside = quoted.substring(1, quoted.length() - 1);
        return inside.replace("\\n", "\n").replace("\\\"", "\"");
    }
}
