package io.github.kws4j.train;

/** The size of what flows between layers, for one clip; {@code flat} where there are channels only, and no height and width. */
record Extent(int height, int width, int channels, boolean flat) {
    Extent(int height, int width, int channels) {
        this(height, width, channels, false);
    }

    static Extent flat(int channels) {
        return new Extent(1, 1, channels, true);
    }

    int values() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return flat ? Integer.toString(channels) : height + "x" + width + "x" + channels;
    }
}
