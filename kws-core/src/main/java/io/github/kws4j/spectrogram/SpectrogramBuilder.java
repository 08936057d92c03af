package io.github.kws4j.spectrogram;

/**
 * What all spectrograms have in common: how sound is cut into frames and taken to the frequency domain.
 *
 * @param <B> the builder itself
 */
public abstract sealed class SpectrogramBuilder<B extends SpectrogramBuilder<B>> permits StftBuilder, MelBuilder {
    private int frameLength;
    private int frameStep;
    private int fftLength;
    private Window window = Window.HANN;
    private Margin margin = Margin.NONE;
    private int power = 1;

    SpectrogramBuilder(int frameLength, int frameStep) {
        this.frameLength = frameLength;
        this.frameStep = frameStep;
    }

    /** Samples in one frame, at least 1. */
    public final B frameLength(int samples) {
        frameLength = Bounds.atLeast(1, samples, "frame length");
        return self();
    }

    /** Samples from one frame's start to the next, at least 1. */
    public final B frameStep(int samples) {
        frameStep = Bounds.atLeast(1, samples, "frame step");
        return self();
    }

    /**
     * Length of the Fourier transform, at least the frame's; the frame is padded with zeros to it. By default the least
     * power of two that holds the frame. Other than powers of two are slower and allocate.
     */
    public final B fftLength(int samples) {
        fftLength = Bounds.atLeast(1, samples, "FFT length");
        return self();
    }

    /** Shape of the window that a frame is multiplied with; by default {@link Window#HANN}. */
    public final B window(Window shape) {
        window = shape;
        return self();
    }

    /**
     * Centres frame {@code t} at sample {@code t * frameStep}, with the sound continued at both ends by {@code with}
     * (as librosa's {@code center=True}). By default, {@link Margin#NONE}, it starts there, and samples after the last
     * whole frame are left out (as {@code tf.signal.stft}).
     */
    public final B centred(Margin with) {
        margin = with;
        return self();
    }

    /** 1, the default, for magnitude; 2 for power (its square). */
    public final B power(int exponent) {
        Bounds.check(exponent == 1 || exponent == 2, "power 1 or 2", exponent);
        power = exponent;
        return self();
    }

    /**
     * The spectrogram.
     *
     * @throws IllegalArgumentException if settings do not fit each other: an FFT shorter than the frame or far longer,
     *     bands without an FFT bin, more coefficients than bands
     */
    public Spectrogram build() {
        return Spectrogram.of(frontEnd());
    }

    /**
     * The settings alone, as a model file carries them; {@link Spectrogram#of} makes a spectrogram of them.
     *
     * @throws IllegalArgumentException if settings do not fit each other
     */
    public abstract FrontEnd frontEnd();

    final Stft transform() {
        long wanted = fftLength == 0 ? Stft.nextPowerOfTwo(frameLength) : fftLength;
        Bounds.check(wanted <= Stft.LONGEST_FFT, "FFT length <= " + Stft.LONGEST_FFT, wanted);
        return new Stft(new Frames(frameLength, frameStep, window, margin), (int) wanted, power);
    }

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }
}
