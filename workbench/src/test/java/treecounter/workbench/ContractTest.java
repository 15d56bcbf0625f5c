package treecounter.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.app.App;
import treecounter.workbench.lessons.Rooms;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Workshop;

/** What every app promises, seen on each module's own {@code java -jar target/app.jar}. */
@StartsPrograms
class ContractTest {
    private final HttpClient client = HttpClient.newHttpClient();

    static Stream<String> modules() {
        return names(lesson -> true);
    }

    /** The modules of lessons that have no system of their own. */
    static Stream<String> countingTrees() {
        return names(lesson -> lesson.paths().contains("/treecounter"));
    }

    private static Stream<String> names(Predicate<Lesson> which) {
        return Rooms.lessons().stream()
                .filter(which)
                .map(lesson -> Workshop.here().solution(lesson).name());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("countingTrees")
    void itAnswersAsPromised(String module) throws Exception {
        int port = App.freePort();
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE);
                Jar jar =
                        Jar.start(module, port, Map.of("TREES_API_URL", forest.uri().toString()))) {
            HttpResponse<String> page = send(port, "GET", "/treecounter?lang=de");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .containsPattern("<h1>\\d{3},\\d{3},\\d{3}</h1>")
                    .doesNotContain("src=");
            assertThat(type(page)).isEqualTo("text/html; charset=utf-8");

            HttpResponse<String> head = send(port, "HEAD", "/treecounter");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .isEqualTo(page.headers().firstValue("Content-Length"));

            for (String path :
                    List.of("/", "/treecounterX", "/treecounter/", "/TREECOUNTER", "/%C3%A4")) {
                HttpResponse<String> other = send(port, "GET", path);
                assertThat(other.statusCode()).describedAs(path).isEqualTo(404);
                assertThat(type(other)).startsWith("text/html");
            }

            HttpResponse<String> post = send(port, "POST", "/treecounter");
            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");

            HttpResponse<String> metrics = send(port, "GET", "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(type(metrics)).startsWith("text/plain; version=0.0.4");

            forest.setFaults(new Faults("0", 1));
            HttpResponse<String> failed = send(port, "GET", "/treecounter");
            assertThat(failed.statusCode()).isEqualTo(503);
            assertThat(failed.body()).contains("The forest failed").doesNotContain("<h1>0");

            forest.setFaults(new Faults("5", 0));
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(request(port, "GET", "/treecounter"), BodyHandlers.ofString());
            assertThat(send(port, "GET", "/metrics").statusCode()).isEqualTo(200);
            assertThat(slow.isDone()).describedAs("the slow page is still waited for").isFalse();
            HttpResponse<String> late = slow.get(15, TimeUnit.SECONDS);
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("in time");
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aTakenPortIsOneLineAndExitCodeOne(String module) throws Exception {
        int port = App.freePort();
        try (Jar first = Jar.start(module, port, Map.of())) {
            Process second = Jar.process(module, port, Map.of()).start();
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            String output =
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(output.lines()).hasSize(1);
            assertThat(output).contains("Port " + port).contains("PORT=");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("countingTrees")
    void itEndsWithinThreeSecondsAndFinishesItsRequest(String module) throws Exception {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"),
                "Windows has no SIGTERM to send");
        int port = App.freePort();
        try (Forest forest = Forest.start("127.0.0.1", 0, new Faults("0.5", 0));
                Jar jar =
                        Jar.start(module, port, Map.of("TREES_API_URL", forest.uri().toString()))) {
            CompletableFuture<HttpResponse<String>> page =
                    client.sendAsync(request(port, "GET", "/treecounter"), BodyHandlers.ofString());
            while (forest.timesAsked() == 0) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            jar.process().destroy();
            assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(3);
            assertThat(page.get(5, TimeUnit.SECONDS).body()).contains("<h1>").contains("</html>");
        }
    }

    private HttpResponse<String> send(int port, String method, String path) throws Exception {
        return client.send(request(port, method, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("none");
    }
}
