package io.github.kws4j.spectrogram;

/**
 * Mel-frequency cepstral coefficients: the DCT-II of log-mel bands.
 *
 * @param logMel the bands
 * @param coefficients number of coefficients kept, from the 0th on
 * @param orthonormal whether the transform is orthonormal, as in librosa; else as in TensorFlow and HTK
 */
public record Mfcc(LogMel logMel, int coefficients, boolean orthonormal) implements FrontEnd {
    /** @throws IllegalArgumentException if {@code coefficients < 1} or there are more than bands */
    public Mfcc {
        Bounds.atLeast(1, coefficients, "coefficients");
        int bands = logMel.bands().count();
        Bounds.check(coefficients <= bands, "coefficients <= bands " + bands, coefficients);
    }

    @Override
    public Stft stft() {
        return logMel.stft();
    }

    @Override
    public int bins() {
        return coefficients;
    }
}
