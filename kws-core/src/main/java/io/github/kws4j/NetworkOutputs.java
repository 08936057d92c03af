package io.github.kws4j;

import java.util.Arrays;
import java.util.List;

/**
 * A network's outputs as logits of its labels. Probabilities become their logarithms, which the softmax turns back; a
 * single output is one word against none.
 */
final class NetworkOutputs {
    private static final float LEAST = 1e-30f;
    private static final double SUM_WITHIN = 1e-2;

    private final KeywordNetwork network;
    private final int classes;
    private final int labels;
    private final boolean probabilities;

    /** Labels as {@link #named} gives them. */
    NetworkOutputs(KeywordNetwork network, List<String> labels) {
        this.network = network;
        this.labels = labels.size();
        classes = network.classes();
        probabilities = network.outputKind() == OutputKind.PROBABILITIES;
        if (this.labels != Math.max(2, classes)) {
            throw new ModelException(
                    "expected " + classes + " labels, one for each output, but got " + this.labels + ": " + labels);
        }
    }

    /** The metadata with the label for no word before the only one, where the network has a single output. */
    static ModelMetadata named(ModelMetadata metadata, KeywordNetwork network) {
        boolean single = network.classes() == 1 && metadata.labels().size() == 1;
        return single ? metadata.withNoWord() : metadata;
    }

    /** Writes {@code count x labels} values. */
    void logits(float[] rows, int count, float[] logits) {
        network.run(rows, count, logits);
        for (int i = 0; i < count * classes; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new ModelException(
                        "expected finite outputs but the network gave " + Arrays.toString(row(logits, i / classes)));
            }
        }
        if (probabilities) {
            toLogarithms(logits, count);
        }
        if (classes < labels) {
            toPairs(logits, count);
        }
    }

    private float[] row(float[] values, int index) {
        return Arrays.copyOfRange(values, index * classes, (index + 1) * classes);
    }

    private void toLogarithms(float[] values, int count) {
        for (int row = 0; row < count; row++) {
            requireProbabilities(values, row);
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                double p = Math.max(LEAST, values[i]);
                values[i] =
                        (float) (classes == 1 ? Math.log(p) - Math.log(Math.max(LEAST, 1 - values[i])) : Math.log(p));
            }
        }
    }

    private void requireProbabilities(float[] values, int row) {
        double sum = 0;
        boolean within = true;
        for (int i = row * classes; i < (row + 1) * classes; i++) {
            sum += values[i];
            within &= values[i] > -SUM_WITHIN && values[i] < 1 + SUM_WITHIN;
        }
        if (!within || (classes > 1 && Math.abs(sum - 1) > SUM_WITHIN)) {
            throw new ModelException("expected probabilities" + (classes > 1 ? " that add up to 1" : "")
                    + " but the network gave " + Arrays.toString(row(values, row))
                    + "; where its outputs are logits, say outputs(OutputKind.LOGITS)");
        }
    }

    /** From the last row on, as each needs twice its room: a logit of 0 for no word, the output for the word. */
    private static void toPairs(float[] values, int count) {
        for (int row = count - 1; row >= 0; row--) {
            float word = values[row];
            values[2 * row] = 0;
            values[2 * row + 1] = word;
        }
    }
}
