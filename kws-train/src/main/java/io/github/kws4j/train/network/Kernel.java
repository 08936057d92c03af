package io.github.kws4j.train.network;

/**
 * The window of a convolution: size, stride and dilation along time (or height) and along frequency (or width).
 *
 * @param height taps along the first axis
 * @param width taps along the second axis
 * @param strideHeight step along the first axis
 * @param strideWidth step along the second axis
 * @param dilationHeight distance of two taps along the first axis
 * @param dilationWidth distance of two taps along the second axis
 * @param padded whether zeros are put round the input, so that a stride of 1 keeps its size; where their number is odd, the end
 *     gets one more (TensorFlow's {@code SAME})
 */
public record Kernel(
        int height,
        int width,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth,
        boolean padded) {
    /**
     * A kernel whose sizes have been checked.
     *
     * @throws IllegalArgumentException where a size is below 1
     */
    public Kernel {
        int least = Math.min(Math.min(height, width), Math.min(strideHeight, strideWidth));
        if (Math.min(least, Math.min(dilationHeight, dilationWidth)) < 1) {
            throw new IllegalArgumentException("expected sizes, strides and dilations of at least 1 but got " + height
                    + "x" + width + ", stride " + strideHeight + "x" + strideWidth + ", dilation " + dilationHeight
                    + "x" + dilationWidth);
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
        return new Kernel(height, width, 1, 1, 1, 1, false);
    }

    /**
     * This kernel with other strides.
     *
     * @param alongHeight step along the first axis
     * @param alongWidth step along the second axis
     * @return a copy
     */
    public Kernel stride(int alongHeight, int alongWidth) {
        return new Kernel(height, width, alongHeight, alongWidth, dilationHeight, dilationWidth, padded);
    }

    /**
     * This kernel with other dilations.
     *
     * @param alongHeight distance of two taps along the first axis
     * @param alongWidth distance of two taps along the second axis
     * @return a copy
     */
    public Kernel dilation(int alongHeight, int alongWidth) {
        return new Kernel(height, width, strideHeight, strideWidth, alongHeight, alongWidth, padded);
    }

    /**
     * This kernel over an input with zeros round it.
     *
     * @return a copy
     */
    public Kernel withPadding() {
        return new Kernel(height, width, strideHeight, strideWidth, dilationHeight, dilationWidth, true);
    }

    /** What a convolution with this kernel makes of an input of the given size. */
    FeatureShape output(FeatureShape in, int channels) {
        return new FeatureShape(
                output(in.height(), height, strideHeight, dilationHeight),
                output(in.width(), width, strideWidth, dilationWidth),
                channels);
    }

    int padBeforeHeight(int input) {
        return padding(input, height, strideHeight, dilationHeight) / 2;
    }

    int padAfterHeight(int input) {
        return padding(input, height, strideHeight, dilationHeight) - padBeforeHeight(input);
    }

    int padBeforeWidth(int input) {
        return padding(input, width, strideWidth, dilationWidth) / 2;
    }

    int padAfterWidth(int input) {
        return padding(input, width, strideWidth, dilationWidth) - padBeforeWidth(input);
    }

    private int output(int input, int taps, int stride, int dilation) {
        int reach = padded ? 1 : (taps - 1) * dilation + 1;
        return Math.floorDiv(input - reach, stride) + 1;
    }

    private int padding(int input, int taps, int stride, int dilation) {
        int covered = (output(input, taps, stride, dilation) - 1) * stride + (taps - 1) * dilation + 1;
        return padded ? Math.max(covered - input, 0) : 0;
    }
}
