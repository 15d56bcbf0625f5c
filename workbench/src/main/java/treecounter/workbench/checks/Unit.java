package treecounter.workbench.checks;

import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A unit of time that stands where the second should. */
public enum Unit {
    MILLISECONDS(1e3, "ms|millis"),
    MICROSECONDS(1e6, "us|micros"),
    NANOSECONDS(1e9, "ns|nanos");

    /** How far two looks at a clock may lie apart. */
    private static final double APART = 60;

    private final double perSecond;
    private final String shortNames;

    Unit(double perSecond, String shortNames) {
        this.perSecond = perSecond;
        this.shortNames = shortNames;
    }

    /** The unit in which what was measured lies between two numbers of seconds. */
    public static Optional<Unit> of(double measured, double least, double most) {
        return Arrays.stream(values())
                .filter(unit -> measured >= least * unit.perSecond)
                .filter(unit -> measured <= most * unit.perSecond)
                .findFirst();
    }

    /** Whether this is what a clock says now, in whatever unit: of the day, since 1970, a boot. */
    public static boolean isTimeOfTheClock(double measured) {
        double ofDay = LocalTime.now().toNanoOfDay() / 1e9;
        double since1970 = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e6;
        double nanoTime = System.nanoTime() / 1e9; // Of one origin for all programs, mostly.
        return DoubleStream.of(ofDay, since1970, nanoTime)
                        .filter(seconds -> seconds > 10 * APART)
                        .anyMatch(
                                seconds ->
                                        isInSomeUnit(measured, seconds)
                                                // Seconds, divided as if they were nanoseconds.
                                                || Math.abs(measured * 1e9 - seconds) < APART)
                // Milliseconds since 1970, divided as if they were nanoseconds.
                || DoubleStream.of(1e3, 1e6)
                        .anyMatch(by -> Math.abs(measured * by - since1970) < APART);
    }

    private static boolean isInSomeUnit(double measured, double seconds) {
        return Stream.concat(Stream.of(1.0), Arrays.stream(values()).map(unit -> unit.perSecond))
                .anyMatch(perSecond -> Math.abs(measured / perSecond - seconds) < APART);
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
