package treecounter.workbench.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.promql.Rule.Suspect;
import treecounter.workbench.workshop.Lesson;

/** Causes that are named of queries which the rules were not made from. */
class CausesTest {
    private static final int SEED = 11;
    private static final int PAIRS = 300;

    private final Grading grading = new Grading(Integer.MAX_VALUE);

    /** A wrong query, what is wrong with it, and words of the hint. */
    private record Wrong(Exercise exercise, String query, String why, String words) {}

    /** Without promtool nothing of this can be tested; it says so once. */
    @BeforeAll
    static void findPromtool() {
        Promtool.find();
    }

    @Test
    void ofThreeInFourWrongQueriesOfLearnersTheCauseIsNamed() throws IOException {
        List<Wrong> all = wrongQueries();
        all.stream()
                .collect(
                        Collectors.groupingBy(
                                Wrong::exercise,
                                LinkedHashMap::new,
                                Collectors.mapping(Wrong::query, Collectors.toList())))
                .forEach(grading::askAhead);
        List<String> other = new ArrayList<>();
        int named = 0;
        int right = 0;
        for (Wrong wrong : all) {
            String said = hint(wrong.exercise(), wrong.query());
            if (wrong.words().equals("=")) {
                assertThat(said).isEqualTo("=");
                right++;
                continue;
            }
            boolean asBefore =
                    wrong.words().equals("-")
                            ? isGeneral(said)
                            : Arrays.stream(wrong.words().split(" & ")).allMatch(said::contains);
            if (!asBefore) {
                other.add("%s%n  %s%n  %s".formatted(wrong.query(), wrong.why(), said));
            }
            named += isGeneral(said) ? 0 : 1;
        }
        System.out.printf(
                "Named: %d of %d wrong queries of learners.%n", named, all.size() - right);
        assertThat(other).as("hints to be read again").isEmpty();
        assertThat(named).isGreaterThanOrEqualTo((all.size() - right) * 3 / 4);
    }

    /** Two mistakes in one query; a cause that is named has to be one of them. */
    @Test
    void ofThreeInFourPairsOfMistakesACauseIsNamed() {
        assumeTrue(ExercisesTest.exercises().findAny().isPresent(), "no queries are asked for");
        Map<Exercise, Map<String, Set<String>>> pairs = pairs();
        int all = 0;
        int named = 0;
        List<String> others = new ArrayList<>();
        for (Map.Entry<Exercise, Map<String, Set<String>>> each : pairs.entrySet()) {
            Exercise exercise = each.getKey();
            grading.askAhead(exercise, List.copyOf(each.getValue().keySet()));
            for (Map.Entry<String, Set<String>> pair : each.getValue().entrySet()) {
                if (isRightOrRefused(exercise, pair.getKey())) {
                    continue; // One mistake made up for the other, or it is no query at all.
                }
                all++;
                String said = hint(exercise, pair.getKey());
                if (isGeneral(said)) {
                    continue;
                }
                if (causes(said).allMatch(pair.getValue()::contains)) {
                    named++;
                } else {
                    others.add("%s%n  %s%n  %s".formatted(pair.getKey(), pair.getValue(), said));
                }
            }
        }
        System.out.printf(
                "Named: %d of %d pairs of mistakes; %d in other words:%n%s%n",
                named, all, others.size(), String.join("\n", others));
        assertThat(named).isGreaterThanOrEqualTo(all * 3 / 4);
        assertThat(others.size()).isLessThan(all / 10);
    }

    private static Map<Exercise, Map<String, Set<String>>> pairs() {
        Random random = new Random(SEED);
        List<Exercise> exercises = ExercisesTest.exercises().toList();
        Map<Exercise, Map<String, Set<String>>> pairs = new LinkedHashMap<>();
        int made = 0;
        while (made < PAIRS) {
            Exercise exercise = exercises.get(random.nextInt(exercises.size()));
            Goal goal = Grading.goal(exercise).orElseThrow();
            List<Suspect> mutants = Rules.mutants(goal).toList();
            Suspect one = mutants.get(random.nextInt(mutants.size()));
            List<Suspect> seconds = Rules.mutants(new Goal(one.query(), goal.series())).toList();
            if (seconds.isEmpty()) {
                continue;
            }
            Suspect two = seconds.get(random.nextInt(seconds.size()));
            boolean isPair =
                    two.rule() != one.rule()
                            && !two.query().equals(goal.right())
                            && mutants.stream().noneMatch(m -> m.query().equals(two.query()));
            Set<String> words =
                    Stream.of(one, two)
                            .flatMap(mutant -> causes(mutant.words()))
                            .collect(Collectors.toSet());
            if (isPair
                    && pairs.computeIfAbsent(exercise, any -> new LinkedHashMap<>())
                                    .put(two.query().toString(), words)
                            == null) {
                made++;
            }
        }
        return pairs;
    }

