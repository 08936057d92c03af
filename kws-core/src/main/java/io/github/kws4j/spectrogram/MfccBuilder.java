package io.github.kws4j.spectrogram;

/**
 * Settings of mel-frequency cepstral coefficients: the DCT-II of log-mel bands. By default the first 13 of 40, scaled
 * as
 * {@code tf.signal.mfccs_from_log_mel_spectrograms}.
 */
public final class MfccBuilder extends MelBuilder<MfccBuilder> {
    private int coefficients = 13;
    private boolean orthonormal;

    MfccBuilder() {}

    /** Number of coefficients kept, from the 0th on: at least 1, at most the bands. */
    public MfccBuilder coefficients(int count) {
        coefficients = Bounds.atLeast(1, count, "coefficients");
        return this;
    }

    /**
     * Whether the transform is orthonormal, as {@code librosa.feature.mfcc}; by default as TensorFlow and HTK, where
     * the 0th coefficient is larger by the square root of 2.
     */
    public MfccBuilder orthonormal(boolean value) {
        orthonormal = value;
        return this;
    }

    @Override
    public Mfcc frontEnd() {
        return new Mfcc(logMel(), coefficients, orthonormal);
    }
}
