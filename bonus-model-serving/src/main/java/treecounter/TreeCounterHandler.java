package treecounter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import treecounter.forest.Answer;
import treecounter.reviews.GuestBody;
import treecounter.reviews.GuestPage;
import treecounter.reviews.ModelFailure;
import treecounter.reviews.Prediction;
import treecounter.reviews.PredictionLog;
import treecounter.reviews.ServedModel;
import treecounter.reviews.Words;

/** Answers every request of the app; which case it is, the exact path decides. */
final class TreeCounterHandler implements HttpHandler {
    private static final int MOST_WORDS = 250;

    private final HttpHandler metrics = new HTTPMetricHandler(CollectorRegistry.defaultRegistry);
    private final ServedModel model;
    private final PredictionLog log;

    TreeCounterHandler(ServedModel model, PredictionLog log) {
        this.model = model;
        this.log = log;
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

    // TODO 10.1: count every request for a prediction in prediction_requests_total.
    private Answer predict(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.methodNotAllowed("POST");
        }
        try {
            String review = GuestBody.of(exchange).review();
            Prediction prediction = predict(review);
            log.add(review, prediction);
            return Answer.json(200, prediction.toJson());
        } catch (GuestBody.Refused e) {
            return e.answer();
        } catch (ModelFailure e) {
            return e.answer();
        }
    }

    // TODO 10.2: count predictions that fail, in whatever way, in prediction_error_total.
    // TODO 10.3: observe the seconds of a prediction in prediction_latency_seconds.
    // TODO 10.4: observe the words of each review in the Summary review_length_words.
    // TODO 10.5: count predictions by sentiment in predictions_total.
    // TODO 10.6: observe their probability in the histogram prediction_confidence.
    // TODO 10.9: count words that the model does not know in unknown_words_total.
    // TODO 10.16: where the model fails or is less than 0.5 sure, let RuleOfThumb predict; count it
    // in fallback_predictions_total{reason}. Mend what fails for a long review.
    // TODO 10.19: predictions_in_progress, and its limit in predictions_in_progress_max.
    private Prediction predict(String review) throws ModelFailure {
        return model.predict(words(review));
    }

    private static List<String> words(String review) {
        String[] words = new String[MOST_WORDS];
        int count = 0;
        for (String word : Words.in(review)) {
            words[count++] = word;
        }
        return Arrays.asList(words).subList(0, count);
    }

    /** A guest says later what is right. */
    // TODO 10.17: predictions_judged_total{sentiment}, and predictions_right_total{sentiment}.
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
            return Answer.json(200, "{\"right\": %b}".formatted(right));
        } catch (GuestBody.Refused e) {
            return e.answer();
        }
    }
}