    /** Whatever somebody types, it is judged, and nothing breaks. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "1",
                "\"a\"",
                "{}",
                "sum",
                "sum()",
                "up()",
                "time()",
                "vector(1)",
                "-up",
                "+up",
                "up[5m",
                "up[5x]",
                "up[]",
                "rate(up[5m:])",
                "up offset",
                "up offset -1w",
                "up @ end()",
                "sum by () (up)",
                "sum by (a,) (up)",
                "up{a=\"b\",}",
                "up{a='b'}",
                "up{a=`b`}",
                "{'up'}",
                "a + on (b) group_left (c) d",
                "a == bool 1",
                "2 ^ 3 ^ 2",
                "a and b or c unless d",
                "up{a=~\"(\"}",
                "rate(up[5m])[10m:1m]",
                "SELECT 1",
                "topk(3)",
                "a # b",
                "1e-3 * up",
                "histogram_quantile(0.9, up)",
                "up{le=\"+Inf\"}",
                "NaN",
                "Inf",
                "0x1f",
                "up[60]"
            })
    void anythingTypedIsJudged(String query) {
        ExercisesTest.exercises()
                .limit(1)
                .forEach(
                        exercise ->
                                assertThat(
                                                catchThrowableOfType(
                                                        Finding.class,
                                                        () -> grading.judge(exercise, query)))
                                        .isNotNull());
    }

    /** The tree that is made of a query means the same as the query. */
    @Test
    void whatIsReadGivesTheSame() throws IOException {
        for (Wrong wrong : wrongQueries()) {
            Parser.read(wrong.query())
                    .ifPresent(
                            read ->
                                    assertThat(Parser.read(read.toString()))
                                            .as(wrong.query())
                                            .contains(read));
        }
        Map<Exercise, List<Wrong>> byExercise =
                wrongQueries().stream()
                        .filter(wrong -> Parser.read(wrong.query()).isPresent())
                        .collect(Collectors.groupingBy(Wrong::exercise));
        byExercise.forEach(
                (exercise, all) -> {
                    List<String> typed = all.stream().map(Wrong::query).toList();
                    List<String> read =
                            typed.stream()
                                    .map(query -> Parser.read(query).orElseThrow().toString())
                                    .toList();
                    List<List<Promtool.Answer>> one = grading.answers(exercise, typed);
                    List<List<Promtool.Answer>> other = grading.answers(exercise, read);
                    for (int i = 0; i < typed.size(); i++) {
                        if (one.get(i).get(0).error().isEmpty()) {
                            assertThat(Promtool.same(one.get(i), other.get(i)))
                                    .as(typed.get(i) + "   " + read.get(i))
                                    .isTrue();
                        }
                    }
                });
    }

    private boolean isRightOrRefused(Exercise exercise, String query) {
        List<Promtool.Answer> given = grading.answers(exercise, List.of(query)).get(0);
        return exercise.isRight(given) || given.get(0).error().isPresent();
    }

    /** The hint without its file; {@code =} for a query that is right. */
    private String hint(Exercise exercise, String query) {
        Finding finding = catchThrowableOfType(Finding.class, () -> grading.judge(exercise, query));
        return finding == null ? "=" : finding.hint().substring(exercise.file().length() + 2);
    }

    private static boolean isGeneral(String hint) {
        return QueryHints.GENERAL.contains(hint);
    }

    /** What is said, one by one, whatever side it is about. */
    private static Stream<String> causes(String hint) {
        return Arrays.stream(hint.split("\nOr: |\nAnd: "))
                .map(cause -> cause.replace("on one side: ", ""));
    }

    private static List<Wrong> wrongQueries() throws IOException {
        List<Wrong> all = new ArrayList<>();
        for (Lesson lesson : Lesson.all()) {
            if (lesson instanceof QueryLesson asks) {
                all.addAll(wrongQueries(asks));
            }
        }
        return all;
    }

    private static List<Wrong> wrongQueries(QueryLesson lesson) throws IOException {
        List<Wrong> all = new ArrayList<>();
        try (InputStream file = lesson.getClass().getResourceAsStream("wrong-queries.promql")) {
            if (file == null) {
                return all;
            }
            Map<String, Exercise> byName =
                    lesson.queries().stream()
                            .collect(Collectors.toMap(Exercise::toString, each -> each));
            String name = "";
            for (String line :
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("== ")) {
                    name = line.substring(3);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    String[] columns = line.split(" # ");
                    all.add(new Wrong(byName.get(name), columns[0], columns[1], columns[2]));
                }
            }
        }
        return all;
    }
}
