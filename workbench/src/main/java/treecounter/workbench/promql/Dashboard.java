package treecounter.workbench.promql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Grading.Asked;
import treecounter.workbench.stack.Core;
import treecounter.workbench.workshop.Module;

/** Whether an exported dashboard graphs what a lesson asks for, whatever Grafana wrote it. */
public final class Dashboard {
    private static final String FILE = "dashboard.json";

    /** The kinds of panels that draw values over time. */
    private static final Set<String> GRAPHS =
            Set.of("timeseries", "graph", "barchart", "heatmap", "trend", "xychart");

    /** What has queries too, and draws none of them. */
    private static final Set<String> NO_PANELS = Set.of("annotations", "templating", "variables");

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{[^}]*}|\\$\\w+|\\[\\[\\w+(:\\w+)?]]");

    private static final int OPERATOR = 1;
    private static final int TEXT = 2;
    private static final int RANGE = 3;

    /** What looks like Grafana's variable for a range, and is none. */
    private static final Pattern NO_VARIABLE =
            Pattern.compile(
                    "\\[\\s*([A-Za-z_]\\w*|\\$\\{?rate_interval}?|\\$\\{?__"
                            + "(?!(?:rate_interval|interval|range)(?:_ms|_s)?\\b)\\w+}?)\\s*[]:]");

    /** A text with its operator, the beginning of a range, or a variable elsewhere. */
    private static final Pattern PART =
            Pattern.compile(
                    "([!=]?[=~]|!=)?\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                            + "|\\[\\s*([^]:]*?)\\s*(?=[]:])"
                            + "|"
                            + VARIABLE.pattern());

    private final Module module;
    private final Grading grading;
    private final Panel wanted;

    /** The dashboard of the module on a bench, in which a panel is looked for. */
    public Dashboard(Bench bench, Panel wanted) {
        this.module = bench.module();
        this.grading = Grading.on(bench).grading();
        this.wanted = wanted;
    }

    /**
     * A panel that is asked for.
     *
     * @param words what it graphs, as in: a panel that graphs ...
     * @param exercise whose series its query is asked about, and which knows wrong queries
     * @param metric that a query names which is meant to be this one
     * @param label that a variable may stand for
     * @param right whether an answer is right; or it is that of one of the queries {@code like} it
     * @param otherwise the hint where no cause is known
     */
    public record Panel(
            String words,
            Exercise exercise,
            String metric,
            String label,
            Predicate<Promtool.Answer> right,
            List<String> like,
            String otherwise) {}

    /**
     * @throws Finding if no panel graphs what is asked for
     * @throws NotChecked if there is no promtool; or neither the file nor a Grafana to make it with
     */
    public void check() {
        Path file = module.file(FILE);
        if (!Files.exists(file)) {
            missing(module, Core.hasGrafana());
        }
        List<Query> queries = queries(file);
        Finding.when(
                queries.isEmpty(),
                "a panel with a PromQL query",
                "no query in the file",
                FILE + ": it is no dashboard of Grafana, or its panels have no query yet.");
        List<List<Promtool.Answer>> answers = grading.answers(wanted.exercise, asked(queries));
        List<Query> right =
                IntStream.range(0, queries.size())
                        .filter(i -> isRight(answers, i))
                        .mapToObj(queries::get)
                        .toList();
        if (right.stream().anyMatch(Query::isDrawn)) {
            return;
        }
        throw new Finding(
                "a panel that graphs " + wanted.words,
                "only "
                        + queries.stream()
                                .limit(4)
                                .map(Query::toString)
                                .collect(Collectors.joining("\nand ")),
                FILE + ": " + hint(queries, right, answers));
    }

    /** Says what is missing where there is no file. */
    static void missing(Module module, boolean hasGrafana) {
        if (!hasGrafana) {
            throw new NotChecked(
                    "There is no Grafana here to export a dashboard from: neither its image, which"
                            + " make up fetches, nor grafana on the PATH. The lesson can end"
                            + " without.");
        }
        throw new Finding(
                "the JSON of your dashboard in " + module.name() + "/" + FILE,
                "no such file",
                FILE + ": in Grafana choose Export, then save the JSON there.");
    }

    private String hint(
            List<Query> queries, List<Query> right, List<List<Promtool.Answer>> answers) {
        if (!right.isEmpty()) {
            return right.get(0).whyNotDrawn();
        }
        if (queries.stream().anyMatch(query -> query.expr.contains("[$__interval]"))) {
            return "$__interval can be as short as the time between two scrapes, 5 s, and a rate"
                    + " over that has no data. $__rate_interval is never too short.";
        }
        for (int i = 0; i < queries.size(); i++) {
            Matcher range = NO_VARIABLE.matcher(queries.get(i).expr);
            if (range.find()) {
                return "[%s] is no range. The variable of Grafana is $__rate_interval, to the letter."
                        .formatted(range.group(1));
            }
            Optional<String> error = answers.get(i).get(0).error();
            if (error.isPresent()) {
                return "Prometheus cannot read the query of this panel: "
                        + QueryHints.forError(error.get(), queries.get(i).expr);
            }
        }
        return asked(queries).stream()
                .filter(query -> query.contains(wanted.metric))
                .flatMap(query -> cause(query).stream())
                .findFirst()
                .orElse(wanted.otherwise);
    }

    private Optional<String> cause(String query) {
        return wanted.like.isEmpty()
                ? grading.cause(wanted.exercise, query)
                : grading.cause(wanted.exercise, wanted.like.get(0), query);
    }

    /** What the check asks promtool; nothing if the dashboard is not there or cannot be read. */
    public Asked asked() {
        Path file = module.file(FILE);
        try {
            List<Query> queries = Files.exists(file) ? queries(file) : List.of();
            return new Asked(wanted.exercise, asked(queries));
        } catch (Finding e) {
            return new Asked(wanted.exercise, List.of());
        }
    }

    /**
     * A query of a panel.
     *
     * @param panel what draws it, as Grafana calls that; empty if the file does not say
     * @param hidden whether its eye is shut
     * @param instant whether it asks for one value, not for those of some time
     */
    private record Query(String expr, String panel, boolean hidden, boolean instant) {
        boolean isDrawn() {
            return isGraph() && !hidden && !instant;
        }

        private boolean isGraph() {
            return panel.isEmpty() || GRAPHS.contains(panel);
        }

        String whyNotDrawn() {
            if (!isGraph()) {
                return "the query is right, and a panel of the kind %s shows it. Choose time series, which draws a graph."
                        .formatted(panel);
            }
            return hidden
                    ? "the query is right, and hidden. Open the eye beside it."
                    : "the query is right, and of the type instant, which is one value. Choose"
                            + " range, which gives those of some time.";
        }

        @Override
        public String toString() {
            return isGraph() ? expr : expr + " (" + panel + ")";
        }
    }

    private static List<Query> queries(Path file) {
        List<Query> found = new ArrayList<>();
        collect(read(file), "", false, found);
        return found;
    }

    /** Whatever way a panel is written, its kind stands above its queries. */
    private static void collect(
            JsonNode node, String panelAbove, boolean hiddenAbove, List<Query> found) {
        JsonNode kind = node.path("vizConfig");
        String panel =
                node.path("targets").isArray()
                        ? node.path("type").asText("")
                        : kind.isObject()
                                ? kind.path("group").asText(kind.path("kind").asText(""))
                                : panelAbove;
        boolean hidden =
                hiddenAbove
                        || node.path("hide").asBoolean(false)
                        || node.path("hidden").asBoolean(false);
        JsonNode expr = node.path("expr");
        if (expr.isTextual() && !expr.asText().isBlank()) {
            found.add(
                    new Query(
                            expr.asText(),
                            panel,
                            hidden,
                            node.path("instant").asBoolean(false)
                                    && !node.path("range").asBoolean(false)));
        }
        node.fields()
                .forEachRemaining(
                        field -> {
                            if (!NO_PANELS.contains(field.getKey())) {
                                collect(field.getValue(), panel, hidden, found);
                            }
                        });
        if (node.isArray()) {
            node.forEach(child -> collect(child, panel, hidden, found));
        }
    }

    /** And what a right one would ask, after them. */
    private List<String> asked(List<Query> queries) {
        return Stream.concat(
                        queries.stream().map(query -> withValues(query.expr, wanted.label)),
                        wanted.like.stream())
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return new JsonMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            String text = Bench.text(file).strip();
            throw new Finding(
                    "JSON in " + FILE,
                    text.startsWith("{")
                            ? "%s in line %d"
                                    .formatted(
                                            e.getOriginalMessage().replaceFirst(" \\(.*", ""),
                                            e.getLocation().getLineNr())
                            : text.lines().findFirst().orElse("an empty file"),
                    FILE
                            + (text.matches("(?s)https?://.*")
                                    ? ": this is the address of a dashboard. Export saves what it"
                                            + " is made of."
                                    : text.matches("(?s)(---\\s+)?\\w+:.*")
                                            ? ": this is YAML. Choose JSON where you export it."
                                            : ": export the dashboard again and save all of it."));
        } catch (IOException e) {
            throw new Finding(
                    "JSON in " + FILE,
                    e.getMessage(),
                    FILE + ": export the dashboard again and save all of it.");
        }
    }

    /**
     * A query as Grafana would send it where one has zoomed in: a minute for every range that is
     * long enough for a rate, and for each variable whatever there is.
     */
    static String withValues(String query, String label) {
        return PART.matcher(query)
                .replaceAll(part -> Matcher.quoteReplacement(withValues(part, label)));
    }

    private static String withValues(MatchResult part, String label) {
        if (part.group(RANGE) != null && NO_VARIABLE.matcher(part.group() + "]").find()) {
            return part.group();
        }
        if (part.group(RANGE) != null) {
            boolean tooShort = part.group(RANGE).matches("\\$__interval|\\$\\{__interval}|[1-5]s");
            return "[" + (tooShort ? "5s" : "1m");
        }
        if (part.group(TEXT) == null) {
            return label; // A variable that stands for a label.
        }
        String text = VARIABLE.matcher(part.group(TEXT)).replaceAll(".*");
        boolean replaced = !text.equals(part.group(TEXT));
        String operator = part.group(OPERATOR) == null ? "" : part.group(OPERATOR);
        // Whatever a variable selects, the made series are among it.
        return replaced && operator.startsWith("!")
                ? "!=\"\""
                : (replaced && operator.equals("=") ? "=~" : operator) + text;
    }

    private boolean isRight(List<List<Promtool.Answer>> answers, int number) {
        Promtool.Answer given = answers.get(number).get(0);
        return wanted.right.test(given)
                || answers.subList(answers.size() - wanted.like.size(), answers.size()).stream()
                        .anyMatch(like -> Promtool.same(List.of(given), like));
    }
}
