package io.github.kws4j.spectrogram;

/**
 * Spectrum of many weighted real frames side by side: row {@code n} holds sample {@code n} of each frame, one frame a
 * lane. The same arithmetic runs along a row, so the JIT turns it into vector instructions, and a lane's result depends
 * on that lane alone.
 */
interface RealFft {
    /**
     * Of frames as long as {@code weights}, whose sample {@code n} is multiplied with {@code weights[n]} first.
     *
     * @param magnitude whether it yields magnitudes; else their squares
     */
    static RealFft of(float[] weights, boolean magnitude) {
        boolean powerOfTwo = Integer.bitCount(weights.length) == 1 && weights.length >= PowerOfTwoFft.SHORTEST;
        return powerOfTwo ? new PowerOfTwoFft(weights, magnitude) : new AnyLengthFft(weights, magnitude);
    }

    /** The row that takes sample {@code n}. */
    int row(int n);

    /**
     * Puts the magnitude of bin {@code k}, or its square, into row {@code k}, for {@code k} in
     * {@code [0, length / 2]}; clobbers the rest.
     */
    void transform(float[][] rows, int lanes);
}
