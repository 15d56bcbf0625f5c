package treecounter.tracing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Foretells how many trees the next minute brings, from those of the last one. A step waits for
 * something slow, as real ones do for a disk; which one, the seed says.
 */
public final class Model {
    private static final Logger LOG = LoggerFactory.getLogger(Model.class);
    private static final int SECONDS = 60;
    private static final int WAIT_MILLIS = 20;

    private static final Incident INCIDENT = Incident.fromEnvironment();
    private static final AtomicInteger FORECASTS = new AtomicInteger();

    private Model() {}

    /**
     * Trees of each species in a second.
     *
     * @throws IllegalArgumentException if there are fewer than none of one
     */
    public static Map<String, Double> normalise(Map<String, Long> trees) {
        trees.forEach(Model::refuseLessThanNone);
        FORECASTS.incrementAndGet();
        work("normalise");
        Map<String, Double> perSecond = new TreeMap<>();
        trees.forEach((species, count) -> perSecond.put(species, count / (double) SECONDS));
        return perSecond;
    }

    private static void refuseLessThanNone(String species, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "expected 0 or more of %s, found %d".formatted(species, count));
        }
    }

    /** What is planted more and more counts for more. */
    public static Map<String, Double> weigh(Map<String, Double> perSecond) {
        work("weigh");
        double most = perSecond.values().stream().mapToDouble(d -> d).max().orElse(1);
        return perSecond.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                each -> each.getValue() * (0.95 + 0.1 * each.getValue() / most)));
    }

    /** The trees of the next minute. */
    public static long predict(Map<String, Double> weighed) {
        work("predict");
        return Math.round(SECONDS * weighed.values().stream().mapToDouble(d -> d).sum());
    }

    private static void work(String step) {
        if (step.equals(INCIDENT.slowStep())) {
            pause(WAIT_MILLIS);
        }
        if (INCIDENT.readsWeightsIn(step, FORECASTS.get())) {
            LOG.atInfo().addKeyValue("cause", INCIDENT.readingCause()).log("weights read anew");
            pause(Incident.READING_MILLIS);
        } else if (INCIDENT.lingersIn(step, FORECASTS.get())) {
            pause(Incident.READING_MILLIS);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
