package treecounter.workbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppTest {
    /** Or the checks of one app run on another, which was quicker to take the port. */
    @Test
    void noTwoAppsAreGivenTheSamePort() {
        List<Integer> ports =
                IntStream.range(0, 1000).parallel().mapToObj(i -> App.freePort()).toList();
        assertThat(ports).doesNotHaveDuplicates();
    }
}
