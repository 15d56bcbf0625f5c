package treecounter.forest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Of which species the trees of the last minute are. Four are planted at a time; every half minute
 * the one that was planted most gives way to another. The same seed and time give the same trees.
 */
final class RecentTrees {
    static final int SECONDS = 60;
    private static final int TURN_SECONDS = 30;
    private static final int AT_A_TIME = 4;

    private final long seed;
    private final int perSecond;
    private final List<String> turns =
            new ArrayList<>(
                    List.of("alder", "ash", "beech", "birch", "larch", "oak", "pine", "spruce"));

    RecentTrees(long seed, int perSecond) {
        this.seed = seed;
        this.perSecond = perSecond;
        Collections.shuffle(turns, new Random(seed));
    }

    /** How many of each species; one of which there were none is left out. */
    Map<String, Integer> at(Instant now) {
        Map<String, Integer> trees = new TreeMap<>();
        long last = now.getEpochSecond() * perSecond;
        for (long tree = last - (long) SECONDS * perSecond; tree < last; tree++) {
            trees.merge(species(tree), 1, Integer::sum);
        }
        return trees;
    }

    private String species(long tree) {
        RandomGenerator random = new SplittableRandom(seed + tree);
        // The smaller of two: the longer a species has been planted, the more of it.
        int younger = Math.min(random.nextInt(AT_A_TIME), random.nextInt(AT_A_TIME));
        long turn = tree / perSecond / TURN_SECONDS;
        return turns.get((int) ((turn + younger) % turns.size()));
    }
}
