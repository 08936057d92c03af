package io.github.kws4j.spectrogram;

/**
 * Settings of the short-time Fourier transform, as {@code tf.abs(tf.signal.stft(...))}. By default the frames of
 * TensorFlow's "simple audio recognition" tutorial: 255 samples every 128, an FFT of 256, a Hann window, magnitude.
 */
public final class StftBuilder extends SpectrogramBuilder<StftBuilder> {
    StftBuilder() {
        super(255, 128);
    }

    @Override
    public Stft frontEnd() {
        return transform();
    }
}
