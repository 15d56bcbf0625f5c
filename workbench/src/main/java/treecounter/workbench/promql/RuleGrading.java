package treecounter.workbench.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.RuleExercise.Firing;
import treecounter.workbench.promql.RuleExercise.Recorded;
import treecounter.workbench.promql.RuleExercise.World;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Judges files of rules by when their alerts fire over made series, and by what they tell. */
public final class RuleGrading {
    private static final double TOLERANCE = 1e-3;
    private static final int KEPT = 64;

    private static final Pattern LABEL = Pattern.compile("(?:\\$labels|\\.Labels)\\.(\\w+)");

    /** Few at a time: each keeps a core busy. */
    private static final Executor FEW =
            Executors.newFixedThreadPool(
                    2,
                    work -> {
                        Thread thread = new Thread(work, "promtool");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** What was asked before, by the files it was asked of: nothing is asked twice. */
    private final Map<List<String>, CompletableFuture<RuleTest>> asked =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<List<String>, CompletableFuture<RuleTest>> eldest) {
                    return size() > KEPT;
                }
            };

    private RuleGrading() {}

    /** The grading of a run of checks, which goes on where the last run ended. */
    public static OnModule on(Bench bench) {
        return bench.kept().get(RuleGrading.class, RuleGrading::new).new OnModule(bench.module());
    }

    /** The grading of one module's rules. */
    public final class OnModule {
        private final Module module;

        private OnModule(Module module) {
            this.module = module;
        }

        /** Begins to ask what the checks of these exercises are going to ask. */
        public void askAhead(List<RuleExercise> exercises) {
            for (RuleExercise exercise : exercises) {
                if (Files.exists(module.file(exercise.file()))) {
                    test(exercise, Bench.text(module.file(exercise.file())));
                }
            }
        }

        /**
         * Checks the module's rules.
         *
         * @throws Finding if something is missing or wrong
         * @throws NotChecked if there is no promtool
         */
        public void check(RuleExercise exercise) {
            Path file = module.file(exercise.file());
            Finding.when(
                    !Files.exists(file),
                    "the file " + exercise.file(),
                    "no such file",
                    "%s: make reset SECTION=%d brings it back."
                            .formatted(exercise.file(), module.lesson().number()));
            String text = Bench.text(file);
            List<WrittenRule> rules = fires(exercise, text);
            RuleTest test = answer(exercise, text);
            for (String alert : exercise.alerts()) {
                named(alert, rules)
                        .filter(WrittenRule::alerts)
                        .ifPresent(rule -> tells(exercise, rule, test));
            }
        }

        /**
         * Checks when rules fire that stand elsewhere than in a file of rules, and not what they
         * tell.
         *
         * @throws Finding if something is missing or wrong
         * @throws NotChecked if there is no promtool
         */
        public List<WrittenRule> fires(RuleExercise exercise, String text) {
            List<WrittenRule> rules = rules(exercise, text);
            RuleTest test = answer(exercise, text);
            if (test.error().isPresent()) {
                throw new Finding(
                        "rules that Prometheus can read and evaluate",
                        test.error().get(),
                        exercise.file() + ": " + RuleHints.forError(test.error().get()));
            }
            for (int i = 0; i < exercise.worlds().size(); i++) {
                judge(exercise, rules, test, i);
            }
            return rules;
        }

        private void judge(
                RuleExercise exercise, List<WrittenRule> rules, RuleTest test, int number) {
            World world = exercise.worlds().get(number);
            for (int i = 0; i < world.recorded().size(); i++) {
                Recorded recorded = world.recorded().get(i);
                Map<Map<String, String>, Double> found = test.recorded().get(number).get(i);
                boolean right =
                        found.size() == 1
                                && Math.abs(found.values().iterator().next() - recorded.value())
                                        <= TOLERANCE * recorded.value();
                Finding.when(
                        !right,
                        "over made series, %s:\n%s is %s after %s"
                                .formatted(
                                        world.when(),
                                        recorded.query(),
                                        number(recorded.value()),
                                        Course.duration(recorded.at())),
                        found.isEmpty()
                                ? "nothing"
                                : found.values().stream()
                                        .map(RuleGrading::number)
                                        .collect(Collectors.joining(", ")),
                        exercise.file() + ": " + hints(exercise).forRecorded(rules, test));
            }
            for (String alert : exercise.alerts()) {
                Episodes found = Episodes.of(test, number, alert, world);
                Optional<String> wrong = found.differsFrom(world.of(alert));
                if (wrong.isPresent()) {
                    throw new Finding(
                            "over made series, %s:\n%s"
                                    .formatted(world.when(), Episodes.text(alert, world.of(alert))),
                            wrong.get(),
                            exercise.file()
                                    + ": "
                                    + hints(exercise)
                                            .of(
                                                    named(alert, rules).orElseThrow(),
                                                    test,
                                                    world,
                                                    found));
                }
            }
        }

        private RuleHints hints(RuleExercise exercise) {
            return new RuleHints(exercise, files -> answer(exercise, files), right(exercise));
        }

        private List<WrittenRule> right(RuleExercise exercise) {
            Path file = Workshop.here().solution(module.lesson()).file(exercise.file());
            try {
                return Files.exists(file) ? WrittenRule.in(Bench.text(file)) : List.of();
            } catch (IOException e) {
                return List.of(); // Somebody is at work on it.
            }
        }

