package io.github.kws4j.train;

/** The size of what flows between layers, for one clip. */
record Extent(int height, int width, int channels) {
    int values() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }
}
