package io.github.kws4j.spectrogram;

/**
 * Magnitude or power of the short-time Fourier transform.
 *
 * @param frames how sound is cut
 * @param fftLength length of the Fourier transform; a frame is padded with zeros to it
 * @param power 1 for magnitude, 2 for its square
 */
public record Stft(Frames frames, int fftLength, int power) implements FrontEnd {
    static final int LONGEST_FFT = 1 << 20;
    private static final int ALWAYS_ALLOWED = 4096;
    private static final int MOST_PADDING = 32;

    /**
     * @throws IllegalArgumentException if {@code fftLength < frames.length()}, if {@code fftLength > 1048576} or, over
     *     4096, more than 32 times the power of two that holds a frame, or if {@code power} is neither 1 nor 2
     */
    public Stft {
        Bounds.atLeast(1, fftLength, "FFT length");
        Bounds.check(fftLength >= frames.length(), "FFT length >= frame length " + frames.length(), fftLength);
        Bounds.check(fftLength <= LONGEST_FFT, "FFT length <= " + LONGEST_FFT, fftLength);
        long longest = Math.max(ALWAYS_ALLOWED, MOST_PADDING * nextPowerOfTwo(frames.length()));
        Bounds.check(
                fftLength <= longest,
                "FFT length <= " + longest + " for frames of " + frames.length() + " samples",
                fftLength);
        Bounds.check(power == 1 || power == 2, "power 1 or 2", power);
    }

    static long nextPowerOfTwo(int value) {
        return value == 1 ? 1 : Long.highestOneBit(value - 1L) << 1;
    }

    /** Itself. */
    @Override
    public Stft stft() {
        return this;
    }

    /** {@code fftLength / 2 + 1}. */
    @Override
    public int bins() {
        return fftLength / 2 + 1;
    }
}
