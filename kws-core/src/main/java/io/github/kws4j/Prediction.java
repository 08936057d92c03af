package io.github.kws4j;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The answer of a classifier to one clip: a probability for each label. Immutable.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.pretrained()) {
 *     for (Score score : classifier.classify(Path.of("yes.wav")).top(3)) {
 *         System.out.println(score.label() + " " + score.probability());
 *     }
 * }
 * }</pre>
 */
public final class Prediction {
    private final List<String> labels;
    private final float[] logits;
    private final Softmax softmax;
    private final int best;

    /** Keeps {@code logits}; the caller gives them away. */
    Prediction(List<String> labels, float[] logits, Softmax softmax) {
        this.labels = labels;
        this.logits = logits;
        this.softmax = softmax;
        best = Softmax.largest(logits);
    }

    /**
     * A prediction of these logits, with a temperature of 1.
     *
     * @param labels one a logit, in the same order
     * @param logits finite values
     * @return a prediction
     * @throws IllegalArgumentException where there is no label, the numbers of labels and logits differ, or a logit is
     *     NaN or infinite
     */
    public static Prediction of(List<String> labels, float[] logits) {
        if (labels.isEmpty() || labels.size() != logits.length) {
            throw new IllegalArgumentException("expected one or more labels and a logit for each but got "
                    + labels.size() + " and " + logits.length);
        }
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new IllegalArgumentException("expected finite logits but got " + logit);
            }
        }
        return new Prediction(List.copyOf(labels), logits.clone(), new Softmax(1));
    }

    /**
     * The likeliest label; ties go to the first in the model's order.
     *
     * @return one of the model's labels
     */
    public String label() {
        return labels.get(best);
    }

    /**
     * Probability of {@link #label()}: softmax of the logits divided by the model's temperature.
     *
     * @return 0 to 1
     */
    public double probability() {
        return softmax.peak(logits);
    }

    /**
     * The network's outputs before the softmax, in the order of the model's labels; logarithms where it gives
     * probabilities.
     *
     * @return a copy
     */
    public float[] logits() {
        return logits.clone();
    }

    /**
     * Every label with its probability, in the model's own order.
     *
     * @return one entry a label; the probabilities add up to 1
     */
    public List<Score> scores() {
        double[] probabilities = softmax.probabilities(logits);
        return List.of(IntStream.range(0, logits.length)
                .mapToObj(i -> new Score(labels.get(i), probabilities[i]))
                .toArray(Score[]::new));
    }

    /**
     * The {@code count} likeliest labels, best first; ties go to the first in the model's order.
     *
     * @param count how many, at least 1; all where the model has fewer
     * @return the best entries of {@link #scores()}
     * @throws IllegalArgumentException if {@code count < 1}
     */
    public List<Score> top(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("expected a count of 1 or more but got " + count);
        }
        return List.of(scores().stream()
                .sorted(Comparator.comparingDouble(Score::probability).reversed())
                .limit(count)
                .toArray(Score[]::new));
    }

    /** {@code yes 0.987}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.3f", label(), probability());
    }
}
