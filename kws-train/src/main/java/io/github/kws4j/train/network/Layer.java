package io.github.kws4j.train.network;

import java.util.List;

/**
 * One layer of a network. What flows between layers has a height (frames of the spectrogram at first), a width (its
 * bins) and channels (one at first).
 */
public sealed interface Layer {
    /**
     * Convolution over height and width that mixes all channels.
     *
     * @param filters channels it gives
     * @param kernel its window
     * @param bias whether a bias is added to each filter; not needed before {@link BatchNorm}
     */
    record Conv(int filters, Kernel kernel, boolean bias) implements Layer {
        /**
         * A convolution whose size has been checked.
         *
         * @throws IllegalArgumentException if {@code filters < 1}
         */
        public Conv {
            checkSize("filters", filters);
        }
    }

    /**
     * Convolution of each channel with a kernel of its own.
     *
     * @param kernel its window
     * @param bias whether a bias is added to each channel
     */
    record DepthwiseConv(Kernel kernel, boolean bias) implements Layer {}

    /**
     * Batch normalisation of each channel (Ioffe and Szegedy 2015): by the batch's statistics in training, by their
     * moving averages afterwards.
     *
     * @param momentum share of the moving average that is kept at each step
     * @param epsilon added to the variance
     */
    record BatchNorm(double momentum, double epsilon) implements Layer {
        /**
         * A normalisation whose options have been checked.
         *
         * @throws IllegalArgumentException if {@code momentum < 0}, {@code momentum >= 1} or {@code epsilon <= 0}
         */
        public BatchNorm {
            if (!(momentum >= 0 && momentum < 1 && epsilon > 0)) {
                throw new IllegalArgumentException(
                        "expected a momentum of at least 0 and below 1 and an epsilon above 0 but got " + momentum
                                + " and " + epsilon);
            }
        }
    }

    /** The larger of the value and zero. */
    record Relu() implements Layer {}

    /**
     * The largest value of each square, squares side by side; what does not fill a square at the end is left out.
     *
     * @param size side of a square
     */
    record MaxPool(int size) implements Layer {
        /**
         * A pooling whose size has been checked.
         *
         * @throws IllegalArgumentException if {@code size < 1}
         */
        public MaxPool {
            checkSize("size", size);
        }
    }

    /**
     * Sets a random share of the values to zero in training and scales the others up to keep the mean (Srivastava et
     * al. 2014).
     *
     * @param rate the share, 0 to below 1
     */
    record Dropout(double rate) implements Layer {
        /**
         * A dropout whose share has been checked.
         *
         * @throws IllegalArgumentException if {@code rate < 0} or {@code rate >= 1}
         */
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new IllegalArgumentException("expected a dropout of at least 0 and below 1 but got " + rate);
            }
        }
    }

    /** The mean of each channel over height and width. */
    record GlobalAveragePool() implements Layer {}

    /** All values as channels: row by row, column by column, channel by channel. */
    record Flatten() implements Layer {}

    /**
     * Turns a spectrogram round: the values of a frame, bin by bin and in each bin channel by channel, become channels,
     * the frames run along the width, and the height is 1.
     */
    record BandsToChannels() implements Layer {}

    /**
     * Fully connected layer with bias, after {@link Flatten} or {@link GlobalAveragePool}.
     *
     * @param units channels it gives
     */
    record Dense(int units) implements Layer {
        /**
         * A layer whose size has been checked.
         *
         * @throws IllegalArgumentException if {@code units < 1}
         */
        public Dense {
            checkSize("units", units);
        }
    }

    /**
     * The sum of two paths from one input (He et al. 2016).
     *
     * @param path layers of the one
     * @param shortcut layers of the other; none for the input itself
     */
    record Residual(List<Layer> path, List<Layer> shortcut) implements Layer {
        /** A block with copies of both lists. */
        public Residual {
            path = List.copyOf(path);
            shortcut = List.copyOf(shortcut);
        }
    }

    /**
     * A convolution with bias and without padding.
     *
     * @param filters channels it gives
     * @param size side of its square window
     * @return the layer
     */
    static Layer conv(int filters, int size) {
        return new Conv(filters, Kernel.of(size, size), true);
    }

    /**
     * A convolution without bias, followed by batch normalisation with momentum 0.95 and epsilon 0.001.
     *
     * @param filters channels it gives
     * @param kernel its window
     * @return both layers
     */
    static List<Layer> normalizedConv(int filters, Kernel kernel) {
        return List.of(new Conv(filters, kernel, false), batchNorm());
    }

    /**
     * A convolution of each channel by itself, one over all channels of each place, and batch normalisation, as
     * {@link #normalizedConv} has it: less arithmetic than one convolution that does both (Howard et al. 2017).
     *
     * @param filters channels it gives
     * @param kernel the window of the first
     * @return the three layers
     */
    static List<Layer> separableConv(int filters, Kernel kernel) {
        return List.of(new DepthwiseConv(kernel, false), new Conv(filters, Kernel.of(1, 1), false), batchNorm());
    }

    /**
     * Batch normalisation with momentum 0.95 and epsilon 0.001.
     *
     * @return the layer
     */
    static BatchNorm batchNorm() {
        return new BatchNorm(0.95, 1e-3);
    }

    private static void checkSize(String what, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("expected " + what + " of at least 1 but got " + size);
        }
    }
}
