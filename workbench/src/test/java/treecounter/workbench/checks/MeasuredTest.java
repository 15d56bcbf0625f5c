package treecounter.workbench.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTest {
    /** A call that took between 0.05 and 0.06 s. */
    @ParameterizedTest
    @CsvSource({
        "0, nothing is added",
        "-0.05, Subtract the earlier",
        "-0.0000001, Subtract the earlier",
        "-55000000, Subtract the earlier",
        "-13858925245947, one of two clocks?",
        "-1, -1 is added",
        "0.00000004, the clock is stopped before the call has ended",
        "0.000000055, what the clock says is divided by too much: a second has 1e9 nanoseconds. Or",
        "0.1, twice as much",
        "0.08, more is added than the call took. Its seconds",
        "1, a whole number is added",
        "18.2, upside down",
        "55, these are milliseconds",
        "55000, these are microseconds",
        "55000000, these are nanoseconds",
        "500, Its seconds are the nanoseconds",
    })
    void theNumberTellsWhatWentWrong(double seconds, String words) {
        assertThat(new Measured(seconds, 0.05, 0.06).hint("the call", "")).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"1e3", "1", "1e6", "1e9", "1e12"})
    void aTimeOfTheClockIsKnownInEveryUnit(double divided) {
        double now = System.currentTimeMillis() / divided;
        assertThat(new Measured(now, 0.05, 0.06).hint("the call", ""))
                .contains("what the clock says");
    }

    /** Whatever the time is: of two causes that fit, both are named. */
    @Test
    void theSecondsOfTheDayMayBeAsManyAsTheMicrosecondsOfACall() {
        double ofDay = LocalTime.now().toNanoOfDay() / 1e9;
        assumeTrue(ofDay > 1200, "so soon after midnight a time of the clock is not known");
        assertThat(new Measured(ofDay, ofDay / 1.1e6, ofDay / 0.9e6).hint("the call", ""))
                .contains("this is what the clock says")
                .endsWith("Or these are microseconds. The name says seconds.");
    }
}
