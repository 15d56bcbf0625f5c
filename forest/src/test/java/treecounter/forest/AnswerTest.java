package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.Reply;

@Timeout(60)
class AnswerTest {
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = Site.create();
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private Reply sent(Answer answer, String method) throws IOException {
        server.createContext("/", answer::send);
        try {
            return Loopback.ask(server.getAddress().getPort(), method, "/", "");
        } finally {
            server.removeContext("/");
        }
    }

    @Test
    void theLengthCountsBytes() throws IOException {
        Reply reply =
                sent(new Answer(200, "text/plain; charset=utf-8", "Bäume: 木", Map.of()), "GET");
        assertThat(reply.body()).isEqualTo("Bäume: 木".getBytes(StandardCharsets.UTF_8)).hasSize(11);
        assertThat(reply.header("Content-Length")).isEqualTo("11");
    }

    @Test
    void headTellsTheLengthOfGetAndHasNoBody() throws IOException {
        Answer answer = Answer.page(200, "187,654,321", "Bäume");
        Reply get = sent(answer, "GET");
        Reply head = sent(answer, "HEAD");
        assertThat(get.header("Content-Length")).isEqualTo(String.valueOf(get.body().length));
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 405, 500, 503})
    void aPageHasItsStatusAndAType(int status) throws IOException {
        Answer answer =
                switch (status) {
                    case 404 -> Answer.notFound();
                    case 405 -> Answer.methodNotAllowed("GET, HEAD");
                    default -> Answer.page(status, "headline", "sentence");
                };
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            Reply reply = sent(answer, method);
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.header("Allow")).isEqualTo(status == 405 ? "GET, HEAD" : "absent");
        }
    }

    @Test
    void textIsEscaped() {
        assertThat(Answer.page(200, "<b>&", "</p><script>").body())
                .contains("<h1>&lt;b&gt;&amp;</h1>", "<p>&lt;/p&gt;&lt;script&gt;</p>")
                .doesNotContain("<b>", "<p></p><script>");
    }

    @Test
    void aPageNeedsNothingFromOutside() {
        assertThat(Answer.page(200, "187,654,321", "trees planted").body())
                .doesNotContain("http:", "https:", "//", "src=", "@import", "url(")
                .contains("<link rel=\"icon\" href=\"data:,\">"); // else browsers ask for one
    }
}
