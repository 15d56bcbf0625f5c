package treecounter.workbench.lessons.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void seedsDrawEachTroubleBesideMoreThanOneOther() {
        Set<List<Trouble>> drawn =
                LongStream.range(0, 100).mapToObj(Trouble::drawn).collect(Collectors.toSet());
        for (Trouble trouble : Trouble.values()) {
            assertThat(drawn.stream().filter(pair -> pair.contains(trouble)))
                    .as(trouble.toString())
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void neitherHidesTheOther() {
        assertThat(LongStream.range(0, 100).mapToObj(Trouble::drawn))
                .noneMatch(
                        pair ->
                                pair.containsAll(
                                                EnumSet.of(
                                                        Trouble.STOPPED_WORKERS,
                                                        Trouble.SLOW_DATABASE))
                                        || pair.containsAll(
                                                EnumSet.of(
                                                        Trouble.STOPPED_WORKERS,
                                                        Trouble.POISON_MESSAGES))
                                        || pair.containsAll(
                                                EnumSet.of(
                                                        Trouble.REFUSING_BROKER,
                                                        Trouble.SLOW_DATABASE)));
    }
}
