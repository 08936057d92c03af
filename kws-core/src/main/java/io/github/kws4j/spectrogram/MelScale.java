package io.github.kws4j.spectrogram;

/** How mel bands are spaced along the frequency axis, and how their triangles are drawn. */
public enum MelScale {
    /**
     * {@code tf.signal.linear_to_mel_weight_matrix}: HTK's formula {@code 2595 log10(1 + f / 700)}, triangles straight over mel, the
     * bin at 0 Hz left out.
     */
    TENSORFLOW(true),
    /** {@code librosa.filters.mel(htk=True)}: HTK's formula, triangles straight over hertz. */
    HTK(false),
    /**
     * {@code librosa.filters.mel(htk=False)}, librosa's default: 200/3 Hz a mel up to 1000 Hz, above that {@code ln 6.4 / 27} a mel
     * (M. Slaney, Auditory Toolbox, 1998); triangles straight over hertz.
     */
    SLANEY(false);

    private static final double KNEE_HZ = 1000;
    private static final double HZ_PER_MEL = 200.0 / 3;
    private static final double KNEE_MEL = KNEE_HZ / HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private final boolean straightOverMel;

    MelScale(boolean straightOverMel) {
        this.straightOverMel = straightOverMel;
    }

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

    /**
     * Triangular weights that take the bins of a spectrum to bands.
     *
     * @param bands number of bands
     * @param lowerHz where the lowest band begins
     * @param upperHz where the highest band ends
     * @param sampleRate samples a second
     * @param fftLength length of the Fourier transform
     * @param areaNormalised whether each band's weights are divided by half its width in hertz
     * @return a new array, {@code bands x (fftLength / 2 + 1)}
     */
    public double[][] weights(
            int bands, double lowerHz, double upperHz, int sampleRate, int fftLength, boolean areaNormalised) {
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = mel(lowerHz) + (mel(upperHz) - mel(lowerHz)) * i / (bands + 1);
        }
        double[][] weights = new double[bands][fftLength / 2 + 1];
        for (int band = 0; band < bands; band++) {
            double area = areaNormalised ? (hertz(edges[band + 2]) - hertz(edges[band])) / 2 : 1;
            for (int bin = straightOverMel ? 1 : 0; bin <= fftLength / 2; bin++) {
                weights[band][bin] = triangle(edges, band, (double) bin * sampleRate / fftLength) / area;
            }
        }
        return weights;
    }

    private double triangle(double[] edges, int band, double hz) {
        double at = position(mel(hz));
        double lower = position(edges[band]);
        double centre = position(edges[band + 1]);
        double upper = position(edges[band + 2]);
        return Math.max(0, Math.min((at - lower) / (centre - lower), (upper - at) / (upper - centre)));
    }

    private double position(double mel) {
        return straightOverMel ? mel : hertz(mel);
    }
}
