package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import treecounter.forest.Answer;
import treecounter.reviews.GuestBody;
import treecounter.reviews.GuestPage;
import treecounter.reviews.ModelFailure;
import treecounter.reviews.Prediction;
import treecounter.reviews.PredictionLog;
import treecounter.reviews.RuleOfThumb;
import treecounter.reviews.ServedModel;
import treecounter.reviews.Words;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    /** Of three sentiments, one is at least a third likely. */
    private static final double UNSURE = 0.5;

    private static final Counter REQUESTS =
            Counter.build()
                    .name("prediction_requests_total")
                    .help("Requests for a prediction, whatever was answered.")
                    .register();
    private static final Counter ERRORS =
            Counter.build()
                    .name("prediction_error_total")
                    .help("Predictions of the model that failed, whatever was answered.")
                    .register();
    private static final Histogram LATENCY =
            Histogram.build()
                    .name("prediction_latency_seconds")
                    .help("Seconds that the model took.")
                    .buckets(
                            0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                            0.1, 1, 10)
                    .register();
    private static final Summary LENGTH =
            Summary.build()
                    .name("review_length_words")
                    .help("Words in the reviews that came to the model.")
                    .register();
    private static final Counter PREDICTIONS =
            Counter.build()
                    .name("predictions_total")
                    .help("Predictions of the model, by sentiment.")
                    .labelNames("sentiment")
                    .register();
    private static final Histogram CONFIDENCE =
            Histogram.build()
                    .name("prediction_confidence")
                    .help("How sure the model was, from 0 to 1.")
                    .buckets(0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
                    .register();
    private static final Counter UNKNOWN_WORDS =
            Counter.build()
                    .name("unknown_words_total")
                    .help("Words in reviews that the model has not learned.")
                    .register();
    private static final Counter FALLBACKS =
            Counter.build()
                    .name("fallback_predictions_total")
                    .help("Predictions of the rule of thumb, by why it was asked.")
                    .labelNames("reason")
                    .register();
    private static final Counter JUDGED =
            Counter.build()
                    .name("predictions_judged_total")
                    .help("Predictions that a guest has judged, by what was predicted.")
                    .labelNames("sentiment")
                    .register();
    private static final Counter RIGHT =
            Counter.build()
                    .name("predictions_right_total")
                    .help("Those among the judged ones that were right.")
                    .labelNames("sentiment")
                    .register();
    private static final Gauge IN_PROGRESS =
            Gauge.build()
                    .name("predictions_in_progress")
                    .help("Predictions that the model works on, or that wait for it.")
                    .register();
    private static final Gauge MOST =
            Gauge.build()
                    .name("predictions_in_progress_max")
                    .help("Predictions that the model works on at once; further ones wait.")
                    .register();

    static {
        List.of("failed", "unsure").forEach(FALLBACKS::labels);
    }

    private final HttpHandler metrics = new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
    private final ServedModel model;
    private final PredictionLog log;

    TreeCounterHandler(ServedModel model, PredictionLog log) {
        this.model = model;
        this.log = log;
        MOST.set(model.most());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> page(exchange).send(exchange);
            case "/predict" -> predict(exchange).send(exchange);
            case "/truth" -> truth(exchange).send(exchange);
            case "/metrics" -> metrics.handle(exchange);
            default -> Answer.notFound("/").send(exchange);
        }
    }

    private static Answer page(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        boolean read = method.equals("GET") || method.equals("HEAD");
        return read ? GuestPage.answer() : Answer.methodNotAllowed("GET, HEAD");
    }

    private Answer predict(HttpExchange exchange) throws IOException {
        REQUESTS.inc();
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.methodNotAllowed("POST");
        }
        try {
            String review = GuestBody.of(exchange).review();
            Prediction prediction = predict(Words.in(review));
            log.add(review, prediction);
            return Answer.json(200, prediction.toJson());
        } catch (GuestBody.Refused e) {
            return e.answer();
        }
    }

    private Prediction predict(List<String> words) {
        LENGTH.observe(words.size());
        UNKNOWN_WORDS.inc(model.unknown(words));
        IN_PROGRESS.inc();
        try (Histogram.Timer timer = LATENCY.startTimer()) {
            return sure(model.predict(words), words);
        } catch (ModelFailure | RuntimeException e) {
            ERRORS.inc();
            FALLBACKS.labels("failed").inc();
            return RuleOfThumb.predict(words);
        } finally {
            IN_PROGRESS.dec();
        }
    }

    private static Prediction sure(Prediction prediction, List<String> words) {
        PREDICTIONS.labels(prediction.sentiment()).inc();
        CONFIDENCE.observe(prediction.probability());
        if (prediction.probability() >= UNSURE) {
            return prediction;
        }
        FALLBACKS.labels("unsure").inc();
        return RuleOfThumb.predict(words);
    }

    /** A guest says later what is right. */
    private Answer truth(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.methodNotAllowed("POST");
        }
        try {
            GuestBody body = GuestBody.of(exchange);
            Optional<String> told = log.told(body.review());
            String truth = body.sentiment(model.labels());
            if (told.isEmpty()) {
                return Answer.notFound("/");
            }
            boolean right = truth.equals(told.get());
            JUDGED.labels(told.get()).inc();
            RIGHT.labels(told.get()).inc(right ? 1 : 0);
            return Answer.json(200, "{\"right\": %b}".formatted(right));
        } catch (GuestBody.Refused e) {
            return e.answer();
        }
    }
}
