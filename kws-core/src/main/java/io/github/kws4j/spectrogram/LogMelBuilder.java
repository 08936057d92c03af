package io.github.kws4j.spectrogram;

/**
 * Settings of log-mel bands.
 *
 * <p>By default {@code tf.math.log(tf.matmul(magnitude, tf.signal.linear_to_mel_weight_matrix(...)) + 1e-6)}. What
 * {@code librosa.power_to_db(librosa.feature.melspectrogram(y, sr=16000, n_fft=512, hop_length=160))} gives:
 *
 * <pre>{@code
 * Spectrogram.logMel().frameLength(512).frameStep(160).centred(Margin.ZEROS).power(2)
 *         .bands(128).range(0, 8000).scale(MelScale.SLANEY).areaNormalised(true).decibels(1e-10, 80).build();
 * }</pre>
 */
public final class LogMelBuilder extends MelBuilder<LogMelBuilder> {
    LogMelBuilder() {}

    @Override
    public LogMel frontEnd() {
        return logMel();
    }
}
