package io.github.kws4j.models.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The network of the word embedding: a linear map of {@value WordWindows#LENGTH} vectors, and beside it a hidden layer
 * with batch normalisation, whose sum is the output. The two layers over all vectors lie in one matrix, the linear
 * map's columns first. For one thread.
 */
final class WordNetwork {
    static final double EPSILON = 1e-5;

    private static final int INPUTS = WordWindows.LENGTH * WordWindows.VALUES;
    private static final double KEPT = 0.9;

    private final Sizes sizes;
    private final Matrix wide;
    private final Matrix scale;
    private final Matrix shift;
    private final Matrix output;
    private final Matrix mean;
    private final Matrix variance;

    /** How many numbers the hidden layer has, and the output. */
    record Sizes(int hidden, int outputs) {}

    /** A network with random weights. */
    WordNetwork(Sizes sizes, SplittableRandom random) {
        this.sizes = sizes;
        wide = uniform(INPUTS, sizes.outputs() + sizes.hidden(), random);
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < sizes.outputs(); j++) {
                wide.values()[i * wide.columns() + j] = (float) (random.nextGaussian() / Math.sqrt(INPUTS));
            }
        }
        scale = Matrix.zeros(1, sizes.hidden());
        Arrays.fill(scale.values(), 1);
        shift = Matrix.zeros(1, sizes.hidden());
        output = Matrix.zeros(sizes.hidden(), sizes.outputs());
        mean = Matrix.zeros(1, sizes.hidden());
        variance = Matrix.zeros(1, sizes.hidden());
    }

    private static Matrix uniform(int rows, int columns, SplittableRandom random) {
        var matrix = Matrix.zeros(rows, columns);
        double bound = 1 / Math.sqrt(rows);
        for (int i = 0; i < matrix.values().length; i++) {
            matrix.values()[i] = (float) random.nextDouble(-bound, bound);
        }
        return matrix;
    }

    Sizes sizes() {
        return sizes;
    }

    /** What is learnt. */
    List<Matrix> weights() {
        return List.of(wide, scale, shift, output);
    }

    /** The running mean and variance of the hidden layer, which follow the batches. */
    List<Matrix> statistics() {
        return List.of(mean, variance);
    }

    /** Numbers that are learnt. */
    int size() {
        return weights().stream().mapToInt(matrix -> matrix.values().length).sum();
    }

    /**
     * The layers as they are to be computed, the normalisation part of the hidden layer.
     *
     * @param wide {@code inputs x outputs + hidden}
     * @param bias of the hidden layer
     * @param output {@code hidden x outputs}
     */
    record Folded(Matrix wide, float[] bias, Matrix output) {
        /** Outputs for windows of standardised vectors, one a row. */
        Matrix apply(Matrix windows) {
            Matrix both = windows.times(wide);
            int outputs = output.columns();
            var hidden = Matrix.zeros(windows.rows(), bias.length);
            for (int i = 0; i < hidden.values().length; i++) {
                int unit = i % bias.length;
                hidden.values()[i] = Math.max(0, both.at(i / bias.length, outputs + unit) + bias[unit]);
            }
            return sum(hidden.times(output), both);
        }
    }

    /** The network with the running statistics of its normalisation. */
    Folded folded() {
        var folded = new Matrix(wide.rows(), wide.columns(), wide.values().clone());
        var bias = new float[sizes.hidden()];
        for (int unit = 0; unit < bias.length; unit++) {
            float factor = (float) (scale.values()[unit] / Math.sqrt(variance.values()[unit] + EPSILON));
            bias[unit] = shift.values()[unit] - factor * mean.values()[unit];
            for (int row = 0; row < folded.rows(); row++) {
                folded.values()[row * folded.columns() + sizes.outputs() + unit] *= factor;
            }
        }
        return new Folded(folded, bias, output);
    }

    /** Adds the linear part of {@code both} to {@code outputs}. */
    private static Matrix sum(Matrix outputs, Matrix both) {
        for (int i = 0; i < outputs.values().length; i++) {
            outputs.values()[i] += both.at(i / outputs.columns(), i % outputs.columns());
        }
        return outputs;
    }

    /** One batch through the network, normalised by its own mean and variance. */
    final class Pass {
        private final Matrix windows;
        private final Matrix normalised;
        private final Matrix active;
        private final Matrix outputs;
        private final double[] deviation = new double[sizes.hidden()];
        private final double[] centre = new double[sizes.hidden()];

        /** @param windows of standardised vectors, one a row */
        Pass(Matrix windows) {
            this.windows = windows;
            Matrix both = windows.times(wide);
            measure(both);
            normalised = Matrix.zeros(windows.rows(), sizes.hidden());
            active = Matrix.zeros(windows.rows(), sizes.hidden());
            for (int i = 0; i < active.values().length; i++) {
                int unit = i % sizes.hidden();
                float value = both.at(i / sizes.hidden(), sizes.outputs() + unit);
                normalised.values()[i] = (float) ((value - centre[unit]) / deviation[unit]);
                active.values()[i] =
                        Math.max(0, scale.values()[unit] * normalised.values()[i] + shift.values()[unit]);
            }
            outputs = sum(active.times(output), both);
        }

        private void measure(Matrix both) {
            int rows = both.rows();
            for (int unit = 0; unit < sizes.hidden(); unit++) {
                double sum = 0;
                double squares = 0;
                for (int row = 0; row < rows; row++) {
                    double value = both.at(row, sizes.outputs() + unit);
                    sum += value;
                    squares += value * value;
                }
                centre[unit] = sum / rows;
                deviation[unit] = Math.sqrt(Math.max(0, squares / rows - centre[unit] * centre[unit]) + EPSILON);
            }
        }

        Matrix outputs() {
            return outputs;
        }

        /** Lets the running statistics follow this batch; the first batch sets them. */
        void follow(boolean first) {
            double kept = first ? 0 : KEPT;
            for (int unit = 0; unit < sizes.hidden(); unit++) {
                double square = deviation[unit] * deviation[unit] - EPSILON;
                mean.values()[unit] = (float) (kept * mean.values()[unit] + (1 - kept) * centre[unit]);
                variance.values()[unit] = (float) (kept * variance.values()[unit] + (1 - kept) * square);
            }
        }

        /** The loss's gradient in the weights, in their order, from that in the outputs. */
        List<Matrix> gradients(Matrix inOutputs) {
            Matrix inOutput = active.transposedTimes(inOutputs);
            Matrix inHidden = inOutputs.times(output.transposed());
            var inScale = Matrix.zeros(1, sizes.hidden());
            var inShift = Matrix.zeros(1, sizes.hidden());
            for (int i = 0; i < inHidden.values().length; i++) {
                if (active.values()[i] <= 0) {
                    inHidden.values()[i] = 0;
                }
                inShift.values()[i % sizes.hidden()] += inHidden.values()[i];
                inScale.values()[i % sizes.hidden()] +=
                        inHidden.values()[i] * normalised.values()[i];
            }
            Matrix inWide = windows.transposedTimes(beside(inOutputs, inHidden, inScale, inShift));
            return List.of(inWide, inScale, inShift, inOutput);
        }

        /** The gradient in what the wide layer gave: the outputs' and, back through the normalisation, the hidden's. */
        private Matrix beside(Matrix inOutputs, Matrix inHidden, Matrix inScale, Matrix inShift) {
            int rows = windows.rows();
            var beside = Matrix.zeros(rows, wide.columns());
            for (int row = 0; row < rows; row++) {
                int at = row * wide.columns();
                System.arraycopy(inOutputs.values(), row * sizes.outputs(), beside.values(), at, sizes.outputs());
                for (int unit = 0; unit < sizes.hidden(); unit++) {
                    double centred = inHidden.at(row, unit)
                            - (inShift.values()[unit] + normalised.at(row, unit) * inScale.values()[unit]) / rows;
                    beside.values()[at + sizes.outputs() + unit] =
                            (float) (scale.values()[unit] / deviation[unit] * centred);
                }
            }
            return beside;
        }
    }
}
