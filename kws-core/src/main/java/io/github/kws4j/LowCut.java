package io.github.kws4j;

import java.util.Arrays;

/**
 * Takes from sound what lies below 100 Hz: a Butterworth high-pass of order 6, as three sections of two poles (bilinear
 * transform; S. Butterworth, Wireless Engineer 7, 1930). 3 dB down at 100 Hz, 27 at 60 Hz, 36 at 50 Hz, and a constant
 * is taken out whole: the sound before the first sample counts as that sample, for ever. For one thread.
 */
final class LowCut {
    private static final double HERTZ = 100;
    /** Of the sections: 1 / (2 cos(k pi / 12)) for k = 1, 3, 5. */
    private static final double[] QUALITY = {
        0.5 / Math.cos(Math.PI / 12), 0.5 / Math.cos(3 * Math.PI / 12), 0.5 / Math.cos(5 * Math.PI / 12)
    };

    private static final double INAUDIBLE = 1e-30;

    /** Of each section: the factor of the input's second difference, and those of the last outputs. */
    private final double[] gain = new double[3];

    private final double[] last = new double[3];
    private final double[] lastButOne = new double[3];
    private final double[] state = new double[6];
    private boolean begun;
    private double constant;

    LowCut(int sampleRate) {
        double angle = 2 * Math.PI * Math.min(HERTZ, sampleRate / 8.0) / sampleRate;
        for (int k = 0; k < 3; k++) {
            double alpha = Math.sin(angle) / (2 * QUALITY[k]);
            gain[k] = (1 + Math.cos(angle)) / 2 / (1 + alpha);
            last[k] = 2 * Math.cos(angle) / (1 + alpha);
            lastButOne[k] = (alpha - 1) / (1 + alpha);
        }
    }

    double next(double sample) {
        if (!begun) {
            begun = true;
            constant = sample;
        }
        double x = sample - constant;
        for (int k = 0; k < 3; k++) {
            double y = gain[k] * x + state[2 * k];
            state[2 * k] = -2 * gain[k] * x + last[k] * y + state[2 * k + 1];
            state[2 * k + 1] = gain[k] * x + lastButOne[k] * y;
            x = y;
        }
        return x;
    }

    /** Ends what has died away: numbers near the smallest that there are cost a processor a hundred times as much. */
    void settle() {
        for (int i = 0; i < state.length; i++) {
            state[i] = Math.abs(state[i]) < INAUDIBLE ? 0 : state[i];
        }
    }

    void clear() {
        begun = false;
        Arrays.fill(state, 0);
    }
}
