package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CountedBodyTest {
    @Test
    void allThatIsWrittenIsPassedOnAndCountedOnce() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        CountedBody body = new CountedBody(sent);
        assertThat(body.bytes()).isZero();
        body.write('a');
        body.write(new byte[] {'b', 'c'});
        body.write(new byte[] {'x', 'd', 'e', 'x'}, 1, 2);
        assertThat(sent).hasToString("abcde");
        assertThat(body.bytes()).isEqualTo(5);
    }
}
