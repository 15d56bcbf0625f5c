package treecounter.workbench.workshop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import treecounter.forest.Faults;
import treecounter.forest.RandomValues;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Screen;

/**
 * What a lesson says of itself. Everything else asks, and holds no list of lessons: one is found by
 * its line in {@code META-INF/services}.
 */
public abstract class Lesson {
    private final int number;
    private final String directory;

    /**
     * @param number the first part of the numbers of its checks
     * @param directory of its starter, and of its solution below {@code solutions}
     */
    protected Lesson(int number, String directory) {
        this.number = number;
        this.directory = directory;
    }

    /** The first part of the numbers of its checks. */
    public final int number() {
        return number;
    }

    /** The directory of its starter, and of its solution below {@code solutions}. */
    public final String directory() {
        return directory;
    }

    /** The class that holds its checks. */
    public abstract Class<?> checks();

    /** How long somebody takes who has never seen it, reading included. */
    public abstract int minutes();

    /** The families of metrics that its solution has beyond those it starts with. */
    public abstract List<String> metrics();

    /** The series that its rules make of them, {@code ALERTS} among them. */
    public List<String> recorded() {
        return List.of();
    }

    /** The directory of the lesson whose solution is its start; nothing if it brings its own. */
    public Optional<String> startsFrom() {
        return Optional.of("bonus-histograms");
    }

    /** Maven modules of its own beside starter and solution: programs, checks with libraries. */
    public List<String> modules() {
        return List.of();
    }

    /** What Maven fetches for it beyond the first lessons, in MB. */
    public int megabytes() {
        return 0;
    }

    /** The programs it runs; the first is the one that is asked for pages. */
    public List<Program> programs() {
        return List.of(Program.APP);
    }

    /**
     * The program that starts what its programs need beside the forest, where there is no Docker:
     * it is started once and stays. What they find in their environment, it prints: {@code
     * KEY=value} lines, and {@code ready} after them.
     */
    public Optional<Program> servers() {
        return Optional.empty();
    }

    /** The same on the bench, where a check needs a server that the programs do without. */
    public Optional<Program> serversOnTheBench() {
        return servers();
    }

    /** What these find in their environment, beside what is there. */
    public Map<String, String> serversEnvironment() {
        return Map.of();
    }

    /**
     * A class of the libraries of its programs, whose {@code main} loads what these need: it runs
     * while a Java waits for the learner's classes.
     */
    public Optional<String> rehearsal() {
        return Optional.empty();
    }

    /** The services that take the place of {@link #servers} where there is Docker. */
    public List<Service> serversInDocker() {
        return List.of();
    }

    /** Further services of its stack where there is no Docker. */
    public List<Service> servicesWithoutDocker() {
        return List.of();
    }

    /**
     * Modules that only the stack without Docker needs, with the MB that Maven fetches for each.
     */
    public Map<String, Integer> modulesWithoutDocker() {
        return Map.of();
    }

    /**
     * What its programs find in their environment on the bench only, to be checked quickly.
     *
     * @param servers what {@link #servers} said of themselves
     * @param room what keeps one bench apart from others
     */
    public Map<String, String> onTheBench(Map<String, String> servers, String room) {
        return Map.of();
    }

    /** The program that takes the forest's place in the loop, where it is to be one of its own. */
    public Optional<Program> forest() {
        return Optional.empty();
    }

    /**
     * What its programs find in their environment in the loop, beside where the others are.
     *
     * @param program the name of one, or of its forest
     */
    public Map<String, String> inTheLoop(Module module, String program, Options options) {
        return Map.of();
    }

    /**
     * What they find in the stack without Docker, beside where the others are.
     *
     * @param program the name of one, or of its forest
     */
    public Map<String, String> inTheStack(Module module, String program, Options options) {
        return Map.of();
    }

    /** What the loop says of that when it begins. */
    public List<String> sayInTheLoop(Options options) {
        return List.of();
    }

    /** Whether its programs ask the forest, so that its faults are felt. */
    public boolean asksTheForest() {
        return true;
    }

    /** What is wrong with the forest, unless somebody says otherwise. */
    public Faults usualFaults() {
        return Faults.ORIGINAL;
    }

