package io.github.kws4j.train.network;

/** Some clips as a network takes them, and what it should make of them. The arrays are not copied. */
public sealed interface Batch {
    /** The clips, {@code clips x height x width}, row-major. */
    float[] features();

    /** The number of clips. */
    int clips();

    /**
     * Clips with classes.
     *
     * @param features {@code clips x height x width}, row-major
     * @param labels each clip's class
     */
    record OfClasses(float[] features, int[] labels) implements Batch {
        @Override
        public int clips() {
            return labels.length;
        }
    }

    /**
     * Clips with a probability of each class.
     *
     * @param features {@code clips x height x width}, row-major
     * @param probabilities {@code clips x classes}, each clip's adding up to 1
     */
    record OfProbabilities(float[] features, float[][] probabilities) implements Batch {
        @Override
        public int clips() {
            return probabilities.length;
        }
    }

    /**
     * Clips with sequences of vectors.
     *
     * @param features {@code clips x height x width}, row-major
     * @param vectors {@code clips x vectors x values}, row-major
     * @param clips the number of clips
     */
    record OfVectors(float[] features, float[] vectors, int clips) implements Batch {}
}
