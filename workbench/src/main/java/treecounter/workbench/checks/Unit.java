package treecounter.workbench.checks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A unit of time that stands where the second should. */
public enum Unit {
    MILLISECONDS(1e3, "ms|millis"),
    MICROSECONDS(1e6, "us|micros"),
    NANOSECONDS(1e9, "ns|nanos");

    private final double perSecond;
    private final String shortNames;

    Unit(double perSecond, String shortNames) {
        this.perSecond = perSecond;
        this.shortNames = shortNames;
    }

    /** The unit in which {@code measured} is right for something that took {@code seconds}. */
    public static Optional<Unit> of(double measured, double seconds) {
        return Arrays.stream(values())
                .filter(unit -> measured >= seconds * unit.perSecond * 0.9)
                .filter(unit -> measured < seconds * unit.perSecond * 100)
                .findFirst();
    }

    /** The unit that a metric's name speaks of. */
    public static Optional<Unit> in(String name) {
        return Arrays.stream(values())
                .filter(unit -> name.matches(".*_(%s|%s)(_.*)?".formatted(unit.shortNames, unit)))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
