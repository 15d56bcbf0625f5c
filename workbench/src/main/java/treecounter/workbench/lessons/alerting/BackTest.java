package treecounter.workbench.lessons.alerting;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.promql.Course;
import treecounter.workbench.promql.Query;
import treecounter.workbench.promql.WrittenRule;
import treecounter.workbench.stack.PrometheusApi;
import treecounter.workbench.workshop.Module;

/** How often a rule would have fired, over what Prometheus has stored. */
final class BackTest {
    /** As Prometheus evaluates; longer where that would be more steps than it gives at once. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private static final int MOST_STEPS = 10_000;

    private final Screen screen;
    private final Module module;
    private final PrometheusApi prometheus;

    BackTest(Screen screen, Module module, PrometheusApi prometheus) {
        this.screen = screen;
        this.module = module;
        this.prometheus = prometheus;
    }

    /** The length of the past that {@code SINCE} asks for, in seconds. */
    static int seconds(Options options) {
        String since = options.get("SINCE").orElse("30m");
        if (!since.matches("(\\d+[dhms])+") || Course.seconds(since) == 0) {
            throw new Refusal(
                    "SINCE: expected a time such as 30m or 2h, found '%s'.".formatted(since));
        }
        return Course.seconds(since);
    }

    /** Shows each firing with its start and length. */
    void show(String name, Duration since) throws IOException, PrometheusApi.Refused {
        List<WrittenRule> rules = rules();
        WrittenRule rule =
                rules.stream()
                        .filter(one -> one.alerts() && one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name, rules));
        Instant now = Instant.now();
        Duration step = STEP;
        while (since.dividedBy(step) > MOST_STEPS) {
            step = step.multipliedBy(2);
        }
        Duration held = Duration.ofSeconds(Course.seconds(rule.held()));
        List<List<String>> rows = new ArrayList<>();
        for (PrometheusApi.Series series :
                prometheus.query(withRecords(rule.expr(), rules), now.minus(since), now, step)) {
            Instant from = null;
            Instant last = null;
            for (PrometheusApi.Point point : series.points()) {
                if (from != null && point.time().isAfter(last.plus(step).plusMillis(1))) {
                    add(rows, series, from.plus(held), last.plus(step));
                    from = null;
                }
                from = from == null ? point.time() : from;
                last = point.time();
            }
            if (from != null) {
                add(rows, series, from.plus(held), last.plus(step));
            }
        }
        String asked = "%s, for %s".formatted(name, rule.held().isEmpty() ? "0s" : rule.held());
        String past = Course.duration((int) since.toSeconds());
        if (rows.isEmpty()) {
            screen.line("%s: it would not have fired in the last %s.", asked, past);
            return;
        }
        screen.line(
                "%s: it would have fired %d time%s in the last %s.",
                asked, rows.size(), rows.size() == 1 ? "" : "s", past);
        rows.sort((one, other) -> one.get(0).compareTo(other.get(0)));
        rows.add(0, List.of("from", "length", "labels"));
        Query.aligned(rows).forEach(screen::line);
    }

    private static void add(
            List<List<String>> rows, PrometheusApi.Series series, Instant from, Instant to) {
        if (from.isBefore(to)) {
            String labels =
                    series.labels().entrySet().stream()
                            .filter(label -> !label.getKey().equals("__name__"))
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .sorted()
                            .collect(Collectors.joining(" "));
            int length = (int) Duration.between(from, to).toSeconds();
            rows.add(List.of(Inbox.TIME.format(from), Course.duration(length), labels));
        }
    }

    /** What is recorded now need not have been recorded then, so its expression is put in. */
    private static String withRecords(String expr, List<WrittenRule> rules) {
        String whole = expr;
        for (WrittenRule rule : rules) {
            if (!rule.alerts()) {
                whole =
                        whole.replaceAll(
                                "(?<![\\w:])%s(?![\\w:{])".formatted(rule.name()),
                                Matcher.quoteReplacement("(" + rule.expr() + ")"));
            }
        }
        return whole;
    }

    private List<WrittenRule> rules() {
        List<WrittenRule> rules = new ArrayList<>();
        for (String directory : List.of("rules", "repair")) {
            try (Stream<Path> files = Files.list(module.file(directory))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
                    rules.addAll(read(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rules;
    }

    private static List<WrittenRule> read(Path file) throws IOException {
        try {
            return WrittenRule.in(Files.readString(file));
        } catch (JacksonException e) {
            return List.of(); // Not finished. Its check says what is wrong.
        }
    }

    private Refusal unknown(String name, List<WrittenRule> rules) {
        return new Refusal(
                "RULE: expected an alert of %s (%s), found '%s'."
                        .formatted(
                                module.name(),
                                rules.stream()
                                        .filter(WrittenRule::alerts)
                                        .map(WrittenRule::name)
                                        .collect(Collectors.joining(", ")),
                                name));
    }
}
