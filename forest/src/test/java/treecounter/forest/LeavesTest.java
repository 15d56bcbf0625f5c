package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import treecounter.forest.Loopback.Reply;

@Timeout(60)
class LeavesTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(ServerAddress.of("127.0.0.1", 0), 16);
        server.createContext("/", new Guard(new Leaves()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Reply ask(String method, String path) throws IOException {
        return Loopback.ask(server.getAddress().getPort(), method, path, "");
    }

    @Test
    void leavesFallWithoutALength() throws IOException {
        Reply reply = ask("GET", "/leaves?count=3");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("leaf\nleaf\nleaf\n");
        assertThat(reply.header("Transfer-encoding")).isEqualTo("chunked");
        assertThat(ask("GET", "/leaves").text().split("leaf\n", -1)).hasSize(10 + 1);
    }

    @Test
    void headHasNoBodyAndOtherMethodsAreRefused() throws IOException {
        assertThat(ask("HEAD", "/leaves").text()).isEmpty();
        assertThat(Stream.of("POST", "PUT")).allMatch(method -> status(method) == 405);
    }

    @Test
    void itsBugIsAFiveHundred() throws IOException {
        assertThat(ask("GET", "/leaves?count=many").status()).isEqualTo(500);
    }

    private int status(String method) {
        try {
            return ask(method, "/leaves").status();
        } catch (IOException e) {
            return -1;
        }
    }
}
