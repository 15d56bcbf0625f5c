package treecounter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private int smtp;
    private Inbox inbox;

    @BeforeEach
    void start() throws IOException {
        smtp = freePort();
        inbox = Inbox.start("127.0.0.1", 0, smtp);
    }

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void lettersAreListedTheNewestFirst() throws Exception {
        assertThat(get("/").body()).contains("No letters yet");
        send("One", "the first");
        send("[FIRING] Two", "the second");
        JsonNode letters = letters();
        assertThat(letters.findValuesAsText("subject")).containsExactly("[FIRING] Two", "One");
        assertThat(letters.get(0).path("text").asText()).isEqualTo("the second");
        assertThat(letters.get(0).path("to").asText()).isEqualTo("anybody@treecounter.example");
        String page = get("/").body();
        assertThat(page.indexOf("the second")).isLessThan(page.indexOf("the first"));
        assertThat(page).contains("<article class=\"firing\">");
    }

    @Test
    void aLetterIsTextWhateverItSays() throws Exception {
        send("<script>alert(1)</script>", "</pre><img src=x onerror=alert(1)> & so on");
        HttpResponse<String> page = get("/");
        assertThat(page.body())
                .doesNotContain("<script")
                .doesNotContain("<img")
                .contains("&lt;img src=x onerror=alert(1)&gt; &amp; so on");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .matches("default-src 'none'; style-src 'sha256-[\\w+/=]+'");
    }

    @Test
    void only200LettersAreKept() throws Exception {
        for (int i = 1; i <= 203; i++) {
            send("letter " + i, "text");
        }
        assertThat(letters().findValuesAsText("subject"))
                .hasSize(200)
                .startsWith("letter 203")
                .endsWith("letter 4");
    }

    @Test
    void ofALongLetterTheBeginningIsKept() throws Exception {
        send("long", "x".repeat(300_000));
        assertThat(letters().get(0).path("text").asText())
                .hasSize(256 * 1024 + 4)
                .endsWith("x ...");
    }

    @Test
    void anotherHostsNameIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", URI.create(inbox.url("/")).getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /letters HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsSetting() throws IOException {
        assertThatThrownBy(() -> Inbox.start("127.0.0.1", 0, smtp).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Port " + smtp)
                .hasMessageContaining("SMTP_PORT=");
        int page = URI.create(inbox.url("/")).getPort();
        assertThatThrownBy(() -> Inbox.start("127.0.0.1", page, freePort()).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" PORT=");
    }

    private void send(String subject, String text) {
        GreenMailUtil.sendTextEmail(
                "anybody@treecounter.example",
                "alertmanager@treecounter.example",
                subject,
                text,
                new ServerSetup(smtp, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    private JsonNode letters() throws Exception {
        return new JsonMapper().readTree(get("/letters").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(inbox.url(path))).build(),
                        BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
