package io.github.kws4j.spectrogram;

import java.util.function.IntFunction;

/** How mel bands are spaced along the frequency axis, and how their triangles are drawn. */
public enum MelScale {
    /**
     * {@code tf.signal.linear_to_mel_weight_matrix}: HTK's formula {@code 2595 log10(1 + f / 700)}, triangles straight
     * over mel, the bin at 0 Hz left out.
     */
    TENSORFLOW,
    /** {@code librosa.filters.mel(htk=True)}: HTK's formula, triangles straight over hertz. */
    HTK,
    /**
     * {@code librosa.filters.mel(htk=False)}, librosa's default: 200/3 Hz a mel up to 1000 Hz, above that
     * {@code ln 6.4 / 27} a mel (M. Slaney, Auditory Toolbox, 1998); triangles straight over hertz.
     */
    SLANEY;

    private static final double KNEE_HZ = 1000;
    private static final double HZ_PER_MEL = 200.0 / 3;
    private static final double KNEE_MEL = KNEE_HZ / HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    double mel(double hz) {
        if (this != SLANEY) {
            return 2595 * Math.log10(1 + hz / 700);
        }
        return hz < KNEE_HZ ? hz / HZ_PER_MEL : KNEE_MEL + Math.log(hz / KNEE_HZ) / LOG_STEP;
    }

    double hertz(double mel) {
        if (this != SLANEY) {
            return 700 * (Math.pow(10, mel / 2595) - 1);
        }
        return mel < KNEE_MEL ? mel * HZ_PER_MEL : KNEE_HZ * Math.exp(LOG_STEP * (mel - KNEE_MEL));
    }

    /** Triangular weights that take the bins of a spectrum to bands: by band, its weight for each bin. */
    IntFunction<double[]> weights(MelBands bands, int sampleRate, int fftLength) {
        double lowest = mel(bands.range().lower());
        double spacing = (mel(bands.range().upper()) - lowest) / (bands.count() + 1);
        boolean areaNormalised = bands.areaNormalised();
        return band -> {
            double lower = lowest + band * spacing;
            double upper = lower + 2 * spacing;
            double area = areaNormalised ? (hertz(upper) - hertz(lower)) / 2 : 1;
            double[] weights = new double[fftLength / 2 + 1];
            for (int bin = this == TENSORFLOW ? 1 : 0; bin < weights.length; bin++) {
                double hz = (double) bin * sampleRate / fftLength;
                weights[bin] = triangle(lower, lower + spacing, upper, mel(hz)) / area;
            }
            return weights;
        };
    }

    private double triangle(double lower, double centre, double upper, double mel) {
        double rise = (position(mel) - position(lower)) / (position(centre) - position(lower));
        double fall = (position(upper) - position(mel)) / (position(upper) - position(centre));
        return Math.max(0, Math.min(rise, fall));
    }

    private double position(double mel) {
        return this == TENSORFLOW ? mel : hertz(mel);
    }
}