    /** The servers it needs beside forest, app, Prometheus and Grafana. */
    public List<Service> services() {
        return List.of();
    }

    /** What Prometheus is started with for it, without Docker; with it, its compose file says. */
    public List<String> prometheusFlags() {
        return List.of();
    }

    /** What it cannot be done without, wholly. */
    public Set<Need> needs() {
        return EnumSet.noneOf(Need.class);
    }

    /** What a machine may lack. */
    public enum Need {
        PROMTOOL("its queries want promtool; the rest can be done"),
        STACK("its stack wants Docker, or prometheus");

        private final String otherwise;

        Need(String otherwise) {
            this.otherwise = otherwise;
        }

        /** What to say where it is missing. */
        public String otherwise() {
            return otherwise;
        }
    }

    /** Three questions about what it did not show, for the end; nobody has to answer them. */
    public List<Question> transfer() {
        return List.of();
    }

    /** Verbs that no other lesson has. */
    public List<Verb> verbs() {
        return List.of();
    }

    /** The counter of all answers of its app. */
    public String requestCounter() {
        return "requests_total";
    }

    /** The paths that its app serves, beside {@code /metrics}. */
    public List<String> paths() {
        return List.of("/treecounter");
    }

    /** Directories that its app finds beside its jar in an image, by where they are made. */
    public Map<String, String> besideTheApp() {
        return Map.of();
    }

    /** Makes what its programs need beyond what Maven builds, where it is missing, and says so. */
    public void prepare(Screen screen, Workshop workshop) {}

    /** The same as {@link #traffic()}, where what is sent depends on settings. */
    public List<Request> traffic(Workshop workshop, Options options) {
        return traffic();
    }

    /** The names of these settings. */
    public List<String> trafficSettings() {
        return List.of();
    }

    /** What {@code make traffic} sends, one after the other and from the start again. */
    public List<Request> traffic() {
        List<Request> ten = new ArrayList<>(List.of(Request.get("/treecounter", 200)));
        for (int i = 1; i < 9; i++) {
            ten.add(i == 4 ? new Request("HEAD", "/treecounter", "", 200) : ten.get(0));
        }
        ten.add(Request.get("/nowhere", 404));
        return ten;
    }

    /**
     * What decides how the forest spreads its random values, for a module of this lesson.
     *
     * @throws treecounter.workbench.machine.Refusal if the module says it, and wrongly
     */
    public long seed(Module module) {
        return RandomValues.SEED;
    }

    /** Settings of {@code make faults}, and what the forest calls each. */
    public Map<String, String> faults() {
        return Map.of("LATENCY", "latency", "ERRORS", "errorRate");
    }

    /** All lessons, in the order of their numbers. */
    public static List<Lesson> all() {
        return Found.LESSONS;
    }

    /** The lesson meant by {@code 2}, {@code histograms} or {@code section-2-custom-metrics}. */
    public static Optional<Lesson> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return all().stream().filter(lesson -> lesson.goesBy().contains(wanted)).findFirst();
    }

    /** The one that comes next, if there is one. */
    public final Optional<Lesson> next() {
        return all().stream().filter(other -> other.number > number).findFirst();
    }

    /** The lessons whose solutions lead up to its start, the nearest last. */
    public final List<Lesson> before() {
        List<Lesson> before = new ArrayList<>();
        startsFrom()
                .flatMap(Lesson::named)
                .ifPresent(
                        start -> {
                            before.addAll(start.before());
                            before.add(start);
                        });
        return before;
    }

    /** Whether what {@code other} teaches is in its app. */
    public final boolean builtOn(Lesson other) {
        return this == other || before().contains(other);
    }

    private List<String> goesBy() {
        String shortName = directory.replaceFirst("^(section-\\d+|bonus)-", "");
        return List.of(String.valueOf(number), directory, shortName, "section-" + number);
    }

    @Override
    public final String toString() {
        return directory;
    }

    /** Found once: to each other they are the same objects. */
    private static final class Found {
        private static final List<Lesson> LESSONS =
                ServiceLoader.load(Lesson.class, Lesson.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .sorted(Comparator.comparingInt(Lesson::number))
                        .toList();
    }
}
