package io.github.kws4j.train.network;

/**
 * The size of what flows between layers, for one clip.
 *
 * @param height along time, 1 where flat
 * @param width along frequency, 1 where flat
 * @param channels values at each place
 * @param flat whether there are channels only, and no height and width
 */
public record FeatureShape(int height, int width, int channels, boolean flat) {
    /** A size with height and width. */
    public FeatureShape(int height, int width, int channels) {
        this(height, width, channels, false);
    }

    /** A size of channels only. */
    public static FeatureShape flat(int channels) {
        return new FeatureShape(1, 1, channels, true);
    }

    /** The number of values. */
    public int values() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return flat ? Integer.toString(channels) : height + "x" + width + "x" + channels;
    }
}
