package io.github.kws4j.train;

/** Some clips as the network takes them: {@code clips x height x width}, row-major, and each one's class. */
record Batch(float[] features, int[] labels) {
    int clips() {
        return labels.length;
    }
}
