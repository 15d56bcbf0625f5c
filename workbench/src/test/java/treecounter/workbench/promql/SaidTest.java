package treecounter.workbench.promql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import treecounter.workbench.machine.Command;

class SaidTest {
    private final String question = UUID.randomUUID().toString();
    private final AtomicInteger times = new AtomicInteger();

    @Test
    void whatHasBeenSaidIsNotAskedAgain() {
        assertThat(said(1, question)).isEqualTo("1 Bäume");
        assertThat(said(1, question)).isEqualTo("1 Bäume");
        assertThat(times).hasValue(1);
    }

    @Test
    void anotherQuestionIsAsked() {
        assertThat(said(0, question, "a", "bc")).isEqualTo("1 Bäume");
        assertThat(said(0, question, "ab", "c")).isEqualTo("2 Bäume");
        assertThat(said(0, question, "a", "b", "c")).isEqualTo("3 Bäume");
    }

    @Test
    void whatWasCutShortIsAskedAgain() {
        assertThat(said(137, question)).isEqualTo("1 Bäume");
        assertThat(said(1, question)).isEqualTo("2 Bäume");
    }

    private String said(int exit, String... asked) {
        return Said.before(
                List.of(asked),
                () ->
                        new Command.Result(
                                exit,
                                (times.incrementAndGet() + " ").getBytes(UTF_8),
                                "Bäume".getBytes(UTF_8)));
    }
}
