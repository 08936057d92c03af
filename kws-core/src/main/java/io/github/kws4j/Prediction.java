package io.github.kws4j;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a classifier heard in one clip. Immutable. */
public final class Prediction {
    private final List<String> labels;
    private final float[] logits;
    private final double temperature;
    private final int best;

    /** Keeps {@code logits}; the caller gives them away. */
    Prediction(List<String> labels, float[] logits, double temperature) {
        this.labels = labels;
        this.logits = logits;
        this.temperature = temperature;
        int largest = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[largest]) {
                largest = i;
            }
        }
        best = largest;
    }

    /**
     * The likeliest label; of equals the first in the model's order.
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
        return 1 / exponentialSum();
    }

    /**
     * The network's raw outputs, in the order of the model's labels.
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
        double sum = exponentialSum();
        return List.of(IntStream.range(0, logits.length)
                .mapToObj(i -> new Score(labels.get(i), exponential(i) / sum))
                .toArray(Score[]::new));
    }

    /**
     * The {@code count} likeliest labels, best first; of equals the first in the model's order comes first.
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

    private double exponential(int i) {
        return Math.exp(((double) logits[i] - logits[best]) / temperature);
    }

    private double exponentialSum() {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += exponential(i);
        }
        return sum;
    }

    /** {@code yes 0.987}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.3f", label(), probability());
    }
}
