package treecounter.reviews;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.util.ObjectStream;
import opennlp.tools.util.TrainingParameters;

/**
 * Knows from labelled texts which words go with which label: maximum entropy over a bag of words,
 * as OpenNLP has it.
 */
public final class Classifier {
    private static final int ITERATIONS = 40;
    private static final int BYTES_OF_A_WORD = 120;
    private static final int BYTES_OF_A_WEIGHT = 12;

    private final DoccatModel model;
    private final DocumentCategorizerME categorizer;
    private final Map<String, Context> weights;

    @SuppressWarnings("unchecked")
    private Classifier(DoccatModel model) {
        this.model = model;
        this.categorizer = new DocumentCategorizerME(model);
        this.weights =
                (Map<String, Context>)
                        ((AbstractModel) model.getMaxentModel()).getDataStructures()[1];
    }

    /** Learns from labelled texts. */
    public static Classifier train(List<Review> reviews) {
        TrainingParameters parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ITERATIONS_PARAM, ITERATIONS);
        parameters.put(TrainingParameters.CUTOFF_PARAM, 2);
        parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
        parameters.put("PrintMessages", false);
        DoccatFactory words =
                new DoccatFactory(new FeatureGenerator[] {new BagOfWordsFeatureGenerator()});
        try {
            return new Classifier(
                    DocumentCategorizerME.train("en", new Samples(reviews), parameters, words));
        } catch (IOException e) {
            throw new AssertionError("samples are read from memory", e);
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IOException if this is no such model
     */
    public static Classifier read(byte[] bytes) throws IOException {
        try {
            return new Classifier(new DoccatModel(new ByteArrayInputStream(bytes)));
        } catch (RuntimeException e) {
            throw new IOException("no model of OpenNLP", e);
        }
    }

    /** As it is kept in a file. */
    public byte[] toBytes() {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            model.serialize(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("written to memory", e);
        }
    }

    /** The likeliest label, and how likely it is. */
    public Prediction predict(List<String> words) {
        double[] probabilities = categorizer.categorize(words.toArray(String[]::new));
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Prediction(categorizer.getCategory(best), probabilities[best], Prediction.MODEL);
    }

    /** How many of these words were in nothing that it learned from. */
    public int unknown(List<String> words) {
        return (int) words.stream().filter(word -> !weights.containsKey("bow=" + word)).count();
    }

    /** The labels it knows. */
    public Set<String> labels() {
        String[] labels = new String[categorizer.getNumberOfCategories()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = categorizer.getCategory(i);
        }
        return Set.of(labels);
    }

    /** What it takes in memory, estimated from its words and weights. */
    public long memoryBytes() {
        return weights.values().stream()
                .mapToLong(
                        word ->
                                BYTES_OF_A_WORD
                                        + (long) BYTES_OF_A_WEIGHT * word.getParameters().length)
                .sum();
    }

    private static final class Samples implements ObjectStream<DocumentSample> {
        private final List<Review> reviews;
        private Iterator<Review> rest;

        Samples(List<Review> reviews) {
            this.reviews = reviews;
            this.rest = reviews.iterator();
        }

        /** Nothing left is null, as whoever asks wants it. */
        @Override
        public DocumentSample read() {
            if (!rest.hasNext()) {
                return null;
            }
            Review review = rest.next();
            return new DocumentSample(
                    review.label(), Words.in(review.text()).toArray(String[]::new));
        }

        @Override
        public void reset() {
            rest = reviews.iterator();
        }
    }
}
