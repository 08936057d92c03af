package io.github.kws4j.spectrogram;

import java.util.List;

/**
 * Settings of the short-time Fourier transform, as {@code tf.abs(tf.signal.stft(...))}. By default the frames of TensorFlow's
 * "simple audio recognition" tutorial: 255 samples every 128, an FFT of 256, a Hann window, magnitude.
 */
public final class StftBuilder extends SpectrogramBuilder<StftBuilder> {
    static final String TYPE = "stft";

    StftBuilder() {
        super(TYPE, 255, 128);
    }

    @Override
    List<Stage> stages(int fftLength) {
        return List.of();
    }

    @Override
    void write(Settings settings) {}

    @Override
    void read(Settings settings) {}
}
