package treecounter.workbench.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.machine.Http;

/** An app, a real Prometheus that scrapes it, and what was sent so far. */
public final class Live {
    private static final Duration TWO_SCRAPES = Duration.ofSeconds(12);

    private final ScrapedApp app;
    private Sent sent = Sent.NOTHING;
    private Sent last = Sent.NOTHING;
    private Exposition before;

    Live(ScrapedApp app) throws IOException {
        this.app = app;
        this.before = page();
    }

    /** Sends requests, and remembers the page from before. */
    public void send(Sent requests) throws IOException {
        before = page();
        requests.to(app.uri(), app.forest());
        last = requests;
        sent = sent.plus(requests);
    }

    /** Gets a path so many times, beside what else is sent. */
    public void get(String path, int times, int status) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(Http.get(app.uri().resolve(path)).status()).as(path).isEqualTo(status);
        }
    }

    /** Posts JSON to a path, beside what else is sent. */
    public void post(String path, String json, int status) throws IOException {
        assertThat(
                        Http.send(
                                        "POST",
                                        app.uri().resolve(path),
                                        Map.of("Content-Type", "application/json"),
                                        json)
                                .status())
                .as(json)
                .isEqualTo(status);
    }

    /** What was sent since the app started. */
    public Sent sent() {
        return sent;
    }

    /** What was sent last. */
    public Sent last() {
        return last;
    }

    /** The page of metrics now. */
    public Exposition page() throws IOException {
        return Exposition.parse(app.metrics());
    }

    /** By how much a series has grown with what was sent last. */
    public double growth(String name, Map<String, String> labels) throws IOException {
        return page().value(name, labels) - before.value(name, labels);
    }

    /** What a query gives now. */
    public List<PrometheusApi.Series> ask(String query) throws Exception {
        return app.prometheus().query(query);
    }

    /** What a query gives, once that is good; the last answer after two scrapes. */
    public List<PrometheusApi.Series> await(
            String query, Predicate<List<PrometheusApi.Series>> good) throws Exception {
        return Eventually.get(TWO_SCRAPES, () -> ask(query), good);
    }

    /** The one value that a query gives. */
    public double value(String query) throws Exception {
        List<PrometheusApi.Series> found = ask(query);
        assertThat(found).as(query).hasSize(1);
        return found.get(0).value();
    }

    /** Values by the values of some labels. */
    public Map<String, Double> by(String query, String... labels) throws Exception {
        return ask(query).stream()
                .collect(
                        toMap(
                                series ->
                                        String.join(
                                                " ",
                                                Arrays.stream(labels)
                                                        .map(series.labels()::get)
                                                        .toList()),
                                PrometheusApi.Series::value,
                                Double::sum,
                                TreeMap::new));
    }

    /** The same, once it is as expected. */
    public Map<String, Double> awaitBy(Map<String, Double> expected, String query, String... labels)
            throws Exception {
        return Eventually.get(TWO_SCRAPES, () -> by(query, labels), expected::equals);
    }

    /** The values that a label has in Prometheus. */
    public List<String> labelValues(String label, String selector) throws Exception {
        return app.prometheus().labelValues(label, selector);
    }

    /** Everything that Prometheus scrapes, once so many are up. */
    List<PrometheusApi.Target> targetsUp(int count) throws Exception {
        return Eventually.get(
                TWO_SCRAPES,
                () -> app.prometheus().targets(),
                all -> all.stream().filter(each -> each.health().equals("up")).count() == count);
    }

    /** Ends the app. */
    public void stopApp() {
        app.stopApp();
    }
}
