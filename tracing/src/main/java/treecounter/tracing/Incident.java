package treecounter.tracing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What goes wrong while {@value #PAGES} pages are asked for one after the other, once {@value
 * #BEFORE} have been. The same seed draws the same troubles.
 */
public final class Incident {
    static final int READING_MILLIS = 200;

    /** Of a program that has just begun, every page is slow. */
    private static final int BEFORE = 2;

    private static final int PAGES = 12;

    private static final String SEED = "INCIDENT_SEED";
    private static final long USUAL_SEED = 9;
    private static final int LONGEST_MILLIS = 1_000;
    private static final String COUNT = "/v1/trees/count";
    private static final String RECENT = "/v1/trees/recent";

    private final String slowStep;
    private String readingStep = "";
    private int readingForecast;
    private String readingCause = "";
    private String lingeringStep = "";
    private int lingeringForecast;

    /** By path and page. */
    private final Map<String, Trouble> troubles = new HashMap<>();

    /**
     * Something wrong with one call.
     *
     * @param millis how long it waits
     * @param fails whether it is answered with 503
     * @param cause what the log says of it
     * @param apprentice whether somebody new answers it
     */
    record Trouble(int millis, boolean fails, String cause, boolean apprentice) {
        static final Trouble NONE = new Trouble(0, false, "", false);
    }

    private Incident(long seed) {
        List<String> steps = new ArrayList<>(List.of("normalise", "weigh", "predict"));
        Collections.shuffle(steps, new Random(seed));
        slowStep = steps.get(0);
    }

    /**
     * None, unless {@code INCIDENT_SEED} is set; which step of the model is slow, is said always.
     */
    static Incident fromEnvironment() {
        return Optional.ofNullable(System.getenv(SEED))
                .map(seed -> drawn(Long.parseLong(seed)))
                .orElse(new Incident(USUAL_SEED));
    }

    private static Incident drawn(long seed) {
        Incident incident = new Incident(seed);
        Random random = new Random(seed);
        List<Integer> pages = new ArrayList<>();
        for (int page = BEFORE + 1; page <= BEFORE + PAGES; page++) {
            pages.add(page);
        }
        Collections.shuffle(pages, random);
        List<String> causes =
                new ArrayList<>(
                        List.of(
                                "ants", "bees", "fog", "frost", "fungus", "gale", "hail", "moles",
                                "mud", "snow", "storm", "wasps"));
        Collections.shuffle(causes, random);
        List<String> paths = new ArrayList<>(List.of(COUNT, RECENT));
        Collections.shuffle(paths, random);

        // The slowest page: one of its calls takes long, and the other has its trouble too.
        incident.put(pages.get(0), paths.get(0), LONGEST_MILLIS, false, causes.get(0));
        incident.put(pages.get(0), paths.get(1), 40, false, causes.get(1));
        // Somebody new takes one call; others take as long.
        int apprentice = random.nextInt(3);
        Collections.shuffle(paths, random);
        for (int i = 0; i < 3; i++) {
            incident.troubles.put(
                    key(paths.get(i % 2), pages.get(1 + i)),
                    new Trouble(100 + 200 * i, false, causes.get(2 + i), i == apprentice));
        }
        // Both calls of a page fail, on others one.
        incident.put(pages.get(4), COUNT, 0, true, causes.get(5));
        incident.put(pages.get(4), RECENT, 0, true, causes.get(6));
        incident.put(pages.get(5), COUNT, 0, true, causes.get(7));
        incident.put(pages.get(6), RECENT, 0, true, causes.get(8));
        // The model reads its weights anew, in a step that is not the slow one.
        List<String> steps = new ArrayList<>(List.of("normalise", "weigh", "predict"));
        steps.remove(incident.slowStep);
        int reading = random.nextInt(2);
        incident.readingStep = steps.get(reading);
        // The other one is slow as well once, and no line says why.
        incident.lingeringStep = steps.get(1 - reading);
        incident.readingForecast = BEFORE + 2 + random.nextInt(PAGES - 6);
        incident.lingeringForecast = incident.readingForecast + (random.nextBoolean() ? 1 : -1);
        incident.readingCause = causes.get(9);
        return incident;
    }

    private void put(int page, String path, int millis, boolean fails, String cause) {
        troubles.put(key(path, page), new Trouble(millis, fails, cause, false));
    }

    private static String key(String path, int page) {
        return path + " " + page;
    }

    /** Whether anything goes wrong at all. */
    boolean isDrawn() {
        return !troubles.isEmpty();
    }

    /** What is wrong with a call of a page. */
    Trouble of(String path, int page) {
        return troubles.getOrDefault(key(path, page), Trouble.NONE);
    }

    /** The step of the model that is always slow. */
    String slowStep() {
        return slowStep;
    }

    /** Whether the model reads its weights anew in this step of this forecast. */
    boolean readsWeightsIn(String step, int forecast) {
        return step.equals(readingStep) && forecast == readingForecast;
    }

    /** Whether this step of this forecast takes as long, and nobody says why. */
    boolean lingersIn(String step, int forecast) {
        return step.equals(lingeringStep) && forecast == lingeringForecast;
    }

    /** What the log says of that. */
    String readingCause() {
        return readingCause;
    }
}
