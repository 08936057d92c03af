package io.github.kws4j.train.network;

/**
 * The window of a convolution.
 *
 * @param vertical its extent along the first axis: time, or height
 * @param horizontal its extent along the second axis: frequency, or width
 * @param padded whether zeros are put round the input, so that a stride of 1 keeps its size; where their number is odd, the end
 *     gets one more (TensorFlow's {@code SAME})
 */
public record Kernel(Axis vertical, Axis horizontal, boolean padded) {
    /**
     * A window's extent along one axis.
     *
     * @param taps number of places it covers
     * @param stride step from one output to the next
     * @param dilation distance of two taps
     */
    public record Axis(int taps, int stride, int dilation) {
        /**
         * An extent whose sizes have been checked.
         *
         * @throws IllegalArgumentException where a size is below 1
         */
        public Axis {
            if (Math.min(taps, Math.min(stride, dilation)) < 1) {
                throw new IllegalArgumentException("expected taps, stride and dilation of at least 1 but got " + taps
                        + ", " + stride + " and " + dilation);
            }
        }

        private int output(int input, boolean padded) {
            int reach = padded ? 1 : (taps - 1) * dilation + 1;
            return Math.floorDiv(input - reach, stride) + 1;
        }

        private int padding(int input, boolean padded) {
            int covered = (output(input, padded) - 1) * stride + (taps - 1) * dilation + 1;
            return padded ? Math.max(covered - input, 0) : 0;
        }
    }

    /**
     * A kernel with stride and dilation 1 and no padding.
     *
     * @param height taps along the first axis
     * @param width taps along the second axis
     * @return the kernel
     * @throws IllegalArgumentException where a size is below 1
     */
    public static Kernel of(int height, int width) {
        return new Kernel(new Axis(height, 1, 1), new Axis(width, 1, 1), false);
    }

    /**
     * This kernel with other strides.
     *
     * @param height step along the first axis
     * @param width step along the second axis
     * @return a copy
     * @throws IllegalArgumentException where a stride is below 1
     */
    public Kernel withStride(int height, int width) {
        return new Kernel(
                new Axis(vertical.taps, height, vertical.dilation),
                new Axis(horizontal.taps, width, horizontal.dilation),
                padded);
    }

    /**
     * This kernel with other dilations.
     *
     * @param height distance of two taps along the first axis
     * @param width distance of two taps along the second axis
     * @return a copy
     * @throws IllegalArgumentException where a dilation is below 1
     */
    public Kernel withDilation(int height, int width) {
        return new Kernel(
                new Axis(vertical.taps, vertical.stride, height),
                new Axis(horizontal.taps, horizontal.stride, width),
                padded);
    }

    /**
     * This kernel over an input with zeros round it.
     *
     * @return a copy
     */
    public Kernel withPadding() {
        return new Kernel(vertical, horizontal, true);
    }

    /** The number of taps. */
    int area() {
        return vertical.taps * horizontal.taps;
    }

    /** What a convolution with this kernel makes of an input of the given shape. */
    FeatureShape output(FeatureShape in, int channels) {
        return new FeatureShape(vertical.output(in.height(), padded), horizontal.output(in.width(), padded), channels);
    }

    /** Zeros before the height, before the width, after the height and after the width, as ONNX orders them. */
    long[] pads(FeatureShape in) {
        int high = vertical.padding(in.height(), padded);
        int wide = horizontal.padding(in.width(), padded);
        return new long[] {high / 2, wide / 2, high - high / 2, wide - wide / 2};
    }
}
