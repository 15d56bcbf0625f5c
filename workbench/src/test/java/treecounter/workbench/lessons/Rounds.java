package treecounter.workbench.lessons;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** Changes of solutions, several of them in one copy: each copy has an app that has to start. */
final class Rounds {
    private Rounds() {}

    /**
     * Puts each into the first round that it goes with, or into a new one; with {@code -Dapart}
     * into one of its own, where nothing can hide behind another.
     */
    static <T> List<List<T>> of(Stream<T> all, BiPredicate<List<T>, T> goesWith) {
        if (System.getProperty("apart") != null) {
            return all.map(one -> new ArrayList<>(List.of(one))).collect(Collectors.toList());
        }
        List<List<T>> rounds = new ArrayList<>();
        all.forEach(
                one ->
                        rounds.stream()
                                .filter(round -> goesWith.test(round, one))
                                .findFirst()
                                .orElseGet(
                                        () -> {
                                            rounds.add(new ArrayList<>());
                                            return rounds.get(rounds.size() - 1);
                                        })
                                .add(one));
        return rounds;
    }

    /** Whether all can be made in one copy of the lesson's solution. */
    static boolean fit(Lesson lesson, Stream<Edit> edits) {
        Module solution = Workshop.here().solution(lesson);
        Map<String, String> texts = new HashMap<>();
        return edits.allMatch(edit -> edit.in(solution, texts));
    }
}
