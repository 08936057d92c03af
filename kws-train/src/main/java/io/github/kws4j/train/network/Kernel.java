package io.github.kws4j.train.network;

/**
 * The window of a convolution.
 *
 * @param vertical its extent along the first axis: time, or height
 * @param horizontal its extent along the second axis: frequency, or width
 */
public record Kernel(Axis vertical, Axis horizontal) {
    /**
     * A window's extent along one axis.
     *
     * @param taps number of places it covers
     * @param stride step from one output to the next
     * @param dilation distance of two taps
     * @param padding where zeros are put along it
     */
    public record Axis(int taps, int stride, int dilation, Padding padding) {
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

        private int output(int input) {
            return Math.floorDiv(before(input) + input + after(input) - reach(), stride) + 1;
        }

        private int before(int input) {
            return padding.before(input, reach(), stride);
        }

        private int after(int input) {
            return padding.after(input, reach(), stride);
        }

        private int reach() {
            return (taps - 1) * dilation + 1;
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
        return new Kernel(new Axis(height, 1, 1, Padding.NONE), new Axis(width, 1, 1, Padding.NONE));
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
                new Axis(vertical.taps, height, vertical.dilation, vertical.padding),
                new Axis(horizontal.taps, width, horizontal.dilation, horizontal.padding));
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
                new Axis(vertical.taps, vertical.stride, height, vertical.padding),
                new Axis(horizontal.taps, horizontal.stride, width, horizontal.padding));
    }

    /**
     * This kernel over an input with zeros round it, so that a stride of 1 keeps its size.
     *
     * @return a copy
     */
    public Kernel withPadding() {
        return withPadding(Padding.BOTH_ENDS, Padding.BOTH_ENDS);
    }

    /**
     * This kernel over an input with zeros beside it.
     *
     * @param height where they are put along the first axis
     * @param width where they are put along the second axis
     * @return a copy
     */
    public Kernel withPadding(Padding height, Padding width) {
        return new Kernel(
                new Axis(vertical.taps, vertical.stride, vertical.dilation, height),
                new Axis(horizontal.taps, horizontal.stride, horizontal.dilation, width));
    }

    /** The number of taps. */
    int area() {
        return vertical.taps * horizontal.taps;
    }

    /** What a convolution with this kernel makes of an input of the given shape. */
    FeatureShape output(FeatureShape in, int channels) {
        return new FeatureShape(vertical.output(in.height()), horizontal.output(in.width()), channels);
    }

    /**
     * How many zeros are put round an input.
     *
     * @param in the input's size
     * @return before the height, before the width, after the height and after the width, as ONNX orders them
     */
    public long[] pads(FeatureShape in) {
        return new long[] {
            vertical.before(in.height()),
            horizontal.before(in.width()),
            vertical.after(in.height()),
            horizontal.after(in.width())
        };
    }
}
