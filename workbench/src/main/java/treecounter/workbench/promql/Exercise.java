package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A PromQL exercise: made series, what a right query gives, and typical wrong queries. A wrong
 * query is known by its result, however it is written.
 */
public final class Exercise {
    private final String name;
    private final List<World> worlds = new ArrayList<>();
    private final Map<String, String> mistakes = new LinkedHashMap<>();
    private final Map<String, String> equivalents = new LinkedHashMap<>();

    /** Made series, and what a right query gives over them. */
    record World(String when, List<String> series, Map<Map<String, String>, Double> expected) {
        /**
         * Whether these samples are the expected ones. Further labels do no harm, as long as each
         * expected sample is there once.
         */
        boolean isRight(Promtool.Answer answer) {
            return answer.error().isEmpty()
                    && asked(answer).filter(asked -> Promtool.same(asked, expected)).isPresent();
        }

        /** The same of the labels alone, whatever the numbers are. */
        boolean hasLabels(Promtool.Answer answer) {
            return asked(answer).map(Map::keySet).equals(Optional.of(expected.keySet()));
        }

        /** The samples by the labels that are asked for; empty if these are there twice. */
        private Optional<Map<Map<String, String>, Double>> asked(Promtool.Answer answer) {
            Map<Map<String, String>, Double> asked = new LinkedHashMap<>();
            for (Map.Entry<Map<String, String>, Double> sample : answer.samples().entrySet()) {
                Map<String, String> labels = new LinkedHashMap<>(sample.getKey());
                expected.keySet().forEach(some -> labels.keySet().retainAll(some.keySet()));
                if (asked.put(labels, sample.getValue()) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(asked);
        }
    }

    /** An exercise whose query stands in {@code queries/NAME.promql}. */
    public Exercise(String name, MadeSeries series) {
        this.name = name;
        over(series, "");
    }

    /** Adds other series, over which a right query gives something else. */
    public Exercise over(MadeSeries series, String when) {
        worlds.add(new World(when, series.series(), new LinkedHashMap<>()));
        return this;
    }

    /** Adds a sample that a right query gives; labels as {@code "status", "200"}. */
    public Exercise gives(double value, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        worlds.get(worlds.size() - 1).expected().put(byName, value);
        return this;
    }

    /** Adds a wrong query, and the hint for every query with the same result. */
    public Exercise mistake(String query, String hint) {
        mistakes.put(query, hint);
        return this;
    }

    /** Says why a mistake is none here: its words begin so, and what it gives is right. */
    public Exercise equivalent(String words, String reason) {
        equivalents.put(words, reason);
        return this;
    }

    /** The mistakes that are none here, with the reasons. */
    Map<String, String> equivalents() {
        return equivalents;
    }

    /** The queries that are wrong on purpose, with their hints. */
    public Map<String, String> mistakes() {
        return mistakes;
    }

    /** Whether these answers, one for each of the worlds, are right in all of them. */
    boolean isRight(List<Promtool.Answer> given) {
        return IntStream.range(0, worlds.size()).allMatch(i -> worlds.get(i).isRight(given.get(i)));
    }

    List<World> worlds() {
        return worlds;
    }

    /** Where the learner writes the query, in the lesson's directory. */
    public String file() {
        return "queries/" + name + ".promql";
    }

    @Override
    public String toString() {
        return name;
    }
}
