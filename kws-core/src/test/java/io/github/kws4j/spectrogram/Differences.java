package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;

/** How far two arrays are apart. */
final class Differences {
    private Differences() {}

    static double largest(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("value %d", i).isFinite();
            largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
        }
        return largest;
    }

    /** The largest difference as a share of the largest magnitude expected. */
    static double relative(float[] actual, float[] expected) {
        double peak = 0;
        for (float value : expected) {
            peak = Math.max(peak, Math.abs(value));
        }
        return largest(actual, expected) / peak;
    }
}