        private List<WrittenRule> rules(RuleExercise exercise, String text) {
            List<WrittenRule> rules;
            try {
                rules = WrittenRule.in(text);
            } catch (IOException e) {
                throw new Finding(
                        "rules in YAML",
                        WrittenRule.notYaml(e),
                        exercise.file()
                                + ": look at the blanks at the start of lines, and put a text with"
                                + " braces or a colon in quotes.");
            }
            boolean empty = text.lines().allMatch(line -> line.matches("\\s*(#.*|---)?"));
            Finding.when(
                    rules.isEmpty(),
                    "a rule in " + exercise.file(),
                    empty ? "only its comment" : "text, and no rule where one is read",
                    exercise.file()
                            + (empty
                                    ? ": write the rule below the comment that asks for it."
                                    : ": a rule stands in the list rules of a group, and a group"
                                            + " in the list groups."));
            for (String name : exercise.alerts()) {
                Finding.when(
                        named(name, rules).isEmpty(),
                        "a rule " + name,
                        rules.stream().map(WrittenRule::name).collect(Collectors.joining(", ")),
                        exercise.file() + ": the comment says how the rule has to be called.");
            }
            return rules;
        }

        private void tells(RuleExercise exercise, WrittenRule rule, RuleTest test) {
            String in = exercise.file() + ": ";
            for (String name : List.of("summary", "description", "runbook")) {
                String text = test.told().getOrDefault(rule.name() + "." + name, "");
                Finding.when(
                        text.isBlank(),
                        "%s has the annotation %s".formatted(rule.name(), name),
                        rule.annotations().isEmpty()
                                ? "no annotations"
                                : String.join(", ", rule.annotations().keySet()),
                        in
                                + rule.annotations().keySet().stream()
                                        .filter(key -> key.startsWith(name))
                                        .findFirst()
                                        .map(key -> "%s has to be called %s.".formatted(key, name))
                                        .orElse(
                                                "who is woken reads it. Put it below"
                                                        + " annotations."));
            }
            String said =
                    test.told().get(rule.name() + ".summary")
                            + "\n"
                            + test.told().get(rule.name() + ".description");
            String written =
                    rule.annotations().get("summary") + rule.annotations().get("description");
            Optional<Firing> firing =
                    exercise.worlds().stream()
                            .flatMap(world -> world.of(rule.name()).stream())
                            .findFirst();
            for (String what : exercise.told()) {
                boolean missing =
                        what.equals("$value")
                                ? !written.matches("(?s).*(\\$value|\\.Value|query).*")
                                : firing.isPresent()
                                        && !said.contains(
                                                firing.get().labels().getOrDefault(what, ""));
                Finding.when(
                        missing || said.contains("<error") || said.contains("<no value>"),
                        "summary or description of %s tells %s".formatted(rule.name(), what),
                        said.strip(),
                        in
                                + (what.equals("$value")
                                                ? "{{ $value }} is what the expression gave."
                                                : "{{ $labels.%s }} is the label's value; in a name"
                                                        + " with a mistake it is empty.")
                                        .formatted(what));
            }
            namesItsLabels(exercise, rule, test, in);
            String runbook = test.told().get(rule.name() + ".runbook").strip();
            Path file = module.file(runbook);
            Finding.when(
                    runbook.contains("..") || !Files.isRegularFile(file),
                    "the runbook of %s is a file of the lesson, runbooks/NAME.md"
                            .formatted(rule.name()),
                    runbook + ", which is not there",
                    in + "the annotation runbook names a file in runbooks.");
            Finding.when(
                    Bench.text(file).lines().filter(line -> !line.isBlank()).count() < 3
                            || Bench.text(file).contains("TODO"),
                    "%s says what to do".formatted(runbook),
                    "a TODO, or less than three lines",
                    runbook + ": write what to look at first, and what to do.");
        }

        /** A template knows what the expression gave, and not what the rule adds to that. */
        private static void namesItsLabels(
                RuleExercise exercise, WrittenRule rule, RuleTest test, String in) {
            Optional<Set<String>> has =
                    IntStream.range(0, exercise.worlds().size())
                            .mapToObj(
                                    i ->
                                            Episodes.of(
                                                    test, i, rule.name(), exercise.worlds().get(i)))
                            .flatMap(found -> found.firing().stream())
                            .map(each -> (Set<String>) new TreeSet<>(each.labels().keySet()))
                            .findFirst();
            has.ifPresent(labels -> labels.removeAll(rule.labels().keySet()));
            for (Map.Entry<String, String> each : rule.annotations().entrySet()) {
                Matcher name = LABEL.matcher(each.getValue());
                while (has.isPresent() && name.find()) {
                    Finding.when(
                            !has.get().contains(name.group(1)) && !name.group(1).equals("__name__"),
                            "the annotation %s of %s, with labels of the expression"
                                    .formatted(each.getKey(), rule.name()),
                            "%s, and that gives %s"
                                    .formatted(name.group(), String.join(", ", has.get())),
                            in + "a label that the expression does not keep is empty in a text.");
                }
            }
        }

        private RuleTest answer(RuleExercise exercise, String text) {
            try {
                return test(exercise, text).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof NotChecked missing) {
                    throw missing;
                }
                throw e;
            }
        }

        private CompletableFuture<RuleTest> test(RuleExercise exercise, String text) {
            List<String> files = new ArrayList<>(List.of(text));
            Module solution = Workshop.here().solution(module.lesson());
            exercise.besides().forEach(name -> files.add(Bench.text(solution.file(name))));
            List<String> key = new ArrayList<>(files);
            key.add(exercise.file());
            synchronized (asked) {
                // Where promtool was missing, it may be there by now.
                asked.computeIfPresent(
                        key, (same, known) -> known.isCompletedExceptionally() ? null : known);
                return asked.computeIfAbsent(
                        key,
                        missing ->
                                CompletableFuture.supplyAsync(
                                        () -> RuleTest.of(exercise, files), FEW));
            }
        }
    }

    private static Optional<WrittenRule> named(String name, List<WrittenRule> rules) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
