package treecounter.workbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppTest {
    /**
     * Or the checks of one app run on another, which was quicker to take the port. So many are
     * given while an app of another test waits for its turn.
     */
    @Test
    void noTwoAppsAreGivenTheSamePort() {
        List<Integer> ports =
                IntStream.range(0, 1_500).parallel().mapToObj(i -> App.freePort()).toList();
        assertThat(ports).doesNotHaveDuplicates();
    }

    /** A program that takes a port, and keeps it. */
    public static final class AnotherWorkbench {
        public static void main(String[] args) throws IOException {
            System.out.println(App.freePort());
            System.in.read();
        }
    }

    @Test
    void noTwoWorkbenchesGiveTheSamePortAway() throws IOException {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                AnotherWorkbench.class.getName())
                        .start();
        try {
            int theirs = Integer.parseInt(other.inputReader().readLine());
            for (int i = 0; i < 600; i++) {
                assertThat(App.freePort() / 250).isNotEqualTo(theirs / 250);
            }
        } finally {
            other.destroy();
        }
    }
}
