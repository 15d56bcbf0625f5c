package treecounter.workbench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import treecounter.workbench.checks.BonusHistogramsChecks;
import treecounter.workbench.checks.Section1Checks;
import treecounter.workbench.checks.Section2Checks;
import treecounter.workbench.checks.Section3Checks;

/** The lessons, in the order of the README. The number is the first part of a check's number. */
public enum Lesson {
    EXPOSING(1, "section-1-exposing", Section1Checks.class),
    CUSTOM_METRICS(2, "section-2-custom-metrics", Section2Checks.class),
    PROMETHEUS_GRAFANA(3, "section-3-prometheus-grafana", Section3Checks.class),
    HISTOGRAMS(4, "bonus-histograms", BonusHistogramsChecks.class);

    private final int number;
    private final String directory;
    private final Class<?> checks;

    Lesson(int number, String directory, Class<?> checks) {
        this.number = number;
        this.directory = directory;
        this.checks = checks;
    }

    /** The first part of the numbers of its checks. */
    public int number() {
        return number;
    }

    /** The directory of its starter, and of its solution below {@code solutions}. */
    public String directory() {
        return directory;
    }

    /** The class that holds its checks. */
    public Class<?> checks() {
        return checks;
    }

    /** The lesson meant by {@code 2}, {@code histograms} or {@code section-2-custom-metrics}. */
    public static Optional<Lesson> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(lesson -> lesson.goesBy().contains(wanted))
                .findFirst();
    }

    private List<String> goesBy() {
        String shortName = directory.replaceFirst("^(section-\\d+|bonus)-", "");
        return List.of(String.valueOf(number), directory, shortName, "section-" + number);
    }
}
