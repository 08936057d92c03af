package io.github.kws4j.spectrogram;

/**
 * Shape of the weights that a frame of {@code n} samples is multiplied with. As in TensorFlow, {@code m} is {@code n}
 * for an even
 * {@code n} (periodic) and {@code n - 1} for an odd one (symmetric); SciPy's and librosa's default is periodic for
 * both.
 */
public enum Window {
    /** {@code 0.5 - 0.5 cos(2 pi k / m)}: {@code tf.signal.hann_window(n)}. */
    HANN(0.5f),
    /** {@code 0.54 - 0.46 cos(2 pi k / m)}: {@code tf.signal.hamming_window(n)}. */
    HAMMING(0.54f),
    /** 1 throughout. */
    RECTANGULAR(1);

    private final float constant;

    Window(float constant) {
        this.constant = constant;
    }

    /**
     * The weights of a frame, computed in TensorFlow's order of float operations; its float cosine is off by one unit
     * in the last place at some.
     *
     * @param n samples in the frame, at least 1
     * @return a new array of {@code n} weights, 0 to 1
     */
    public float[] weights(int n) {
        float[] weights = new float[n];
        float m = Math.max(1, n % 2 == 0 ? n : n - 1);
        for (int k = 0; k < n; k++) {
            float angle = (float) (2 * Math.PI) * k / m;
            weights[k] = n == 1 ? 1 : constant - (1 - constant) * (float) Math.cos(angle);
        }
        return weights;
    }
}
