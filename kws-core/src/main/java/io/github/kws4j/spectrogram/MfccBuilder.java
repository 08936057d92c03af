package io.github.kws4j.spectrogram;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of mel-frequency cepstral coefficients: the DCT-II of log-mel bands. By default the first 13 of 40, scaled as
 * {@code tf.signal.mfccs_from_log_mel_spectrograms}.
 */
public final class MfccBuilder extends MelBuilder<MfccBuilder> {
    static final String TYPE = "mfcc";

    private int coefficients = 13;
    private boolean orthonormal;

    MfccBuilder() {
        super(TYPE);
    }

    /** Number of coefficients kept, from the 0th on: at least 1, at most the bands. */
    public MfccBuilder coefficients(int count) {
        coefficients = Settings.atLeast(1, count, "coefficients");
        return this;
    }

    /**
     * Whether the transform is orthonormal, as {@code librosa.feature.mfcc}; by default as TensorFlow and HTK, where the 0th
     * coefficient is larger by the square root of 2.
     */
    public MfccBuilder orthonormal(boolean value) {
        orthonormal = value;
        return this;
    }

    @Override
    List<Stage> stages(int fftLength) {
        Settings.check(coefficients <= bands(), "coefficients <= bands " + bands(), coefficients);
        var stages = new ArrayList<>(super.stages(fftLength));
        stages.add(WeightedSums.cosineTransform(bands(), coefficients, orthonormal));
        return stages;
    }

    @Override
    void write(Settings settings) {
        super.write(settings);
        settings.put("coefficients", coefficients);
        settings.put("orthonormal", orthonormal);
    }

    @Override
    void read(Settings settings) {
        super.read(settings);
        coefficients(settings.integer("coefficients"));
        orthonormal(settings.flag("orthonormal"));
    }
}
