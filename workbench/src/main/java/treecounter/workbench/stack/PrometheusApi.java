package treecounter.workbench.stack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;

/** A running Prometheus, asked through its HTTP API. */
public final class PrometheusApi {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> FORM =
            Map.of("Content-Type", "application/x-www-form-urlencoded");

    private final URI uri;

    /**
     * @param uri for example {@code http://127.0.0.1:9090}
     */
    public PrometheusApi(URI uri) {
        this.uri = uri;
    }

    /** The Prometheus of {@code make up}, on {@code PROMETHEUS_PORT} (9090). */
    public static PrometheusApi of(Options options) {
        return new PrometheusApi(Core.PROMETHEUS.uri(options, ""));
    }

    /** A series and its values; an instant query gives one for each series. */
    public record Series(Map<String, String> labels, List<Point> points) {
        public Series {
            labels = Map.copyOf(labels);
            points = List.copyOf(points);
        }

        /** The latest value. */
        public double value() {
            return points.get(points.size() - 1).number();
        }
    }

    /** A value as Prometheus writes it, such as {@code 3.5} or {@code NaN}, and when it was. */
    public record Point(Instant time, String value) {
        double number() {
            return switch (value) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(value);
            };
        }
    }

    /**
     * What Prometheus scrapes, and how that went the last time.
     *
     * @param health up, down or unknown
     * @param interval from scrape to scrape, such as {@code 5s}
     */
    public record Target(String job, String url, String health, String error, String interval) {}

    /** Prometheus understood the question and says no; the message tells why. */
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * Evaluates a query.
     *
     * @throws Refused if it is no PromQL
     * @throws IOException if nobody answers
     */
    public List<Series> query(String promql) throws IOException, Refused {
        return series(ask("/api/v1/query", Map.of("query", promql)));
    }

    /** The same, at another time than now. */
    public List<Series> query(String promql, Instant at) throws IOException, Refused {
        String time = String.valueOf(at.toEpochMilli() / 1000.0);
        return series(ask("/api/v1/query", Map.of("query", promql, "time", time)));
    }

    /** The same at many times, as a graph does: from the first to the last, a step apart. */
    public List<Series> query(String promql, Instant first, Instant last, Duration step)
            throws IOException, Refused {
        Map<String, String> parameters =
                Map.of(
                        "query", promql,
                        "start", String.valueOf(first.toEpochMilli() / 1000.0),
                        "end", String.valueOf(last.toEpochMilli() / 1000.0),
                        "step", String.valueOf(step.toMillis() / 1000.0));
        return series(ask("/api/v1/query_range", parameters));
    }

    /**
     * The exemplars that a query's series had from the first to the last time, series by series.
     *
     * @throws IOException if nobody answers
     */
    public JsonNode exemplars(String promql, Instant first, Instant last)
            throws IOException, Refused {
        Map<String, String> parameters =
                Map.of(
                        "query", promql,
                        "start", String.valueOf(first.toEpochMilli() / 1000.0),
                        "end", String.valueOf(last.toEpochMilli() / 1000.0));
        return ask("/api/v1/query_exemplars", parameters);
    }

    /**
     * The values a label has in the series that a selector matches.
     *
     * @throws IOException if nobody answers
     */
    public List<String> labelValues(String label, String selector) throws IOException, Refused {
        JsonNode values = ask("/api/v1/label/" + label + "/values", Map.of("match[]", selector));
        return stream(values).map(JsonNode::asText).toList();
    }

    /**
     * The series that a selector matches, now or before, as one types them.
     *
     * @throws IOException if nobody answers
     */
    public List<String> series(String selector) throws IOException, Refused {
        return stream(ask("/api/v1/series", Map.of("match[]", selector)))
                .map(one -> JSON.convertValue(one, new TypeReference<Map<String, String>>() {}))
                .map(PrometheusApi::typed)
                .toList();
    }

    private static String typed(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .filter(label -> !label.getKey().equals("__name__"))
                        .map(label -> label.getKey() + "=" + JSON.valueToTree(label.getValue()))
                        .collect(Collectors.joining(",", labels.get("__name__") + "{", "}"));
    }

    /**
     * All targets.
     *
     * @throws IOException if nobody answers
     */
    public List<Target> targets() throws IOException, Refused {
        return stream(ask("/api/v1/targets", Map.of()).path("activeTargets"))
                .map(
                        target ->
                                new Target(
                                        target.path("labels").path("job").asText(),
                                        target.path("scrapeUrl").asText(),
                                        target.path("health").asText(),
                                        target.path("lastError").asText(),
                                        target.path("scrapeInterval").asText()))
                .toList();
    }

    /**
     * The groups of rules that alert, as Prometheus tells of them.
     *
     * @throws IOException if nobody answers
     */
    public JsonNode alertRules() throws IOException, Refused {
        return ask("/api/v1/rules", Map.of("type", "alert")).path("groups");
    }

    /**
     * Makes it read its configuration anew.
     *
     * @throws Refused if the configuration is not good; the old one stays
     * @throws IOException if nobody answers
     */
    public void reload() throws IOException, Refused {
        Http.Answer answer = Http.send("POST", uri.resolve("/-/reload"));
        if (answer.status() != 200) {
            throw new Refused(answer.body().strip());
        }
    }

    private JsonNode ask(String path, Map<String, String> parameters) throws IOException, Refused {
        String form =
                parameters.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        // A query may be longer than an address.
        Http.Answer said =
                path.equals("/api/v1/query")
                        ? Http.send("POST", uri.resolve(path), FORM, form)
                        : Http.get(uri.resolve(path + "?" + form));
        JsonNode answer = JSON.readTree(said.body());
        if (!answer.path("status").asText().equals("success")) {
            throw new Refused(answer.path("error").asText());
        }
        return answer.path("data");
    }

    private static List<Series> series(JsonNode data) {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "vector" ->
                    stream(result)
                            .map(
                                    each ->
                                            new Series(
                                                    labels(each),
                                                    List.of(point(each.path("value")))))
                            .toList();
            case "matrix" ->
                    stream(result)
                            .map(
                                    each ->
                                            new Series(
                                                    labels(each),
                                                    stream(each.path("values"))
                                                            .map(PrometheusApi::point)
                                                            .toList()))
                            .toList();
            default -> List.of(new Series(Map.of(), List.of(point(result))));
        };
    }

    private static Map<String, String> labels(JsonNode series) {
        Map<String, String> labels = new TreeMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static Point point(JsonNode pair) {
        Instant time = Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * 1000));
        return new Point(time, pair.path(1).asText());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes.stream();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
