package treecounter.workbench.checks;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Seconds that the learner's code measured, beside what it really took.
 *
 * @param least what it took at least, in seconds
 * @param most what it took at most
 */
public record Measured(double seconds, double least, double most) {
    private static final Pattern WHOLE =
            Pattern.compile(
                    "/ ?1_?000(_?000)*L?\\b(?!\\.)|toSeconds|SECONDS\\.convert|\\((long|int)\\)");
    private static final Pattern ROUNDED = Pattern.compile("Math\\.(round|rint|floor)");

    /** Whether it can be true. */
    public boolean isRight() {
        return seconds >= least && seconds <= most;
    }

    /** Whether it would be right a thousand times larger, or a million, and so on. */
    private boolean isDividedTwice() {
        return DoubleStream.of(1e3, 1e6, 1e9)
                .anyMatch(by -> seconds * by >= least && seconds * by <= most);
    }

    /**
     * Why it is not, as far as the number tells.
     *
     * @param what it is that was measured, such as "the call"
     * @param code the learner's code
     */
    public String hint(String what, String code) {
        if (seconds == 0 && ROUNDED.matcher(code).find()) {
            return "the time is rounded to whole seconds, and 0 is added. Keep the fraction.";
        }
        if (seconds == 0 && WHOLE.matcher(code).find()) {
            return "whole numbers divided drop the fraction, and 0 is added. Divide by 1e9 what is"
                    + " in nanoseconds, by 1e3 what is in milliseconds.";
        }
        if (seconds == 0) {
            return "nothing is added, though %s took time: no line that adds it is passed, or it adds 0."
                    .formatted(what);
        }
        if (seconds == -1) {
            return "-1 is added, whatever %s took. Add its seconds.".formatted(what);
        }
        if (seconds < 0) {
            return seconds >= -most || Unit.of(-seconds, least, most).isPresent()
                    ? "a negative time is added. Subtract the earlier time from the later one."
                    : "a negative time is added, and more than %s took: one of two clocks? Take both times from System.nanoTime()."
                            .formatted(what);
        }
        Optional<String> unit =
                Unit.of(seconds, least, most)
                        .map("these are %s. The name says seconds."::formatted);
        String stopped =
                "the clock is stopped before %s has ended, or started after it".formatted(what);
        if (Unit.isTimeOfTheClock(seconds) || Unit.isTimeOfTheClock(seconds / 2)) {
            // In the afternoon the seconds of the day are as many as the microseconds of a call.
            return "this is what the clock says, not how long %s took. Subtract, in parentheses, what it said before.%s"
                    .formatted(
                            what,
                            seconds < least
                                    ? " Or " + stopped + "."
                                    : unit.map(" Or "::concat).orElse(""));
        }
        if (seconds < least) {
            if (code.contains(".startTimer(") && !code.contains("nanoTime(")) {
                return stopped + ".";
            }
            String divided = "what it says is divided by too much: a second has 1e9 nanoseconds";
            return isDividedTwice()
                    ? "%s. Or %s.".formatted(divided.replaceFirst("it", "the clock"), stopped)
                    : "%s. Or %s.".formatted(stopped, divided);
        }
        if (unit.isPresent()) {
            return unit.get();
        }
        if (seconds == Math.rint(seconds) && seconds < 10) {
            return "a whole number is added, whatever %s took. Add its seconds, neither rounded nor counted."
                    .formatted(what);
        }
        if (seconds >= 2 * least && seconds <= 2 * most) {
            return "more is added than %s took: twice as much. Add the time once.".formatted(what);
        }
        return seconds >= 1 / most && seconds <= 1 / least
                ? "the division is upside down: a time is divided by 1e9, not 1e9 by it."
                : "more is added than %s took. Its seconds are the nanoseconds from before it to after it, both of System.nanoTime(), divided by 1e9."
                        .formatted(what);
    }
}
