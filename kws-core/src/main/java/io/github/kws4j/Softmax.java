package io.github.kws4j;

/**
 * Turns logits into probabilities: {@code exp(x / t) / sum exp(x / t)}.
 *
 * @param temperature {@code t}, what the logits are divided by; 1 where none was fitted
 */
public record Softmax(double temperature) {
    /** @throws IllegalArgumentException unless {@code temperature} is finite and over 0 */
    public Softmax {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a temperature above 0 but got " + temperature);
        }
    }

    /**
     * The index of the largest value; ties go to the first.
     *
     * @param logits values, none NaN
     * @return 0 to {@code logits.length - 1}
     */
    public static int largest(float[] logits) {
        return largest(logits, 0, logits.length);
    }

    private static int largest(float[] logits, int from, int to) {
        int largest = from;
        for (int i = from + 1; i < to; i++) {
            if (logits[i] > logits[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /**
     * The probabilities of some logits.
     *
     * @param logits finite values
     * @return a new array of as many values, 0 to 1, that add up to 1
     */
    public double[] probabilities(float[] logits) {
        double[] probabilities = new double[logits.length];
        double peak = logits[largest(logits)];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp((logits[i] - peak) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /**
     * The natural logarithm of one label's probability, exact where that is next to 0: with its sign turned, the
     * cross-entropy.
     *
     * @param logits finite values
     * @param label index into {@code logits}
     * @return 0 or less
     */
    public double logProbability(float[] logits, int label) {
        return (logits[label] - (double) logits[largest(logits)]) / temperature
                - Math.log(exponentialSum(logits, 0, logits.length));
    }

    /** Probability of the largest logit. */
    double peak(float[] logits) {
        return 1 / exponentialSum(logits, 0, logits.length);
    }

    /** Turns {@code count} logits from {@code from} into their probabilities, in place. */
    void applyTo(float[] values, int from, int count) {
        double peak = values[largest(values, from, from + count)];
        double sum = exponentialSum(values, from, from + count);
        for (int i = from; i < from + count; i++) {
            values[i] = (float) (Math.exp((values[i] - peak) / temperature) / sum);
        }
    }

    private double exponentialSum(float[] logits, int from, int to) {
        double peak = logits[largest(logits, from, to)];
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp((logits[i] - peak) / temperature);
        }
        return sum;
    }
}
