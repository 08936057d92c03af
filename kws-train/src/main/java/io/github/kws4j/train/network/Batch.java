package io.github.kws4j.train.network;

/**
 * Some clips as a network takes them. The arrays are not copied.
 *
 * @param features {@code clips x height x width}, row-major
 * @param labels each clip's class
 */
public record Batch(float[] features, int[] labels) {
    /** The number of clips. */
    public int clips() {
        return labels.length;
    }
}
