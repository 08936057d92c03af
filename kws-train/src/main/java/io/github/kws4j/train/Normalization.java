package io.github.kws4j.train;

/**
 * Mean and variance of training spectrograms, before they are resized: what brings features to mean 0 and variance 1.
 *
 * @param mean over all values of all training spectrograms
 * @param variance over the same values
 */
public record Normalization(double mean, double variance) {
    private static final float LEAST_DEVIATION = 1e-7f;

    float shift() {
        return (float) mean;
    }

    float deviation() {
        return Math.max((float) Math.sqrt((float) variance), LEAST_DEVIATION);
    }

    void apply(float[] values) {
        float shift = shift();
        float deviation = deviation();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - shift) / deviation;
        }
    }
}
