package io.github.kws4j.spectrogram;

import java.util.Map;

/** Turns mono samples into frames of spectral bins. Implementations are immutable and safe to share between threads. */
public interface Spectrogram {
    // static StftBuilder stft(); static MelBuilder logMel(); static MfccBuilder mfcc();

    /** Number of frames that {@code samples} samples give; 0 where they do not fill one frame. */
    int frames(int samples);

    /** Number of values in each frame. */
    int bins();

    /** Samples in one frame. */
    int frameLength();

    /** Samples from one frame's start to the next. */
    int frameStep();

    /** The spectrogram of {@code samples}: {@code frames x bins}. */
    float[][] compute(float[] samples);

    /**
     * The spectrogram of {@code length} samples from {@code offset}, written row-major ({@code frames x bins}) into {@code out}
     * from {@code outOffset}; allocates nothing.
     */
    void compute(float[] samples, int offset, int length, float[] out, int outOffset);

    /** The settings that rebuild this spectrogram with {@link #of}, as they stand in a model file. */
    Map<String, String> settings();

    /** Rebuilds a spectrogram from its {@link #settings}. */
    static Spectrogram of(Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }
}
