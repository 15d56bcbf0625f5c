package treecounter.workbench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppOutputTest {
    private final List<String> shown = new ArrayList<>();
    private final AppOutput output = new AppOutput(shown::add);

    @Test
    void aStackTraceIsCutToItsExceptionsAndTheLearnersOwnLine() {
        output.show();
        """
        Answering 500 to /treecounter, because of:
        java.lang.IllegalArgumentException: Incorrect number of labels.
        \tat io.prometheus.client.SimpleCollector.labels(SimpleCollector.java:66)
        \tat treecounter.TreeCounterHandler.answer(TreeCounterHandler.java:53)
        \tat treecounter.TreeCounterHandler.handle(TreeCounterHandler.java:44)
        \tat treecounter.forest.WebServer$Guard.handle(WebServer.java:258)
        Caused by: java.io.IOException: gone
        \tat java.base/java.lang.Thread.run(Thread.java:840)
        \t... 12 more
        at last
        """
                .lines()
                .forEach(output);
        assertThat(shown)
                .containsExactly(
                        "Answering 500 to /treecounter, because of:",
                        "java.lang.IllegalArgumentException: Incorrect number of labels.",
                        "    at TreeCounterHandler.java, line 53",
                        "Caused by: java.io.IOException: gone",
                        "at last");
    }

    @Test
    void nothingIsShownBeforeTheAppHasStarted() {
        output.accept("early");
        assertThat(shown).isEmpty();
        output.show();
        output.accept("late");
        assertThat(shown).containsExactly("early", "late");
    }
}
